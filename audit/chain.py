"""What is hashed and what is signed.

audit/README.md describes the canonical form; a change to it breaks every chain sealed before.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db.models import Func, TextField

if TYPE_CHECKING:
    from audit.models import EventQuerySet

GENESIS = bytes(32)
"""Stands before the first event."""

# In the order in which they are hashed.
CONTENT = (
    "id",
    "at",
    "actor_id",
    "actor_label",
    "hat",
    "organization_id",
    "organization_label",
    "action",
    "object_type",
    "object_id",
    "object_label",
    "before",
    "after",
    "reason",
    "request_id",
    "job_id",
)

# Values that Python would read into something else are taken as PostgreSQL prints them: 1.50 is not 1.5 to whoever
# looks for alterations, and a time that no calendar knows must be found altered instead of breaking the reading.
_AS_TEXT = {
    "at": Func("at", template="extract(epoch FROM %(expressions)s)::text", output_field=TextField()),
    "before": Func("before", template="%(expressions)s::text", output_field=TextField()),
    "after": Func("after", template="%(expressions)s::text", output_field=TextField()),
}

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Link(NamedTuple):
    """A row as it stands in the table: what it says, and its place in the chain."""

    content: tuple[Any, ...]
    position: int
    previous_hash: bytes
    hash: bytes

    @property
    def event_id(self) -> int:
        return int(self.content[0])

    def follows(self, previous_hash: bytes) -> bool:
        return self.previous_hash == previous_hash and self.is_consistent

    @property
    def is_consistent(self) -> bool:
        """Whether the row still is what it was when it was sealed, wherever it stands now."""
        return link_hash(self.previous_hash, self.content) == self.hash


def contents(events: EventQuerySet, *extra: str, chunk_size: int = 2000) -> Iterator[tuple[Any, ...]]:
    """The content of each event, then the `extra` columns. In constant memory when called in a transaction."""
    as_text = {f"{name}_text": expression for name, expression in _AS_TEXT.items()}
    columns = [f"{name}_text" if name in _AS_TEXT else name for name in CONTENT]
    return events.annotate(**as_text).values_list(*columns, *extra).iterator(chunk_size=chunk_size)


def links(events: EventQuerySet) -> Iterator[Link]:
    for *content, position, previous_hash, own_hash in contents(events, "position", "previous_hash", "hash"):
        yield Link(tuple(content), position, bytes(previous_hash or b""), bytes(own_hash or b""))


def canonical(content: tuple[Any, ...]) -> bytes:
    return _to_json(content).encode()


def link_hash(previous_hash: bytes, content: tuple[Any, ...]) -> bytes:
    return hashlib.sha256(previous_hash + canonical(content)).digest()


def hexadecimal(own_hash: bytes | memoryview | None) -> str:
    return bytes(own_hash or b"").hex()


# Signatures


def sign(kind: str, when: str, position: int, own_hash: bytes) -> bytes:
    return _mac(settings.AUDIT_KEY, kind, when, position, own_hash)


def is_signature(mac: bytes, kind: str, when: str, position: int, own_hash: bytes) -> bool:
    keys = [settings.AUDIT_KEY, *settings.AUDIT_KEY_FALLBACKS]
    return any(hmac.compare_digest(_mac(key, kind, when, position, own_hash), mac) for key in keys)


def _mac(key: str, kind: str, when: str, position: int, own_hash: bytes) -> bytes:
    message = _to_json([kind, when, position, own_hash.hex()])
    return hmac.digest(key.encode(), message.encode(), "sha256")
