from __future__ import annotations

import datetime

import pytest
from django.utils import translation

from audit.actors import SYSTEM, Actor
from audit.filters import EventFilter
from audit.models import Event
from audit.queries import recorded_actions, recorded_object_types
from audit.services import ObjectRef, record
from people.models import User

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


def found(**criteria: str) -> list[str]:
    """The labels of the objects of the events that match, oldest first."""
    events = EventFilter(criteria, queryset=Event.objects.order_by("id"))
    assert events.is_valid(), events.errors
    return list(events.qs.values_list("object_label", flat=True))


def happened(label: str, moment: str) -> None:
    at = datetime.datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    Event.objects.create(at=at, actor_label="x", action="test.done", object_type="t", object_id="1", object_label=label)


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"since": "2026-11-20T09:05"}, ["9:05", "9:05:59", "9:06", "next day"]),
        ({"since": "2026-11-20 09:06"}, ["9:06", "next day"]),
        ({"since": "2026-11-21"}, ["next day"]),
        ({"until": "2026-11-20T09:05"}, ["9:04", "9:05", "9:05:59"]),
        ({"until": "2026-11-20"}, ["9:04", "9:05", "9:05:59", "9:06"]),
        ({"since": "2026-11-20T09:05", "until": "2026-11-20T09:05"}, ["9:05", "9:05:59"]),
        ({"since": "2026-11-20", "until": "2026-11-20"}, ["9:04", "9:05", "9:05:59", "9:06"]),
    ],
)
def test_times_are_those_of_shanghai_and_the_last_minute_or_day_counts_whole(
    criteria: dict[str, str], expected: list[str], db: None
) -> None:
    happened("9:04", "2026-11-20T09:04:59.999999")
    happened("9:05", "2026-11-20T09:05")
    happened("9:05:59", "2026-11-20T09:05:59.999999")
    happened("9:06", "2026-11-20T09:06")
    happened("next day", "2026-11-21T00:00")

    assert found(**criteria) == expected


def test_a_user_name_is_one_account_whatever_its_name_was_at_the_time(clerk: Actor, wang: User) -> None:
    namesake = Actor(user_id=User.objects.create_user("wang2", display_name="王测试").pk, label="王测试")
    earlier = Actor(user_id=wang.pk, label="王小测")
    for label, actor in (("hers", clerk), ("namesake's", namesake), ("under her old name", earlier)):
        record("test.done", ObjectRef("t", "1", label), actor=actor)

    assert found(actor="wang") == ["hers", "under her old name"]
    assert found(actor="王测试") == ["hers", "namesake's"]
    assert found(actor="王小测") == ["under her old name"]
    assert found(actor="nobody") == []


@pytest.mark.parametrize(("language", "name"), [("en", "the system"), ("en", "system"), ("zh-hans", "system")])
def test_the_system_is_found_by_its_name(language: str, name: str, clerk: Actor) -> None:
    record("test.done", ObjectRef("t", "1", "by the system"), actor=SYSTEM)
    record("test.done", ObjectRef("t", "1", "by a person"), actor=clerk)

    with translation.override(language):
        assert found(actor=name) == ["by the system"]


def test_an_action_an_object_a_request_and_a_job_are_found(clerk: Actor) -> None:
    record("test.done", ObjectRef("test.thing", "7", "in a request"), actor=clerk)
    record("test.done", ObjectRef("test.thing", "8", "in a job"), actor=clerk.in_job(31))
    record("test.undone", ObjectRef("test.other", "7", "other"), actor=SYSTEM)

    assert found(action="test.undone") == ["other"]
    assert found(object_type="test.thing", object_id="7") == ["in a request"]
    assert found(object_id="7") == ["in a request", "other"]
    assert found(request_or_job=clerk.request_id) == ["in a request"]
    assert found(request_or_job="31") == ["in a job"]
    assert found(request_or_job="9" * 30) == []
    assert found(request_or_job="３１") == []


def test_what_rooms_have_named_can_be_chosen_and_so_can_what_only_the_trail_still_knows(clerk: Actor) -> None:
    record("gone.done", ObjectRef("gone.thing", "7", "x"), actor=clerk)

    with translation.override("en"):
        form = EventFilter({}, queryset=Event.objects.all()).form
        actions, kinds = (dict(form.fields[name].choices) for name in ("action", "object_type"))

    assert actions["account.signed_in"] == "signed in"
    assert actions["gone.done"] == "gone.done"
    assert kinds["audit.chainhead"] == "head of the audit chain"
    assert kinds["gone.thing"] == "gone.thing"


def test_recorded_words_are_told_once_each_and_in_order(clerk: Actor) -> None:
    assert recorded_actions() == []
    for action, kind in (("b.done", "z.z"), ("a.done", "y.y"), ("b.done", "z.z")):
        record(action, ObjectRef(kind, "1", "x"), actor=clerk)

    assert recorded_actions() == ["a.done", "b.done"]
    assert recorded_object_types() == ["y.y", "z.z"]


def test_a_filter_without_criteria_finds_everything(clerk: Actor) -> None:
    record("test.done", ObjectRef("t", "1", "x"), actor=clerk)

    assert found() == ["x"]
