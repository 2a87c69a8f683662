from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.utils import translation

from audit.actors import SYSTEM, Actor
from audit.exports import ExportSlice, formula_safe, header, rows, slices
from audit.models import Event
from audit.services import ObjectRef, record, record_many, seal
from people.models import User


def exported(criteria: dict[str, str], actor: Actor, size: int = 100) -> list[dict[str, str]]:
    """Through slices and a CSV file and back, as the job does it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(header())
    for piece in slices(criteria, size, actor=actor):
        lines = list(rows(criteria, piece.first, piece.last, actor=actor))
        assert len(lines) == piece.count
        writer.writerows(lines)
    file.seek(0)
    return list(csv.DictReader(file))


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


def test_a_row_has_every_column_in_words(clerk: Actor, auditor: Actor, document: ObjectRef) -> None:
    record("account.signed_in", document, actor=clerk, before={"名": "旧"}, after={"名": "新", "n": 1.5}, reason="齐全")
    seal()
    event = Event.objects.get()

    (row,) = exported({}, auditor)

    shanghai = event.at.astimezone(datetime.timezone(datetime.timedelta(hours=8)))
    assert row == {
        "Position": "1",
        "Time": f"{shanghai:%Y-%m-%d %H:%M:%S}",
        "Name": "王测试",
        "Account number": str(clerk.user_id),
        "Hat": "Bureau clerk",
        "Organization": "测试市人社局",
        "Action": "signed in",
        "Action (key)": "account.signed_in",
        "Kind of object": "test.document",
        "Object number": "42",
        "Object": "第 42 号文件",
        "Before": '{"名": "旧"}',
        "After": '{"n": 1.5, "名": "新"}',
        "Reason": "齐全",
        "Request": clerk.request_id,
        "Job": "",
        "Event number": str(event.pk),
        "Hash": event.hash_hex,
    }


def test_an_export_has_what_the_filter_finds_and_nothing_else(clerk: Actor, auditor: Actor) -> None:
    record("test.done", ObjectRef("test.thing", "1", "found"), actor=clerk)
    record("test.done", ObjectRef("test.other", "1", "not asked for"), actor=clerk)
    seal()
    record("test.done", ObjectRef("test.thing", "1", "not sealed yet"), actor=clerk)

    assert [row["Object"] for row in exported({"object_type": "test.thing"}, auditor)] == ["found"]


def test_an_export_has_only_what_the_actor_may_see(clerk: Actor, wang: User) -> None:
    record("test.done", ObjectRef("test.thing", "1", "by somebody else"), actor=SYSTEM)
    record("test.done", ObjectRef("test.thing", "1", "her own"), actor=clerk)
    seal()

    assert [row["Object"] for row in exported({}, clerk)] == ["her own"]


def test_slices_cover_what_is_found_once_and_leave_empty_stretches_out(clerk: Actor, auditor: Actor) -> None:
    for action, count in (("test.kept", 5), ("test.other", 10), ("test.kept", 8)):
        record_many(action, [(ObjectRef("test.thing", str(n), "x"), None, None) for n in range(count)], actor=clerk)
    seal()

    assert slices({"action": "test.kept"}, 5, actor=auditor) == [
        ExportSlice(1, 5, 5),
        ExportSlice(16, 20, 5),
        ExportSlice(21, 23, 3),
    ]
    assert len(exported({"action": "test.kept"}, auditor, size=5)) == 13


def test_slices_do_not_change_while_events_are_added(clerk: Actor, auditor: Actor) -> None:
    record_many("test.done", [(ObjectRef("test.thing", str(n), "x"), None, None) for n in range(5)], actor=clerk)
    seal()
    planned = slices({}, 3, actor=auditor)
    record("test.done", ObjectRef("test.thing", "late", "x"), actor=clerk)
    seal()

    lines = [line for piece in planned for line in rows({}, piece.first, piece.last, actor=auditor)]

    assert [line[0] for line in lines] == ["1", "2", "3", "4", "5"]


def test_planning_takes_one_query_and_a_slice_another(clerk: Actor, auditor: Actor, django_assert_num_queries) -> None:
    record_many("test.done", [(ObjectRef("test.thing", str(n), "x"), None, None) for n in range(30)], actor=clerk)
    seal()

    with django_assert_num_queries(1):
        (piece,) = slices({}, 100, actor=auditor)
    with django_assert_num_queries(1):
        assert len(list(rows({}, piece.first, piece.last, actor=auditor))) == 30


def test_criteria_that_cannot_be_read_are_refused(auditor: Actor) -> None:
    with pytest.raises(ValueError, match="not a filter of events"):
        slices({"since": "soon"}, 100, actor=auditor)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a", "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_taken_for_a_formula(cell: str, clerk: Actor, auditor: Actor) -> None:
    hostile = Actor(user_id=clerk.user_id, label=cell, organization_label=cell)
    record("test.done", ObjectRef("test.thing", cell, cell), actor=hostile, reason=cell)
    seal()

    (row,) = exported({}, auditor)

    for column in ("Name", "Organization", "Object number", "Object", "Reason"):
        assert row[column] == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", "1-2", "'=1", "第 1 号"])
def test_harmless_cells_are_left_alone(cell: str) -> None:
    assert formula_safe(cell) == cell


def test_the_header_has_as_many_columns_as_a_row(clerk: Actor, auditor: Actor, document: ObjectRef) -> None:
    record("test.done", document, actor=clerk)
    seal()

    (line,) = rows({}, 1, 1, actor=auditor)

    assert len(header()) == len(line) == len(set(header()))
