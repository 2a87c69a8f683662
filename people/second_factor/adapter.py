"""How the second factors of django-allauth are joined to our accounts."""

from __future__ import annotations

from base64 import b64decode, b64encode

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.hats import current_hats
from people.models import User
from people.second_factor.gate import is_compulsory_for
from people.vault import Sealed, open_, seal

# django-allauth does not say whose secret it is: all of them share one context.
CONTEXT = "second factor"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "One of your hats needs a second factor. Set up another one before you remove this."
        ),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
        "incorrect_code": _("This code is not right, or was used already. Wait for the next one and type it anew."),
    }

    def encrypt(self, text: str) -> str:
        sealed = seal(text, context=CONTEXT)
        return f"{sealed.key_id}:{b64encode(sealed.data).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        key_id, _colon, data = encrypted_text.partition(":")
        return open_(Sealed(key_id, b64decode(data)), context=CONTEXT)

    def get_totp_label(self, user: User) -> str:
        return user.username

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user = authenticator.user
        others = Authenticator.objects.filter(user=user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists() or not is_compulsory_for(
            user, current_hats(user, on=timezone.localdate())
        )
