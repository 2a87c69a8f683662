"""Three hundred ways to tamper with the trail, and what verification says to each."""

from __future__ import annotations

import datetime
import json
import random
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from audit.actors import Actor
from audit.chain import CONTENT, GENESIS, contents, link_hash
from audit.enums import Damage
from audit.models import ChainHead, Checkpoint, Event
from audit.services import ObjectRef, record_many, seal, seal_backlog, write_checkpoint
from audit.verification import (
    Break,
    Checked,
    compare_with_copies,
    ranges,
    verify_chain,
    verify_ends,
    verify_range,
)

LENGTH = 60
NEW_ID = 9_000_000
NOON = datetime.datetime(2026, 11, 20, 4, tzinfo=datetime.UTC)

Tampering = Callable[[int, random.Random], tuple[Damage, int]]


@pytest.fixture
def chain(clerk: Actor) -> None:
    """Sixty sealed events with a checkpoint after the twentieth and the fortieth."""
    for day in range(3):
        things = [ObjectRef("test.thing", str(day * 20 + n), f"第 {n} 件") for n in range(20)]
        record_many("test.done", [(one, {"hours": n}, {"hours": n + 1}) for n, one in enumerate(things)], actor=clerk)
        seal()
        if day < 2:
            write_checkpoint(now=NOON + datetime.timedelta(days=day))


