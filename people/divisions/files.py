"""Reading the files of divisions, and refusing a faulty row by file and line before anything is written."""

from __future__ import annotations

import csv
import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from people.enums import DivisionKind, Level

DATA = Path(__file__).resolve().parent.parent / "data"
FILES = {DATA / "divisions.csv": DivisionKind.ORDINARY, DATA / "zones.csv": DivisionKind.ZONE}
COLUMNS = ["code", "name", "pinyin", "level", "parent", "valid_from", "valid_to", "successor"]
DAY = datetime.timedelta(days=1)


class FaultyDivisions(Exception):
    """One line for each fault: `divisions.csv:12: …`"""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Row:
    where: str
    kind: DivisionKind
    code: str
    name: str
    pinyin: str
    level: Level
    parent: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    successor: str

    def is_valid(self, on: datetime.date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def read_divisions(files: dict[Path, DivisionKind] = FILES) -> list[Row]:
    """Every row of every file, or FaultyDivisions naming all that is wrong."""
    rows: list[Row] = []
    faults: list[str] = []
    for path, kind in files.items():
        for where, cells in _lines(path, faults):
            try:
                rows.append(_row(where, kind, cells))
            except ValueError as error:
                faults.append(f"{where}: {error}")
    faults += _contradictions(rows)
    if faults:
        raise FaultyDivisions(faults)
    return rows


def _lines(path: Path, faults: list[str]) -> Iterator[tuple[str, list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != COLUMNS:
            faults.append(f"{path.name}:1: the columns must be {', '.join(COLUMNS)}")
            return
        for cells in reader:
            yield f"{path.name}:{reader.line_num}", cells


def _row(where: str, kind: DivisionKind, cells: list[str]) -> Row:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} cells instead of {len(COLUMNS)}")
    code, name, pinyin, level, parent, valid_from, valid_to, successor = cells
    if not (len(code) == 6 and code.isascii() and code.isdecimal()):
        raise ValueError(f"code {code!r} is not six digits")
    if not name or not pinyin:
        raise ValueError("name and pinyin must not be empty")
    row = Row(where, kind, code, name, pinyin, Level(level), parent, _day(valid_from), _end(valid_to), successor)
    if row.level != level_of(code):
        raise ValueError(f"code {code} is that of a {level_of(code)}, not of a {level}")
    if row.valid_to and row.valid_to < row.valid_from:
        raise ValueError(f"ends on {valid_to}, before it begins")
    return row


def level_of(code: str) -> Level:
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _end(text: str) -> datetime.date | None:
    return _day(text) if text else None


def _contradictions(rows: list[Row]) -> Iterator[str]:
    by_code = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    for spans in by_code.values():
        yield from _overlaps(sorted(spans, key=lambda row: row.valid_from))
    for row in rows:
        if row.parent and not any(other.is_valid(row.valid_from) for other in by_code[row.parent]):
            yield f"{row.where}: there is no division {row.parent} on {row.valid_from} that it could be part of"
        if row.successor and not _successors(row, by_code[row.successor]):
            yield f"{row.where}: no division {row.successor} follows on its last day"


def _overlaps(spans: list[Row]) -> Iterator[str]:
    for earlier, later in pairwise(spans):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            yield f"{later.where}: on {later.valid_from} {later.code} still means another place ({earlier.where})"


def _successors(row: Row, candidates: list[Row]) -> list[Row]:
    return [other for other in candidates if row.valid_to and other.is_valid(row.valid_to + DAY)]


def successor_of(row: Row, rows: list[Row]) -> Row | None:
    """Its code on the day after the last one; `read_divisions` has seen to it that there is one."""
    found = _successors(row, [other for other in rows if other.code == row.successor]) if row.successor else []
    return found[0] if found else None
