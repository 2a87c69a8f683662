from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.enums import Outcome
from rules import labels

YEARS_BACK = 16


def year_choices() -> list[tuple[int, str]]:
    this = timezone.localdate().year
    return [(year, str(year)) for year in range(this, this - YEARS_BACK, -1)]


class StaffYearFilter(forms.Form):
    year = forms.TypedChoiceField(label=_("Study year"), choices=year_choices, coerce=int, required=False)
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    position = forms.CharField(label=pgettext_lazy("at work", "Position"), max_length=60, required=False)
    line = forms.ChoiceField(label=_("Short of"), choices=[("", _("Any line")), *labels.LINES.items()], required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All states")), *Outcome.choices, ("none", _("Under no rule set"))],
        required=False,
    )

    def criteria(self) -> dict[str, Any]:
        """What cannot be is passed over; the field says so."""
        given = self.cleaned_data if self.is_valid() else {}
        return {**given, "year": given.get("year") or timezone.localdate().year}


class ReminderForm(forms.Form):
    person = forms.TypedMultipleChoiceField(coerce=int)
    year = forms.TypedChoiceField(choices=year_choices, coerce=int)
    words = forms.CharField(max_length=300, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["person"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        # Whose row it may be is asked by the service, of the people of the employer.
        field.choices = [(value, value) for value in data.getlist("person") if value.isascii() and value.isdecimal()]


class SpendForm(forms.Form):
    year = forms.TypedChoiceField(
        label=_("Year"), choices=year_choices, coerce=int, widget=forms.Select(attrs={"class": "input--short"})
    )
    wages = forms.DecimalField(
        label=_("Total wages of the professionals"),
        max_digits=14,
        decimal_places=2,
        min_value=1,
        help_text=_("In yuan, of the whole year."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input--short"}),
    )
    spent = forms.DecimalField(
        label=_("Spent on specialty and elective subjects"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        help_text=_("In yuan. Public subjects are paid by the province."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input--short"}),
    )
