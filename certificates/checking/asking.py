"""The statement behind every check. To plan its six joins takes longer than to look into six indexes: it is prepared
once a connection. Behind a pooler, where the next statement may meet another server, it is asked as it stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from psycopg import Connection
from psycopg.errors import DuplicatePreparedStatement, InvalidSqlStatementName

FIND = """
    SELECT certificate.id, certificate.token, certificate.printed, issued.position,
        ended.kind, ended.ended_on, end_entry.position, successor.number, issued.leaf_hash,
        root.size, root.root_hash, root.date, root.signed_with, root.signature
    FROM certificates_certificate AS certificate
    LEFT JOIN certificates_logentry AS issued ON issued.certificate_id = certificate.id AND issued.act = 'issue'
    LEFT JOIN certificates_certificateend AS ended ON ended.certificate_id = certificate.id
    LEFT JOIN certificates_logentry AS end_entry ON end_entry.certificate_id = certificate.id AND end_entry.act = 'end'
    LEFT JOIN certificates_certificate AS successor ON successor.replaces_id = certificate.id
    LEFT JOIN (SELECT * FROM certificates_logroot ORDER BY date DESC LIMIT 1) AS root ON true
    WHERE {wanted}
"""

_prepared: WeakKeyDictionary[Connection[Any], set[str]] = WeakKeyDictionary()
_pooled: WeakSet[Connection[Any]] = WeakSet()
"""Connections on which what was prepared was gone, or there before us."""


@dataclass(frozen=True)
class Question:
    wanted: str
    """With a place, {}, for each value."""
    types: tuple[str, ...]
    """Of the values."""

    @cached_property
    def as_it_stands(self) -> str:
        return self._with(f"%s::{kind}" for kind in self.types)

    @cached_property
    def to_prepare(self) -> str:
        return f"PREPARE {self.name} ({', '.join(self.types)}) AS {self._numbered}"

    @cached_property
    def to_execute(self) -> str:
        return f"EXECUTE {self.name} ({', '.join('%s' for _kind in self.types)})"

    @cached_property
    def name(self) -> str:
        """Of what it says, so that a pooler's server does not answer a former version."""
        return f"check_{hashlib.sha256(self._numbered.encode()).hexdigest()[:16]}"

    @property
    def _numbered(self) -> str:
        return self._with(f"${place}" for place in range(1, len(self.types) + 1))

    def _with(self, places: Any) -> str:
        return FIND.format(wanted=self.wanted.format(*places))


BY_TOKEN = Question("certificate.token = {}", ("uuid",))
BY_NUMBER = Question("certificate.number = {} AND certificate.printed->>'name' = ANY({})", ("text", "text[]"))
BY_TOKENS = Question("certificate.token = ANY({})", ("uuid[]",))
BY_NUMBERS = Question(
    "(certificate.number, certificate.printed->>'name') IN (SELECT * FROM unnest({}, {}))", ("text[]", "text[]")
)


def rows_of(question: Question, *values: Any) -> list[tuple[Any, ...]]:
    # To read twice does no harm: a connection that was lost is noticed by asking, without a question before each.
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _rows(question, values)
    except (OperationalError, InterfaceError):
        if connection.connection is None or connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _rows(question, values)


def _rows(question: Question, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        # An error would end somebody's transaction.
        if connection.in_atomic_block or not _executed(question, values, cursor):
            cursor.execute(question.as_it_stands, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _executed(question: Question, values: tuple[Any, ...], cursor: Any) -> bool:
    own = connection.connection
    if own in _pooled:
        return False
    known = _prepared.setdefault(own, set())
    try:
        if question.name not in known:
            cursor.execute(question.to_prepare)
            known.add(question.name)
        cursor.execute(question.to_execute, values)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InvalidSqlStatementName | DuplicatePreparedStatement):
            raise
        _pooled.add(own)
        return False
    return True
