"""The summary form as PDF, made by a worker."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from audit.actors import Actor
from audit.services import record
from jobs.kinds import JobKind, Outcome, PlannedSlice, Refused, register
from jobs.models import Job
from jobs.running import SliceRun
from jobs.services import start_job
from verification.days.summary import sheets_of, summary_pdf
from verification.models import DayBooking

GONE = gettext_noop("You may no longer see this booking.")


def order_summary(booking: DayBooking, *, actor: Actor) -> Job:
    """Side effects: the job; audit."""
    with transaction.atomic():
        record("booking.summary_taken", booking, actor=actor)
        return start_job(DaySummary.name, {"booking": booking.pk}, actor=actor)


@register
class DaySummary(JobKind):
    name: ClassVar = "day_summary"
    label: ClassVar = _("Summary form of a verification day")
    items_label: ClassVar = _("forms")
    may_set_aside: ClassVar = False
    result_is_private: ClassVar = True
    stops_with_hat: ClassVar = True

    def may_start(self, actor: Actor) -> bool:
        return False  # by ordering alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        return [PlannedSlice(size=1)]

    def work(self, run: SliceRun) -> dict[str, Any]:
        booking = DayBooking.objects.visible_to(run.actor).filter(pk=run.params["booking"]).first()
        if booking is None:
            raise Refused(GONE)
        stored = run.store("summary.pdf", ContentFile(summary_pdf(sheets_of(booking, run.actor))))
        with run.step(range(run.position, run.slice.stop)):
            return {"file": stored, "name": f"summary-{booking.day.isoformat()}-{booking.pk}.pdf"}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        return Outcome(stored_file=results[0]["file"], file_name=results[0]["name"])
