"""Jobs about the audit trail. They stand here because the trail lies below the jobs and knows nothing of them."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.temp import NamedTemporaryFile
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit import exports, verification
from audit.filters import EventFilter, EventFilterForm
from audit.services import write_checkpoint
from jobs import schedules
from jobs.kinds import Finding, JobKind, Outcome, PlannedSlice, StartForm, register
from jobs.running import SliceRun
from jobs.schedules import Daily, ScheduleEntry
from ui.formatting import number_text

EXPORT_SLICE = 5_000
VERIFICATION_SLICE = 20_000
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads Chinese as something else


class AuditExportForm(EventFilterForm, StartForm):
    """The filter of the audit page; empty means everything."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields.update(EventFilter().form.fields)

    def params(self) -> dict[str, Any]:
        criteria = {name: self.data[name] for name in self.fields if self.data.get(name)}
        return {"criteria": criteria, "language": translation.get_language()}


@register
class AuditExport(JobKind):
    name: ClassVar = "audit_export"
    label: ClassVar = _("Export of the audit trail")
    items_label: ClassVar = _("events")
    description: ClassVar = _("Writes the events found into a table (CSV) that Excel opens. Each row carries its hash.")
    form_class: ClassVar = AuditExportForm
    figure_labels: ClassVar = {"rows": _("Rows")}
    may_set_aside: ClassVar = False
    stops_with_hat: ClassVar = True

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        for cut in exports.slices(run.params["criteria"], EXPORT_SLICE, actor=run.actor):
            label = f"{number_text(cut.first)}–{number_text(cut.last)}"
            yield PlannedSlice(size=cut.count, label=label, params={"first": cut.first, "last": cut.last})

    def work(self, run: SliceRun) -> dict[str, Any]:
        """A piece is read and written whole; one that failed is done anew, its file was never referred to."""
        first, last = run.params["first"], run.params["last"]
        with translation.override(run.params["language"]):
            rows = exports.rows(run.params["criteria"], first, last, actor=run.actor)
            stored = run.store("piece.csv", ContentFile(_csv(rows).encode()))
        with run.step(range(run.position, run.slice.stop)):
            return {"file": stored, "rows": run.slice.stop}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        with NamedTemporaryFile() as whole:
            with translation.override(run.params["language"]):
                whole.write((BYTE_ORDER_MARK + _csv([exports.header()])).encode())
            for result in results:
                run.keep_alive()
                with default_storage.open(result["file"]) as piece:
                    whole.writelines(piece.chunks())
            whole.seek(0)
            stored = run.store("audit-trail.csv", File(whole))
        return Outcome(
            figures={"rows": sum(result["rows"] for result in results)},
            stored_file=stored,
            file_name=f"audit-trail-{timezone.localdate():%Y%m%d}.csv",
        )


def _csv(rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


@register
class AuditVerification(JobKind):
    name: ClassVar = "audit_verification"
    label: ClassVar = _("Check of the audit trail")
    items_label: ClassVar = _("links")
    description: ClassVar = _("Computes every link of the chain anew and names the first that does not hold.")
    figure_labels: ClassVar = {"checked": _("Links checked")}
    may_set_aside: ClassVar = False

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        for first, last in verification.ranges(VERIFICATION_SLICE):
            label = f"{number_text(first)}–{number_text(last)}"
            yield PlannedSlice(size=last - first + 1, label=label, params={"first": first, "last": last})

    def work(self, run: SliceRun) -> dict[str, Any]:
        checked = verification.verify_range(run.params["first"], run.params["last"])
        with run.step(range(run.position, run.slice.stop)):
            return {"checked": checked.count, "broken": checked.broken.to_json() if checked.broken else None}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        broken = next((result["broken"] for result in results if result["broken"]), None)
        if broken is None:
            at_the_ends = verification.verify_ends()
            broken = at_the_ends.to_json() if at_the_ends else None
        return Outcome(figures={"checked": sum(result["checked"] for result in results), "broken": broken})

    def finding(self, result: dict[str, Any]) -> Finding:
        if result["broken"]:
            return Finding(sentence=str(verification.Break.from_json(result["broken"])), is_good=False)
        words = ngettext(
            "The chain holds: %(count)s link was checked.",
            "The chain holds: %(count)s links were checked.",
            result["checked"],
        )
        return Finding(sentence=words % {"count": number_text(result["checked"])}, is_good=True)


@register
class AuditCheckpoint(JobKind):
    name: ClassVar = "audit_checkpoint"
    label: ClassVar = _("Checkpoint of the audit trail")
    items_label: ClassVar = _("checkpoints")

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        return [PlannedSlice(size=1)]

    def work(self, run: SliceRun) -> dict[str, Any]:
        with run.step(range(run.position, run.slice.stop)):
            written = write_checkpoint(now=timezone.now())
        return {"position": written.position if written else 0}


def register_schedule() -> None:
    """Times of day in Shanghai, after midnight and before anybody is at work."""
    for kind, at in (
        ("audit_checkpoint", datetime.time(0, 5)),
        ("housekeeping", datetime.time(2, 30)),
        ("audit_verification", datetime.time(3, 0)),
    ):
        schedules.register(ScheduleEntry(name=kind, rhythm=Daily(at), kind=kind))
