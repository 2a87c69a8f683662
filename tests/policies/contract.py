"""The cases of the contract, and how an answer is compared with what a case expects (as check_cases.py does)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from policies.asking import ask
from policies.shelf import Shelf

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CONTRACTS = ROOT.parent / "shared" / "contracts"

COMPARED_WHOLE = {"required", "shortfall", "by_year"}
NOTES = {"expect", "why"}

Case = dict[str, Any]


def cases(folder: Path = HERE / "cases") -> list[Case]:
    """All cases that ask a question; those whose line is no JSON belong to the command."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
        found += [json.loads(line, parse_float=Decimal) for line in lines]
    return [case for case in found if "raw" not in case]


def differences(case: Case, books: Shelf | None = None) -> list[str]:
    question = {key: value for key, value in case.items() if key not in NOTES}
    answer = ask(question, books)
    return list(_differences({"id": case["id"], "error": None} | case["expect"], answer, ""))


def _differences(want: Any, got: Any, path: str) -> Iterator[str]:
    name = path.rpartition(".")[2]
    if path == "error" and want is not None:
        if not isinstance(got, str) or (want is not True and want not in got):
            yield f"{path}: wanted {want}, got {got}"
    elif path == "records" and isinstance(got, list):
        yield from _differences(want, {record["id"]: record for record in got}, path)
    elif isinstance(want, dict) and isinstance(got, dict):
        for key in want.keys() | (got.keys() if name in COMPARED_WHOLE else set()):
            yield from _differences(want.get(key), got.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        for number, (one, other) in enumerate(zip(want, got, strict=True)):
            yield from _differences(one, other, f"{path}.{number}")
    elif _plain(want) != _plain(got) or isinstance(want, bool) != isinstance(got, bool):
        yield f"{path}: wanted {want}, got {got}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