@contextmanager
def tampering() -> Iterator[None]:
    """What somebody who owns the database can do: no triggers, no constraints. Undone at the end."""
    with transaction.atomic():
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute("ALTER TABLE audit_event DROP CONSTRAINT event_sealed_as_a_whole")
        execute("DROP INDEX event_position_once")
        execute("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True)


def execute(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def found() -> tuple[Damage, int] | None:
    broken = verify_chain().broken
    return (broken.damage, broken.position) if broken else None


def give_fitting_hash(position: int) -> bytes:
    """To the row at a position, the hash of what it says now, as somebody would who has read our source."""
    row = Event.objects.filter(position=position)
    (content,) = contents(row)
    fitting = link_hash(bytes(row.get().previous_hash), content)
    execute("UPDATE audit_event SET hash = %s WHERE position = %s", fitting, position)
    return fitting


def make_room_at(position: int) -> None:
    execute("UPDATE audit_event SET position = position + 1 WHERE position >= %s", position)


def insert_copy(of: int, **changes: object) -> None:
    """A new row like the one at a position, apart from what is given."""
    names = [field.column for field in Event._meta.concrete_fields]
    selected = ", ".join("%s" if name in changes else name for name in names)
    execute(
        f"INSERT INTO audit_event ({', '.join(names)}) SELECT {selected} FROM audit_event WHERE position = %s",
        *[changes[name] for name in names if name in changes],
        of,
    )


# The three hundred: each is done to a place and answers where verification must stop, and why.

ALTERATIONS = {
    "id": "id + 1000000",
    "at": "at + interval '1 microsecond'",
    "actor_id": "coalesce(actor_id, 0) + 1",
    "actor_label": "actor_label || ' '",
    "hat": "'bureau_head'",
    "organization_id": "organization_id + 1",
    "organization_label": "''",
    "action": "'test.undone'",
    "object_type": "object_type || 's'",
    "object_id": "'0' || object_id",
    "object_label": "replace(object_label, '第', '弟')",
    "before": "NULL",
    "after": "jsonb_set(after, '{hours}', '99')",
    "reason": "'x'",
    "request_id": "''",
    "job_id": "1",
    "previous_hash": "set_byte(previous_hash, 31, 255 - get_byte(previous_hash, 31))",
    "hash": "set_byte(hash, 0, 255 - get_byte(hash, 0))",
}


def alter(column: str) -> Tampering:
    def tamper(place: int, dice: random.Random) -> tuple[Damage, int]:
        execute(f"UPDATE audit_event SET {column} = {ALTERATIONS[column]} WHERE position = %s", place)
        return Damage.ALTERED, place

    tamper.__name__ = f"alter_{column}"
    return tamper


def delete(place: int, dice: random.Random) -> tuple[Damage, int]:
    execute("DELETE FROM audit_event WHERE position = %s", place)
    return Damage.MISSING, place


def delete_and_close_the_gap(place: int, dice: random.Random) -> tuple[Damage, int]:
    execute("DELETE FROM audit_event WHERE position = %s", place)
    execute("UPDATE audit_event SET position = position - 1 WHERE position > %s", place)
    return Damage.MISSING, place


def insert_and_renumber(place: int, dice: random.Random) -> tuple[Damage, int]:
    make_room_at(place)
    insert_copy(of=dice.choice([place + 1, LENGTH + 1]), id=NEW_ID, position=place, hash=dice.randbytes(32))
    return Damage.INSERTED, place


def insert_with_fitting_hash_and_renumber(place: int, dice: random.Random) -> tuple[Damage, int]:
    make_room_at(place)
    before = bytes(Event.objects.get(position=place + 1).previous_hash)
    insert_copy(of=place + 1, id=NEW_ID, position=place, previous_hash=before, reason="x")
    give_fitting_hash(place)
    return Damage.INSERTED, place


def insert_at_a_taken_position(place: int, dice: random.Random) -> tuple[Damage, int]:
    insert_copy(of=dice.randint(1, LENGTH), id=dice.choice([-1, NEW_ID]), position=place)
    return Damage.INSERTED, place


def swap(place: int, dice: random.Random) -> tuple[Damage, int]:
    other = another_place(place, dice)
    execute(f"UPDATE audit_event SET position = {place + other} - position WHERE position IN (%s, %s)", place, other)
    return Damage.OUT_OF_ORDER, min(place, other)


def swap_what_two_events_say(place: int, dice: random.Random) -> tuple[Damage, int]:
    other = another_place(place, dice)
    execute(
        "UPDATE audit_event a SET position = b.position, previous_hash = b.previous_hash, hash = b.hash"
        " FROM audit_event b WHERE (a.position, b.position) IN ((%s, %s), (%s, %s))",
        *(place, other, other, place),
    )
    return Damage.ALTERED, min(place, other)


def another_place(place: int, dice: random.Random) -> int:
    neighbor = place + 1 if place < LENGTH else place - 1
    return dice.choice([neighbor, dice.choice([n for n in range(1, LENGTH + 1) if n != place])])


EVERYTHING = [
    *[(alter(column), 5) for column in ALTERATIONS],
    (delete, 30),
    (delete_and_close_the_gap, 30),
    (insert_and_renumber, 30),
    (insert_with_fitting_hash_and_renumber, 30),
    (insert_at_a_taken_position, 30),
    (swap, 30),
    (swap_what_two_events_say, 30),
]


def test_there_are_three_hundred_tamperings_and_every_column_is_altered() -> None:
    assert sum(times for _, times in EVERYTHING) == 300
    columns = {field.column for field in Event._meta.concrete_fields}
    assert set(ALTERATIONS) | {"position"} == columns
    assert set(CONTENT) | {"position", "previous_hash", "hash"} == columns


@pytest.mark.parametrize(("tamper", "times"), EVERYTHING, ids=lambda value: getattr(value, "__name__", str(value)))
def test_tampering_is_found_and_its_position_named(tamper: Tampering, times: int, chain: None) -> None:
    dice = random.Random(f"{tamper.__name__} 2026")  # the same three hundred in every run
    for place in [1, LENGTH, *dice.choices(range(1, LENGTH + 1), k=times - 2)]:
        with tampering():
            expected = tamper(place, dice)

            assert found() == expected

    assert found() is None


# What else somebody might try


def test_an_untouched_chain_is_found_sound(chain: None) -> None:
    checked = verify_chain()

    assert (checked.count, checked.broken) == (LENGTH, None)
    assert checked.last_hash == bytes(ChainHead.objects.get().hash)


def test_an_empty_trail_is_sound(db: None) -> None:
    assert (verify_chain().count, found()) == (0, None)


def test_an_event_altered_together_with_its_own_hash_is_told_by_its_follower(chain: None) -> None:
    with tampering():
        execute("UPDATE audit_event SET reason = 'x' WHERE position = 30")
        give_fitting_hash(30)

        broken = verify_chain().broken
        altered = Event.objects.get(position=30)

    assert (broken.damage, broken.position, broken.event_id) == (Damage.ALTERED, 30, altered.pk)


def test_the_last_event_altered_together_with_its_own_hash_is_told_by_the_head(chain: None) -> None:
    with tampering():
        execute("UPDATE audit_event SET reason = 'x' WHERE position = %s", LENGTH)
        give_fitting_hash(LENGTH)

        assert found() == (Damage.HEAD, LENGTH)


@pytest.mark.parametrize("cut", [1, 7, LENGTH])
def test_a_tail_cut_off_is_missed(cut: int, chain: None) -> None:
    with tampering():
        execute("DELETE FROM audit_event WHERE position > %s", LENGTH - cut)

        assert found() == (Damage.MISSING, LENGTH - cut + 1)


def test_a_tail_cut_off_with_a_forged_head_is_found_without_the_key(chain: None) -> None:
    with tampering():
        execute("DELETE FROM audit_event WHERE position > 50")
        execute("UPDATE audit_chainhead SET position = 50, hash = (SELECT hash FROM audit_event WHERE position = 50)")

        assert found() == (Damage.HEAD, 50)


def test_a_tail_cut_off_back_to_an_old_genuine_head_is_told_by_the_checkpoints(clerk: Actor, chain: None) -> None:
    """Whoever kept the signed head of an earlier day can put it back, but not into the copies that others keep."""
    copies = [str(checkpoint) for checkpoint in Checkpoint.objects.order_by("date")]
    with tampering():
        execute("DELETE FROM audit_event WHERE position > 30")
        old = Event.objects.get(position=30)
        head = ChainHead.objects.get()
        head.position, head.hash = 30, bytes(old.hash)
        head.sign().save()

        assert found() == (Damage.CHECKPOINT, 40)

        execute("DELETE FROM audit_checkpoint WHERE position > 30")
        assert found() is None
        told = compare_with_copies(copies)
        assert (told.damage, told.position, told.date) == (Damage.CHECKPOINT, 40, datetime.date(2026, 11, 21))


def test_the_whole_chain_written_anew_does_not_get_past_the_head(chain: None) -> None:
    with tampering():
        execute("UPDATE audit_event SET reason = 'x' WHERE position = 10")
        previous = bytes(Event.objects.get(position=9).hash)
        for position in range(10, LENGTH + 1):
            execute("UPDATE audit_event SET previous_hash = %s WHERE position = %s", previous, position)
            previous = give_fitting_hash(position)
        execute("UPDATE audit_chainhead SET hash = %s", previous)

        assert found() == (Damage.HEAD, LENGTH)

        with override_settings(AUDIT_KEY="stolen"):
            ChainHead.objects.get().sign().save()
        assert found() == (Damage.HEAD, LENGTH)


def test_events_put_behind_the_head_are_found(chain: None) -> None:
    with tampering():
        insert_copy(of=LENGTH, id=NEW_ID, position=LENGTH + 1)

        assert found() == (Damage.INSERTED, LENGTH + 1)


def test_events_put_before_the_beginning_are_found(chain: None) -> None:
    with tampering():
        insert_copy(of=1, id=NEW_ID, position=0)

        assert found() == (Damage.INSERTED, 0)


def test_an_event_made_unsealed_again_is_missed(chain: None) -> None:
    with tampering():
        execute("UPDATE audit_event SET position = NULL, previous_hash = NULL, hash = NULL WHERE position = 30")

        assert found() == (Damage.MISSING, 30)


@pytest.mark.parametrize("position", [LENGTH + 1, 10**15])
@pytest.mark.parametrize("place", [1, 30, LENGTH])
def test_an_event_moved_out_of_the_chain_is_missed(place: int, position: int, chain: None) -> None:
    with tampering():
        execute("UPDATE audit_event SET position = %s WHERE position = %s", position, place)

        assert found() == (Damage.MISSING, place)
        assert len(ranges(10)) <= LENGTH / 10 + 1


@pytest.mark.parametrize("column", ["hash", "previous_hash"])
def test_an_event_without_its_hash_is_altered(column: str, chain: None) -> None:
    with tampering():
        execute(f"UPDATE audit_event SET {column} = NULL WHERE position = 30")

        assert found() == (Damage.ALTERED, 30)


@pytest.mark.parametrize("time", ["infinity", "-infinity", "4713-01-01 BC", "294000-01-01"])
def test_a_time_no_calendar_knows_is_found_altered(time: str, chain: None) -> None:
    with tampering():
        execute("UPDATE audit_event SET at = %s WHERE position = 30", time)

        assert found() == (Damage.ALTERED, 30)


def test_a_number_written_otherwise_is_found_altered(chain: None) -> None:
    with tampering():
        execute("UPDATE audit_event SET after = '{\"hours\": 10.0}' WHERE position = 10")

        assert found() == (Damage.ALTERED, 10)


def test_a_chain_without_its_head_is_not_sound(chain: None) -> None:
    with tampering():
        execute("DELETE FROM audit_chainhead")

        assert found() == (Damage.HEAD, LENGTH)


def test_a_forged_checkpoint_is_named(chain: None) -> None:
    with tampering():
        execute("UPDATE audit_checkpoint SET position = 39 WHERE position = 40")

        broken = verify_chain().broken

    assert (broken.damage, broken.position, broken.date) == (Damage.CHECKPOINT, 39, datetime.date(2026, 11, 21))


# By ranges


def test_ranges_cover_the_chain_once(chain: None) -> None:
    assert ranges(25) == [(1, 25), (26, 50), (51, 60)]


@pytest.mark.parametrize("place", [1, 25, 26, 40, 60])
@pytest.mark.parametrize("with_hash", [False, True], ids=["alone", "with its own hash"])
def test_verification_by_ranges_finds_the_same_as_at_once(place: int, with_hash: bool, chain: None) -> None:
    with tampering():
        execute("UPDATE audit_event SET reason = 'x' WHERE position = %s", place)
        if with_hash:
            give_fitting_hash(place)

        by_ranges = [verify_range(first, last).broken for first, last in ranges(25)]
        first_found = next(filter(None, by_ranges), None) or verify_ends()

        assert first_found == verify_chain().broken
        assert first_found.position == place


def test_each_range_ends_with_the_hash_with_which_the_next_begins(chain: None) -> None:
    first = verify_range(1, 30, GENESIS)

    second = verify_range(31, 60, first.last_hash)

    assert (first.count, second.count, second.broken) == (30, 30, None)
    assert verify_range(31, 60, bytes(32)).broken.position == 31


def test_verification_tells_how_far_it_is(chain: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.verification.PROGRESS_EVERY", 25)
    seen: list[int] = []

    verify_chain(progress=seen.append)

    assert seen == [25, 50]


def test_verification_takes_the_same_number_of_statements_whatever_the_length(
    chain: None, clerk: Actor, django_assert_num_queries
) -> None:
    with CaptureQueriesContext(connection) as sixty:
        verify_chain()
    record_many("test.done", [(ObjectRef("test.thing", "x", "x"), None, None)] * 500, actor=clerk)
    seal()

    with django_assert_num_queries(len(sixty)):
        assert verify_chain().count == LENGTH + 500


def test_a_break_survives_the_way_through_json() -> None:
    for broken in (
        Break(damage=Damage.ALTERED, position=3, event_id=7),
        Break(damage=Damage.CHECKPOINT, position=3, date=datetime.date(2026, 11, 20)),
    ):
        assert Break.from_json(json.loads(json.dumps(broken.to_json()))) == broken


def test_verification_needs_no_more_memory_for_a_longer_chain(clerk: Actor) -> None:
    thing = ObjectRef("test.thing", "1", "x")
    peaks = []
    for length, added in ((5_000, 5_000), (15_000, 10_000)):
        record_many("test.done", [(thing, None, None)] * added, actor=clerk)
        seal_backlog(60)
        tracemalloc.start()
        assert verify_chain().count == length
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 1.1 * peaks[0]


@pytest.mark.races
def test_verification_raises_no_false_alarm_while_others_write_and_seal(
    race: Callable[..., list[Any]], clerk: Actor
) -> None:
    done: list[bool] = []

    def write_and_seal() -> None:
        try:
            for _ in range(60):
                with transaction.atomic():
                    record_many("test.done", [(ObjectRef("test.thing", "1", "x"), None, None)] * 5, actor=clerk)
                seal()
        finally:
            done.append(True)

    def keep_verifying() -> list[Checked]:
        found = []
        while not done:
            found.append(verify_chain())
        return found

    written, checked = race(write_and_seal, keep_verifying)

    assert written is None
    assert len(checked) > 3
    assert {one.broken for one in checked} == {None}
    assert verify_chain().count == 300
