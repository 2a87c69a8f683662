"""The empty table a person fills in: one sheet to fill, one that explains it."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from uploads.kinds import Column, UploadKind

PREPARED_ROWS = 5000
LONGEST_LIST = 255
"""Excel keeps a list of choices in so many characters."""


def blank_workbook(kind: UploadKind) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        _write_table(workbook, kind)
        _write_explanation(workbook, kind)
    return target.getvalue()


def _write_table(workbook: Any, kind: UploadKind) -> None:
    sheet = workbook.add_worksheet(_("Table"))
    # As text, so that Excel leaves long numbers and dates as they are typed.
    as_text = workbook.add_format({"num_format": "@"})
    heads = {
        True: workbook.add_format({"bold": True, "bg_color": "#E2EBEF", "num_format": "@"}),
        False: workbook.add_format({"bg_color": "#F1ECE0", "num_format": "@"}),
    }
    for place, column in enumerate(kind.columns):
        sheet.set_column(place, place, column.width, as_text)
        sheet.write_string(0, place, _title(column), heads[column.is_required])
        if column.hint:
            sheet.write_comment(0, place, str(column.hint))
        choices = [str(choice) for choice in column.choices]
        if choices and len(",".join(choices)) <= LONGEST_LIST:
            sheet.data_validation(1, place, PREPARED_ROWS, place, {"validate": "list", "source": choices})
    sheet.freeze_panes(1, 0)


def _write_explanation(workbook: Any, kind: UploadKind) -> None:
    sheet = workbook.add_worksheet(_("Explanation"))
    bold = workbook.add_format({"bold": True})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 20, wrapped)
    sheet.set_column(2, 2, 70, wrapped)
    sheet.set_column(3, 3, 26, wrapped)
    for place, head in enumerate((_("What to fill in"), _("Required"), _("How"), _("Example"))):
        sheet.write_string(0, place, head, bold)
    for row, column in enumerate(kind.columns, start=1):
        told = (str(column.label), _("yes") if column.is_required else _("no"), how_to(column), column.example)
        for place, text in enumerate(told):
            sheet.write_string(row, place, text, wrapped)


def how_to(column: Column) -> str:
    if not column.choices:
        return str(column.hint)
    listed = _("One of: %(choices)s") % {"choices": " / ".join(str(choice) for choice in column.choices)}
    return f"{column.hint} {listed}".strip()


def _title(column: Column) -> str:
    return f"{column.label} *" if column.is_required else str(column.label)
