"""The readings A-01 … A-48: where the texts are silent or contradict each other, what is taken to be meant, and why."""

from __future__ import annotations

from pathlib import Path

from policies import shapes
from policies.books import Rule
from policies.layout import bilingual
from policies.source import Source

READING = shapes.table({"cite": shapes.text, "question": bilingual, "reading": bilingual, "reason": bilingual})

_SOURCE = Source(Path(__file__).resolve().parent / "readings.toml")
READINGS = shapes.map_of(READING)(_SOURCE, (), _SOURCE.data)
_RULES = {name: Rule(name, table["cite"], "") for name, table in READINGS.items()}


def reading(name: str) -> Rule:
    return _RULES[name]
