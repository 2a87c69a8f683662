from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rules.reading.shelves import listed_books


def _books() -> list[tuple[str, str]]:
    return [(listed.book.id, f"{listed.book.id}　{listed.title}") for listed in listed_books()]


class ComparisonForm(forms.Form):
    a = forms.ChoiceField(label=_("One rule set"), choices=_books)
    b = forms.ChoiceField(label=_("The other"), choices=_books)
    only = forms.BooleanField(label=_("Only what differs"), required=False)

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        if chosen.get("a") and chosen.get("a") == chosen.get("b"):
            self.add_error("b", _("Choose two different rule sets."))
        return chosen
