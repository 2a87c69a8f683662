from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from people.enums import Theme, TypeSize
from people.roles import Role
from people.sign_in_names import account_named
from ui.preferences import Preferences

PASSWORD_RULES = _("At least 8 characters. Not only digits, not a common password, not like your name.")


class SignInForm(LoginForm):
    """allauth's, with our words and without placeholders: a placeholder is gone when it is needed."""

    keeps_input = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label, password.label = _("User name, telephone or document number"), _("Password")
        name.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        password.widget.attrs = {"autocomplete": "current-password"}

    def user_credentials(self) -> dict[str, str]:
        """By the chosen name, whatever was typed: what is handed on is kept in the session."""
        typed = self.cleaned_data["login"]
        user = account_named(typed)
        return {"username": user.username if user else typed, "password": self.cleaned_data["password"]}


class ChangePasswordForm(AllauthChangePasswordForm):
    keeps_input = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Current password"),
            "password1": _("New password"),
            "password2": _("New password, once more"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = PASSWORD_RULES


def _languages() -> list[tuple[str, str]]:
    """Each in its own tongue: who reads only one must find it."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class PreferencesForm(forms.Form):
    """Shows the choices; `ui.views.choose_preferences` takes them, as it does from the head of every page."""

    language = forms.ChoiceField(label=_("Language"), choices=_languages, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Appearance"), choices=Theme.choices, widget=forms.RadioSelect)
    type_size = forms.ChoiceField(label=_("Type size"), choices=TypeSize.choices, widget=forms.RadioSelect)
    single_keys = forms.ChoiceField(
        label=_("Single-key shortcuts"),
        help_text=_("For lists worked through by keyboard. Switch them off if you dictate or use a screen reader."),
        choices=[("on", _("On")), ("off", _("Off"))],
        widget=forms.RadioSelect,
    )

    @classmethod
    def showing(cls, preferences: Preferences) -> PreferencesForm:
        return cls(
            initial={
                "language": preferences.language,
                "theme": preferences.theme,
                "type_size": preferences.type_size,
                "single_keys": "on" if preferences.single_keys else "off",
            }
        )


class AccountFilterForm(forms.Form):
    name = forms.CharField(label=_("Name or user name"), max_length=100, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("All roles")), *Role.choices], required=False)
