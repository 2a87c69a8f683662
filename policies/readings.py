"""The readings A-01 … A-48: where the texts are silent or contradict each other, what is taken to be meant, and why."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypedDict

from policies.books import Bilingual, Rule
from policies.reader import Citation, read
from policies.source import Source


class Reading(TypedDict):
    cite: str
    question: Bilingual
    reading: Bilingual
    reason: Bilingual


@cache
def readings() -> dict[str, Reading]:
    source = Source(Path(__file__).resolve().parent / "readings.toml")
    found: dict[str, Reading] = read(dict[str, Reading], source, (), source.data)
    return found


@cache
def reading(name: str) -> Rule:
    return Rule(rule=name, cite=Citation(readings()[name]["cite"]), quote="")
