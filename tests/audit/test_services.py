from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone, translation

from audit.actors import ANONYMOUS, SYSTEM, Actor
from audit.models import Event
from audit.services import ObjectRef, record, record_many
from people.models import Membership, User
from people.roles import Role

# Writing


def test_record_keeps_who_in_which_hat_for_whom_did_what_to_what_and_why(clerk: Actor, document: ObjectRef) -> None:
    before, after = {"state": "submitted"}, {"state": "approved"}

    written = record("record.approved", document, actor=clerk, before=before, after=after, reason="齐全")

    event = Event.objects.get()
    assert {**vars(written), "_state": None} == {**vars(event), "_state": None}
    assert (event.actor_id, event.actor_label, event.hat) == (clerk.user_id, "王测试", "bureau_clerk")
    assert (event.organization_id, event.organization_label) == (77, "测试市人社局")
    assert (event.action, event.reason) == ("record.approved", "齐全")
    assert (event.object_type, event.object_id, event.object_label) == ("test.document", "42", "第 42 号文件")
    assert (event.before, event.after) == (before, after)
    assert (event.request_id, event.job_id) == (clerk.request_id, None)
    assert (event.position, event.previous_hash, event.hash) == (None, None, None)


def test_record_takes_the_time_of_the_database(clerk: Actor, document: ObjectRef) -> None:
    event = record("record.approved", document, actor=clerk)

    assert abs(event.at - timezone.now()) < datetime.timedelta(seconds=5)
    assert Event.objects.get().at == event.at


def test_record_names_a_model_instance_by_type_number_and_label(clerk: Actor, wang: User) -> None:
    record("account.disabled", wang, actor=clerk)

    event = Event.objects.get()
    assert (event.object_type, event.object_id, event.object_label) == ("people.user", str(wang.pk), "王测试")


@pytest.mark.django_db
def test_record_keeps_labels_in_the_language_of_the_site(clerk: Actor) -> None:
    with translation.override("en"):
        record("hat.given", Membership(pk=7, role=Role.AUDITOR), actor=clerk)

    assert Event.objects.get().object_label == "审计员"


def test_record_of_a_job_keeps_the_job_and_no_request(clerk: Actor, document: ObjectRef) -> None:
    record("record.approved", document, actor=clerk.in_job(9))

    event = Event.objects.get()
    assert (event.request_id, event.job_id) == ("", 9)


@pytest.mark.parametrize(("actor", "hat"), [(SYSTEM, "system"), (ANONYMOUS, "")])
@pytest.mark.django_db
def test_record_of_nobody_in_particular_has_a_label_and_no_account(actor: Actor, hat: str, document: ObjectRef) -> None:
    record("chain.checked", document, actor=actor)

    event = Event.objects.get()
    assert (event.actor_id, event.actor_label, event.hat) == (None, actor.label, hat)


def test_record_keeps_dates_and_decimals_readable(clerk: Actor, document: ObjectRef) -> None:
    record("record.claimed", document, actor=clerk, after={"hours": Decimal("7.50"), "on": datetime.date(2026, 11, 20)})

    assert Event.objects.get().after == {"hours": "7.50", "on": "2026-11-20"}


def test_record_tells_no_values_from_empty_values(clerk: Actor, document: ObjectRef) -> None:
    record("record.viewed", document, actor=clerk, before=None, after={})

    event = Event.objects.get()
    assert (event.before, event.after) == (None, {})
    assert Event.objects.filter(before__isnull=True).exists()


def test_record_cuts_a_label_that_is_too_long(clerk: Actor) -> None:
    record("record.viewed", ObjectRef("test.document", "1", "长" * 5000), actor=clerk)

    assert Event.objects.get().object_label == "长" * 300


def test_record_refuses_an_object_that_was_not_saved(clerk: Actor) -> None:
    with pytest.raises(ValueError, match="no number yet"):
        record("account.created", User(username="li"), actor=clerk)


def test_record_costs_one_insert(clerk: Actor, document: ObjectRef, django_assert_num_queries) -> None:
    with django_assert_num_queries(1) as queries:
        record("record.approved", document, actor=clerk)

    assert queries.captured_queries[0]["sql"].startswith("INSERT INTO audit_event")


def test_record_many_writes_a_thousand_events_in_one_statement(clerk: Actor, django_assert_num_queries) -> None:
    documents = [ObjectRef("test.document", str(number), f"第 {number} 号文件") for number in range(1000)]
    changes = [(one, {"state": "submitted"}, {"state": "approved"}) for one in documents]

    with django_assert_num_queries(1):
        record_many("record.approved", changes, actor=clerk, reason="年终")

    assert Event.objects.count() == 1000
    first, last = Event.objects.earliest("id"), Event.objects.latest("id")
    assert (first.object_id, last.object_id, last.reason) == ("0", "999", "年终")
    assert (last.before, last.after) == ({"state": "submitted"}, {"state": "approved"})


def test_record_many_of_nothing_writes_nothing(clerk: Actor, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        record_many("record.approved", [], actor=clerk)


@pytest.mark.django_db(transaction=True)
def test_record_refuses_to_write_apart_from_a_change(clerk: Actor, document: ObjectRef) -> None:
    with pytest.raises(TransactionManagementError, match="in the transaction of the change"):
        record("record.approved", document, actor=clerk)
    with pytest.raises(TransactionManagementError, match="in the transaction of the change"):
        record_many("record.approved", [(document, None, None)], actor=clerk)

    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_with_its_change_when_that_is_rolled_back(clerk: Actor, document: ObjectRef) -> None:
    with transaction.atomic():
        record("record.approved", document, actor=clerk)
        transaction.set_rollback(True)

    assert not Event.objects.exists()


# What the database refuses


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET reason = 'x'",
        "UPDATE audit_event SET at = now()",
        "UPDATE audit_event SET position = 1, previous_hash = '', hash = '', reason = 'x'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "TRUNCATE audit_event CASCADE",
    ],
)
def test_the_database_refuses_to_change_an_event(sql: str, clerk: Actor, document: ObjectRef) -> None:
    record("record.approved", document, actor=clerk, reason="齐全")
    connection.check_constraints()  # a table with foreign keys still to be checked cannot be truncated anyway

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert Event.objects.get().reason == "齐全"


def test_the_orm_cannot_change_an_event_either(clerk: Actor, document: ObjectRef) -> None:
    event = record("record.approved", document, actor=clerk, reason="齐全")
    event.reason = "其他"

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        event.save()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.update(action="record.rejected")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        event.delete()

    assert Event.objects.get().reason == "齐全"


def test_a_person_with_events_cannot_be_deleted(clerk: Actor, wang: User, document: ObjectRef) -> None:
    record("record.approved", document, actor=clerk)

    with pytest.raises(IntegrityError):
        wang.delete()
