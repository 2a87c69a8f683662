from __future__ import annotations

from typing import Any

import pytest
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from audit.actors import Actor
from audit.api import EventViewSet
from audit.models import Event
from audit.services import ObjectRef, record, record_many, seal
from people.models import User


def ask(actor: Actor, method: str = "get", pk: int | None = None, **query: Any) -> Response:
    request = getattr(APIRequestFactory(), method)("/api/v1/audit/events/", query)
    request.actor = actor
    if actor.user_id:
        force_authenticate(request, User.objects.get(pk=actor.user_id))
    if pk is not None:
        return EventViewSet.as_view({"get": "retrieve"})(request, pk=pk)
    return EventViewSet.as_view({"get": "list"})(request)


def things(count: int) -> list[tuple[ObjectRef, None, None]]:
    return [(ObjectRef("test.thing", str(n), "x"), None, None) for n in range(count)]


def test_an_auditor_gets_every_column_of_an_event(auditor: Actor, clerk: Actor, document: ObjectRef) -> None:
    record("record.approved", document, actor=clerk, before={"a": 1}, after={"a": 2}, reason="齐全")
    seal()
    event = Event.objects.get()

    answer = ask(auditor, pk=event.pk)

    assert set(answer.data) == {field.attname for field in Event._meta.concrete_fields}
    assert answer.data["actor_id"] == clerk.user_id
    assert (answer.data["before"], answer.data["after"]) == ({"a": 1}, {"a": 2})
    assert (answer.data["position"], answer.data["previous_hash"]) == (1, "00" * 32)
    assert answer.data["hash"] == event.hash_hex


def test_an_auditor_reads_the_whole_trail_page_by_page(auditor: Actor, clerk: Actor) -> None:
    record_many("test.done", things(120), actor=clerk)

    seen, cursor = [], {}
    while cursor is not None:
        page = ask(auditor, **cursor).data
        seen += [event["object_id"] for event in page["results"]]
        cursor = {"cursor": page["next"].split("cursor=")[1].replace("%3D", "=")} if page["next"] else None

    assert seen == [str(n) for n in reversed(range(120))]


def test_others_get_what_they_did_themselves(clerk: Actor, auditor: Actor, document: ObjectRef) -> None:
    own = record("test.done", document, actor=clerk)
    foreign = record("test.done", document, actor=auditor)

    assert [event["id"] for event in ask(clerk).data["results"]] == [own.pk]
    assert ask(clerk, pk=foreign.pk).status_code == 404


def test_nobody_gets_anything_without_signing_in(clerk: Actor, document: ObjectRef) -> None:
    record("test.done", document, actor=clerk)

    assert ask(Actor(user_id=None, label="anonymous")).status_code == 403


def test_the_filter_is_that_of_the_page(auditor: Actor, clerk: Actor) -> None:
    record_many("test.done", things(3), actor=clerk)

    assert [event["object_id"] for event in ask(auditor, object_id="1").data["results"]] == ["1"]
    answer = ask(auditor, since="soon")
    assert answer.status_code == 400
    assert "since" in str(answer.data)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(method: str, auditor: Actor) -> None:
    assert ask(auditor, method=method).status_code == 405


def test_a_page_takes_the_same_number_of_queries_for_one_event_and_for_three(
    auditor: Actor, clerk: Actor, django_assert_num_queries
) -> None:
    for count in (1, 2):
        record_many("test.done", things(count), actor=clerk)
        with django_assert_num_queries(2):  # the account, which this test asks for, and the page
            ask(auditor)
