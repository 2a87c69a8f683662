from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.enums import Industry


class BoardFilter(forms.Form):
    """What cannot be is passed over, and said at its field."""

    year = forms.TypedChoiceField(label=_("Study year"), coerce=int, required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    industry = forms.ChoiceField(
        label=_("Industry"), choices=[("", _("All industries")), *Industry.choices], required=False
    )

    def __init__(self, *args: Any, years: Sequence[int], areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["area"].choices = areas  # type: ignore[attr-defined]
