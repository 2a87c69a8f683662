"""The words of the answers, in Chinese and English, with the rule that they rest on."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from policies.books import Bilingual, Rule
from policies.reader import read
from policies.source import Source

Explanation = dict[str, Any]


def _compiled(template: str) -> str:
    """A template with {names} as one for the % operator, which fills it in half the time."""
    return re.sub(r"\{(\w+)\}", r"%(\1)s", template.replace("%", "%%"))


@cache
def templates() -> dict[str, tuple[str, str]]:
    """All sentences, Chinese and English."""
    source = Source(Path(__file__).resolve().parent / "wording.toml")
    words = read(dict[str, Bilingual], source, (), source.data)
    return {key: (_compiled(both["zh"]), _compiled(both["en"])) for key, both in words.items()}


def say(key: str, name: str = "text", **facts: Any) -> dict[str, str]:
    chinese, english = templates()[key]
    return {name: chinese % facts, f"{name}_en": english % facts}


def because(rule: Rule, hours: Decimal, key: str, **facts: Any) -> Explanation:
    """Why hours were granted, or with a negative figure taken back; 0 where nothing was granted at all."""
    chinese, english = templates()[key]
    texts = {"text": chinese % facts, "text_en": english % facts}
    return {"rule": rule.rule, "cite": rule.cite, **texts, "hours": hours}


def because_of(rule: Rule, key: str, **facts: Any) -> Explanation:
    """Why something other than hours is as it is."""
    return {"rule": rule.rule, "cite": rule.cite, **say(key, **facts)}


def refusal(rule: Rule, key: str, **facts: Any) -> dict[str, Any]:
    return {"outcome": "refused", **say(key, "reason", **facts), "because": [because_of(rule, key, **facts)]}
