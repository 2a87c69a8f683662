"""By what catalogs and sites are looked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.enums import CatalogKind, SubjectCategory
from people.enums import Industry


class CatalogFilterForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *CatalogKind.choices], required=False)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, required=False)
    place = forms.CharField(label=_("Place or its code"), max_length=50, required=False)
    industry = forms.ChoiceField(
        label=_("Industry"), choices=[("", _("All industries")), *Industry.choices], required=False
    )


class SiteFilterForm(forms.Form):
    category = forms.ChoiceField(
        label=_("Subject category"), choices=[("", _("All categories")), *SubjectCategory.choices], required=False
    )
    place = forms.CharField(label=_("Place or its code"), max_length=50, required=False)
    industry = forms.ChoiceField(
        label=_("Industry"), choices=[("", _("All industries")), *Industry.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("Approval"),
        choices=[("", _("Approved today")), ("all", _("Ended ones as well"))],
        required=False,
    )
