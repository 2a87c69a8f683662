from __future__ import annotations

import re

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.masking import mask_numbers
from people.enums import Industry
from people.models import Professional, ProfessionalQuerySet
from people.professionals.queries import EMPLOYED, LEFT, found_in_list, holding
from people.titles import TitleGroup

_MANY_DIGITS = re.compile(r"\d{11}")


class StatusForm(forms.Form):
    """Read before the filter, because it decides of whom the list is."""

    status = forms.ChoiceField(choices=[(EMPLOYED, EMPLOYED), (LEFT, LEFT)], required=False)

    @classmethod
    def status_in(cls, query: object) -> str:
        form = cls(query)  # type: ignore[arg-type]
        return form.cleaned_data["status"] or EMPLOYED if form.is_valid() else EMPLOYED


def refuse_numbers(typed: str) -> None:
    """What is typed here stands in the address, where no identity or telephone number may stand."""
    if mask_numbers(typed) != typed or _MANY_DIGITS.search(typed):
        raise ValidationError(_("Look for an identity or telephone number in the field below the list."))


class ProfessionalFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Of what people_listed gives."""

    name = django_filters.CharFilter(
        label=_("Name, pinyin or staff number"),
        method="filter_name",
        max_length=60,
        validators=[refuse_numbers],
        # The browser holds back what the server would refuse too late: an address is kept where it was typed.
        widget=forms.TextInput(attrs={"pattern": r"(?!.*\d{11}).*", "title": _("no identity or telephone number")}),
    )
    level = django_filters.ChoiceFilter(
        label=_("Present title"), method="filter_level", choices=TitleGroup.choices, empty_label=_("All titles")
    )
    industry = django_filters.ChoiceFilter(
        label=_("Industry"), method="filter_industry", choices=Industry, empty_label=_("All industries")
    )
    status = django_filters.ChoiceFilter(
        label=_("Employment"),
        method="filter_nothing",
        choices=[(LEFT, pgettext_lazy("of a professional", "Left"))],
        empty_label=pgettext_lazy("of a professional", "Employed"),
    )

    class Meta:
        model = Professional
        fields = ["name", "level", "industry", "status"]

    def filter_name(self, people: ProfessionalQuerySet, _name: str, typed: str) -> ProfessionalQuerySet:
        return found_in_list(people, typed)

    def filter_level(self, people: ProfessionalQuerySet, _name: str, group: str) -> ProfessionalQuerySet:
        return holding(people, group)

    def filter_industry(self, people: ProfessionalQuerySet, _name: str, industry: str) -> ProfessionalQuerySet:
        return people.filter(Q(is_open=True), industry=industry)

    def filter_nothing(self, people: ProfessionalQuerySet, _name: str, _status: str) -> ProfessionalQuerySet:
        """The list was already chosen by it (StatusForm)."""
        return people
