"""Every field of the 开班备案表 (附件3), in its order: for the pages, the sheet on paper and the one in Excel."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from courses.models import TrainingClass
from people.enums import Industry
from ui.formatting import date_text, hours_text, number_text

Pair = tuple[Any, str]


@dataclass(frozen=True)
class Section:
    title: str
    pairs: list[Pair]


def sections_of(training_class: TrainingClass) -> list[Section]:
    """What is empty is left out; on paper it stays, as `all_sections` has it."""
    filled = [Section(each.title, [pair for pair in each.pairs if pair[1]]) for each in all_sections(training_class)]
    return [section for section in filled if section.pairs]


def all_sections(training_class: TrainingClass) -> list[Section]:
    return [
        Section(_("Who and what"), _subject(training_class)),
        Section(_("When and where"), _time_and_place(training_class)),
        Section(_("Teaching and price"), _teaching(training_class)),
        Section(_("Contact"), _contact(training_class)),
    ]


def _label(name: str) -> Any:
    return TrainingClass._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def _subject(one: TrainingClass) -> list[Pair]:
    return [
        (_label("institution"), one.institution.name),
        (_label("title"), one.title),
        (_label("category"), str(one.get_category_display())),
        (_label("industry"), str(Industry(one.industry).label)),
        (_label("line"), one.line),
        (_label("course"), f"{one.course.code} {one.course.title}" if one.course else ""),
        (_label("hours"), hours_text(one.hours)),
        (_label("mandatory_hours"), hours_text(one.mandatory_hours) if one.mandatory_hours else ""),
        (_label("makeup_for"), str(one.makeup_for or "")),
        (_label("content"), one.content),
    ]


def _time_and_place(one: TrainingClass) -> list[Pair]:
    return [
        (_("time"), _("%(first)s to %(last)s") % {"first": date_text(one.starts_on), "last": date_text(one.ends_on)}),
        (_label("days"), number_text(one.days)),
        (_label("form"), str(one.get_form_display())),
        (_label("division"), one.division.name),
        (_label("venue"), one.venue),
        (_label("expected_number"), number_text(one.expected_number)),
        (_label("capacity"), number_text(one.capacity) if one.capacity else ""),
        (_label("enrol_until"), date_text(one.enrol_until) if one.enrol_until else ""),
    ]


def _teaching(one: TrainingClass) -> list[Pair]:
    return [
        (_label("teachers"), one.teachers),
        (_label("textbook"), one.textbook),
        (_label("exam_form"), one.exam_form),
        (_label("fee"), fee_text(one.fee)),
        (_label("fee_basis"), one.fee_basis),
    ]


def _contact(one: TrainingClass) -> list[Pair]:
    return [
        (_label("contact"), one.contact),
        (_label("phone"), one.phone),
        (_label("notes"), one.notes),
    ]


def fee_text(fee: Decimal) -> str:
    if not fee:
        return _("free of charge")
    return _("%(amount)s yuan a person") % {"amount": f"{fee.normalize():f}"}
