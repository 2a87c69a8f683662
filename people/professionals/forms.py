from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.documents import CheckedDocument, DocumentFault, check_document
from people.enums import DocumentKind, Industry, TitleLevel, TitleSeries
from people.models import Employer
from people.names import search_tokens
from people.phones import PhoneFault, check_phone
from people.professionals.services import ObtainedTitle, Registration

EARLIEST = datetime.date(1950, 1, 1)
NO_TITLE = ("", pgettext_lazy("title", "none yet"))
# Kept by no browser: offices share computers.
UNREMEMBERED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class DayField(forms.DateField):
    """A day that is over or is today."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d",)
    default_error_messages = {
        "to_come": _("This day has not come yet."),
        "too_early": _("This day is too long ago."),
    }

    def __init__(self, *, may_be_to_come: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.may_be_to_come = may_be_to_come

    def clean(self, value: Any) -> datetime.date | None:
        day: datetime.date | None = super().clean(value)
        if day and day < EARLIEST:
            raise ValidationError(self.error_messages["too_early"], code="too_early")
        if day and day > timezone.localdate() and not self.may_be_to_come:
            raise ValidationError(self.error_messages["to_come"], code="to_come")
        return day


class PhoneField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
        super().__init__(max_length=30, widget=widget, **options)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return check_phone(typed) if typed else ""
        except PhoneFault as fault:
            raise ValidationError(fault.message, code=fault.code) from fault


class NameField(forms.CharField):
    def clean(self, value: Any) -> str:
        name: str = super().clean(value)
        if name and not search_tokens(name):
            raise ValidationError(_("A name has letters or characters."), code="no_name")
        return name


class TitleFields(forms.Form):
    """The parts of one title. In a form where it may be left out, all of them are left out."""

    series = forms.ChoiceField(label=_("Series of titles"), choices=[NO_TITLE, *TitleSeries.choices])
    level = forms.ChoiceField(label=_("Level"), choices=[NO_TITLE, *TitleLevel.choices])
    title = forms.CharField(label=_("Title"), max_length=50, help_text=_("As on the certificate, such as 高级工程师."))
    obtained_on = DayField(label=_("Obtained on"), help_text=_("The day on the certificate of the title."))

    def obtained(self) -> ObtainedTitle:
        given = self.cleaned_data
        return ObtainedTitle(
            series=TitleSeries(given["series"]),
            level=TitleLevel(given["level"]),
            name=given["title"],
            obtained_on=given["obtained_on"],
        )


class TitleForm(TitleFields):
    pass


class RegistrationForm(TitleFields):
    """One person, entered by HR."""

    name = NameField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Identity document"), choices=DocumentKind, initial=DocumentKind.RESIDENT_ID)
    number = forms.CharField(label=_("Number of the document"), max_length=40, widget=forms.TextInput(UNREMEMBERED))
    phone = PhoneField(label=_("Mobile number"), required=False, help_text=_("To sign in with."))
    industry = forms.ChoiceField(label=_("Industry"), choices=Industry, initial=Industry.GENERAL)
    employer = forms.ModelChoiceField(label=_("Employer"), queryset=Employer.objects.none(), empty_label=None)
    staff_number = forms.CharField(label=_("Staff number"), max_length=40, required=False)
    position = forms.CharField(label=_("Position"), max_length=60, required=False)
    started_on = DayField(label=_("First day of work"))

    field_order = ("name", "kind", "number", "phone", "employer", "started_on", "staff_number", "position", "industry")

    def __init__(self, *args: Any, employers: list[Employer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TitleFields.base_fields:
            self.fields[name].required = False
        choice = self.fields["employer"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Employer.objects.filter(pk__in=[employer.pk for employer in employers])
        if len(employers) == 1:
            choice.required, choice.initial, choice.widget = False, employers[0], forms.HiddenInput()
        self.document: CheckedDocument | None = None

    def clean_number(self) -> str:
        given = self.cleaned_data
        try:
            self.document = check_document(given.get("kind", ""), given["number"], today=timezone.localdate())
        except DocumentFault as fault:
            raise ValidationError(fault.message, code=fault.code) from fault
        except ValueError:  # the kind is at fault, and says so itself
            return ""
        return self.document.number

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        parts = {name: given.get(name) for name in TitleFields.base_fields if name not in self.errors}
        if any(parts.values()):
            for name, value in parts.items():
                if not value:
                    self.add_error(name, _("A title needs its series, its level, its name and its date."))
        return given

    def registration(self) -> Registration:
        given = self.cleaned_data
        assert self.document is not None  # the form is valid
        choice = self.fields["employer"]
        return Registration(
            name=given["name"],
            document=self.document,
            phone=given["phone"],
            industry=Industry(given["industry"]),
            title=self.obtained() if given["series"] else None,
            employer=given["employer"] or choice.initial,
            started_on=given["started_on"],
            staff_number=given["staff_number"],
            position=given["position"],
        )


class EndForm(forms.Form):
    ended_on = DayField(label=_("Last day of work"), may_be_to_come=True)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class PhoneForm(forms.Form):
    phone = PhoneField(
        label=_("Mobile number"),
        required=False,
        help_text=_("You can sign in with it. Leave it empty to take the present number away."),
    )


class LookupForm(forms.Form):
    number = forms.CharField(
        label=_("Identity or telephone number"),
        max_length=40,
        widget=forms.TextInput(UNREMEMBERED),
        help_text=_("The whole number. It stands in no address and is kept nowhere."),
    )


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("What do you need the number for?"),
        max_length=200,
        help_text=_("The person can read this, with your name and the time."),
    )
