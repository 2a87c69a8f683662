"""To everybody of a bureau: counted, confirmed by a second person, carried out lot by lot, taken up again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from audit.models import Event
from certificates.enums import RunState
from certificates.issuing import services
from certificates.issuing.runs import (
    close_issue,
    confirm_issue,
    is_stuck,
    series_room,
    take_up_issue,
    try_issue,
)
from certificates.models import Certificate, IssueRun, Series
from jobs.models import Job
from jobs.services import cancel_job
from jobs.worker import work_once
from tests.cast import CastMember
from tests.certificates.conftest import YEAR
from tests.factories import ProfessionalFactory
from ui.errors import Conflict
from verification.models import Verification

pytestmark = pytest.mark.django_db
Verified = Callable[..., Verification]


def work_all() -> None:
    while work_once("test"):
        pass


def test_job_issues_in_lots_to_everybody_but_the_two_who_signed(
    ready: Verified,
    verified: Verified,
    district_clerk: CastMember,
    district_head: CastMember,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 2)
    for _ in range(5):
        ready()
    own = [ready(professional=ProfessionalFactory(user=each.user)) for each in (district_clerk, district_head)]
    verified()
    bureau = district_clerk.membership.organization.bureau

    run = try_issue(bureau, YEAR, actor=district_clerk.actor)
    assert (run.state, run.expected, run.unconfirmed) == (RunState.DRY, 6, 1)
    assert not Certificate.objects.exists()
    confirm_issue(run, actor=district_head.actor)
    work_all()

    run.refresh_from_db()
    assert (run.state, run.issued, run.job.state) == (RunState.DONE, 5, "completed")
    assert run.job.result["issued"] == 5
    issued = Certificate.objects.filter(run=run)
    assert list(issued.order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
    assert not issued.filter(verification__in=own).exists()
    assert Event.objects.filter(action="certificate.issued").count() == 3


def test_job_that_was_stopped_is_taken_up_where_it_was(
    ready: Verified, district_clerk: CastMember, district_head: CastMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 1)
    for _ in range(3):
        ready()
    run = try_issue(district_clerk.membership.organization.bureau, YEAR, actor=district_clerk.actor)
    run = confirm_issue(run, actor=district_head.actor)
    work_once("test")  # the plan
    cancel_job(run.job, actor=district_head.actor)
    run = IssueRun.objects.select_related("job").get()
    assert is_stuck(run)

    take_up_issue(run, actor=district_clerk.actor)
    work_all()

    run.refresh_from_db()
    assert (run.state, run.issued, Job.objects.count()) == (RunState.DONE, 3, 2)
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == [1, 2, 3]


def test_series_that_does_not_last_is_told_before_and_refused(
    ready: Verified, district_clerk: CastMember, district_head: CastMember
) -> None:
    series = Series.objects.create(issuer_code="440105", study_year=YEAR, last=999_998)
    ready(), ready()
    bureau = district_clerk.membership.organization.bureau
    run = try_issue(bureau, YEAR, actor=district_clerk.actor)
    room = series_room(bureau, YEAR, wanted=run.expected)
    assert (room.fits, room.will_be_nearly_full) == (False, True)

    with pytest.raises(Conflict, match="1 are left, 2 are needed"):
        confirm_issue(run, actor=district_head.actor)

    # It fills up under the job: what fits not is not begun, and the page says why.
    Series.objects.filter(pk=series.pk).update(last=999_997)
    run = confirm_issue(run, actor=district_head.actor)
    Series.objects.filter(pk=series.pk).update(last=999_998)
    work_all()
    run = IssueRun.objects.select_related("job").get()
    assert (run.job.state, run.issued, is_stuck(run)) == ("failed", 0, True)
    assert "used up" in run.job.error_params["why"]
    close_issue(run, actor=district_clerk.actor)
    run.refresh_from_db()
    assert (run.state, Certificate.objects.count()) == (RunState.DONE, 0)
