"""What people type about cycles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.enums import TitleLevel
from people.models import Professional, ProfessionalQuerySet
from verification.cycles.enums import Occasion
from verification.cycles.services import Said
from verification.models import CycleCase


class CycleForm(forms.Form):
    """The application of one person."""

    applying_for = forms.ChoiceField(label=_("Title level applied for"), choices=TitleLevel, widget=forms.RadioSelect)
    applying_name = forms.CharField(
        label=_("Title applied for"), max_length=60, required=False, help_text=_("As the series calls it: 高级工程师.")
    )
    occasion = forms.ChoiceField(label=_("By way of"), choices=Occasion, widget=forms.RadioSelect)

    def __init__(self, *args: Any, levels: list[TitleLevel] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["applying_for"]
        assert isinstance(field, forms.ChoiceField)
        if levels is not None:
            field.choices = [(level.value, level.label) for level in levels]

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(given["applying_for"], given["occasion"], given["applying_name"])


class ApplicationForm(CycleForm):
    """Who is short says that it is known: hours that are not decided yet may still be recognized."""

    although_short = forms.BooleanField(
        label=_("Send it although hours are short"),
        required=False,
        help_text=_("Hours learned by the day of the application still count once they are recognized."),
    )

    def __init__(self, *args: Any, is_short: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_short:
            del self.fields["although_short"]


class ManyForm(CycleForm):
    """HR applies for several people."""

    person = forms.ModelMultipleChoiceField(label=_("People"), queryset=Professional.objects.none())
    without_refused = forms.BooleanField(required=False)

    def __init__(self, *args: Any, people: ProfessionalQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people
        field.error_messages["required"] = _("Tick for whom you apply.")


def filled_from(case: CycleCase) -> dict[str, str]:
    return {
        "applying_for": case.applying_for,
        "applying_name": case.applying_name,
        "occasion": case.occasion,
    }
