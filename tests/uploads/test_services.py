"""The story of an upload, told with a kind that writes marks."""

from __future__ import annotations

import json

import pytest
from django.utils.translation import override

import jobs.kinds
from audit.models import Event
from jobs.models import Job
from jobs.services import cancel_job, retry_job
from people.vault import VaultError
from tests.jobs.conftest import work_until_idle
from tests.uploads.books import workbook
from tests.uploads.kinds import HEADER, Parcels, written
from ui.errors import Conflict
from uploads import checking, files
from uploads.enums import UPLOAD_MOVES, UploadState
from uploads.kinds import kind_of
from uploads.models import StagedRow, Upload
from uploads.reading import sandbox
from uploads.rows import RowReader
from uploads.services import (
    check_again,
    decide_upload,
    receive_upload,
    resume_commit,
    withdraw_upload,
)
from uploads.staging import stage, unstaged


def counts(upload):
    return (upload.accepted, upload.warned, upload.refused, upload.unchanged, upload.written)


def decide(upload, actor, *, is_whole=False):
    decide_upload(upload, is_whole=is_whole, actor=actor)
    work_until_idle()
    upload.refresh_from_db()
    return upload


def test_check_counts_rows_and_writes_nothing(parcels):
    upload = parcels(["1"], ["2", "", "heavy"], ["x"], ["3"])

    assert upload.state == UploadState.CHECKED
    assert counts(upload) == (2, 1, 1, 0, 0)
    assert written() == []


def test_decision_writes_the_writable_rows_and_leaves_the_rest(parcels, hr_clerk):
    upload = decide(parcels(["1"], ["2", "", "heavy"], ["x"], ["3"]), hr_clerk.actor)

    assert upload.state == UploadState.COMMITTED
    assert written() == [1, 2, 3]
    assert counts(upload) == (2, 1, 1, 0, 3)
    assert list(upload.rows.values_list("number", "is_written")) == [(2, True), (3, True), (4, False), (5, True)]


def test_the_same_file_while_open_is_the_same_upload(parcels, hr_clerk):
    first = parcels(["1"])

    second, is_new = receive_upload(
        kind_of("test_parcels"), "copy.xlsx", files.content_of(first.stored_file), actor=hr_clerk.actor
    )

    assert (second.pk, is_new) == (first.pk, False)
    assert Job.objects.filter(kind="upload_check").count() == 1


def test_the_same_file_after_the_commit_does_nothing(parcels, hr_clerk):
    content = workbook([HEADER, ["1"], ["2"]])
    decide(parcels(content=content), hr_clerk.actor)

    again = parcels(content=content)

    assert counts(again) == (0, 0, 0, 2, 0)
    with pytest.raises(Conflict):
        decide_upload(again, is_whole=False, actor=hr_clerk.actor)
    assert written() == [1, 2]


def test_a_corrected_file_touches_only_what_was_corrected(parcels, hr_clerk):
    decide(parcels(["1"], ["x"], ["3"]), hr_clerk.actor)

    corrected = decide(parcels(["1"], ["2"], ["3"]), hr_clerk.actor)

    assert counts(corrected) == (1, 0, 0, 2, 1)
    assert written() == [1, 2, 3]


def test_a_row_that_stands_there_twice_is_written_once(parcels, hr_clerk):
    upload = parcels(["7"], ["8"], ["9"], ["7"])

    doubled = upload.rows.get(number=5)
    assert doubled.outcome == "refused"
    assert doubled.findings == [{"column": "number", "level": "error", "code": "twice", "params": {"row": 2}}]
    decide(upload, hr_clerk.actor)
    assert written() == [7, 8, 9]


def test_a_large_file_is_checked_by_several_and_what_stands_there_twice_is_found_across_them(parcels, monkeypatch):
    monkeypatch.setattr(Parcels, "rows_checked_in_slice", 500)
    monkeypatch.setattr(Parcels, "rows_checked_at_once", 300)
    numbers = [*range(1, 1201), 7, 1100]

    upload = parcels(*[[str(number)] if number != 600 else [] for number in numbers])

    assert [each.size for each in upload.check_job.slices.filter(stage="work").order_by("number")] == [499, 499, 203]
    assert counts(upload) == (1199, 0, 2, 0, 0)
    faulty = {row.number: row.found[0].params for row in upload.rows.filter(weight=2)}
    assert faulty == {1202: {"row": 8}, 1203: {"row": 1101}}
    assert list(upload.rows.values_list("number", flat=True)) == [row for row in range(2, 1204) if row != 601]


def test_a_check_that_broke_off_goes_on_where_it_was(parcels, monkeypatch):
    monkeypatch.setattr(Parcels, "rows_checked_at_once", 3)
    staged = []

    def stumble_once(upload, rows):
        staged.append([row.checked.number for row in rows])
        if len(staged) == 2:
            raise RuntimeError("the worker is lost")
        stage(upload, rows)

    monkeypatch.setattr(checking, "stage", stumble_once)

    upload = parcels(*[[str(number)] for number in (1, 2, 3, 4, 5, 6, 7, 1)])

    assert staged == [[2, 3, 4], [5, 6, 7], [5, 6, 7], [8, 9]]
    assert counts(upload) == (7, 0, 1, 0, 0)


