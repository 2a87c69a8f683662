"""Writing the trail, and sealing what was written."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone, translation

from audit import chain
from audit.actors import Actor
from audit.models import LABEL_LENGTH, ChainHead, Checkpoint, Event

Values = dict[str, Any]

# Plain SQL, because the ORM takes four times as long (benchmarks.audit_write), and everything that changes pays for it.
SHARED = (
    "actor_id",
    "actor_label",
    "hat",
    "organization_id",
    "organization_label",
    "action",
    "reason",
    "request_id",
    "job_id",
)
OWN = ("object_type", "object_id", "object_label", "before", "after")
COLUMNS = (*SHARED, *OWN)
_INTO = f"INSERT INTO audit_event ({', '.join(COLUMNS)})"
INSERT_ONE = f"{_INTO} VALUES ({', '.join('%s' for _ in COLUMNS)}) RETURNING id, at"
COPY = f"COPY audit_event ({', '.join(COLUMNS)}) FROM STDIN"
to_json = DjangoJSONEncoder(ensure_ascii=False).encode

SEALED_AT_ONCE = 2000
SEALER_LOCK = int.from_bytes(b"audit")


class ChainBroken(Exception):
    """The sealer does not build on a head it did not write."""


@dataclass(frozen=True)
class ObjectRef:
    """An object that is no model instance: a file, a setting, a row that is gone already."""

    type: str
    id: str
    label: str


def record(
    action: str,
    obj: models.Model | ObjectRef,
    *,
    actor: Actor,
    before: Values | None = None,
    after: Values | None = None,
    reason: str = "",
) -> Event:
    """Write one event in the transaction of the change it tells of; `action` is named like `record.approved`."""
    with in_language_of_trail():
        values = (*_shared_values(action, actor, reason), *_own_values(obj, before, after))
    _require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(INSERT_ONE, values)
        number, at = cursor.fetchone()
    event = Event(id=number, at=at, **dict(zip(COLUMNS, values, strict=True)) | {"before": before, "after": after})
    event._state.adding = False
    return event


def record_many(
    action: str,
    changes: Iterable[tuple[models.Model | ObjectRef, Values | None, Values | None]],
    *,
    actor: Actor,
    reason: str = "",
) -> None:
    """The same act on many objects, each given as (object, before, after): one statement writes all events."""
    with in_language_of_trail():
        own = [_own_values(obj, before, after) for obj, before, after in changes]
    _require_transaction()
    if not own:
        return
    shared = _shared_values(action, actor, reason)
    # Django's cursor begins a COPY and has no part in its end, where what is wrong shows: errors become Django's here.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for values in own:
            copy.write_row((*shared, *values))


@contextmanager
def in_language_of_trail() -> Iterator[None]:
    """Labels outlive the reader's choice of language: the trail is kept in the site's own."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def reference_to(obj: models.Model) -> ObjectRef:
    with in_language_of_trail():
        return ObjectRef(*_names_of(obj))


def _names_of(obj: models.Model) -> tuple[str, str, str]:
    if obj.pk is None:
        raise ValueError(f"{obj!r} has no number yet; save it before recording what was done to it.")
    return obj._meta.label_lower, str(obj.pk), str(obj)


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit event is written in the transaction of the change it tells of; there is none."
        )


def _shared_values(action: str, actor: Actor, reason: str) -> tuple[Any, ...]:
    return (
        actor.user_id,
        actor.label[:LABEL_LENGTH],
        actor.hat,
        actor.organization_id,
        actor.organization_label[:LABEL_LENGTH],
        action,
        reason,
        actor.request_id,
        actor.job_id,
    )


def _own_values(obj: models.Model | ObjectRef, before: Values | None, after: Values | None) -> tuple[Any, ...]:
    """In the language of the trail, which whoever records many sets once for all."""
    kind, number, label = (obj.type, obj.id, obj.label) if isinstance(obj, ObjectRef) else _names_of(obj)
    return kind, number, label[:LABEL_LENGTH], _json(before), _json(after)


