"""From a file to sheets of plain rows. A cell is text, a number, true or false, a date as {"d": "2024-03-01"}, or
None; formulas give the value they had when the file was saved."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from typing import Any

import python_calamine

from uploads.reading.guard import require_harmless_workbook
from uploads.reading.refusals import FileRefused
from uploads.reading.sniffing import decoded, format_of

Cell = str | float | bool | dict[str, str] | None
Row = list[Cell]

LONGEST_TEXT = 2000
DELIMITERS = ",\t;"
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Sheet:
    name: str
    read: Callable[[], Iterator[list[Any]]]
    """From the first row of the sheet on, whatever is empty; may be asked for again."""

    def rows(self) -> Iterator[Row]:
        for row in self.read():
            yield [value[:LONGEST_TEXT] or None if type(value) is str else _plain(value) for value in row]

    def count_filled(self, above: int) -> int:
        """Of the rows below so many, those that hold something: without a look at what."""
        return sum(any(map(_is_filled, row)) for row in islice(self.read(), above, None))


def _is_filled(value: Any) -> bool:
    return bool(value[:LONGEST_TEXT].strip()) if isinstance(value, str) else value is not None


def is_empty(row: Row) -> bool:
    return not any(map(_is_filled, row))


def _plain(value: Any) -> Cell:
    if value is None:
        return None
    if isinstance(value, str):
        return value[:LONGEST_TEXT] or None
    if isinstance(value, datetime.datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, datetime.date):
        return {"d": value.isoformat()}
    if isinstance(value, (bool, int, float)):
        return value
    return str(value)


def sheets_in(content: bytes) -> list[Sheet]:
    """Those a person sees on opening the file."""
    if format_of(content) == "csv":
        return [_text_sheet(decoded(content))]
    require_harmless_workbook(content)
    return _workbook_sheets(content)


# Workbooks


def _workbook_sheets(content: bytes) -> list[Sheet]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except python_calamine.PasswordError as error:
        raise FileRefused("encrypted") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise FileRefused("damaged") from error
    # The last one stays at hand: its header is looked for, its rows are counted and read, and to parse it takes long.
    opened = lru_cache(maxsize=1)(partial(_opened, workbook))
    return [Sheet(name, _rows_of(opened, name)) for name in shown]


def _opened(workbook: Any, name: str) -> Any:
    try:
        return workbook.get_sheet_by_name(name)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise FileRefused("damaged") from error


def _rows_of(opened: Callable[[str], Any], name: str) -> Callable[[], Iterator[list[Any]]]:
    def rows() -> Iterator[list[Any]]:
        sheet = opened(name)
        if sheet.start is None:
            return
        _top, left = sheet.start
        if left + sheet.width > MOST_COLUMNS:
            raise FileRefused("too_many_columns", most=MOST_COLUMNS, sheet=name)
        before = [None] * left
        for row in sheet.iter_rows():
            yield before + row if left else row

    return rows


# Text


def _text_sheet(text: str) -> Sheet:
    delimiter = _delimiter_of(text)

    def rows() -> Iterator[list[Any]]:
        try:
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
                if len(row) > MOST_COLUMNS:
                    raise FileRefused("too_many_columns", most=MOST_COLUMNS, sheet="")
                yield row
        except csv.Error as error:
            raise FileRefused("damaged") from error

    return Sheet("", rows)


def _delimiter_of(text: str) -> str:
    """The one that stands most often in the first lines."""
    return max(DELIMITERS, key=text[:4000].count)
