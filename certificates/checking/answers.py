"""What the check answers: every printed field as issued, and what became of the certificate since.

One statement answers, by token or by number and name. Whether nobody has the number, or somebody of another name, or
nobody could: it finds no row, so that neither words nor time nor the number of statements tell these apart.
"""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

from django.db import connection
from django.utils import timezone
from django.utils.functional import cached_property

from certificates.enums import WITH_SUCCESSOR, EndKind
from certificates.layouts import layouts
from certificates.log.tree import inclusion
from certificates.models import Certificate
from certificates.qr import token_of
from people.names import masked, tidied
from ui.formatting import date_time_text

DOTS = "·•・‧"
"""Between the parts of a name: keyboards have one, the register may have another."""
LAST_TAKEN = 60
"""Names are shorter."""

FIND = """
    SELECT certificate.id, certificate.token, certificate.printed, issued.position,
        ended.kind, ended.ended_on, end_entry.position, successor.number, issued.leaf_hash,
        root.size, root.root_hash, root.date
    FROM certificates_certificate AS certificate
    LEFT JOIN certificates_logentry AS issued ON issued.certificate_id = certificate.id AND issued.act = 'issue'
    LEFT JOIN certificates_certificateend AS ended ON ended.certificate_id = certificate.id
    LEFT JOIN certificates_logentry AS end_entry ON end_entry.certificate_id = certificate.id AND end_entry.act = 'end'
    LEFT JOIN certificates_certificate AS successor ON successor.replaces_id = certificate.id
    LEFT JOIN (SELECT * FROM certificates_logroot ORDER BY date DESC LIMIT 1) AS root ON true
    WHERE {wanted}
"""
# Planned once a connection: to plan six joins takes longer than to look into six indexes.
PREPARED = {
    "check_by_token": "(uuid) AS " + FIND.format(wanted="certificate.token = $1"),
    "check_by_number": "(text, text[]) AS "
    + FIND.format(wanted="certificate.number = $1 AND certificate.printed->>'name' = ANY($2)"),
}
BY_TOKEN = "EXECUTE check_by_token(%s)"  # noqa: S105
BY_NUMBER = "EXECUTE check_by_number(%s, %s)"
BY_NUMBERS = FIND.format(
    wanted="(certificate.number, certificate.printed->>'name') IN (SELECT * FROM unnest(%s::text[], %s::text[]))"
)
BY_TOKENS = FIND.format(wanted="certificate.token = ANY(%s)")


_prepared: WeakSet[Any] = WeakSet()
"""Connections that know them."""


@dataclass(frozen=True)
class Answer:
    certificate_id: int
    token: uuid.UUID
    printed: dict[str, Any]
    position: int | None
    """Its place in the public log, counted from 0; none before the log has taken it in."""
    end_kind: str | None
    ended_on: datetime.date | None
    end_position: int | None
    successor: str | None
    leaf_hash: bytes | None
    root_size: int | None
    """Of the last root that was published."""
    root_hash: bytes | None
    root_date: datetime.date | None
    checked_at: datetime.datetime
    is_masked: bool
    """Whoever knows number and name, and not the code, has not seen the certificate."""

    @property
    def number(self) -> str:
        return str(self.printed["number"])

    @cached_property
    def name(self) -> str:
        return masked(self.printed["name"]) if self.is_masked else str(self.printed["name"])

    @property
    def state(self) -> str:
        """`valid`, `replaced` or `void`."""
        if self.end_kind is None:
            return "valid"
        return "replaced" if self.end_kind in WITH_SUCCESSOR else "void"

    @property
    def is_valid(self) -> bool:
        return self.end_kind is None

    @property
    def why_ended(self) -> str:
        return str(EndKind(self.end_kind).label) if self.end_kind else ""

    @property
    def when(self) -> str:
        """To the second: whoever shows the page to somebody else shows how old it is."""
        return f"{date_time_text(self.checked_at)}:{self.checked_at.second:02}"

    @property
    def act(self) -> str:
        return layouts()[self.printed["layout"]].act

    @property
    def issued_on(self) -> datetime.date:
        return datetime.date.fromisoformat(self.printed["issued_on"])

    @property
    def confirmed_on(self) -> datetime.date | None:
        day = self.printed.get("confirmed_on")
        return datetime.date.fromisoformat(day) if day else None

    @property
    def is_proven(self) -> bool:
        """Whether the last published root reaches every act of this certificate."""
        acts = [self.position] if self.is_valid else [self.position, self.end_position]
        size = self.root_size or 0
        return all(place is not None and place < size for place in acts)

    @property
    def path_length(self) -> int:
        assert self.position is not None
        assert self.root_size is not None
        return len(inclusion(self.position, self.root_size))

    @property
    def leaf_digest(self) -> str:
        return _shortened(self.leaf_hash)

    @property
    def root_digest(self) -> str:
        return _shortened(self.root_hash)

    @property
    def leaf(self) -> int | None:
        return None if self.position is None else self.position + 1

    @property
    def end_leaf(self) -> int | None:
        return None if self.end_position is None else self.end_position + 1


