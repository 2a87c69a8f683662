"""One question each, as its page holds it: the forms, the question they make, the answer, and the address of it all.

Everything stands in the query string, so that the link to a page is the link to what is on it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from policies.command import to_json
from rules.calculator import vocabulary
from rules.calculator.answers import Fault, Question, Reply, reply_to
from rules.calculator.drafts import MOST_ACTIVITIES, REMOVE, Draft, Drafts, identities, read_drafts
from rules.calculator.forms import (
    ActivityForm,
    AppointmentCycleForm,
    AskedForm,
    DeadlineForm,
    NumberForm,
    PersonForm,
    RouteForm,
    SampleForm,
    TitleCycleForm,
    WholeNumberForm,
    YearForm,
)
from rules.calculator.needs import Setting
from rules.calculator.problems import is_still_missing, told

Query = Mapping[str, str]
# The button; pressed, it wants to hear of every fault. What a page shows already, htmx says in these two.
CALCULATE, SHOWN_FIELDS, SHOWN_SUMMARY = "go", "shown", "summary"


class Sheet:
    url_name: str
    kind: str
    form: AskedForm
    activities: list[ActivityForm]
    form_template = "rules/calculator/_fields.html"
    is_private = False
    """Whether no link may lead to it."""

    def __init__(self, query: Query, today: date) -> None:
        self.query = query
        self.today = today
        self.activities = []
        self.form = self.head()
        self.prepare()
        self.reply = self.answered()

    def head(self) -> AskedForm:
        raise NotImplementedError

    def prepare(self) -> None:
        """What has to be known before the question can be asked."""

    @property
    def question(self) -> Question:
        return {"ask": self.kind, **self.form.facts()}

    def answered(self) -> Reply:
        reply = reply_to(self.question)
        self.note(reply.faults)
        return reply

    def note(self, faults: Iterable[Fault]) -> None:
        """Each fault at its field. What has not been said yet is no fault: the form knows its open fields."""
        forms = {str(form.number): form for form in self.activities}
        for fault in faults:
            form = self.form if fault.record is None else forms[fault.record]
            if not is_still_missing(fault.problem):
                form.refuse(fault.field, told(fault.problem))

    @property
    def forms(self) -> list[AskedForm]:
        return [self.form, *self.activities]

    @property
    def faulty_fields(self) -> list[tuple[Any, Any, list[str]]]:
        """Of every form that has a fault: the form, the field, what is wrong with it."""
        return [
            (form, form[name] if name in form.fields else None, [str(problem) for problem in problems])
            for form in self.forms
            for name, problems in form.errors.items()
        ]

    @property
    def open_forms(self) -> list[ActivityForm]:
        """Activities that still lack something."""
        return [form for form in self.activities if form.open_fields]

    @property
    def has_something_to_say(self) -> bool:
        """What a mere address could not repeat."""
        return bool(self.faulty_fields)

    # The address

    @property
    def travels(self) -> list[tuple[str, str]]:
        return [pair for form in self.forms for pair in form.travels()]

    @property
    def path(self) -> str:
        return reverse(self.url_name)

    @property
    def address(self) -> str:
        query = urlencode(self.travels)
        return f"{self.path}?{query}" if query else self.path

    @property
    def is_tidy(self) -> bool:
        """The address says all of it and nothing else."""
        return not self.query or [*self.query.items()] == self.travels

    @property
    def has_acted(self) -> bool:
        return CALCULATE in self.query

    @property
    def signature(self) -> str:
        """Stays the same as long as a page shows the right fields."""
        shown = [(field.auto_id, getattr(field.field, "choices", "")) for form in self.forms for field in form]
        return f"{zlib.crc32(repr([(name, len([*choices])) for name, choices in shown]).encode()):08x}"

    @property
    def json(self) -> str:
        """What a program sends to the interface to get the same answer."""
        return json.dumps(json.loads(to_json(self.reply.question)), ensure_ascii=False, indent=2)


class ActivitiesSheet(Sheet):
    """A question with activities in it."""

    form: PersonForm
    drafts: Drafts
    form_template = "rules/calculator/_fields_with_activities.html"

    def prepare(self) -> None:
        self.drafts = read_drafts(self.query, vocabulary.FACTS, {"end": self.day_of_new_activity})
        self.activities = [ActivityForm(draft, self.setting, self.drafts.all) for draft in self.drafts.all]
        if self.new_activity:
            self.activities[self.new_activity.number - 1].go_on_here()

    @property
    def day_of_new_activity(self) -> str:
        raise NotImplementedError

    @property
    def year_of_rules(self) -> int | None:
        """The year whose rule set says which facts are needed."""
        raise NotImplementedError

    @cached_property
    def setting(self) -> Setting:
        place, year = self.form.place_code, self.year_of_rules
        if year is None:
            return Setting(None)
        makes_up = any(draft.given.get("makeup_for") for draft in self.drafts.all)
        book = vocabulary.book_in_force(place, year, self.form.said("industry"), makes_up=makes_up)
        return Setting(book, tuple(vocabulary.makeups_around(place)))

    @property
    def question(self) -> Question:
        """With every activity that is filled in."""
        names = {fact: self._identities(fact) for fact in ("course", "project")}
        records = [
            form.record({fact: named[form.number] for fact, named in names.items() if form.number in named})
            for form in self.activities
            if not form.open_fields
        ]
        return super().question | {"records": records}

    def _identities(self, fact: str) -> dict[int, str]:
        return identities({form.number: form.reference(fact) for form in self.activities if fact in form.fields})

    @property
    def has_acted(self) -> bool:
        return super().has_acted or self.drafts.has_acted

    @property
    def has_something_to_say(self) -> bool:
        return super().has_something_to_say or self.drafts.left_out > 0

    @property
    def limit_note(self) -> str:
        if self.drafts.left_out:
            return _("A link holds %(most)d activities; %(count)d more were left out.") % {
                "most": MOST_ACTIVITIES,
                "count": self.drafts.left_out,
            }
        if self.drafts.is_full:
            return _("These are %(most)d activities, as many as a link can hold.") % {"most": MOST_ACTIVITIES}
        return ""

    @property
    def has_removed(self) -> bool:
        return REMOVE in self.query

    @property
    def new_activity(self) -> Draft | None:
        return next((draft for draft in self.drafts.all if draft.number == self.drafts.acted_on), None)


class AnnualSheet(ActivitiesSheet):
    url_name = "rules:calculator"
    kind = "annual"

    def head(self) -> YearForm:
        return YearForm(self.query, {"year": str(self.today.year)})

    @property
    def year_of_rules(self) -> int | None:
        return whole_year(self.form.said("year"))

    @property
    def day_of_new_activity(self) -> str:
        return today_or_end_of(self.form.said("year"), self.today)


@dataclass(frozen=True)
class Comparison:
    """What an application on another day would have come to."""

    on: date
    reply: Reply
    is_chosen: bool = False
    is_today: bool = False


class CycleSheet(ActivitiesSheet):
    url_name = "rules:calculator_cycle"
    kind = "cycle"

    def head(self) -> TitleCycleForm | AppointmentCycleForm:
        """By title or by appointment, as the place counts its cycle."""
        place = PersonForm(self.query).place_code
        self.cycle = vocabulary.cycle_around(place)
        if self.cycle is not None and self.cycle.kind == "appointment":
            years = {"appointed_from": str(self.today.year - 3), "appointed_to": str(self.today.year - 1)}
            return AppointmentCycleForm(self.query, years)
        return TitleCycleForm(self.query, self._usual_days())

    def _usual_days(self) -> dict[str, str]:
        """An application on the last day on which the year before is the last of the cycle."""
        day = self.boundary(self.cycle.last_year) if self.cycle else None
        return {"applied_on": day.isoformat()} if day else {}

    def boundary(self, year: int) -> date | None:
        """Up to this day an application closes with the year before, from the next on with the year itself."""
        day = self.cycle.last_day_for_year_before if self.cycle else None
        return day.in_year(year) if day else None

    @property
    def is_by_title(self) -> bool:
        return isinstance(self.form, TitleCycleForm)

    @property
    def year_of_rules(self) -> int | None:
        said = self.form.said("applied_on")[:4] if self.is_by_title else self.form.said("appointed_to")
        year = whole_year(said)
        last = self.cycle.last_year if self.cycle and self.is_by_title else None
        return min(year, last) if year and last else year

    @property
    def day_of_new_activity(self) -> str:
        year = self.year_of_rules or self.today.year
        return today_or_end_of(str(year - 1 if self.is_by_title else year), self.today)

    @property
    def turning_days(self) -> list[date]:
        """In the year of the application, the last day before the years change, and the first one after."""
        chosen = day_or_none(self.form.said("applied_on"))
        boundary = self.boundary(chosen.year) if chosen else None
        return [boundary, boundary + timedelta(days=1)] if boundary else []

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """The turning days, the day that was typed, and today."""
        chosen = day_or_none(self.form.said("applied_on"))
        if chosen is None or not self.turning_days or not self.reply.is_answered:
            return []
        return [self._applied_on(day, chosen) for day in sorted({*self.turning_days, chosen, self.today})]

    def _applied_on(self, day: date, chosen: date) -> Comparison:
        reply = self.reply
        if day != chosen:
            reply = reply_to(self.reply.question | {"applied_on": day.isoformat()})
        return Comparison(day, reply, is_chosen=day == chosen, is_today=day == self.today)


class RouteSheet(Sheet):
    url_name = "rules:calculator_route"
    kind = "route"

    def head(self) -> RouteForm:
        return RouteForm(self.query, {"year": str(self.today.year)})


class DeadlineSheet(Sheet):
    url_name = "rules:calculator_deadline"
    kind = "deadline"

    def head(self) -> DeadlineForm:
        return DeadlineForm(self.query, self._usual_days())

    def _usual_days(self) -> dict[str, str]:
        year, day = str(self.today.year), self.today.isoformat()
        days = dict.fromkeys(("starts_on", "ended_on", "on"), day)
        if self.query.get("what") == "annual_review":
            days["filed_on"] = day
        years = {"year": year, "study_year": str(self.today.year - 1), "for_year": str(self.today.year - 1)}
        return days | years | {"month": str(self.today.month)}


class NumberSheet(Sheet):
    url_name = "rules:calculator_number"
    kind = "number"
    form_template = "rules/calculator/_fields_of_number.html"

    def head(self) -> NumberForm:
        return NumberForm(self.query, {"study_year": str(self.today.year)})


class WholeNumberSheet(Sheet):
    """A number that was sent to be taken apart. It is a person's, so that no address holds it."""

    url_name = "rules:calculator_number"
    kind = "number"
    form_template = NumberSheet.form_template
    is_private = True

    def head(self) -> WholeNumberForm:
        return WholeNumberForm(self.query)


class SampleSheet(Sheet):
    url_name = "rules:calculator_sample"
    kind = "sample"

    def head(self) -> SampleForm:
        return SampleForm(self.query)


def whole_year(said: str) -> int | None:
    return int(said) if len(said) == 4 and said.isascii() and said.isdecimal() else None


def day_or_none(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def today_or_end_of(year: str, today: date) -> str:
    """The day that a new activity is given: within the year that is judged."""
    is_past_or_to_come = whole_year(year) not in (None, today.year)
    return f"{year}-12-31" if is_past_or_to_come else today.isoformat()
