from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.actors import Actor
from courses.catalogs.rulings import CATEGORY_OF_KIND, mandatory_share
from courses.enums import CatalogKind, StudyForm
from courses.models import Catalog, Course, StudySite
from ui.formatting import hours_text

YEARS = range(2010, 2101)


class YearForm(forms.Form):
    """For which year a copy is made."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=YEARS[0],
        max_value=YEARS[-1],
        widget=forms.NumberInput({"class": "input--short"}),
    )


class CatalogForm(forms.Form):
    """What a catalog says of itself. Its kind and publisher follow from who writes it."""

    def __init__(self, *args: Any, catalog: Catalog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if catalog.pk is None:
            self.fields.update(deepcopy(YearForm.base_fields))
        self.fields.update(fields_for_model(Catalog, fields=["title", "document_number", "mandatory_hours", "note"]))
        self.fields["document_number"].help_text = _("As printed, for example 穗人社函〔2016〕755号.")
        self.fields["note"].help_text = _("What readers should know: for whom it is, how the examination is held.")
        self.fields["note"].widget = forms.Textarea({"rows": 4})
        if catalog.kind == CatalogKind.GUIDE:
            self._explain_mandatory_hours(catalog)
        else:
            del self.fields["mandatory_hours"]

    def _explain_mandatory_hours(self, catalog: Catalog) -> None:
        field = self.fields["mandatory_hours"]
        field.widget.attrs["class"] = "input--short"
        share = mandatory_share(catalog)
        if share:
            field.help_text = _("At least a third of the specialty subjects: %(hours)s (%(citation)s).") % {
                "hours": hours_text(share.hours),
                "citation": share.reason.citation,
            }
        else:
            field.help_text = _("Content that everybody of the industry studies. Leave it empty where there is none.")

    def clean_mandatory_hours(self) -> Decimal | None:
        hours: Decimal | None = self.cleaned_data["mandatory_hours"]
        if hours is not None and hours <= 0:
            raise forms.ValidationError(_("Enter more than 0 hours, or leave it empty."))
        return hours


COURSE_HINTS = {
    "code": _("By it a course is known again. Left empty, the catalog numbers it."),
    "hours": _("What everybody who passes it gets."),
    "is_mandatory": _("Belongs to the content that everybody of the industry studies."),
    "for_year": _("Leave it empty where it may be taken for any year that the rules offer."),
    "fee": _("0 where it is free. Leave it empty if the institutions say it."),
    "url": _("Of the course itself, where it has one."),
    "content": _("What is learned; shown to everybody."),
}


FIELDS = (
    *("title", "code", "category", "for_year", "hours", "is_mandatory"),
    *("form", "site", "url", "fee", "content"),
)


class CourseForm(forms.Form):
    """A course of a catalog; asks only what the kind of the catalog has."""

    def __init__(self, *args: Any, catalog: Catalog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.catalog = catalog
        self.fields.update(fields_for_model(Course, fields=[name for name in FIELDS if name != "url"]))
        self.fields["url"] = forms.URLField(
            label=_("Address of the course"), max_length=300, required=False, assume_scheme="https"
        )
        for name in set(FIELDS) - set(self._names(catalog)):
            del self.fields[name]
        self.order_fields(FIELDS)
        for name in set(COURSE_HINTS) & set(self.fields):
            self.fields[name].help_text = COURSE_HINTS[name]
        for name in {"hours", "fee", "for_year"} & set(self.fields):
            self.fields[name].widget.attrs["class"] = "input--short"
        self.fields["code"].required = False
        self.fields["content"].widget = forms.Textarea({"rows": 4})
        self.fields["form"].initial = StudyForm.FACE_TO_FACE
        self._offer_sites(catalog)
        if catalog.kind == CatalogKind.MAKEUP:
            self.fields["code"].help_text = _(
                "The rules know make-up courses by name: left empty, the title is the code."
            )

    def _names(self, catalog: Catalog) -> list[str]:
        names = list(FIELDS)
        if catalog.kind != CatalogKind.MAKEUP:
            names = [name for name in names if name not in ("category", "for_year")]
        return [name for name in names if name != "is_mandatory" or catalog.kind == CatalogKind.GUIDE]

    def _offer_sites(self, catalog: Catalog) -> None:
        field: Any = self.fields["site"]
        field.queryset = StudySite.objects.approved_around(catalog.area).order_by("name", "pk")
        field.empty_label = pgettext_lazy("study site", "None")
        field.help_text = _("Of an online course; sites are approved under “Study sites”.")

    def clean_hours(self) -> Decimal:
        hours: Decimal = self.cleaned_data["hours"]
        if hours <= 0:
            raise forms.ValidationError(_("A course is worth more than 0 hours."))
        return hours

    def clean_fee(self) -> Decimal | None:
        fee: Decimal | None = self.cleaned_data["fee"]
        if fee is not None and fee < 0:
            raise forms.ValidationError(_("A price is not below 0."))
        return fee

    def facts(self) -> dict[str, Any]:
        category = CATEGORY_OF_KIND.get(CatalogKind(self.catalog.kind))
        return self.cleaned_data | ({"category": category} if category else {})


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), help_text=_("Shown to everybody who looks for it."), max_length=300)


def next_year(catalog: Catalog) -> int:
    return max(catalog.year + 1, timezone.localdate().year)


def draft_of_kind(kind: CatalogKind, actor: Actor) -> Catalog:
    """Not saved: what a form about a new one has to know."""
    year = timezone.localdate().year
    return Catalog(kind=kind, year=year, area=actor.area, industry=actor.industry)
