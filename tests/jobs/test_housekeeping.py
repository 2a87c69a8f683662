from __future__ import annotations

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from audit.actors import SYSTEM
from jobs.enums import JobState
from jobs.housekeeping import forget_marks, forget_results, remove_unreferenced_files
from jobs.models import Job, RehearsalMark
from jobs.services import start_job
from tests.jobs.conftest import work_until_idle

LATER = datetime.timedelta(days=40)


@pytest.fixture
def finished(tally, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    job = tally(2)
    work_until_idle()
    kept = default_storage.save(f"jobs/{job.pk}/token/result.csv", ContentFile(b"result"))
    Job.objects.filter(pk=job.pk).update(result_file=kept)
    return job


def test_pieces_and_leftovers_go_and_the_result_stays(finished):
    leftover = default_storage.save(f"jobs/{finished.pk}/other/piece.csv", ContentFile(b"piece"))

    removed = remove_unreferenced_files(timezone.now())

    assert removed == 1
    assert not default_storage.exists(leftover)
    assert default_storage.exists(Job.objects.get().result_file.name)


def test_files_of_a_job_under_way_stay(finished):
    Job.objects.update(state=JobState.RUNNING, result_file="")

    assert remove_unreferenced_files(timezone.now()) == 0


def test_a_result_past_its_time_goes_and_its_figures_stay(finished):
    assert forget_results(timezone.now()) == 0
    assert forget_results(timezone.now() + LATER) == 1
    assert remove_unreferenced_files(timezone.now()) == 1

    job = Job.objects.get()
    assert (job.result_file.name, job.result) == ("", {"firsts": [0]})


def test_marks_of_old_rehearsals_go(finished):
    assert forget_marks(timezone.now()) == 0
    assert forget_marks(timezone.now() + LATER) == 2
    assert not RehearsalMark.objects.exists()


def test_housekeeping_is_itself_a_job(finished):
    job = start_job("housekeeping", {}, actor=SYSTEM)

    work_until_idle()

    job.refresh_from_db()
    assert job.state == JobState.COMPLETED
    assert job.result["remove_unreferenced_files"] == 0
