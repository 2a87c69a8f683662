"""A right that has ended is gone with the next request, from pages, programs, background work and its files (A4)."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from audit.actors import SYSTEM
from audit.services import ObjectRef, record_many, seal_backlog
from jobs.kinds import all_kinds
from jobs.models import Job
from jobs.owners import HAT_ENDED
from jobs.services import start_job
from jobs.worker import work_once
from people.models import Employer, Membership, User
from people.officers.services import give_hat, name_deputy, take_hat
from people.professionals.services import end_employment
from people.roles import Role
from tests.access.forms import ROOMS
from tests.cast import CastMember, _cast
from tests.factories import MembershipFactory, UserFactory
from tests.factories.professionals import invented_number
from tests.jobs.conftest import work_until_idle
from tests.uploads.books import workbook
from tests.uploads.planting import HEADER
from uploads.kinds import kind_of
from uploads.services import receive_upload

pytestmark = pytest.mark.django_db

ClientOf = Callable[[CastMember | User], Client]
DAY = datetime.timedelta(days=1)
NO_WAY_IN = (302, 403, 404)


@pytest.fixture(autouse=True)
def media_of_its_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def hr_head(employer: Employer) -> CastMember:
    return _cast("黄测试", "huang.test", Role.HR_HEAD, employer)


def statuses(client: Client, *pages: str) -> list[int]:
    return [client.get(page).status_code for page in pages]


def ended_yesterday(member: CastMember) -> None:
    member.membership.ended_on = timezone.localdate() - DAY
    member.membership.save()


PAGES_OF = {
    "hr_clerk": ["/people/", "/people/new/", "/approvals/waiting/", "/uploads/", "/accounts/access/"],
    "hr_head": ["/people/", "/accounts/officers/", "/changes/departures/", "/uploads/new/staff/"],
    "bureau_clerk": ["/people/", "/organizations/", "/approvals/", "/organizations/registration/employer/"],
    "auditor": ["/audit/", "/accounts/users/", "/approvals/", "/uploads/", "/jobs/start/audit_export/"],
    "administrator": ["/status/", "/accounts/users/", "/accounts/officers/", "/jobs/start/rehearsal/"],
}
PROGRAMS = {
    "hr_clerk": "/api/v1/professionals/",
    "hr_head": "/api/v1/professionals/",
    "bureau_clerk": "/api/v1/professionals/",
    "auditor": "/api/v1/professionals/",
    "administrator": "/api/v1/professionals/",
}


@pytest.mark.parametrize(("role", "page"), [(role, page) for role, pages in PAGES_OF.items() for page in pages])
def test_a_page_closes_with_the_hat(role: str, page: str, request: pytest.FixtureRequest, client_of: ClientOf) -> None:
    member: CastMember = request.getfixturevalue(role)
    client = client_of(member)
    assert client.get(page).status_code == 200

    ended_yesterday(member)

    assert client.get(page).status_code in NO_WAY_IN


@pytest.mark.parametrize("role", PROGRAMS)
def test_a_program_is_refused_with_the_hat(role: str, request: pytest.FixtureRequest, client_of: ClientOf) -> None:
    member: CastMember = request.getfixturevalue(role)
    client = client_of(member)
    assert client.get(PROGRAMS[role]).status_code == 200

    ended_yesterday(member)

    assert client.get(PROGRAMS[role]).status_code == 403


@pytest.mark.parametrize("role", ["hr_clerk", "bureau_clerk"])
def test_a_person_is_not_found_any_more(
    role: str, professional: CastMember, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    member: CastMember = request.getfixturevalue(role)
    page = f"/people/{professional.user.professional.pk}/"
    client = client_of(member)
    assert client.get(page).status_code == 200

    ended_yesterday(member)

    assert client.get(page).status_code == 404


def test_a_hat_works_on_its_last_day_and_not_on_the_next(hr_clerk: CastMember, client_of: ClientOf) -> None:
    client = client_of(hr_clerk)
    hr_clerk.membership.ended_on = timezone.localdate()
    hr_clerk.membership.save()
    today = client.get("/people/").status_code

    hr_clerk.membership.ended_on -= DAY
    hr_clerk.membership.save()

    assert (today, client.get("/people/").status_code) == (200, 403)


def test_the_employer_loses_sight_of_who_left(
    professional: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    person = professional.user.professional
    pages = [f"/people/{person.pk}/", f"/people/{person.pk}/titles/new/", f"/api/v1/professionals/{person.pk}/"]
    client = client_of(hr_clerk)
    assert statuses(client, *pages) == [200, 200, 200]

    end_employment(person, on=timezone.localdate() - DAY, reason="离职", actor=hr_clerk.actor)

    assert statuses(client, *pages) == [404, 404, 404]


def test_who_left_the_employer_wears_its_hat_no_more(
    professional: CastMember, hr_clerk: CastMember, employer: Employer, client_of: ClientOf
) -> None:
    client = client_of(professional)
    assert client.get(f"/organizations/{employer.pk}/").status_code == 200

    end_employment(professional.user.professional, on=timezone.localdate() - DAY, reason="离职", actor=hr_clerk.actor)

    assert client.get(f"/organizations/{employer.pk}/").status_code == 404


def test_a_deputy_has_nothing_left_when_the_time_is_over(
    hr_head: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    deputy: User = UserFactory()
    today = timezone.localdate()
    hat = name_deputy(hr_clerk.membership, deputy, started_on=today, ended_on=today + DAY, actor=hr_head.actor)
    client = client_of(deputy)
    assert statuses(client, "/people/", "/approvals/waiting/") == [200, 200]

    Membership.objects.filter(pk=hat.pk).update(started_on=today - DAY, ended_on=today - DAY)

    assert statuses(client, "/people/", "/approvals/waiting/") == [403, 403]


def test_a_deputy_has_nothing_before_the_time_begins(
    hr_head: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    deputy: User = UserFactory()
    tomorrow = timezone.localdate() + DAY
    name_deputy(hr_clerk.membership, deputy, started_on=tomorrow, ended_on=tomorrow, actor=hr_head.actor)

    assert client_of(deputy).get("/people/").status_code == 403


def test_a_deputy_of_somebody_who_lost_the_hat_keeps_what_was_lent(
    hr_head: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    """It was lent by the head, for the days said; the head ends it like any other hat."""
    deputy: User = UserFactory()
    today = timezone.localdate()
    hat = name_deputy(hr_clerk.membership, deputy, started_on=today, ended_on=today + DAY, actor=hr_head.actor)
    ended_yesterday(hr_clerk)
    assert client_of(deputy).get("/people/").status_code == 200

    Membership.objects.filter(pk=hat.pk).update(started_on=today - DAY, ended_on=today)
    take_hat(Membership.objects.get(pk=hat.pk), last_day=today - DAY, reason="early", actor=hr_head.actor)

    assert client_of(deputy).get("/people/").status_code == 403


def test_a_hat_taken_by_the_head_is_gone_from_a_session_under_way(
    hr_head: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    client = client_of(hr_clerk)
    assert client.get("/people/").status_code == 200

    take_hat(hr_clerk.membership, last_day=timezone.localdate() - DAY, reason="left", actor=hr_head.actor)

    assert client.get("/people/").status_code == 403


def test_a_chosen_hat_that_has_ended_gives_way_to_the_other(
    hr_clerk: CastMember, bureau_clerk: CastMember, client_of: ClientOf
) -> None:
    """Of two hats the one worn ends: its rights are gone, those of the other one are there."""
    lent = MembershipFactory(
        user=hr_clerk.user, role=Role.BUREAU_CLERK, organization=bureau_clerk.membership.organization
    )
    client = client_of(hr_clerk)
    client.post("/accounts/hats/", {"hat": lent.pk})
    assert statuses(client, "/organizations/", "/people/new/") == [200, 403]

    Membership.objects.filter(pk=lent.pk).update(ended_on=timezone.localdate() - DAY)

    assert statuses(client, "/organizations/", "/people/new/") == [403, 200]


def test_an_ended_hat_is_not_put_on_again(hr_clerk: CastMember, other_employer: Employer, client_of: ClientOf) -> None:
    ended = MembershipFactory(
        user=hr_clerk.user, role=Role.HR_CLERK, organization=other_employer, ended_on=timezone.localdate() - DAY
    )
    client = client_of(hr_clerk)

    assert client.post("/accounts/hats/", {"hat": ended.pk}).status_code == 409
    assert client.get(f"/organizations/{other_employer.pk}/").status_code == 404


def test_switching_the_hat_changes_what_is_seen_at_once(
    hr_clerk: CastMember, other_employer: Employer, employer: Employer, client_of: ClientOf
) -> None:
    other = MembershipFactory(user=hr_clerk.user, role=Role.HR_CLERK, organization=other_employer)
    job = start_job("my_data_export", {"file_format": "json", "language": "en"}, actor=hr_clerk.actor)
    client = client_of(hr_clerk)
    assert client.get(f"/jobs/{job.pk}/").status_code == 200

    client.post("/accounts/hats/", {"hat": other.pk})

    assert client.get(f"/jobs/{job.pk}/").status_code == 404


def test_the_hat_of_another_tenant_is_not_put_on(
    hr_clerk: CastMember, other_hr_clerk: CastMember, client_of: ClientOf
) -> None:
    client = client_of(hr_clerk)

    assert client.post("/accounts/hats/", {"hat": other_hr_clerk.membership.pk}).status_code == 404


def test_a_right_given_counts_at_once_too(hr_head: CastMember, employer: Employer, client_of: ClientOf) -> None:
    """The other side of reading hats at every request."""
    newcomer: User = UserFactory()
    client = client_of(newcomer)
    assert client.get("/people/").status_code == 403

    give_hat(newcomer, employer, Role.HR_CLERK, started_on=timezone.localdate(), ended_on=None, actor=hr_head.actor)

    assert client.get("/people/").status_code == 200


# Closed accounts


@pytest.mark.parametrize("page", ["/people/", "/jobs/", "/accounts/profile/", "/my-data/", "/"])
def test_a_closed_account_is_out_with_the_next_request(page: str, hr_clerk: CastMember, client_of: ClientOf) -> None:
    client = client_of(hr_clerk)
    assert client.get(page).status_code == 200

    User.objects.filter(pk=hr_clerk.user.pk).update(is_active=False)

    answer = client.get(page)
    assert answer.status_code == 302 or "Sign in" in answer.content.decode()


def test_a_program_of_a_closed_account_is_refused(hr_clerk: CastMember, client_of: ClientOf) -> None:
    client = client_of(hr_clerk)

    User.objects.filter(pk=hr_clerk.user.pk).update(is_active=False)

    assert client.get("/api/v1/professionals/").status_code == 403


# Work ordered while the right was there


def finished(member: CastMember, kind: str, **params: object) -> Job:
    """Ordered in the hat, written by the worker."""
    job = start_job(kind, params, actor=member.actor)
    work_until_idle()
    job.refresh_from_db()
    assert job.result_file
    return job


@pytest.fixture
def trail(auditor: CastMember) -> Job:
    return finished(auditor, "audit_export", criteria={}, language="en")


def test_an_auditor_fetches_the_export_while_being_one(trail: Job, auditor: CastMember, client_of: ClientOf) -> None:
    answer = client_of(auditor).get(f"/jobs/{trail.pk}/result/")

    assert answer.status_code == 200


def test_an_export_of_the_trail_is_gone_with_the_hat(trail: Job, auditor: CastMember, client_of: ClientOf) -> None:
    """An auditor belongs to no organization, like somebody without any hat."""
    client = client_of(auditor)

    ended_yesterday(auditor)

    assert client.get(f"/jobs/{trail.pk}/result/").status_code == 404


def test_an_export_that_finishes_after_the_hat_ended_cannot_be_fetched(
    auditor: CastMember, client_of: ClientOf
) -> None:
    job = start_job("audit_export", {"criteria": {}, "language": "en"}, actor=auditor.actor)
    client = client_of(auditor)

    ended_yesterday(auditor)
    work_until_idle()

    job.refresh_from_db()
    assert job.is_final
    assert client.get(f"/jobs/{job.pk}/result/").status_code == 404


# What writes what was decided goes on, or reads nothing by anybody's right; each with its reason.
GOES_ON = {
    "upload_check": "stages what the clerk's file says, and shows it to who may decide",
    "upload_commit": "half of a list would be worse than all of it",
    "upload_commit_whole": "half of a list would be worse than all of it",
    "audit_verification": "reads the chain, and tells nothing of what is in it",
    "rehearsal": "counts to a number",
    "year_end_trial": "counts, and tells it to who may see the batch",
    "year_end": "was confirmed by a second person; half of a county would be worse than all of it",
    "year_end_clock": "nobody's",
    "certificate_issue": "was confirmed by a second person; half of a county would be worse than all of it",
    "certificate_root": "nobody's",
    "certificate_log_check": "reads all of it, and tells where it does not hold",
    "dashboard_figures": "counts the people of whole counties, and tells it to who may see the dashboard",
    "spot_check_draw": "nobody's",
    "anomaly_search": "leaves hints that only the bureaus of the area see, and counts",
    "ledger_rebuild": "half of the ledgers right is no worse than none",
    "ledger_check": "counts, and names numbers of rows",
    "ledger_opening": "nobody's",
    "housekeeping": "nobody's",
    "audit_checkpoint": "nobody's",
    "reviewer_clock": "nobody's",
}


def test_every_kind_of_work_stops_with_the_hat_or_is_known_to_go_on() -> None:
    going_on = {kind.name for kind in all_kinds() if not kind.stops_with_hat and kind.__module__.startswith(ROOMS)}

    assert going_on == set(GOES_ON), "Let it stop (stops_with_hat), or say here why it may go on."


@pytest.fixture
def sealed_events(db: None) -> None:
    """Three."""
    record_many("thing.done", [(ObjectRef("thing", str(n), f"thing {n}"), None, {}) for n in range(3)], actor=SYSTEM)
    seal_backlog()


@pytest.mark.parametrize("slices_done", [0, 1, 2])
def test_an_export_under_way_stops_at_its_next_step(
    slices_done: int, auditor: CastMember, sealed_events: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.kinds.EXPORT_SLICE", 1)
    job = start_job("audit_export", {"criteria": {"action": "thing.done"}, "language": "en"}, actor=auditor.actor)
    for _ in range(1 + slices_done):
        work_once("test", job_id=job.pk)
    assert job.slices.filter(stage="work").count() == 3

    ended_yesterday(auditor)
    work_until_idle()

    job.refresh_from_db()
    assert (job.state, job.error, job.done) == ("failed", HAT_ENDED, slices_done)
    assert not job.result_file


def test_an_export_stops_within_a_step_that_began_before_the_hat_ended(
    auditor: CastMember, sealed_events: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The piece was written already: it is referred to by nothing."""
    job = start_job("audit_export", {"criteria": {}, "language": "en"}, actor=auditor.actor)
    work_once("test", job_id=job.pk)
    monkeypatch.setattr("jobs.running.SliceRun.store", lambda *_said: ended_yesterday(auditor) or "piece.csv")

    work_once("test", job_id=job.pk)

    job.refresh_from_db()
    assert (job.state, job.error, job.done) == ("failed", HAT_ENDED, 0)
    assert job.slices.filter(state="completed", stage="work").count() == 0


