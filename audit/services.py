"""Writing the trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from audit.actors import Actor
from audit.models import LABEL_LENGTH, Event

Values = dict[str, Any]


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
    _require_transaction()
    event = _event(action, obj, before, after, actor=actor, reason=reason)
    event.save(force_insert=True)
    return event


def record_many(
    action: str,
    changes: Iterable[tuple[models.Model | ObjectRef, Values | None, Values | None]],
    *,
    actor: Actor,
    reason: str = "",
) -> list[Event]:
    """The same act on many objects, each given as (object, before, after): one statement writes all events."""
    _require_transaction()
    return Event.objects.bulk_create(
        [_event(action, obj, before, after, actor=actor, reason=reason) for obj, before, after in changes]
    )


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit event is written in the transaction of the change it tells of; there is none."
        )


def _event(
    action: str,
    obj: models.Model | ObjectRef,
    before: Values | None,
    after: Values | None,
    *,
    actor: Actor,
    reason: str,
) -> Event:
    ref = obj if isinstance(obj, ObjectRef) else reference_to(obj)
    return Event(
        actor_id=actor.user_id,
        actor_label=actor.label[:LABEL_LENGTH],
        hat=actor.hat,
        organization_id=actor.organization_id,
        organization_label=actor.organization_label[:LABEL_LENGTH],
        action=action,
        object_type=ref.type,
        object_id=ref.id,
        object_label=ref.label[:LABEL_LENGTH],
        before=before,
        after=after,
        reason=reason,
        request_id=actor.request_id,
        job_id=actor.job_id,
    )


def reference_to(obj: models.Model) -> ObjectRef:
    if obj.pk is None:
        raise ValueError(f"{obj!r} has no number yet; save it before recording what was done to it.")
    return ObjectRef(type=obj._meta.label_lower, id=str(obj.pk), label=str(obj))
