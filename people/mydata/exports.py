"""The file somebody takes home: everything held about them. Numbers stay masked in it, the own ones too: a file lies
around, and whoever needs the own number looks at the card, or at the page that notes it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from audit.models import Event
from people.models import User
from people.mydata import queries
from people.mydata.queries import HeldTable, value_text
from ui.hats import role_name

SHEET_NAME_LENGTH = 31


def as_json(user: User) -> bytes:
    held = {
        table.key: [dict(zip([field.key for field in table.fields], row, strict=True)) for row in table.rows]
        for table in queries.held_about(user)
    }
    told = {
        "looks": [_event(event) for event in queries.looks_at(user).iterator()],
        "acts_of_others": [_event(event) for event in queries.acts_about(user).iterator()],
        "own_acts": [_event(event) for event in queries.own_acts_of(user).iterator()],
    }
    return json.dumps(held | told, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def as_xlsx(user: User) -> bytes:
    """Every cell is written as text, so that nothing in it is ever taken for a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for table in queries.held_about(user):
            _write_sheet(book, str(table.label), _headings(table), [map(value_text, row) for row in table.rows], bold)
        for label, events in (
            (_("Who looked"), queries.looks_at(user)),
            (_("What others did"), queries.acts_about(user)),
            (_("What you did"), queries.own_acts_of(user)),
        ):
            _write_sheet(book, label, _event_headings(), map(_event_cells, events.iterator()), bold)
    return file.getvalue()


def _headings(table: HeldTable) -> list[str]:
    return [str(field.label) for field in table.fields]


def _write_sheet(book: Any, name: str, headings: Sequence[str], rows: Iterable[Iterable[str]], bold: Any) -> None:
    sheet = book.add_worksheet(name[:SHEET_NAME_LENGTH])
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 24)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)


def _event(event: Event) -> dict[str, Any]:
    return {
        "at": event.at,
        "who": event.actor_label,
        "hat": event.hat,
        "organization": event.organization_label,
        "action": event.action,
        "object_type": event.object_type,
        "object": event.object_label,
        "before": event.before,
        "after": event.after,
        "reason": event.reason,
    }


def _event_headings() -> list[str]:
    return [_("Time"), _("Who"), _("Hat"), _("Organization"), _("Act"), _("Object"), _("Reason")]


def _event_cells(event: Event) -> list[str]:
    return [
        value_text(event.at),
        event.actor_name,
        role_name(event.hat),
        event.organization_label,
        event.action_name,
        event.object_label,
        event.reason,
    ]
