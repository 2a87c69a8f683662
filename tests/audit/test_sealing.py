"""How events become links: audit.services.seal and write_checkpoint, alone and among many connections."""

from __future__ import annotations

import datetime
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import override_settings

from audit import services
from audit.actors import Actor
from audit.chain import GENESIS
from audit.models import ChainHead, Checkpoint, Event
from audit.queries import unsealed_backlog
from audit.services import ChainBroken, ObjectRef, record, record_many, seal, write_checkpoint
from audit.verification import verify_chain

NOON = datetime.datetime(2026, 11, 20, 4, tzinfo=datetime.UTC)  # twelve o'clock in Shanghai


def write(actor: Actor, count: int = 1) -> None:
    with transaction.atomic():
        record_many(
            "test.done", [(ObjectRef("test.thing", str(n), f"{n}"), None, {"n": n}) for n in range(count)], actor=actor
        )


# One sealer


def test_seal_links_events_in_the_order_they_were_written(clerk: Actor) -> None:
    write(clerk, 3)

    assert seal() == 3

    first, second, third = Event.objects.order_by("id")
    assert (first.position, second.position, third.position) == (1, 2, 3)
    assert bytes(first.previous_hash) == GENESIS
    assert bytes(second.previous_hash) == bytes(first.hash)
    assert bytes(third.previous_hash) == bytes(second.hash)
    head = ChainHead.objects.get()
    assert (head.position, bytes(head.hash)) == (3, bytes(third.hash))


def test_seal_hashes_what_the_readme_describes(clerk: Actor, document: ObjectRef) -> None:
    """Written without our own code, as somebody would who checks the trail with other means."""
    record(
        "record.approved", document, actor=clerk, before={"hours": 1.50}, after={"名": "值", "a": None}, reason="齐全"
    )
    seal()

    event = Event.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM at)::text FROM audit_event")
        (seconds,) = cursor.fetchone()
    content = (
        f'[{event.pk},"{seconds}",{clerk.user_id},"王测试","bureau_clerk",77,"测试市人社局","record.approved",'
        '"test.document","42","第 42 号文件","{\\"hours\\": 1.5}","{\\"a\\": null, \\"名\\": \\"值\\"}",'
        '"齐全","8d6c1b0e-0000-4000-8000-000000000001",null]'
    )
    assert json.loads(content)
    assert bytes(event.hash) == hashlib.sha256(bytes(32) + content.encode()).digest()


def test_seal_goes_on_where_it_stopped(clerk: Actor) -> None:
    write(clerk, 5)

    sealed = [seal(limit=2) for _ in range(4)]

    assert sealed == [2, 2, 1, 0]
    assert list(Event.objects.order_by("id").values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert verify_chain().broken is None


def test_seal_of_a_batch_takes_the_same_number_of_statements_whatever_its_size(
    clerk: Actor, django_assert_num_queries
) -> None:
    write(clerk, 1)
    seal()

    for size in (1, 500):
        write(clerk, size)
        with django_assert_num_queries(7):  # savepoint, lock and clock, head, events, links, head, release
            seal()


def test_seal_of_nothing_does_nothing(db: None) -> None:
    assert seal() == 0
    assert not ChainHead.objects.exists()


def test_a_sealed_event_can_be_sealed_no_second_time(clerk: Actor) -> None:
    write(clerk)
    seal()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.update(position=2)


def test_an_event_cannot_be_half_sealed(clerk: Actor) -> None:
    write(clerk)

    with pytest.raises(IntegrityError, match="event_sealed_as_a_whole"), transaction.atomic():
        Event.objects.update(position=1)


def test_seal_refuses_to_build_on_a_forged_head(clerk: Actor) -> None:
    write(clerk, 3)
    seal()
    ChainHead.objects.update(position=2)
    write(clerk)

    with pytest.raises(ChainBroken, match="not signed"):
        seal()


def test_seal_refuses_to_begin_anew_when_the_head_is_gone(clerk: Actor) -> None:
    write(clerk)
    seal()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica; DELETE FROM audit_chainhead;")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    write(clerk)

    with pytest.raises(ChainBroken, match="gone"):
        seal()


def test_the_key_can_be_changed_while_the_old_one_is_kept_beside(clerk: Actor) -> None:
    with override_settings(AUDIT_KEY="old key"):
        write(clerk)
        seal()
        write_checkpoint(now=NOON)

    with override_settings(AUDIT_KEY="new key", AUDIT_KEY_FALLBACKS=["old key"]):
        write(clerk)
        assert seal() == 1
        assert verify_chain().broken is None


def test_the_backlog_says_how_many_wait_and_since_when(clerk: Actor) -> None:
    write(clerk, 2)
    seal(limit=1)
    last = Event.objects.latest("id")

    backlog = unsealed_backlog()

    assert (backlog.count, backlog.oldest_at) == (1, last.at)
    assert backlog.age(last.at + datetime.timedelta(seconds=7)) == datetime.timedelta(seconds=7)


# Checkpoints


def test_a_checkpoint_is_the_head_of_the_day_in_shanghai(clerk: Actor) -> None:
    write(clerk, 2)
    seal()

    written = write_checkpoint(now=datetime.datetime(2026, 11, 20, 16, 30, tzinfo=datetime.UTC))

    head = ChainHead.objects.get()
    assert Checkpoint.objects.get() == written
    assert (written.date, written.position) == (datetime.date(2026, 11, 21), 2)
    assert bytes(written.hash) == bytes(head.hash)
    assert written.is_genuine


def test_the_first_checkpoint_of_a_day_stays(clerk: Actor) -> None:
    write(clerk)
    seal()
    first = write_checkpoint(now=NOON)
    write(clerk)
    seal()

    again = write_checkpoint(now=NOON + datetime.timedelta(hours=3))

    assert again == first
    assert Checkpoint.objects.get().position == 1


def test_without_a_chain_there_is_no_checkpoint(db: None) -> None:
    assert write_checkpoint(now=NOON) is None


def test_a_forged_head_is_not_published(clerk: Actor) -> None:
    write(clerk, 2)
    seal()
    ChainHead.objects.update(position=1)

    with pytest.raises(ChainBroken):
        write_checkpoint(now=NOON)


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_checkpoint SET position = 9", "DELETE FROM audit_checkpoint", "TRUNCATE audit_checkpoint"]
)
def test_the_database_refuses_to_change_a_checkpoint(sql: str, clerk: Actor) -> None:
    write(clerk)
    seal()
    write_checkpoint(now=NOON)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert Checkpoint.objects.get().position == 1


