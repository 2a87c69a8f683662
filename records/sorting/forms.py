from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.enums import SubjectCategory
from records.logging.kinds import KINDS
from rules import labels

BACK, TAKE, DECLINE = "back", "take", "decline"


class HandOverForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What did you do?"),
        help_text=gettext_lazy("In your own words: what, where, with whom, how long. HR finds out what it counts as."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2000,
    )
    ended_on = forms.DateField(
        label=pgettext_lazy("of an activity", "Last day"),
        help_text=gettext_lazy("If you know it; the study year follows from it."),
        widget=forms.DateInput({"type": "date", "class": "input--date"}, format="%Y-%m-%d"),
        required=False,
    )

    def clean_ended_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["ended_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        if day and day.year < 2000:
            raise ValidationError(_("This year cannot be right."))
        return day


class SortingForm(forms.Form):
    activity = forms.ChoiceField(label=pgettext_lazy("of hours to be sorted", "What it counts as"))
    category = forms.ChoiceField(label=gettext_lazy("Subject category"), choices=SubjectCategory)
    title = forms.CharField(label=pgettext_lazy("of a record", "Title"), max_length=200)
    answer = forms.CharField(
        label=gettext_lazy("Answer to the person"),
        help_text=gettext_lazy("What is still needed, or why it does not count."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, act: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act = act
        choices = [(str(kind.label), [(name, labels.ACTIVITIES[name]) for name in kind.activities]) for kind in KINDS]
        self.fields["activity"].choices = [("", _("Choose one")), *choices]  # type: ignore[attr-defined]
        if act == DECLINE:  # nothing has to be said but why
            for name in ("activity", "category", "title"):
                self.fields[name].required = False
            self.fields["answer"].required = True

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("activity", "category", "title")}
