from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import fields_for_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.actors import Actor
from people.enums import Level, OrganizationKind
from people.models import Agency, Division, Organization
from people.models.divisions import SIGNIFICANT_DIGITS, area_at
from people.organizations.access import answers_for
from people.organizations.facts import clean_uscc

FACTS = {
    OrganizationKind.EMPLOYER: ["belongs_to", "ownership", "industry", "files_held_by"],
    OrganizationKind.INSTITUTION: ["run_by", "is_approved_base"],
    OrganizationKind.INDUSTRY_AUTHORITY: ["level", "industry", "form"],
    OrganizationKind.AGENCY: ["level"],
    OrganizationKind.BUREAU: [],
    OrganizationKind.DIRECT_POINT: [],
}
LEVEL_FIELDS = ("belongs_to", "run_by", "level")
HINTS = {
    "uscc": _("18 characters, as on the licence. Leave it empty where there is none."),
    "belongs_to": _("Whose it is, not where it stands: a hospital of the city may stand in a district."),
    "files_held_by": _("The agency that holds the files of its people and so takes the employer's first step."),
    "is_approved_base": _("Approved as a base for continuing education."),
}
LINES_PER_YEAR = 40


if TYPE_CHECKING:
    ChoiceOfDivision = forms.ModelChoiceField[Division]
else:  # subscripts are for the type checker; Django's fields take none
    ChoiceOfDivision = forms.ModelChoiceField


class DivisionField(ChoiceOfDivision):
    def label_from_instance(self, division: Division) -> str:
        return f"{division.code} {division.local_name}"


class OrganizationForm(forms.Form):
    """The facts of one kind, within what the bureau answers for. The services check what must hold besides."""

    name = forms.CharField(label=_("Name"), max_length=200)
    uscc = forms.CharField(
        label=_("Unified social credit code"), help_text=HINTS["uscc"], max_length=40, required=False
    )
    division = DivisionField(label=_("Place"), queryset=Division.objects.none())

    def __init__(self, *args: Any, kind: type[Organization], actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert kind.KIND is not None
        self.kind, self.actor = kind.KIND, actor
        self.fields.update(fields_for_model(kind, fields=FACTS[self.kind]))
        for name in set(HINTS) & set(self.fields):
            self.fields[name].help_text = HINTS[name]
        within_area = Division.objects.on(timezone.localdate()).under(actor.area)
        _offer(self.fields["division"], within_area, none=_("Choose one"))
        if "files_held_by" in self.fields:
            agencies = Agency.objects.standing().filter(_around(actor.area)).order_by("name")
            _offer(self.fields["files_held_by"], agencies, none=_("The employer itself"))

    def clean_uscc(self) -> str:
        return clean_uscc(self.cleaned_data["uscc"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        division = cleaned.get("division")
        if division and not self.errors and not answers_for(self.actor, self.kind, area_at(division, self.level)):
            raise ValidationError(_("Your bureau does not answer for an organization of this level and place."))
        return cleaned

    @property
    def level(self) -> Level:
        """Of the bureau that will answer for it: said, or that of the place."""
        said = next((self.cleaned_data[name] for name in LEVEL_FIELDS if name in self.cleaned_data), None)
        return Level(said or self.cleaned_data["division"].level)

    def facts(self) -> dict[str, Any]:
        """As the services take them."""
        level = {"level": self.level} if self.kind == OrganizationKind.BUREAU else {}
        return self.cleaned_data | level


def _offer(field: Any, choices: Any, *, none: Any) -> None:
    field.empty_label = none
    field.queryset = choices


def _around(area: str) -> Q:
    """Inside the area, or above it: the agency of the city holds files for employers of its districts."""
    above = [area[:digits] for digits in SIGNIFICANT_DIGITS.values() if digits < len(area)]
    return Q(area__startswith=area) | Q(area__in=above)


class OrganizationFilterForm(forms.Form):
    search = forms.CharField(label=_("Name or code"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *OrganizationKind.choices], required=False)
    place = forms.CharField(label=_("Place or its code"), max_length=50, required=False)
    level = forms.ChoiceField(
        label=_("Answered for by"), choices=[("", _("All levels")), *Level.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", pgettext_lazy("organizations", "Standing")),
            ("closed", pgettext_lazy("organizations", "Closed")),
            ("merged", pgettext_lazy("organizations", "Merged")),
        ],
        required=False,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), help_text=_("Stands in the audit trail beside your name."), max_length=300
    )


class ClosingForm(ReasonForm):
    closed_on = forms.DateField(label=_("Closed on"), widget=forms.DateInput({"type": "date"}))
    field_order = ["closed_on", "reason"]

    def clean_closed_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["closed_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day


class CommissionForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2010, max_value=2100)
    lines = forms.CharField(
        label=_("Lines of work"),
        help_text=_("One on each line, for example 卫生. Empty ends the commission of that year."),
        widget=forms.Textarea({"rows": 6}),
        required=False,
    )

    def clean_lines(self) -> list[str]:
        lines = sorted({" ".join(line.split()) for line in self.cleaned_data["lines"].splitlines()} - {""})
        if len(lines) > LINES_PER_YEAR:
            raise ValidationError(_("At most %(count)d lines of work a year.") % {"count": LINES_PER_YEAR})
        too_long = next((line for line in lines if len(line) > 50), None)
        if too_long:
            raise ValidationError(_("“%(line)s” is longer than 50 characters.") % {"line": too_long})
        return lines