def test_secret_values_lie_nowhere_in_clear(parcels, hr_clerk):
    upload = parcels(["1", "440105199001010015"])

    row = upload.rows.get()
    assert row.cells["card"] == "440105********0015"
    assert "card" not in row.values
    everything = [str(row.__dict__), str(list(Event.objects.values())), str(list(Job.objects.values()))]
    assert not any("440105199001010015" in text for text in everything)
    assert b"440105199001010015" not in b"".join(bytes(each.sealed) for each in upload.sealed_rows.all())
    assert decide(upload, hr_clerk.actor).written == 1


def test_secrets_sealed_together_come_out_row_by_row(parcels, monkeypatch):
    monkeypatch.setattr("uploads.staging.ROWS_IN_ENVELOPE", 2)
    cards = {2: "4401", 3: "", 4: "4403", 6: "4405", 7: "4406"}
    upload = parcels(["1", "4401"], ["2", ""], ["3", "4403"], ["x", "4404"], ["5", "4405"], ["6", "4406"])

    assert list(upload.sealed_rows.values_list("first", "last")) == [(2, 3), (4, 6), (7, 7)]
    for chosen in ([2], [3, 4], [7], list(cards)):
        rows = unstaged(upload, list(upload.rows.filter(number__in=chosen)))
        assert {row.number: row.values["card"] for row in rows} == {number: cards[number] for number in chosen}


def test_an_envelope_put_elsewhere_does_not_open(parcels):
    upload = parcels(["1", "4401"])
    upload.sealed_rows.update(last=3)

    with pytest.raises(VaultError):
        unstaged(upload, list(upload.rows.all()))


def test_what_is_read_once_for_many_rows_is_told_apart_by_its_type():
    reader = RowReader(kind_of("test_parcels"), {"number": 0, "weight": 1})

    cells = [1.0, True, "1", 1.0, None, ""]
    seen = [row.cells for row in reader.read([(number, ["1", cell]) for number, cell in enumerate(cells)])]

    weights = [json.loads(cells)["weight"] for cells in seen]
    assert weights == ["1", "TRUE", "1", "1", "", ""]


def test_signs_that_mean_something_to_copy_arrive_as_they_were_typed(parcels):
    typed = 'a\\tb\\\\ "c"\td\ne\\.\\N'

    upload = parcels(["1", "4401", typed], ["2"])

    assert list(upload.rows.values_list("cells__weight", flat=True)) == [typed, ""]
    assert [row.values["weight"] for row in unstaged(upload, list(upload.rows.all()))] == [
        'a\\tb\\\\ "c"de\\.\\N',
        "",
    ]


def test_a_file_is_read_by_one_process_only(parcels, hr_clerk, monkeypatch):
    started = []
    original = sandbox.subprocess.Popen
    monkeypatch.setattr(sandbox.subprocess, "Popen", lambda *a, **kw: started.append(a) or original(*a, **kw))

    decide(parcels(["1"], ["2"]), hr_clerk.actor)

    assert len(started) == 1


def test_a_row_that_became_faulty_since_the_check_is_left_out(parcels, hr_clerk):
    upload = parcels(["1"], ["2"], ["3"])
    Parcels.lost.add("2")

    decide(upload, hr_clerk.actor)

    assert counts(upload) == (2, 0, 1, 0, 2)
    assert upload.rows.get(number=3).findings[0]["code"] == "lost"
    assert written() == [1, 3]


def test_all_or_nothing_writes_all(parcels, hr_clerk):
    upload = decide(parcels(["1"], ["2"], ["3"], ["4"], ["5"]), hr_clerk.actor, is_whole=True)

    assert upload.state == UploadState.COMMITTED
    assert written() == [1, 2, 3, 4, 5]


def test_all_or_nothing_falls_back_when_a_row_became_faulty(parcels, hr_clerk):
    upload = parcels(["1"], ["2"], ["3"])
    Parcels.lost.add("3")

    decide(upload, hr_clerk.actor, is_whole=True)

    assert upload.state == UploadState.CHECKED
    assert counts(upload) == (2, 0, 1, 0, 0)
    assert written() == []


def test_all_or_nothing_is_refused_where_a_row_is_faulty(parcels, hr_clerk):
    upload = parcels(["1"], ["x"])

    with pytest.raises(Conflict):
        decide_upload(upload, is_whole=True, actor=hr_clerk.actor)

    upload.refresh_from_db()
    assert upload.state == UploadState.CHECKED


def test_a_row_that_cannot_be_written_is_set_aside_and_said_to_be(parcels, hr_clerk):
    upload = parcels(["1"], ["2"], ["3"])
    Parcels.broken.add("2")

    decide(upload, hr_clerk.actor)

    assert written() == [1, 3]
    assert counts(upload) == (2, 0, 1, 0, 2)
    assert upload.rows.get(number=3).findings[0]["code"] == "failed"


