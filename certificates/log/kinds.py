"""The root of the log, every night."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actors import SYSTEM
from certificates.issuing.gate import guard
from certificates.log.nightly import register_nightly
from certificates.log.restoring import refuse_while_behind
from certificates.log.roots import publish_root
from certificates.log.sequencing import place_backlog
from jobs import schedules
from jobs.kinds import JobKind, PlannedSlice, register
from jobs.models import ScheduledRun
from jobs.running import SliceRun
from jobs.schedules import Daily, ScheduleEntry
from ui import navigation

AT = datetime.time(23, 59)


@register
class CertificateRoot(JobKind):
    name: ClassVar = "certificate_root"
    label: ClassVar = _("Root of the certificate log")
    items_label: ClassVar = _("roots")

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        return [PlannedSlice(size=1)]

    def work(self, run: SliceRun) -> dict[str, Any]:
        place_backlog(60)  # so that issuers wait for a few leaves only
        with run.step(range(run.position, run.slice.stop)):
            # Late by some minutes, or by a night in which nothing ran, it is still the root of the day it was due on.
            due = ScheduledRun.objects.filter(job=run.job.pk).first()
            root, _is_new = publish_root(timezone.localdate(due.due_at) if due else None, actor=SYSTEM)
        return {"date": root.date.isoformat(), "size": root.size} if root else {}


def register_log() -> None:
    navigation.register(
        navigation.NavigationEntry(
            label=_("Log of certificates"),
            url_name="certificate_log:log",
            order=70,
            shown_to=lambda actor: actor.user_id is None,
            summary=_("Every certificate stands in it. Keep a copy of its roots, and none can be forged afterwards."),
        )
    )
    guard(refuse_while_behind)
    schedules.register_duty("certificate_log", place_backlog)
    schedules.register(ScheduleEntry(name=CertificateRoot.name, rhythm=Daily(AT), kind=CertificateRoot.name))
    register_nightly()
