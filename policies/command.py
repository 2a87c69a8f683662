"""Questions as JSON Lines in, answers as JSON Lines out, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

from policies.asking import ask
from policies.fields import tidy


def answer_lines(lines: Iterable[bytes], out: TextIO) -> int:
    """Answer every line in order; 1 if any was bad, else 0."""
    status = 0
    for line in lines:
        if not line.strip():
            continue
        answer = _answer(line)
        status = status or int("error" in answer)
        out.write(to_json(answer) + "\n")
    return status


def _answer(line: bytes) -> dict[str, Any]:
    try:
        question = json.loads(line.decode(), parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"line: is no JSON ({error})"}
    return ask(question)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def to_json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """Hours as the shortest number, days as YYYY-MM-DD."""
    if isinstance(value, Decimal):
        short = tidy(value)
        return int(short) if short == short.to_integral_value() else float(short)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an answer")
