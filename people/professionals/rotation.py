"""Sealing every number anew with the current key, so that an old key can be thrown away.

Batch by batch, each in a transaction of its own: it may be stopped and started again, and what is done is not done
twice. While it runs, everything can be read and changed, because the old key is still in the ring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from audit.actors import Actor
from audit.services import ObjectRef, record
from people import vault
from people.models import IdentityDocument, User
from people.professionals.numbers import number_in, phone_in, seal_document, seal_phone

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class SealedField:
    """A column of sealed numbers with the key's id beside it."""

    rows: Callable[[], QuerySet[Any]]
    key: str
    columns: list[str]
    open_: Callable[[Any], str]
    seal: Callable[[Any, str], None]


_fields = [
    SealedField(
        rows=lambda: IdentityDocument.objects.all(),
        key="number_key",
        columns=["number_key", "number_sealed"],
        open_=number_in,
        seal=seal_document,
    ),
    SealedField(
        rows=lambda: User.objects.exclude(phone_key=""),
        key="phone_key",
        columns=["phone_key", "phone_sealed"],
        open_=phone_in,
        seal=seal_phone,
    ),
]


def register(field: SealedField) -> None:
    """For rooms above this one, in their AppConfig.ready."""
    _fields.append(field)


def all_fields() -> list[SealedField]:
    return list(_fields)


@dataclass
class Rotation:
    done: int = 0
    unreadable: list[str] = field(default_factory=list)
    """Rows that no key opens, as `people.identitydocument 17`. They are left as they are."""


def rotate(*, actor: Actor, batch: int = BATCH) -> Iterator[Rotation]:
    """Yields how far it has come after each batch."""
    total = Rotation()
    for sealed in _fields:
        last = 0
        while keys := _old_rows(sealed).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:batch]:
            _reseal(sealed, list(keys), total, actor)
            last = max(keys)
            yield total


def _old_rows(sealed: SealedField) -> QuerySet[Any]:
    return sealed.rows().exclude(**{sealed.key: vault.current_key_id()})


@transaction.atomic
def _reseal(sealed: SealedField, keys: list[int], total: Rotation, actor: Actor) -> None:
    rows = list(_old_rows(sealed).filter(pk__in=keys).order_by("pk").select_for_update(no_key=True))
    opened = [row for row in rows if _put_under_current_key(sealed, row, total)]
    if opened:
        sealed.rows().bulk_update(opened, sealed.columns)
        key = ObjectRef("people.vault", vault.current_key_id(), vault.current_key_id())
        record(
            "identity.keys_rotated", key, actor=actor, after={"kind": rows[0]._meta.label_lower, "rows": len(opened)}
        )
    total.done += len(opened)


def _put_under_current_key(sealed: SealedField, row: Any, total: Rotation) -> bool:
    try:
        sealed.seal(row, sealed.open_(row))
    except vault.VaultError:
        total.unreadable.append(f"{row._meta.label_lower} {row.pk}")
        return False
    return True
