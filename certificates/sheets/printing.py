"""All sheets of a house as one PDF, in the order that was chosen. It is for the printer, each page a copy of a single
file: those are the signed originals, and so nothing seals the whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from audit.actors import Actor
from certificates.sheets.archive import joined
from certificates.sheets.drawing import draw_sheets
from certificates.sheets.keeping import sheets_of
from certificates.sheets.lots import MOST_AT_ONCE, in_order, lot_of
from jobs.kinds import JobKind, Outcome, PlannedSlice, Refused, register
from jobs.running import SliceRun

PRINT = "certificate_print"
SHEETS_A_SLICE = 50
NONE_LEFT = gettext_noop("There is no certificate to print any more.")


@register
class CertificatePrint(JobKind):
    name: ClassVar = PRINT
    label: ClassVar = _("Certificates to print")
    items_label: ClassVar = _("certificates")
    may_set_aside: ClassVar = False
    result_is_private: ClassVar = True
    stops_with_hat: ClassVar = True

    def may_start(self, actor: Actor) -> bool:
        return False  # by ordering alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        lot = _lot(run).standing().only("number", "printed")
        wanted = [each.pk for each in in_order(lot, run.params["order"], MOST_AT_ONCE)]
        if not wanted:
            raise Refused(NONE_LEFT)
        pieces = [wanted[first : first + SHEETS_A_SLICE] for first in range(0, len(wanted), SHEETS_A_SLICE)]
        return [PlannedSlice(size=len(piece), params={"certificates": piece}) for piece in pieces]

    def work(self, run: SliceRun) -> dict[str, Any]:
        """What ended since is left out."""
        wanted = run.params["certificates"]
        found = _lot(run).standing().in_bulk(wanted)
        sheets = sheets_of([found[pk] for pk in wanted if pk in found])
        stored = run.store("sheets.pdf", ContentFile(draw_sheets(sheets))) if sheets else ""
        with run.step(range(run.position, run.slice.stop)):
            return {"file": stored}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        files = [result["file"] for result in results if result["file"]]
        if not files:
            raise Refused(NONE_LEFT)
        stored = (
            files[0]
            if len(files) == 1
            else run.store("certificates.pdf", ContentFile(joined(list(map(_content_of, files)))))
        )
        return Outcome(stored_file=stored, file_name=f"certificates-{run.params['year']}.pdf")


def _lot(run: SliceRun) -> Any:
    return lot_of(run.actor, run.params["year"], employer=run.params["employer"])


def _content_of(name: str) -> bytes:
    with default_storage.open(name, "rb") as file:
        return bytes(file.read())