# Many connections


class Writer(threading.Thread):
    """A transaction of its own that writes one event and stays open until told to commit."""

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self.actor = actor
        self.has_written = threading.Event()
        self.may_commit = threading.Event()
        self.start()
        assert self.has_written.wait(60)

    def run(self) -> None:
        with transaction.atomic():
            record("test.slow", ObjectRef("test.thing", "slow", "slow"), actor=self.actor)
            self.has_written.set()
            assert self.may_commit.wait(60)
        connections.close_all()

    def commit(self) -> None:
        self.may_commit.set()
        self.join()


@pytest.fixture
def open_writer(transactional_db: None, clerk: Actor) -> Iterator[Writer]:
    writer = Writer(clerk)
    yield writer
    writer.commit()


@pytest.mark.races
def test_an_open_transaction_with_an_earlier_event_holds_nobody_up(open_writer: Writer, clerk: Actor) -> None:
    write(clerk, 2)

    assert seal() == 2
    assert list(Event.objects.order_by("id").values_list("object_id", "position")) == [("0", 1), ("1", 2)]

    open_writer.commit()
    assert seal() == 1
    late = Event.objects.get(object_id="slow")
    assert late.position == 3
    assert late.pk == Event.objects.earliest("id").pk
    assert verify_chain().broken is None


class PausedSealer(threading.Thread):
    """A sealer that has written its links and does not come to its commit until told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.has_linked = threading.Event()
        self.may_commit = threading.Event()
        self.sealed = -1
        link = services._link

        def link_and_wait(*args: object) -> bytes:
            try:
                return link(*args)
            finally:
                self.has_linked.set()
                assert self.may_commit.wait(60)

        with monkeypatch.context() as patch:
            patch.setattr(services, "_link", link_and_wait)
            self.start()
            assert self.has_linked.wait(60)

    def run(self) -> None:
        self.sealed = seal()
        connections.close_all()

    def commit(self) -> None:
        self.may_commit.set()
        self.join()


@pytest.fixture
def paused_sealer(transactional_db: None, clerk: Actor, monkeypatch: pytest.MonkeyPatch) -> Iterator[PausedSealer]:
    write(clerk, 3)
    sealer = PausedSealer(monkeypatch)
    yield sealer
    sealer.commit()


@pytest.mark.races
def test_writers_do_not_wait_for_a_sealer_in_the_middle_of_its_work(paused_sealer: PausedSealer, clerk: Actor) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1s'")
        write(clerk, 5)
    assert Event.objects.unsealed().count() == 8

    paused_sealer.commit()

    assert paused_sealer.sealed == 3
    assert seal() == 5
    assert verify_chain().broken is None


@pytest.mark.races
def test_a_second_sealer_goes_away_instead_of_waiting(paused_sealer: PausedSealer, clerk: Actor) -> None:
    assert seal() == 0

    paused_sealer.commit()

    assert Event.objects.sealed().count() == 3
    assert verify_chain().broken is None


@pytest.mark.races
def test_eight_writers_and_two_sealers_make_one_chain(race: Callable[..., list[Any]], clerk: Actor) -> None:
    done = []

    def write_fifty() -> int:
        for _ in range(50):
            write(clerk)
        done.append(True)
        return 50

    def keep_sealing() -> int:
        sealed = 0
        while len(done) < 8:
            sealed += seal(limit=20)
        return sealed

    written = race(*[write_fifty] * 8, keep_sealing, keep_sealing)

    assert written[:8] == [50] * 8
    while seal():
        pass
    assert list(Event.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 401))
    assert verify_chain().broken is None
    assert min(written[8:]) >= 0, "a sealer failed"
    assert sum(written[8:]) > 0, "nothing was sealed while the writers wrote"


@pytest.mark.races
def test_two_schedulers_write_one_checkpoint(race: Callable[..., list[Any]], clerk: Actor) -> None:
    write(clerk)
    seal()

    first, second = race(lambda: write_checkpoint(now=NOON), lambda: write_checkpoint(now=NOON))

    assert first == second == Checkpoint.objects.get()
