"""Of which years a title application brings certificates, on which form, and in which order: data with its source, like
the books."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from policies.shelf import shelf
from rules.calculator.telling import cited, is_confirmed, rule_url
from rules.places import is_chinese
from ui.parts import Reason

FILE = Path(__file__).resolve().parent / "packs.toml"
APPLICATION, BEFORE, SINCE_TITLE, CYCLE = "application", "before", "since_title", "cycle"
YEARS = (APPLICATION, BEFORE, SINCE_TITLE, CYCLE)
CERTIFICATE, PUBLIC, FORM, PROOFS = "certificate", "public", "form", "proofs"
PARTS = (CERTIFICATE, PUBLIC, FORM, PROOFS)
SUMMARY, ANNEX_2, REGISTRATION = "summary", "annex_2", "registration"
FORMS = (SUMMARY, ANNEX_2, REGISTRATION)


class PackFault(ValueError):
    """The file of the packs is not sound."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a text says, or how we read it where it says nothing."""

    words: Mapping[str, str]
    rule: str
    cite: str
    quote: str
    is_own: bool = False

    def __post_init__(self) -> None:
        if self.cite.partition(" ")[0] not in shelf().documents or not self.quote.strip():
            raise ValueError(f"{self.rule}: no citation")
        if set(self.words) != {"zh", "en"}:
            raise ValueError(f"{self.rule}: words in zh and in en")

    @property
    def told(self) -> str:
        return self.words["zh" if is_chinese() else "en"]

    @property
    def cited(self) -> str:
        return cited(self.cite)

    def reason(self, ruleset: str) -> Reason:
        url = rule_url(self.rule, ruleset)
        return Reason(self.told, citation=cited(self.cite), url=url, confirmed=is_confirmed(self.cite))


@dataclass(frozen=True, kw_only=True)
class YearsAsked(Said):
    which: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.which not in YEARS:
            raise ValueError(f"years: {self.which}")

    @property
    def needs_title(self) -> bool:
        return self.which in (SINCE_TITLE, CYCLE)


@dataclass(frozen=True, kw_only=True)
class FormAsked(Said):
    which: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.which not in FORMS:
            raise ValueError(f"form: {self.which}")


@dataclass(frozen=True, kw_only=True)
class Order(Said):
    parts: Sequence[str]

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(set(self.parts)) != len(self.parts) or not {CERTIFICATE, FORM, PROOFS} <= set(self.parts) <= set(PARTS):
            raise ValueError(f"order: {', '.join(self.parts)}")


@dataclass(frozen=True)
class PackRule:
    ruleset: str
    years: YearsAsked
    form: FormAsked
    order: Order
    applied_from: datetime.date = datetime.date.min
    applied_until: datetime.date = datetime.date.max

    @property
    def said(self) -> tuple[Said, ...]:
        return self.years, self.form, self.order


@cache
def pack_rules() -> dict[str, tuple[PackRule, ...]]:
    return read_rules(FILE.read_text())


def read_rules(text: str) -> dict[str, tuple[PackRule, ...]]:
    found = {}
    for ruleset, entries in tomllib.loads(text).items():
        if ruleset not in shelf().books:
            raise PackFault(f"{ruleset}: no book has this rule set")
        try:
            found[ruleset] = tuple(_rule(ruleset, entry) for entry in entries)
        except (KeyError, TypeError, ValueError) as error:
            raise PackFault(f"{ruleset}: {error}") from error
    return found


def _rule(ruleset: str, entry: dict[str, Any]) -> PackRule:
    asked = {
        "years": YearsAsked(**entry["years"]),
        "form": FormAsked(**entry["form"]),
        "order": Order(**entry["order"]),
    }
    return PackRule(ruleset, **(entry | asked))


def rule_for(ruleset: str, applied_on: datetime.date) -> PackRule | None:
    rules = pack_rules().get(ruleset, ())
    return next((rule for rule in rules if rule.applied_from <= applied_on <= rule.applied_until), None)
