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

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language

from certificates.checking.asking import BY_NUMBER, BY_NUMBERS, BY_TOKEN, BY_TOKENS, rows_of
from certificates.enums import WITH_SUCCESSOR, EndKind
from certificates.layouts import layouts
from certificates.log.roots import is_root_genuine
from certificates.log.tree import inclusion
from certificates.models import Certificate
from certificates.qr import token_of
from people.names import masked, tidied
from ui.formatting import date_time_text

DOTS = "·•・‧"
"""Between the parts of a name: keyboards have one, the register may have another."""
LAST_TAKEN = 60
"""Names are shorter."""


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
    root_key: str | None
    root_signature: bytes | None
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
        return to_the_second(self.checked_at)

    @property
    def act(self) -> str:
        return layouts()[self.printed["layout"]].act

    @property
    def says(self) -> str:
        return layouts()[self.printed["layout"]].sentence(self.printed["year"])

    @property
    def says_translated(self) -> str:
        """For whoever does not read the form itself."""
        if (get_language() or "").startswith("zh"):
            return ""
        return layouts()[self.printed["layout"]].sentence_in_english(self.printed["year"])

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
    def is_root_genuine(self) -> bool:
        """Whether the root that is shown is signed with a key that is published."""
        assert self.root_date is not None
        return is_root_genuine(
            self.root_date,
            self.root_size or 0,
            bytes(self.root_hash or b""),
            self.root_key or "",
            bytes(self.root_signature or b""),
        )

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
    def root_key_id(self) -> str:
        """3f2a 71d0 5be4 a83e: the beginning of the SHA-256 of the key, as the log publishes it."""
        return _in_fours(self.root_key or "")

    @property
    def leaf(self) -> int | None:
        return None if self.position is None else self.position + 1

    @property
    def end_leaf(self) -> int | None:
        return None if self.end_position is None else self.end_position + 1


def to_the_second(moment: datetime.datetime) -> str:
    """Whoever shows the page to somebody else shows how old it is."""
    return f"{date_time_text(moment)}:{moment.second:02}"


def answer_for_token(text: str) -> Answer | None:
    """By the code of the certificate: with the name."""
    # What is no token at all asks, too, and finds nothing.
    found = rows_of(BY_TOKEN, token_of(text) or uuid.UUID(int=0))
    return _answer(found[0], is_masked=False) if found else None


def answer_for_number(number: str, name: str) -> Answer | None:
    """By number and name, both as printed: with the name masked."""
    found = rows_of(BY_NUMBER, number, spellings(name))
    return _answer(found[0], is_masked=True) if found else None


def answer_for(certificate: Certificate) -> Answer:
    """For whoever was let in by the holder."""
    return _answer(rows_of(BY_TOKEN, certificate.token)[0], is_masked=False)


def answers_for_tokens(texts: list[str]) -> dict[str, Answer]:
    tokens = {text: token for text in texts if (token := token_of(text))}
    found = {row[1]: _answer(row, is_masked=False) for row in rows_of(BY_TOKENS, list(tokens.values()))}
    return {text: found[token] for text, token in tokens.items() if token in found}


def answers_for_numbers(pairs: list[tuple[str, str]]) -> dict[tuple[str, str], Answer]:
    spelt = {pair: [(pair[0], name) for name in spellings(pair[1])] for pair in pairs}
    asked = sorted({each for several in spelt.values() for each in several})
    numbers, names = [number for number, _name in asked], [name for _number, name in asked]
    rows = rows_of(BY_NUMBERS, numbers, names)
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
    return f"{_in_fours(text[:16])} … {text[-4:]}"


def _in_fours(text: str) -> str:
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def _answer(row: tuple[Any, ...], *, is_masked: bool) -> Answer:
    certificate, token, printed, position, kind, ended_on, end_position, successor, leaf_hash, *root = row
    size, root_hash, root_date, root_key, root_signature = root
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
        root_key,
        root_signature,
        checked_at=timezone.now(),
        is_masked=is_masked,
    )
