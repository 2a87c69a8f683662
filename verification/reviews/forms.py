"""What people type about reviews; numbers of documents come back in no answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.professionals.forms import UNREMEMBERED
from verification.reviews.enums import Filing

FIRST_YEAR, LAST_YEAR = 1990, 2099
SHORT = {"class": "input--short"}


class UnshownInput(forms.TextInput):
    """What is typed into it comes back in no answer: numbers of documents are shown nowhere."""

    def format_value(self, value: Any) -> None:
        return None


class ResultByPersonForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("As on the document."), widget=forms.TextInput(UNREMEMBERED)
    )
    number = forms.CharField(
        label=_("Number of the identity document"),
        max_length=40,
        help_text=_("It is compared and kept nowhere."),
        widget=UnshownInput(UNREMEMBERED),
    )


class ResultByCertificateForm(forms.Form):
    certificate = forms.CharField(
        label=_("Number of the certificate"), max_length=40, widget=forms.TextInput(UNREMEMBERED)
    )

    def clean_certificate(self) -> str:
        typed = "".join(str(self.cleaned_data["certificate"]).split())
        if not typed:
            raise ValidationError(_("Type the number that stands on the certificate."))
        return typed


class FilingWayForm(forms.Form):
    way = forms.ChoiceField(label=_("How the forms of your people come in"), choices=Filing, widget=forms.RadioSelect)


class AppointmentForm(forms.Form):
    first_year = forms.IntegerField(
        label=_("First year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.NumberInput(SHORT)
    )
    last_year = forms.IntegerField(
        label=_("Last year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.NumberInput(SHORT)
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "first_year" in given and "last_year" in given and given["last_year"] < given["first_year"]:
            self.add_error("last_year", _("The last year of an appointment is not before the first."))
        return given
