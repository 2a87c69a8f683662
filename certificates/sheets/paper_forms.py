from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.actors import Actor
from certificates.models import Certificate
from certificates.sheets.lots import Order, is_bureau, lot_of
from certificates.sheets.rosters import ROSTER, SUMMARY

PRINT = "print"
PAPERS = [
    (f"{PRINT}-pdf", _("The certificates themselves, as one PDF to print")),
    (f"{ROSTER}-xlsx", _("Roster of certificates handed out, Excel")),
    (f"{ROSTER}-pdf", _("Roster of certificates handed out, PDF")),
    (f"{SUMMARY}-xlsx", _("Summary of the year, Excel")),
    (f"{SUMMARY}-pdf", _("Summary of the year, PDF")),
]


class PapersForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Study year"), coerce=int)
    employer = forms.CharField(
        label=_("Employer"), max_length=200, required=False, help_text=_("Its whole name. Empty: all of your area.")
    )
    paper = forms.ChoiceField(
        label=pgettext_lazy("certificates", "What"),
        choices=PAPERS,
        widget=forms.RadioSelect,
        help_text=_(
            "The print is for paper and has no electronic signature: what is signed, and may be dropped on the check "
            "page, is the PDF of each single certificate."
        ),
    )
    order = forms.ChoiceField(label=pgettext_lazy("certificates", "In which order"), choices=Order.choices)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        visible = Certificate.objects.visible_to(actor).order_by("-study_year")
        years = list(visible.values_list("study_year", flat=True).distinct())
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        if not is_bureau(actor):
            del self.fields["employer"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "year" in said and not self.errors:
            said.setdefault("employer", "")
            lot = lot_of(self.actor, said["year"], employer=said["employer"])
            if said.get("paper", "").startswith(PRINT):
                lot = lot.standing()
            if not lot.exists():
                raise forms.ValidationError(_("There is no certificate of that year there."))
        return said
