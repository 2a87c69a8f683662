"""Hats that may be worn only by who has proved twice who they are: of those who decide, audit or operate."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from people.models import Membership, User
from people.roles import Role

COMPULSORY_FOR = frozenset({Role.BUREAU_CLERK, Role.BUREAU_HEAD, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR})


def is_waived_for(user: User) -> bool:
    """The accounts of a demo are for everybody; elsewhere they cannot sign in at all."""
    return settings.DEMO and user.is_demo


def is_compulsory_for(user: User, hats: list[Membership]) -> bool:
    return not is_waived_for(user) and any(hat.role in COMPULSORY_FOR for hat in hats)


def is_proven(request: HttpRequest, user: User) -> bool:
    """Whether this very session has seen a code or a passkey of theirs."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def is_withheld(request: HttpRequest, user: User, hat: Membership | None) -> bool:
    """Whether the hat gives no rights yet, because the second factor is missing."""
    if hat is None or hat.role not in COMPULSORY_FOR:
        return False
    return not is_waived_for(user) and not is_proven(request, user)
