"""The readings A-01 … A-48: where the texts are silent or contradict each other, what is taken to be meant, and why."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from policies import shapes
from policies.books import Rule
from policies.layout import bilingual
from policies.source import Source

READING = shapes.table({"cite": shapes.text, "question": bilingual, "reading": bilingual, "reason": bilingual})


@cache
def readings() -> dict[str, dict[str, Any]]:
    source = Source(Path(__file__).resolve().parent / "readings.toml")
    found: dict[str, dict[str, Any]] = shapes.map_of(READING)(source, (), source.data)
    return found


@cache
def reading(name: str) -> Rule:
    return Rule(name, readings()[name]["cite"], "")
