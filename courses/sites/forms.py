from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.actors import Actor
from courses.enums import SubjectCategory
from courses.sites.services import FACTS


class SiteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    url = forms.URLField(
        label=_("Address"),
        help_text=_("Where people begin, with https:// in front."),
        max_length=300,
        assume_scheme="https",
    )
    categories = forms.MultipleChoiceField(
        label=_("Subject categories"), choices=SubjectCategory, widget=forms.CheckboxSelectMultiple
    )
    approved_from = forms.DateField(
        label=pgettext_lazy("approval of a site", "Approved from"), widget=forms.DateInput({"type": "date"})
    )
    approved_to = forms.DateField(
        label=pgettext_lazy("approval of a site", "Approved until"),
        help_text=_("The last day. Leave it empty while no end is fixed."),
        widget=forms.DateInput({"type": "date"}),
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approved_from"].initial = timezone.localdate()
        if actor.industry:
            self.fields["categories"].choices = [  # type: ignore[attr-defined]
                (SubjectCategory.SPECIALTY.value, SubjectCategory.SPECIALTY.label)
            ]
            self.fields["categories"].initial = [SubjectCategory.SPECIALTY.value]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}