def _json(values: Values | None) -> str | None:
    return None if values is None else to_json(values)


# Sealing


def seal(limit: int = SEALED_AT_ONCE) -> int:
    """Link what was committed so far into the chain, oldest first, and say how many events that were.

    Nobody waits: writers do not know of the sealer, the sealer takes what it sees and leaves an event whose
    transaction is still open for a later round, and of two sealers the second goes away with 0.
    """
    with transaction.atomic(durable=True):
        alone, now = _begin_sealing()
        if not alone:
            return 0
        head = _head_to_continue_from()
        waiting = list(chain.contents(Event.objects.unsealed().order_by("id")[:limit]))
        if waiting:
            head.hash = _link(waiting, head)
            head.position += len(waiting)
            head.sealed_at = now
            head.sign().save()
        return len(waiting)


def seal_backlog(for_seconds: float = 5) -> int:
    """Seal round after round until nothing is left or the time is over."""
    deadline = time.monotonic() + for_seconds
    total = sealed = seal()
    while sealed and time.monotonic() < deadline:
        sealed = seal()
        total += sealed
    return total


def sign_head_anew(*, actor: Actor, reason: str) -> ChainHead:
    """Let the chain go on from the last sealed event, whatever became of its head.

    For the operator, after a break was looked into or the key was lost. Heals nothing: what is altered stays
    altered, and this act itself is an event that keeps the old head.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
        old = ChainHead.objects.first()
        last = Event.objects.sealed().order_by("position").values_list("position", "hash").last()
        position, own_hash = last or (None, None)
        head = ChainHead(pk=1, position=position or 0, hash=own_hash or chain.GENESIS, sealed_at=timezone.now()).sign()
        head.save()
        record(
            "chain.head_signed",
            head,
            actor=actor,
            before=_place(old) if old else None,
            after=_place(head),
            reason=reason,
        )
        return head


def _place(head: ChainHead) -> Values:
    return {"position": head.position, "hash": head.hash_hex}


def _begin_sealing() -> tuple[bool, datetime.datetime]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s), clock_timestamp()", [SEALER_LOCK])
        alone, now = cursor.fetchone()
    return alone, now


def _head_to_continue_from() -> ChainHead:
    """Going on from a head that somebody forged would sign the forgery."""
    head = ChainHead.objects.first()
    if head is None and Event.objects.sealed().exists():
        raise ChainBroken("The head of the audit chain is gone. Run: manage.py verify_audit")
    if head is not None and not head.is_genuine:
        raise ChainBroken("The head of the audit chain is not signed with AUDIT_KEY. Run: manage.py verify_audit")
    return head or ChainHead(pk=1, position=0, hash=chain.GENESIS)


def _link(waiting: list[tuple[Any, ...]], head: ChainHead) -> bytes:
    hashes = list(accumulate(waiting, chain.link_hash, initial=bytes(head.hash)))
    columns = [
        [content[0] for content in waiting],
        list(range(head.position + 1, head.position + len(waiting) + 1)),
        hashes[:-1],
        hashes[1:],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_event"
            " SET position = link.position, previous_hash = link.previous_hash, hash = link.hash"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[], %s::bytea[])"
            " AS link(id, position, previous_hash, hash)"
            " WHERE audit_event.id = link.id",
            columns,
        )
    return hashes[-1]


def write_checkpoint(*, now: datetime.datetime) -> Checkpoint | None:
    """Publish the head as that of the day of `now`. The first one of a day stays; None when nothing is sealed yet."""
    if not ChainHead.objects.exists():
        return None
    head = _head_to_continue_from()
    date = timezone.localdate(now)
    fresh = Checkpoint(date=date, position=head.position, hash=head.hash).sign()
    Checkpoint.objects.bulk_create([fresh], ignore_conflicts=True)
    return Checkpoint.objects.get(date=date)
