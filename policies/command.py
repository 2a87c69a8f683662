"""Questions as JSON Lines in, answers as JSON Lines out, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TextIO

from policies.asking import ask


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
        question = from_json(line.decode().strip())
    except ValueError as error:
        return {"id": None, "error": f"line: is no JSON ({error})"}
    return ask(question)


def from_json(text: str) -> Any:
    """The question with its numbers exact; ValueError for whatever is no JSON."""
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except InvalidOperation:
        raise ValueError("a number beyond all measure") from None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def to_json(answer: Any) -> str:
    return _ENCODER.encode(answer)


def _plain(value: Any) -> Any:
    """Hours as the shortest number, days as YYYY-MM-DD."""
    if isinstance(value, Decimal):
        whole = int(value)
        return whole if whole == value else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an answer")


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse)
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=_plain)
