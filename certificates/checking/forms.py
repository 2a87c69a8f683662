from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certificates.numbers import FULL_WIDTH, SPACES

DIGITS = 14
UNREMEMBERED = {"autocomplete": "off"}


def number_as_typed(typed: str) -> str:
    """With spaces between or in full width, it is the same number."""
    return SPACES.sub("", typed).translate(FULL_WIDTH)


def looks_like_number(number: str) -> bool:
    return re.fullmatch(rf"[0-9]{{{DIGITS}}}", number) is not None


class CheckForm(forms.Form):
    number = forms.CharField(
        label=_("Certificate number"),
        max_length=40,
        help_text=_("14 digits; spaces do no harm"),
        widget=forms.TextInput(UNREMEMBERED | {"inputmode": "numeric"}),
    )
    holder = forms.CharField(
        label=_("Name of the holder"),
        max_length=100,
        help_text=_("Exactly as on the certificate"),
        widget=forms.TextInput(UNREMEMBERED),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def clean_number(self) -> str:
        """Only what no certificate could have is refused here; of the rest nobody learns why nothing was found."""
        number = number_as_typed(self.cleaned_data["number"])
        if not looks_like_number(number):
            raise ValidationError(_("A number has 14 digits. Compare it with the certificate."))
        return number
