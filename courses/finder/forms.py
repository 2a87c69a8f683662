"""By what the finder looks. Every field may be left out, and nonsense in the address is told at its field."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.enums import StudyForm, SubjectCategory
from people.enums import Industry

FREE = "free"
PRICES = (100, 300, 500, 1000)
HOURS = (6, 12, 18, 30, 42)
MONTHS_AHEAD = 12
MONTH = re.compile(r"(\d{4})-(\d{2})")
CLASSES, ONLINE, CATALOG = "classes", "online", "catalog"
SHOWN = ((CLASSES, _("Classes")), (ONLINE, _("Online courses")), (CATALOG, _("Courses of catalogs")))


def months_ahead(today: datetime.date) -> list[tuple[str, str]]:
    months = [today.year * 12 + today.month - 1 + ahead for ahead in range(MONTHS_AHEAD)]
    days = [datetime.date(month // 12, month % 12 + 1, 1) for month in months]
    return [(f"{day:%Y-%m}", date_format(day, "YEAR_MONTH_FORMAT")) for day in days]


class CourseFilterForm(forms.Form):
    """What every kind of offer can be looked for by."""

    search = forms.CharField(label=pgettext_lazy("search", "Words"), max_length=100, required=False)
    place = forms.CharField(
        label=_("Place or its code"),
        max_length=50,
        required=False,
    )
    category = forms.ChoiceField(
        label=_("Subject category"), choices=[("", _("All categories")), *SubjectCategory.choices], required=False
    )
    industry = forms.ChoiceField(
        label=_("Industry"), choices=[("", _("All industries")), *Industry.choices], required=False
    )
    price = forms.ChoiceField(
        label=_("Price"),
        choices=[
            ("", pgettext_lazy("price", "Any")),
            (FREE, pgettext_lazy("price", "Free")),
            *((str(most), f"≤ {most}") for most in PRICES),
        ],
        required=False,
    )
    hours = forms.ChoiceField(
        label=_("Hours at least"),
        choices=[("", pgettext_lazy("hours", "Any")), *((str(least), str(least)) for least in HOURS)],
        required=False,
    )

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in FIRST]

    @property
    def has_more(self) -> bool:
        """Something is said, or wrong, among the fields that are folded away."""
        return any(field.name in self.changed_data or field.errors for field in self.more_fields)

    def clean_price(self) -> Decimal | None:
        """The most that it may cost."""
        said = self.cleaned_data["price"]
        return None if not said else Decimal(0) if said == FREE else Decimal(said)

    def clean_hours(self) -> Decimal | None:
        said = self.cleaned_data["hours"]
        return Decimal(said) if said else None


class ClassFilterForm(CourseFilterForm):
    form = forms.ChoiceField(
        label=pgettext_lazy("form of study", "Form"),
        choices=[("", pgettext_lazy("form of study", "Any")), *StudyForm.choices],
        required=False,
    )
    month = forms.CharField(label=_("Begins in"), max_length=7, required=False)
    places = forms.ChoiceField(
        label=_("Places"),
        choices=[("", pgettext_lazy("places in a class", "Any")), ("free", _("Still has places"))],
        required=False,
    )
    field_order = ["search", "place", "category", "form", "month", "industry", "hours", "price", "places"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [("", pgettext_lazy("month", "Any")), *months_ahead(timezone.localdate())]
        self.fields["month"].widget = forms.Select(choices=months)

    def clean_month(self) -> datetime.date | None:
        """Its first day. Any month can stand in an address, not only those that are offered."""
        said = self.cleaned_data["month"]
        if not said:
            return None
        found = MONTH.fullmatch(said)
        if not found or not 1 <= int(found[2]) <= 12 or not 2000 <= int(found[1]) <= 2100:
            raise ValidationError(_("Give a month like 2026-05."))
        return datetime.date(int(found[1]), int(found[2]), 1)


# Asked of everybody; the others are one press away.
FIRST = ("search", "place", "category")


class FinderState(forms.Form):
    """What is looked at, and whether only what helps the reader; carried along hidden."""

    show = forms.ChoiceField(choices=SHOWN, required=False, widget=forms.HiddenInput)
    lacking = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)

    @property
    def shown(self) -> str:
        return (self.is_valid() and self.cleaned_data["show"]) or CLASSES

    @property
    def is_lacking(self) -> bool:
        return self.is_valid() and self.cleaned_data["lacking"] == "1"


def filter_form(state: FinderState, *args: Any) -> CourseFilterForm:
    """With the state as hidden fields, so that filtering keeps it."""
    form = (ClassFilterForm if state.shown == CLASSES else CourseFilterForm)(*args)
    carried = {"show": state.shown if state.shown != CLASSES else "", "lacking": "1" if state.is_lacking else ""}
    for name, value in carried.items():
        if value:
            form.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput, initial=value)
    return form
