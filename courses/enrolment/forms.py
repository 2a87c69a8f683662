from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from people.models import Professional


class RosterAdditionForm(forms.Form):
    """The number goes into no address and is never given back by a page."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As on the document."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number = forms.CharField(
        label=gettext_lazy("Document number"),
        help_text=gettext_lazy("In full; it is compared, and not kept a second time."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class StaffForm(forms.Form):
    """Whom of one's people to enrol: as many as are ticked."""

    person = forms.ModelMultipleChoiceField(queryset=Professional.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class StaffFilterForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name or staff number"), max_length=100, required=False)


class PlaceFilterForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, required=False)
