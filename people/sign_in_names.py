"""What somebody types to sign in: the chosen name, the telephone number or the number of the identity document.

All three can change and none is stored where it is typed: a session keeps the account, a counter a blind index.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.documents import normalized
from people.models import IdentityDocument, User
from people.phones import PhoneFault, check_phone
from people.vault import blind_index

# Begins with a letter, so that it can be no telephone number and no number of a resident identity card.
_CHOSEN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{2,63}")


def account_named(typed: str) -> User | None:
    """The account that signs in by this name. All three ways are tried always: how long it takes tells nothing."""
    found = (_by_chosen_name(typed), _by_phone(typed), _by_document(typed))
    return next((user for user in found if user is not None), None)


def _by_chosen_name(typed: str) -> User | None:
    return User.objects.filter(username__iexact=typed.strip()).first()


def _by_phone(typed: str) -> User | None:
    try:
        number = check_phone(typed)
    except PhoneFault:
        number = ""
    return User.objects.filter(phone_index=blind_index("phone", number)).first()


def _by_document(typed: str) -> User | None:
    current = IdentityDocument.objects.filter(
        number_index=blind_index("identity", normalized(typed)), replaced_at=None
    ).select_related("professional__user")
    document = current.first()
    return document.professional.user if document else None


def key_of_attempts(typed: str) -> str:
    """Under which failures are counted: for every name of an account the same, and no number can be told from it."""
    user = account_named(typed)
    return f"account {user.pk}" if user else blind_index("identity", typed.strip().lower())


def check_chosen_name(typed: str) -> str:
    name = typed.strip()
    if not _CHOSEN_NAME.fullmatch(name):
        raise ValidationError(
            _("3 to 64 letters, digits, dots, hyphens or underscores; the first is a letter."), code="sign_in_name"
        )
    return name
