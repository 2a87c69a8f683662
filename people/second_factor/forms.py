"""django-allauth's forms, with our words and without placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CODE = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


def _ask_for_code(field: forms.Field, label: Any, help_text: Any) -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs = dict(CODE)


class _AppOrRecoveryCode(forms.Form):
    keeps_input = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = _("The six digits in your authenticator app, or a recovery code.")
        _ask_for_code(self.fields["code"], pgettext_lazy("second factor", "Code"), help_text)


class CodeForm(_AppOrRecoveryCode, AuthenticateForm):
    pass


class ConfirmByCodeForm(_AppOrRecoveryCode, ReauthenticateByCodeForm):
    pass


class ConfirmByPasswordForm(ReauthenticateForm):
    keeps_input = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = _("Password"), ""
        field.widget.attrs = {"autocomplete": "current-password"}


class AddAppForm(ActivateTOTPForm):
    keeps_input = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(
            self.fields["code"], pgettext_lazy("second factor", "Code"), _("The six digits that the app shows now.")
        )


class AddPasskeyForm(AddWebAuthnForm):
    keeps_input = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("So that you know it again: “office computer”, “my phone”.")
        self.fields["passwordless"].label = _("Sign in with it alone, without a password")
        self.fields["passwordless"].help_text = _("It must then ask for a finger, a face or a PIN.")


class RenamePasskeyForm(EditWebAuthnForm):
    keeps_input = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
