from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certificates.checking.forms import looks_like_number, number_as_typed
from people.access_links.forms import FirstSignInForm
from people.documents import normalized

UNREMEMBERED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
SHORTEST = 5


class RecoveryForm(forms.Form):
    document = forms.CharField(
        label=_("Number of your identity document"),
        help_text=_("The one that is registered here: of the identity card, the permit or the passport."),
        max_length=40,
        widget=forms.TextInput(UNREMEMBERED),
    )
    certificate = forms.CharField(
        label=_("Number of one of your certificates"),
        help_text=_("14 digits, of whatever year; spaces do no harm."),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_document(self) -> str:
        number = normalized(self.cleaned_data["document"])
        if len(number) < SHORTEST:
            raise ValidationError(_("This is too short for the number of a document. Type all of it."), code="short")
        return number

    def clean_certificate(self) -> str:
        number = number_as_typed(self.cleaned_data["certificate"])
        if not looks_like_number(number):
            raise ValidationError(_("A number has 14 digits. Compare it with the certificate."), code="digits")
        return number


class NewPasswordForm(FirstSignInForm):
    """The name to sign in with stays as it is."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, asks_for_proof=True, **more)
        del self.fields["username"]
