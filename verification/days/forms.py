from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ui.formatting import date_text
from verification.enums import BookingState

MOST_DIGITS = 18


class BookingForm(forms.Form):
    """Which day, and for whom: each ticked value is a person's number and a year."""

    day = forms.TypedChoiceField(label=gettext_lazy("Verification day"), coerce=datetime.date.fromisoformat)
    note = forms.CharField(
        label=gettext_lazy("Note for the bureau"),
        help_text=gettext_lazy("Who comes, and what is special."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, days: list[datetime.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(day.isoformat(), date_text(day)) for day in days]
        self.fields["day"].choices = choices  # type: ignore[attr-defined]
        self.people: list[tuple[int, int]] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.people = [pair for value in self._ticked() if (pair := _pair(value))]
        if not self.people:
            raise ValidationError(_("Choose at least one person and year."))
        return cleaned

    def _ticked(self) -> list[str]:
        return self.data.getlist("line") if hasattr(self.data, "getlist") else []

    @property
    def ticked(self) -> set[str]:
        return set(self._ticked())


def _pair(value: str) -> tuple[int, int] | None:
    number, _dash, year = value.partition("-")
    if number.isdecimal() and len(number) <= MOST_DIGITS and year.isdecimal() and len(year) == 4:
        return int(number), int(year)
    return None


class AcceptanceForm(forms.Form):
    seen = forms.CharField(max_length=16)
    words = forms.CharField(
        label=gettext_lazy("Why those not ticked are left out"),
        help_text=gettext_lazy("The employer reads it. Who is short needs no reason: the figures give it."),
        max_length=300,
        required=False,
    )

    def ticked(self) -> set[int]:
        values = self.data.getlist("line") if hasattr(self.data, "getlist") else []
        return {int(value) for value in values if value.isdecimal() and len(value) <= MOST_DIGITS}


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What is missing"),
        help_text=gettext_lazy("The employer reads it and books anew."),
        max_length=300,
    )


class BookingFilter(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", pgettext_lazy("bookings", "All states")), *BookingState.choices],
        required=False,
    )
