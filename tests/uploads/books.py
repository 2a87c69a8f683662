"""Workbooks and tables as people make them, and as nobody should."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

Cells = Sequence[Sequence[Any]]


def workbook(
    rows: Cells, *, sheet: str = "Sheet1", first_row: int = 0, change: Callable[[Any, Any], None] | None = None
) -> bytes:
    """`change` gets the workbook and the sheet before they are closed."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        # The same rows are the same file, whatever second it is.
        book.set_properties({"created": datetime.datetime(2026, 1, 1)})
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows, start=first_row):
            page.write_row(number, 0, row)
        if change:
            change(book, page)
    return target.getvalue()


def table(rows: Cells, *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    return "\r\n".join(delimiter.join(str(cell) for cell in row) for row in rows).encode(encoding)
