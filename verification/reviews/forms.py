"""What people type about reviews; numbers of documents come back in no answer."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.forms import comment_field
from people.professionals.forms import UNREMEMBERED
from verification.models import ReviewCase
from verification.reviews.enums import Filing, Mode, Purpose, Sex
from verification.reviews.services import FormSaid

FIRST_YEAR, LAST_YEAR = 1990, 2099
EARLIEST = datetime.date(1920, 1, 1)
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


class MonthField(forms.DateField):
    """A month as browsers send it; kept as its first day."""

    widget = forms.DateInput(attrs={"type": "month", "placeholder": "1985-01", **SHORT}, format="%Y-%m")
    input_formats = ("%Y-%m",)
    default_error_messages = {"invalid": _("Write the month as 1985-01: four digits, a hyphen, two digits.")}

    def clean(self, value: Any) -> datetime.date | None:
        month: datetime.date | None = super().clean(value)
        if month and not EARLIEST <= month <= timezone.localdate():
            raise ValidationError(_("Nobody at work was born in this month."))
        return month


class RegistrationFormForm(forms.Form):
    """电子登记表: what the system does not know already."""

    purpose = forms.ChoiceField(label=_("What the year is reviewed for"), choices=Purpose, widget=forms.RadioSelect)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex, widget=forms.RadioSelect)
    born_on = MonthField(label=_("Month of birth"), help_text=_("The form asks for year and month."))
    profession = forms.CharField(
        label=_("Profession"), max_length=60, help_text=_("What you work on, such as 结构设计.")
    )

    def said(self) -> FormSaid:
        given = self.cleaned_data
        return FormSaid(Purpose(given["purpose"]), Sex(given["sex"]), given["born_on"], given["profession"])


class RealTimeForm(RegistrationFormForm):
    year = forms.TypedChoiceField(label=_("Study year"), coerce=int)
    field_order = ("year",)

    def __init__(self, *args: Any, today: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        years = [(year, str(year)) for year in (today.year, today.year - 1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]


FIRST_REVIEWED = 2015


def _years() -> list[tuple[int, str]]:
    """The last one judged first."""
    return [(year, str(year)) for year in range(timezone.localdate().year, FIRST_REVIEWED - 1, -1)]


class ReviewYearFilter(forms.Form):
    year = forms.TypedChoiceField(label=_("Study year"), choices=_years, coerce=int, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial={"year": timezone.localdate().year - 1})

    def chosen(self) -> int:
        """The one asked for, else the one judged this year."""
        given = self.cleaned_data.get("year") if self.is_valid() else None
        return int(given or timezone.localdate().year - 1)


class AgreementForm(forms.Form):
    """The reviewer chooses over what is judged, and sends back which figures were on the screen."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    single = forms.CharField(widget=forms.HiddenInput, max_length=16)
    cycle = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)
    mode = forms.ChoiceField(label=_("What is judged"), choices=Mode, widget=forms.RadioSelect)
    comment = comment_field(_("A word about it"))

    def __init__(self, *args: Any, has_cycle: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_cycle:
            self.fields["mode"].widget = forms.HiddenInput()

    @property
    def seen(self) -> str:
        digest: str = self.cleaned_data[self.cleaned_data["mode"]]
        return digest


def filled_from(case: ReviewCase) -> dict[str, Any]:
    """What was said last, for the form that is sent again, or that of the next year."""
    return {
        "purpose": case.purpose,
        "sex": case.sex,
        "born_on": case.born_on,
        "profession": case.profession,
    }
