"""Which proof the regulations name for an activity under a rule set (`proofs.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "proofs.toml"


@dataclass(frozen=True, kw_only=True)
class ProofRule:
    rulesets: tuple[str, ...]
    activities: tuple[str, ...]
    """Without any it is for whatever no other entry names."""
    words: str
    words_en: str
    rule: str
    cite: str
    quote: str
    names_the_person: bool = False
    """Whether a proof without the name of the person counts nothing."""


@cache
def proof_rules() -> tuple[ProofRule, ...]:
    entries = tomllib.loads(FILE.read_text("utf-8"))["proof"]
    return tuple(
        ProofRule(**entry | {name: tuple(entry[name]) for name in ("rulesets", "activities")}) for entry in entries
    )


def proof_rule_for(ruleset: str, activity: str) -> ProofRule | None:
    of_ruleset = [each for each in proof_rules() if ruleset in each.rulesets]
    named = [each for each in of_ruleset if activity in each.activities]
    general = [each for each in of_ruleset if not each.activities]
    return next(iter([*named, *general]), None)
