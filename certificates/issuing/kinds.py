"""The job of an issue: one lot after the other. On the polling worker and through Celery the same function."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from audit.actors import Actor
from certificates.enums import RunState
from certificates.issuing import services
from certificates.issuing.runs import ISSUE_JOB, finish_issue, left_of, work_on
from certificates.models import IssueRun
from jobs.kinds import JobKind, Outcome, PlannedSlice, Refused, register
from jobs.running import SliceRun
from ui.errors import Conflict

STOPPED = gettext_noop("What was issued stands. It went no further: %(why)s")


@register
class CertificateIssue(JobKind):
    """One slice: whoever numbers waits for the row of the series anyway, and the order of the numbers is that of the
    employers. An item is a lot, so that a step is one statement."""

    name: ClassVar = ISSUE_JOB
    label: ClassVar = _("Issue of certificates to everybody of a bureau")
    items_label: ClassVar = _("lots")
    figure_labels: ClassVar = {"issued": _("certificates issued")}
    may_set_aside: ClassVar = False  # a lot that fails is the next one's too

    def may_start(self, actor: Actor) -> bool:
        return False  # by the verbs of the issue alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        issue = IssueRun.objects.select_related("issuer").get(pk=run.params["run"])
        lots = math.ceil(left_of(issue) / services.AT_ONCE) if issue.state == RunState.RUNNING else 0
        return [PlannedSlice(size=lots, label=issue.issuer.name, params={"lot": services.AT_ONCE})] if lots else []

    def work(self, run: SliceRun) -> None:
        for batch in run.batches(1):
            with run.step(batch):
                try:
                    work_on(run.params["run"], limit=run.params["lot"], actor=run.actor)
                except Conflict as conflict:
                    raise Refused(STOPPED, why=str(conflict)) from conflict

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        finish_issue(run.params["run"], job=run.job.pk, actor=run.actor)
        return Outcome(figures={"issued": IssueRun.objects.get(pk=run.params["run"]).issued})
