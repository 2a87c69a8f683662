from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.forms import PASSWORD_RULES
from people.models import User
from people.sign_in_names import check_chosen_name


class FirstSignInForm(forms.Form):
    """Proof that the link reached its owner, a name and a password of their own."""

    keeps_input = False

    proof = forms.CharField(
        label=_("Last four characters of your identity document"),
        max_length=4,
        min_length=4,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    username = forms.CharField(
        label=_("User name"),
        help_text=_("To sign in with. Your telephone number and the number of your document work as well."),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password1 = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_RULES,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password, once more"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: User, asks_for_proof: bool, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        if not asks_for_proof:
            del self.fields["proof"]

    def clean_username(self) -> str:
        name = check_chosen_name(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=name).exclude(pk=self.user.pk).exists():
            raise forms.ValidationError(_("This name is taken. Choose another."), code="taken")
        return name

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", _("This is not the same as the first time. Type both again."))
        return data

    def refuse_proof(self, left: int) -> None:
        wrong = ngettext(
            "These are not the last characters of your document. %(left)d try is left.",
            "These are not the last characters of your document. %(left)d tries are left.",
            left,
        )
        self.add_error("proof", wrong % {"left": left})


class SignInNameForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        help_text=_("3 to 64 letters, digits, dots, hyphens or underscores; the first is a letter."),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_username(self) -> str:
        return check_chosen_name(self.cleaned_data["username"])
