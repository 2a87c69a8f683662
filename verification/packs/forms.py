from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.enums import TitleLevel

FIRST_DAY = datetime.date(2010, 12, 1)
"""Since then Guangdong has certificates (GD10 十七); no rule known here is older."""


class PackForm(forms.Form):
    """When, and for which title. Without an answer: today, and the level is not said."""

    applied_on = forms.DateField(label=gettext_lazy("Day of the application"), widget=forms.DateInput({"type": "date"}))
    applying_for = forms.ChoiceField(label=gettext_lazy("Title applied for"), required=False)

    def __init__(self, *args: Any, today: datetime.date | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.today = today or timezone.localdate()
        field = self.fields["applying_for"]
        field.choices = [("", _("Not said")), *TitleLevel.choices]  # type: ignore[attr-defined]

    def clean_applied_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["applied_on"]
        last = datetime.date(self.today.year + 1, 12, 31)
        if not FIRST_DAY <= day <= last:
            words = _("Choose a day from %(first)s to %(last)s: for others no rules are known.")
            raise forms.ValidationError(words % {"first": FIRST_DAY.isoformat(), "last": last.isoformat()})
        return day