def test_the_export_of_somebody_whose_account_is_closed_stops(hr_clerk: CastMember) -> None:
    job = start_job("my_data_export", {"file_format": "json", "language": "en"}, actor=hr_clerk.actor)
    work_once("test", job_id=job.pk)

    User.objects.filter(pk=hr_clerk.user.pk).update(is_active=False)
    work_until_idle()

    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", HAT_ENDED)


def test_the_owner_reads_on_the_page_why_it_stopped(hr_clerk: CastMember, client_of: ClientOf) -> None:
    """In the hat of the same employer that they were given anew."""
    job = start_job("my_data_export", {"file_format": "json", "language": "en"}, actor=hr_clerk.actor)
    ended_yesterday(hr_clerk)
    work_until_idle()

    MembershipFactory(user=hr_clerk.user, role=Role.HR_CLERK, organization=hr_clerk.membership.organization)

    assert "has ended, so it was stopped" in client_of(hr_clerk).get(f"/jobs/{job.pk}/").content.decode()


def test_an_export_ordered_as_auditor_is_not_fetched_in_another_hat_without_organization(
    trail: Job, auditor: CastMember, client_of: ClientOf
) -> None:
    other = MembershipFactory(user=auditor.user, role=Role.PROFESSIONAL, organization=None)
    client = client_of(auditor)

    client.post("/accounts/hats/", {"hat": other.pk})

    assert client.get(f"/jobs/{trail.pk}/result/").status_code == 404


