from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from policies.workdays import Edition
from rules.calendar.days import NOTHING_ANNOUNCED, is_weekend
from rules.calendar.queries import YearInForce
from rules.models import NOTE_LENGTH, NOTICE_LENGTH

PROVISIONAL, CONFIRMED = "provisional", "confirmed"
STATES = [
    (PROVISIONAL, pgettext_lazy("year of the calendar", "provisional: the notice is not out yet")),
    (CONFIRMED, pgettext_lazy("year of the calendar", "confirmed by the notice of the State Council")),
]


class EditionForm(forms.Form):
    """A tick turns a day: a weekday is off then, a weekend is worked. So no list can hold a day that does not fit."""

    days = forms.MultipleChoiceField(
        label=_("Days"),
        required=False,
        error_messages={"invalid_choice": _("%(value)s is no day of this year.")},
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, widget=forms.RadioSelect)
    notice = forms.CharField(
        label=_("Notice"),
        help_text=_("Title and number of the notice of the State Council. Needed to confirm the year."),
        max_length=NOTICE_LENGTH,
        required=False,
    )
    note = forms.CharField(
        label=_("Remark"),
        help_text=_("Why this edition was needed. Stands in its history and in the audit trail."),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    replaces = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, year: int, seen: YearInForce | None, data: Any = None) -> None:
        super().__init__(data, initial=_initial(seen))
        self.year = year
        self.seen = seen
        self.fields["days"].choices = [(day.isoformat(), day.isoformat()) for day in _days_of(year)]  # type: ignore[attr-defined]

    @property
    def ticked(self) -> list[str]:
        """As last sent or, when the form is new, as in force."""
        chosen: list[str] = self["days"].value() or []
        return chosen

    @property
    def edition(self) -> Edition:
        days = {date.fromisoformat(day) for day in self.cleaned_data["days"]}
        weekends = frozenset(filter(is_weekend, days))
        return Edition(self.cleaned_data["state"] == CONFIRMED, frozenset(days) - weekends, weekends)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("state") == CONFIRMED and not self.cleaned_data.get("notice"):
            self.add_error("notice", gettext("Say which notice confirms the year, or leave the year provisional."))
        if not self.errors and self.seen and self._says_the_same(self.seen):
            raise ValidationError(gettext("Nothing is changed yet. Tick a day, or change the state or the notice."))
        return self.cleaned_data

    def _says_the_same(self, seen: YearInForce) -> bool:
        return (self.edition, self.cleaned_data["notice"]) == (seen.edition, seen.notice)


def _initial(seen: YearInForce | None) -> dict[str, Any]:
    edition = seen.edition if seen else NOTHING_ANNOUNCED
    return {
        "days": sorted(day.isoformat() for day in edition.holidays | edition.worked),
        "state": CONFIRMED if edition.is_confirmed else PROVISIONAL,
        "notice": seen.notice if seen else "",
        "replaces": seen.number if seen else 0,
    }


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
