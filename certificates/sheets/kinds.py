"""Sheets are drawn by a worker: WeasyPrint takes memory, and a certificate a good part of a tenth of a second."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from audit.actors import Actor
from certificates.models import Certificate
from certificates.sheets.making import drawn
from jobs.kinds import JobKind, Outcome, PlannedSlice, Refused, register
from jobs.running import SliceRun

SHEET = "certificate_sheet"
GONE = gettext_noop("The person is no longer yours to look after.")


@register
class CertificateSheet(JobKind):
    name: ClassVar = SHEET
    label: ClassVar = _("PDF of a certificate")
    items_label: ClassVar = _("certificates")
    may_set_aside: ClassVar = False
    result_is_private: ClassVar = True
    stops_with_hat: ClassVar = True

    def may_start(self, actor: Actor) -> bool:
        return False  # by ordering alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        return [PlannedSlice(size=1)]

    def work(self, run: SliceRun) -> dict[str, Any]:
        """Asked anew who may have it: between order and print the world moves on."""
        found = Certificate.objects.visible_to(run.actor).filter(pk=run.params["certificate"]).first()
        if found is None:
            raise Refused(GONE)
        made = drawn(found)
        with run.step(range(run.position, run.slice.stop)):
            file = made.keep().file
        return {"file": file, "number": found.number}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        return Outcome(stored_file=results[0]["file"], file_name=f"{results[0]['number']}.pdf")