def test_a_stopped_commit_goes_on_where_it_was(parcels, hr_clerk):
    upload = parcels(["1"], ["2"], ["3"])
    decide_upload(upload, is_whole=False, actor=hr_clerk.actor)
    upload.refresh_from_db()
    cancel_job(upload.commit_job, actor=hr_clerk.actor)

    resume_commit(upload, actor=hr_clerk.actor)
    work_until_idle()

    upload.refresh_from_db()
    assert upload.state == UploadState.COMMITTED
    assert written() == [1, 2, 3]


def test_a_commit_under_way_cannot_be_taken_up_a_second_time(parcels, hr_clerk):
    upload = parcels(["1"])
    decide_upload(upload, is_whole=False, actor=hr_clerk.actor)

    with pytest.raises(Conflict):
        resume_commit(upload, actor=hr_clerk.actor)


def test_a_stopped_check_begins_anew(parcels, hr_clerk, monkeypatch):
    upload, _is_new = receive_upload(
        kind_of("test_parcels"), "a.xlsx", workbook([HEADER, ["1"], ["2"]]), actor=hr_clerk.actor
    )
    cancel_job(upload.check_job, actor=hr_clerk.actor)

    check_again(upload, actor=hr_clerk.actor)
    work_until_idle()

    upload.refresh_from_db()
    assert counts(upload) == (2, 0, 0, 0, 0)


def test_discarding_forgets_the_rows_and_writes_nothing(parcels, hr_clerk):
    upload = parcels(["1"])

    withdraw_upload(upload, actor=hr_clerk.actor)

    upload.refresh_from_db()
    assert upload.state == UploadState.WITHDRAWN
    assert not StagedRow.objects.exists()
    assert written() == []


def test_discarding_stops_the_check_under_way(parcels, hr_clerk):
    upload, _is_new = receive_upload(kind_of("test_parcels"), "a.xlsx", workbook([HEADER, ["1"]]), actor=hr_clerk.actor)

    withdraw_upload(upload, actor=hr_clerk.actor)

    upload.refresh_from_db()
    assert upload.check_job.state == "cancelled"
    assert work_until_idle() == 0


def test_refused_file_says_why_and_its_job_ends(parcels):
    upload = parcels(content=workbook([["nothing", "of", "ours"]]))

    assert upload.state == UploadState.REFUSED
    assert upload.refusal == "no_header"
    job = upload.check_job
    assert job.state == "completed"
    with override("en"):
        assert jobs.kinds.kind_of(job.kind).finding(job.result).sentence.startswith("The file cannot be used.")


def test_a_job_that_is_tried_again_writes_nothing_that_was_not_decided(parcels, hr_clerk):
    """As when all was to be written or nothing, and the upload fell back to its preview."""
    upload = parcels(["1"], ["2"])
    Parcels.lost.add("2")
    decide(upload, hr_clerk.actor, is_whole=True)
    Parcels.lost.clear()
    Job.objects.filter(pk=upload.commit_job_id).update(state="failed", done=0)
    upload.commit_job.slices.filter(stage="work").update(state="failed", position=0)

    retry_job(upload.commit_job, actor=hr_clerk.actor)
    work_until_idle()

    upload.refresh_from_db()
    assert upload.state == UploadState.CHECKED
    assert written() == []


ACTIONS = {
    "commit": lambda upload, actor: decide_upload(upload, is_whole=False, actor=actor),
    "withdraw": lambda upload, actor: withdraw_upload(upload, actor=actor),
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", UploadState.values)
def test_every_move_is_allowed_from_the_states_of_its_table_alone(parcels, hr_clerk, state, action):
    upload = parcels(["1"])
    Upload.objects.filter(pk=upload.pk).update(state=state, ended_at="2026-01-01T00:00Z")
    upload.refresh_from_db()

    if state in UPLOAD_MOVES[action].allowed_from:
        ACTIONS[action](upload, hr_clerk.actor)
        upload.refresh_from_db()
        assert upload.state == UPLOAD_MOVES[action].to
    else:
        with pytest.raises(Conflict):
            ACTIONS[action](upload, hr_clerk.actor)
        upload.refresh_from_db()
        assert upload.state == state


def test_the_trail_tells_the_story(parcels, hr_clerk):
    upload = decide(parcels(["1"]), hr_clerk.actor)

    events = Event.objects.filter(object_type="uploads.upload", object_id=str(upload.pk)).order_by("id")
    assert list(events.values_list("action", flat=True)) == [
        "upload.received",
        "upload.checked",
        "upload.decided",
        "upload.committed",
    ]
    assert events.last().after["written"] == 1
    assert {event.actor_id for event in events} == {hr_clerk.user.pk}


def test_a_number_in_the_file_name_is_masked(parcels):
    upload = parcels(["1"], name="440105199001010015.xlsx")

    assert upload.file_name == "4401*************5.xlsx"