def answer_for_token(text: str) -> Answer | None:
    """By the code of the certificate: with the name."""
    # What is no token at all asks, too, and finds nothing.
    found = _rows(BY_TOKEN, [token_of(text) or uuid.UUID(int=0)])
    return _answer(found[0], is_masked=False) if found else None


def answer_for_number(number: str, name: str) -> Answer | None:
    """By number and name, both as printed: with the name masked."""
    found = _rows(BY_NUMBER, [number, spellings(name)])
    return _answer(found[0], is_masked=True) if found else None


def answer_for(certificate: Certificate) -> Answer:
    """For whoever was let in by the holder."""
    return _answer(_rows(BY_TOKEN, [certificate.token])[0], is_masked=False)


def answers_for_tokens(texts: list[str]) -> dict[str, Answer]:
    tokens = {text: token for text in texts if (token := token_of(text))}
    found = {row[1]: _answer(row, is_masked=False) for row in _rows(BY_TOKENS, [list(tokens.values())])}
    return {text: found[token] for text, token in tokens.items() if token in found}


def answers_for_numbers(pairs: list[tuple[str, str]]) -> dict[tuple[str, str], Answer]:
    spelt = {pair: [(pair[0], name) for name in spellings(pair[1])] for pair in pairs}
    asked = sorted({each for several in spelt.values() for each in several})
    numbers, names = [number for number, _name in asked], [name for _number, name in asked]
    rows = _rows(BY_NUMBERS, [numbers, names])
    answers = [_answer(row, is_masked=True) for row in rows]
    found = {(each.number, each.printed["name"]): each for each in answers}
    return {pair: found[each] for pair, several in spelt.items() for each in several if each in found}


def spellings(name: str) -> list[str]:
    """The same name with each of the dots that stand between its parts."""
    plain = tidied(name[:LAST_TAKEN])
    if not any(dot in plain for dot in DOTS):
        return [plain]
    with_one = plain.translate({ord(dot): "·" for dot in DOTS})
    return [with_one.replace("·", dot) for dot in DOTS]


def _shortened(digest: bytes | None) -> str:
    """9f2c 71d0 5be4 a83e … 06c1"""
    text = bytes(digest or b"").hex()
    return " ".join([*(text[place : place + 4] for place in range(0, 16, 4)), "…", text[-4:]])


def _rows(statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        if connection.connection not in _prepared:
            for name, body in PREPARED.items():
                cursor.execute(f"PREPARE {name} {body}")
            _prepared.add(connection.connection)
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _answer(row: tuple[Any, ...], *, is_masked: bool) -> Answer:
    certificate, token, printed, position, kind, ended_on, end_position, successor, leaf_hash, *root = row
    size, root_hash, root_date = root
    return Answer(
        certificate,
        token,
        json.loads(printed) if isinstance(printed, str) else printed,
        position,
        kind,
        ended_on,
        end_position,
        successor,
        leaf_hash,
        size,
        root_hash,
        root_date,
        checked_at=timezone.now(),
        is_masked=is_masked,
    )
