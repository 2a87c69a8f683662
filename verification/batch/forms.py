from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

FIRST_YEAR = 2010


class TrialForm(forms.Form):
    year = forms.IntegerField(label=_("Study year"), widget=forms.NumberInput(attrs={"class": "input--short"}))

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = today.year
        self.last_year = today.year

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= self.last_year:
            raise forms.ValidationError(
                _("Years from %(first)s to %(last)s can be tried out.") % {"first": FIRST_YEAR, "last": self.last_year}
            )
        return year


class HaltForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everybody who waits reads it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
