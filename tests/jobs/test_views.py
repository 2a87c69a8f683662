from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from jobs.enums import JobState
from jobs.models import Job
from jobs.services import start_job
from jobs.worker import work_once
from tests.jobs.conftest import work_until_idle


@pytest.fixture
def job(tally, hr_clerk) -> Job:
    return tally(3, actor=hr_clerk.actor)


def url(name: str, job: Job) -> str:
    return reverse(f"jobs:{name}", args=[job.pk])


PAGES = ["detail", "cancellation", "result"]


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_gets_not_found(page, job, other_hr_clerk, client_of):
    assert client_of(other_hr_clerk).get(url(page, job)).status_code == 404


@pytest.mark.parametrize("page", [*PAGES, "retry"])
def test_a_visitor_is_sent_to_the_sign_in_page(page, job, client):
    answer = client.get(url(page, job))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("act", ["cancellation", "retry"])
def test_a_stranger_can_do_nothing_to_a_job(act, job, other_hr_clerk, client_of):
    assert client_of(other_hr_clerk).post(url(act, job)).status_code == 404
    assert Job.objects.get().state == JobState.QUEUED


def test_a_strangers_list_does_not_show_the_job(job, other_hr_clerk, client_of):
    answer = client_of(other_hr_clerk).get(reverse("jobs:list"))

    assert url("detail", job) not in answer.content.decode()


def test_ones_own_jobs_of_another_hat_are_not_shown(job, hr_clerk, other_employer, client_of):
    Job.objects.update(organization_id=other_employer.pk)

    assert client_of(hr_clerk).get(url("detail", job)).status_code == 404


def test_the_owner_sees_how_far_it_is(job, hr_clerk, client_of):
    answer = client_of(hr_clerk).get(url("detail", job))

    assert answer.status_code == 200
    assert "hx-trigger" in answer.content.decode()


def test_the_owner_sees_a_square_for_each_slice_filled_as_far_as_it_is(tally, hr_clerk, client_of):
    job = tally(2, 2, 2, actor=hr_clerk.actor)
    work_once("test")
    work_once("test")

    page = client_of(hr_clerk).get(url("detail", job)).content.decode()

    assert page.count('class="fill-track"') == 3 + 1  # the squares, and one in the legend
    assert page.count('class="fill-passed" x="0" y="0" width="12" height="12"') == 1


def test_the_page_stops_asking_when_the_job_has_ended(job, hr_clerk, client_of):
    work_until_idle()

    answer = client_of(hr_clerk).get(url("detail", job))

    assert answer.status_code == 200
    assert "hx-trigger" not in answer.content.decode()


def test_a_job_of_a_kind_nobody_knows_any_more_can_still_be_read(job, hr_clerk, client_of):
    Job.objects.update(kind="of_yesterday")
    client = client_of(hr_clerk)

    assert client.get(url("detail", job)).status_code == 200
    assert "of_yesterday" in client.get(reverse("jobs:list")).content.decode()


def test_an_auditor_sees_every_job_and_can_stop_none(job, auditor, client_of):
    client = client_of(auditor)

    assert client.get(url("detail", job)).status_code == 200
    assert client.post(url("cancellation", job)).status_code == 403
    assert Job.objects.get().state == JobState.QUEUED


def test_a_administrator_may_stop_anybodys_job(job, administrator, client_of):
    answer = client_of(administrator).post(url("cancellation", job), {"reason": "too large"})

    assert answer.status_code == 302
    assert Job.objects.get().state == JobState.CANCELLED


def test_stopping_a_job_that_has_ended_is_a_conflict(job, hr_clerk, client_of):
    work_until_idle()

    assert client_of(hr_clerk).post(url("cancellation", job)).status_code == 409


def test_what_failed_is_taken_up_again(tally, hr_clerk, client_of):
    job = tally(3, poison=[1], actor=hr_clerk.actor)
    work_until_idle()

    answer = client_of(hr_clerk).post(url("retry", job))

    assert answer.status_code == 302
    assert Job.objects.get().state == JobState.RUNNING


def test_retry_takes_no_get(job, hr_clerk, client_of):
    assert client_of(hr_clerk).get(url("retry", job)).status_code == 405


def test_the_error_stands_on_the_page_in_the_readers_words(tally, hr_clerk, client_of):
    job = tally(1, refuse="名单.xlsx", actor=hr_clerk.actor)
    work_until_idle()

    assert "名单.xlsx" in client_of(hr_clerk).get(url("detail", job)).content.decode()


def test_an_administrator_starts_a_rehearsal_and_a_second_click_finds_the_same(administrator, client_of):
    client = client_of(administrator)
    form = {"slices": 2, "items": 3, "milliseconds": 0, "key": "one-page"}

    answers = [client.post(reverse("jobs:start", args=["rehearsal"]), form) for _click in range(2)]

    assert answers[0].url == answers[1].url == url("detail", Job.objects.get())
    work_until_idle()
    assert Job.objects.get().result == {"expected": 6, "done_once": 6, "done_more_than_once": 0, "missing": 0}


def test_a_start_with_bad_figures_says_so_and_starts_nothing(administrator, client_of):
    answer = client_of(administrator).post(
        reverse("jobs:start", args=["rehearsal"]), {"slices": "many", "items": 3, "milliseconds": 0}
    )

    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not Job.objects.exists()


def test_who_may_not_start_a_kind_is_refused(hr_clerk, client_of):
    assert client_of(hr_clerk).post(reverse("jobs:start", args=["rehearsal"])).status_code == 403


def test_an_unknown_kind_is_not_found(administrator, client_of):
    assert client_of(administrator).get(reverse("jobs:start", args=["nonsense"])).status_code == 404


def test_the_result_file_comes_as_an_attachment(job, hr_clerk, client_of, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    work_until_idle()
    stored = default_storage.save("jobs/1/rows.csv", ContentFile(b"a,b"))
    Job.objects.update(result_file=stored, result_name="名单.csv")

    answer = client_of(hr_clerk).get(url("result", job))

    assert b"".join(answer.streaming_content) == b"a,b"
    assert answer["Content-Disposition"].startswith("attachment;")


def test_a_result_whose_file_is_gone_is_not_found(job, hr_clerk, client_of, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Job.objects.update(result_file="jobs/1/gone.csv")

    assert client_of(hr_clerk).get(url("result", job)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_needs_the_same_number_of_queries_for_one_row_and_three(
    rows, hr_clerk, client_of, django_assert_num_queries
):
    for _number in range(rows):
        start_job("test_tally", {"sizes": [1]}, actor=hr_clerk.actor)
    client = client_of(hr_clerk)

    with django_assert_num_queries(5):
        client.get(reverse("jobs:list"))


@pytest.mark.parametrize("query", ["?page=999", "?page=x", "?sort=nonsense", "?state=nonsense", "?kind=nonsense"])
def test_nonsense_in_the_address_is_no_error(query, job, hr_clerk, client_of):
    assert client_of(hr_clerk).get(reverse("jobs:list") + query).status_code == 200


def test_the_home_page_says_what_runs_and_what_failed(tally, hr_clerk, client_of):
    tally(1, refuse="a.xlsx", actor=hr_clerk.actor)
    work_until_idle()
    running = tally(1, actor=hr_clerk.actor)

    page = client_of(hr_clerk).get(reverse("home")).content.decode()

    assert url("detail", running) in page
    assert page.count("task-list__item") == 2
