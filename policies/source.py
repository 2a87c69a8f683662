"""One TOML file of ours, which knows on which line each of its values stands."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from policies.faults import BookFault

Where = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\"-]+)\s*\]")
_KEY = re.compile(r"\s*\"?([\w-]+)\"?\s*=")
_SAID_BY_PARSER = re.compile(r"(.*) \(at line (\d+), column \d+\)")


class Source:
    def __init__(self, path: Path, documents: frozenset[str] = frozenset(), content: bytes | None = None) -> None:
        """`content`: of a file that lies nowhere yet; the path is the name under which its faults are told."""
        self.path = path
        self.documents = documents
        text = _decoded(path, path.read_bytes() if content is None else content)
        try:
            self.data: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            raise self._syntax_fault(str(error), text) from None
        self._text = text
        self._lines: dict[Where, int] | None = None

    def fault(self, where: Where, problem: str) -> BookFault:
        """What is wrong at `where`, with the line of it, or of the nearest thing around it that has one."""
        if self._lines is None:
            self._lines = _lines_of(self._text)
        place = where
        while place and place not in self._lines:
            place = place[:-1]
        name = ".".join(str(part) for part in where)
        return BookFault(self.path, self._lines.get(place, 1), f"{name}: {problem}" if name else problem)

    def _syntax_fault(self, said: str, text: str) -> BookFault:
        with_line = _SAID_BY_PARSER.fullmatch(said)
        if with_line is None:  # the parser names no line where the text ends too early
            return BookFault(self.path, text.count("\n") + 1, said)
        return BookFault(self.path, int(with_line[2]), with_line[1])


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BookFault(path, content.count(b"\n", 0, error.start) + 1, "is not written in UTF-8") from None


def _lines_of(text: str) -> dict[Where, int]:
    """The line of every table and key. Our files keep to plain headers and one key a line."""
    lines: dict[Where, int] = {}
    count: Counter[str] = Counter()
    here: Where = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            name = header[2].replace('"', "")
            here = tuple(name.split("."))
            if header[1] == "[[":
                here = (*here, count[name])
                count[name] += 1
            lines[here] = number
        elif key := _KEY.match(line):
            lines[(*here, key[1])] = number
    return lines
