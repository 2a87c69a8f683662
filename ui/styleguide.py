"""Realistic content for the page that shows every component. People, numbers and places of work are invented."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from ui.charts import Bar, HeatRow, HeatTable, LineChart, Part, Ring, Series, Sparkline
from ui.formatting import date_text, percent_text
from ui.parts import Action, Event, Hand, Reason, steps
from ui.tables import Column, SortedPage, Table
from ui.tasks_waiting import WaitingTask

COLORS = (
    ("paper", gettext_lazy("Paper: the ground")),
    ("surface", gettext_lazy("Surface: a sheet laid on it")),
    ("sunken", gettext_lazy("Sunken: pressed in")),
    ("track", gettext_lazy("Track: the empty part of a bar")),
    ("line", gettext_lazy("Line: separates, means nothing")),
    ("line-strong", gettext_lazy("Strong line: borders of inputs")),
    ("ink-3", gettext_lazy("Thin ink: captions")),
    ("ink-2", gettext_lazy("Second ink")),
    ("ink", gettext_lazy("Ink: text")),
    ("indigo", gettext_lazy("Indigo: what can be pressed")),
    ("cinnabar", gettext_lazy("Cinnabar: seals, void, refused")),
    ("bamboo", gettext_lazy("Bamboo: counts, done")),
    ("amber", gettext_lazy("Amber: needs attention")),
    ("public", gettext_lazy("Public subjects")),
    ("specialty", gettext_lazy("Specialty subjects")),
    ("elective", gettext_lazy("Elective subjects")),
)

STATES = (
    ("draft", gettext_lazy("Draft")),
    ("waiting", gettext_lazy("Waiting for the employer")),
    ("counted", gettext_lazy("Recognized")),
    ("returned", gettext_lazy("Returned")),
    ("refused", gettext_lazy("Rejected")),
    ("excluded", gettext_lazy("Not counted")),
    ("held", gettext_lazy("On hold")),
    ("void", gettext_lazy("Void")),
)


# A list


@dataclass(frozen=True)
class ExampleRecord:
    pk: int
    name: str
    title: str
    held_on: datetime.date
    credit_hours: int
    state: str

    @property
    def state_label(self) -> Any:
        return dict(STATES)[self.state]


class ExampleRecords:
    """As much of a QuerySet as a Table asks for, so that the example sorts and pages like any list."""

    query = SimpleNamespace(select_related=False)
    """Nothing is joined to an example."""

    def __init__(self, rows: list[ExampleRecord]) -> None:
        self.rows = rows

    def __getitem__(self, part: slice) -> ExampleRecords:
        return ExampleRecords(self.rows[part])

    def __iter__(self) -> Iterator[ExampleRecord]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def count(self) -> int:
        return len(self.rows)

    def order_by(self, *fields: str) -> ExampleRecords:
        rows = self.rows
        for field in reversed(fields):
            rows = sorted(rows, key=lambda row: getattr(row, field.lstrip("-")), reverse=field.startswith("-"))
        return ExampleRecords(rows)


RECORDS = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("name",)),
        Column("title", gettext_lazy("Content")),
        Column("held_on", gettext_lazy("Date"), order_by=("held_on",), newest_first=True),
        Column("hours", gettext_lazy("Hours claimed"), order_by=("credit_hours",), newest_first=True, is_number=True),
        Column("state", gettext_lazy("State"), order_by=("state",)),
    ),
    default_sort="-held_on",
    per_page=5,
)


def example_records(query: QueryDict) -> SortedPage:
    concrete, city, green = _("Prefabricated buildings"), _("Sponge cities"), _("Green building standard")
    rows = [
        ("周敏", concrete, 8, 16, "waiting"),
        ("陈志远", _("Design with building models"), 30, 8, "returned"),
        ("周国梁", green, 3, 8, "waiting"),
        ("黄佩琳", city, 5, 8, "counted"),
        ("何嘉豪", concrete, 8, 4, "counted"),
        ("郭咏诗", _("Renewable energy in buildings"), 10, 8, "excluded"),
        ("邓伟文", green, 3, 8, "waiting"),
    ]
    records = [
        ExampleRecord(pk, name, title, datetime.date(2026, 10, day), hours, state)
        for pk, (name, title, day, hours, state) in enumerate(rows, start=1)
    ]
    return RECORDS.page(ExampleRecords(records), query)  # type: ignore[arg-type]


class ExampleFilter(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("All states")), *STATES], required=False
    )
    name = forms.CharField(label=gettext_lazy("Name"), required=False)


# A form


class ExampleForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What was it about?"), max_length=100)
    held_on = forms.DateField(
        label=gettext_lazy("When?"),
        help_text=gettext_lazy("The last day, if it was several."),
        widget=forms.DateInput(attrs={"class": "input--date", "inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind?"),
        choices=[("conference", gettext_lazy("Academic conference")), ("lecture", gettext_lazy("Lecture"))],
        widget=forms.RadioSelect,
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Credit hours"),
        max_digits=5,
        decimal_places=1,
        min_value=0,
        max_value=90,
        widget=forms.NumberInput(attrs={"class": "input--short"}),
    )
    note = forms.CharField(
        label=gettext_lazy("For the reviewer"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    proof = forms.FileField(
        label=gettext_lazy("Proof"),
        required=False,
        help_text=gettext_lazy("A photograph or a PDF that shows your name."),
    )
    is_true = forms.BooleanField(
        label=gettext_lazy("What I state is true"), help_text=gettext_lazy("A false statement may void the whole year.")
    )


def example_form() -> ExampleForm:
    return ExampleForm(
        {"title": _("Annual conference on prefabricated structures"), "held_on": "2026-13-01", "hours": "120"}
    )


class ExampleReason(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


# Drawings


def example_bars() -> dict[str, Bar]:
    return {
        "public": Bar([Part(_("Public subjects"), 30, "public")], scale=44, floor=30),
        "specialty": Bar(
            [Part(_("recognized"), 30, "specialty"), Part(_("waiting for recognition"), 8, "pending")],
            scale=44,
            floor=42,
        ),
        "elective": Bar([Part(_("Elective subjects"), 18, "elective")], scale=44, floor=18),
        "year_end": Bar(
            [
                Part(_("passed"), 279_953, "passed"),
                Part(_("short of hours"), 31_249, "short"),
                Part(_("to be reviewed"), 15_719, "waiting"),
            ],
            scale=494_210,
        ),
    }


CITY = (2, 5, 11, 18, 25, 31, 36, 42, 49, 56, 61)
COUNTIES = (
    (gettext_lazy("Yuexiu"), (3, 6, 13, 21, 29, 35, 41, 48, 55, 62, 68)),
    (gettext_lazy("Haizhu"), (3, 7, 14, 22, 30, 37, 43, 50, 58, 65, 71)),
    (gettext_lazy("Tianhe"), (1, 4, 8, 13, 19, 23, 27, 32, 37, 42, 46)),
    (gettext_lazy("Baiyun"), (2, 5, 11, 18, 25, 31, 36, 42, 48, 55, 60)),
    (gettext_lazy("Panyu"), (2, 5, 11, 18, 24, 30, 36, 41, 48, 55, 60)),
    (gettext_lazy("Nansha"), (1, 3, 8, 13, 18, 23, 28, 33, 37, 42, 46)),
)


def example_chart() -> LineChart:
    months = [
        date_format(datetime.date(2026, month, 1), pgettext("format of a month below a chart", "M"))
        for month in range(1, 13)
    ]
    return LineChart(
        [
            Series("2024", (1, 4, 8, 13, 19, 24, 30, 36, 43, 50, 57, 84)),
            Series("2025", (2, 4, 9, 15, 21, 27, 32, 38, 45, 52, 58, 86)),
            Series("2026", (*CITY, None), is_now=True),
        ],
        months,
        unit="%",
        top=100,
    )


def example_multiples() -> list[tuple[str, str, Sparkline, str, str]]:
    found = []
    for name, values in COUNTIES:
        difference = values[-1] - CITY[-1]
        words = above(difference) if difference >= 0 else below(-difference)
        line = Sparkline(values, CITY)
        percent = percent_text(values[-1] / 100)
        found.append((str(name), percent, line, words, "#multiples"))
    return found


def above(points: int) -> str:
    return ngettext("%(points)d point above the city", "%(points)d points above the city", points) % {"points": points}


def below(points: int) -> str:
    return ngettext("%(points)d point below the city", "%(points)d points below the city", points) % {"points": points}


def example_heat() -> HeatTable:
    columns = [_("under %(days)d days") % {"days": days} for days in (3, 7, 14, 30)] + [_("longer")]
    return HeatTable(
        columns,
        shades=(1, 2, 2, 3, 4),
        rows=[
            HeatRow(_("Employer"), (14_208, 9_377, 6_041, 4_880, 3_120)),
            HeatRow(_("Industry authority"), (1_204, 980, 611, 240, 96)),
            HeatRow(_("County bureau"), (820, 402, 133, 51, 7)),
        ],
    )


# What goes on, what waits, who signs


def example_tasks() -> list[WaitingTask]:
    return [
        WaitingTask(
            name=_("98 records of hours to review"),
            url="#tasks",
            hint=_("2 of them carry a warning"),
            state="warned",
            state_label=_("oldest: 12 days"),
        ),
        WaitingTask(
            name=_("3 people ask to join your organization"), url="#tasks", state="waiting", state_label=_("today")
        ),
        WaitingTask(
            name=_("41 people are still short of hours"), url="#tasks", state="excluded", state_label=_("41 days left")
        ),
    ]


def example_events() -> list[Event]:
    return [
        Event(_("Submitted by 林晓岚"), date_text(datetime.date(2026, 11, 12))),
        Event(_("With 陈洁仪 of the employer"), _("for 8 days; due on 26 November 2026"), "now"),
        Event(_("Counts towards 2026"), _("after recognition"), "later"),
    ]


def example_reasons() -> list[Reason]:
    return [
        Reason(
            _("A conference counts by its days: 1 day × 8 hours"), _("8 hours"), "《证书管理办法》第十条", "#citations"
        ),
        Reason(_("8 hours a day since 2021"), "", "R-21-1", "#citations", confirmed=False),
        Reason(_("Counts towards specialty subjects 2026"), _("8 hours"), is_sum=True),
    ]


def example_hands() -> list[Hand]:
    return [
        Hand(_("Tried out by"), _("Municipal bureau, clerk"), signed_by="梁文博"),
        Hand(
            _("Confirmed by"),
            _("Someone else with this right, such as 何静仪. You tried it out, so you cannot confirm it."),
            empty=_("not yet confirmed"),
        ),
    ]


def example_actions() -> list[Action]:
    return [
        Action(_("Return…"), "decision", "return", key="r"),
        Action(_("Approve the selected"), "decision", "approve", key="a", is_primary=True),
    ]


def examples(query: QueryDict) -> dict[str, Any]:
    return {
        "colors": COLORS,
        "states": STATES,
        "records": example_records(query),
        "filter_form": ExampleFilter(query or None),
        "form": example_form(),
        "reason_form": ExampleReason(prefix="reason"),
        "bars": example_bars(),
        "ring": Ring(value=78, required=90, waiting=8),
        "chart": example_chart(),
        "multiples": example_multiples(),
        "multiples_columns": [_("County"), _("Share completed"), _("Against the city")],
        "heat": example_heat(),
        "tasks": example_tasks(),
        "events": example_events(),
        "reasons": example_reasons(),
        "hands": example_hands(),
        "actions": example_actions(),
        "steps": steps(
            [_("Try out"), _("Second person confirms"), _("Carry out"), _("Report")], 2, ["#stepper", "#stepper"]
        ),
        "facts": [
            (_("What it was about"), _("Annual conference on prefabricated structures")),
            (_("Organizer"), _("Architects' society of the province")),
            (_("Proof"), _("conference-certificate.jpg, 1 page")),
        ],
        "files": [{"name": _("conference-certificate.jpg"), "size": 1_843_200}],
        "extra_keys": [("a", _("approve")), ("r", _("return"))],
    }