def test_who_looks_after_the_jobs_does_not_read_the_trail_by_way_of_them(
    trail: Job, administrator: CastMember, client_of: ClientOf
) -> None:
    client = client_of(administrator)

    assert client.get(f"/jobs/{trail.pk}/").status_code == 200
    assert client.get(f"/jobs/{trail.pk}/result/").status_code == 404


def test_another_auditor_may_fetch_it(trail: Job, client_of: ClientOf) -> None:
    colleague = _cast("申测试", "shen2.test", Role.AUDITOR, None)

    assert client_of(colleague).get(f"/jobs/{trail.pk}/result/").status_code == 200


def test_the_result_of_a_closed_account_is_fetched_by_nobody(
    hr_clerk: CastMember, auditor: CastMember, client_of: ClientOf
) -> None:
    job = finished(hr_clerk, "my_data_export", file_format="json", language="en")
    owner = client_of(hr_clerk)
    assert owner.get(f"/jobs/{job.pk}/result/").status_code == 200

    User.objects.filter(pk=hr_clerk.user.pk).update(is_active=False)

    assert owner.get(f"/jobs/{job.pk}/result/").status_code == 302
    assert client_of(auditor).get(f"/jobs/{job.pk}/result/").status_code == 404


def test_an_upload_checked_before_the_hat_ended_is_not_decided_after(hr_clerk: CastMember, client_of: ClientOf) -> None:
    book = workbook([HEADER, ["新测试", invented_number(77), "A-1"]])
    upload, _is_new = receive_upload(kind_of("staff"), "list.xlsx", book, actor=hr_clerk.actor)
    work_until_idle()
    client = client_of(hr_clerk)
    pages = [f"/uploads/{upload.pk}/", f"/uploads/{upload.pk}/annotated/"]
    assert statuses(client, *pages) == [200, 200]

    ended_yesterday(hr_clerk)

    assert statuses(client, *pages) == [404, 404]
    assert client.post(f"/uploads/{upload.pk}/commit/").status_code == 404
    upload.refresh_from_db()
    assert upload.state == "checked"
