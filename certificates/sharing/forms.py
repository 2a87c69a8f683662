from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.sharing.services import LONGEST_DAYS, SHORTEST_DAYS


class ShareForm(forms.Form):
    note = forms.CharField(
        label=pgettext_lazy("share link", "For whom"),
        max_length=100,
        required=False,
        help_text=_("Only you read this, in the list below."),
    )
    days = forms.IntegerField(
        label=_("How many days it is good for"),
        min_value=SHORTEST_DAYS,
        max_value=LONGEST_DAYS,
        initial=30,
        help_text=_("From 1 to 90."),
        widget=forms.NumberInput({"class": "input--short"}),
    )
