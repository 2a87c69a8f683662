"""Certificates are printed by a worker: a page takes a good part of a second, and fonts take memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from audit.actors import Actor
from audit.services import record_many
from jobs.kinds import JobKind, Outcome, PlannedSlice, Refused, register
from jobs.models import Job
from jobs.running import SliceRun
from jobs.services import start_job
from records.models import ClassResult
from records.results.proofs import pdf_of, proofs_for, sheets_of

PROOFS = "class_proofs"
PAGES_IN_FILE = 50
GONE = gettext_noop("What was to be certified has changed meanwhile: nobody is left who passed.")


def order_proofs(results: Iterable[ClassResult], *, address: str, actor: Actor) -> Job:
    """Of results that `proofs_for` the actor has given. Side effects: the job; audit."""
    wanted = list(results)
    with transaction.atomic():
        record_many(
            "class_result.certified", [(result, None, {"version": result.version}) for result in wanted], actor=actor
        )
        return start_job(PROOFS, {"results": [result.pk for result in wanted], "address": address}, actor=actor)


@register
class ClassProofs(JobKind):
    name: ClassVar = PROOFS
    label: ClassVar = _("Certificates of continuing education")
    items_label: ClassVar = _("certificates")
    may_set_aside: ClassVar = False
    result_is_private: ClassVar = True
    stops_with_hat: ClassVar = True

    def may_start(self, actor: Actor) -> bool:
        return False  # by ordering alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        wanted = run.params["results"]
        pieces = [wanted[first : first + PAGES_IN_FILE] for first in range(0, len(wanted), PAGES_IN_FILE)]
        return [PlannedSlice(size=len(piece), params={"results": piece}) for piece in pieces]

    def work(self, run: SliceRun) -> dict[str, Any]:
        """Asked anew who may have it, and for what: between order and print the world moves on."""
        results = proofs_for(run.actor).filter(pk__in=run.params["results"])
        related = ("professional", "training_class__institution", "record__employer")
        sheets = sheets_of(list(results.select_related(*related).order_by("pk")), address=run.params["address"])
        if not sheets:
            raise Refused(GONE)
        stored = run.store("proofs.pdf", ContentFile(pdf_of(sheets)))
        with run.step(range(run.position, run.slice.stop)):
            return {"file": stored, "name": f"{sheets[0].serial}.pdf", "count": len(sheets)}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        if len(results) == 1:
            return Outcome(stored_file=results[0]["file"], file_name=f"proof-{results[0]['name']}")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for result in results:
                with default_storage.open(result["file"], "rb") as file:
                    archive.writestr(result["name"], file.read())
        return Outcome(stored_file=run.store("proofs.zip", ContentFile(packed.getvalue())), file_name="proofs.zip")
