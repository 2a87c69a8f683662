"""Signing in through a provider of OpenID Connect, such as a province's or a company's own.

Who has an account connects it once, from the profile; from then on the provider signs in. It opens no accounts, and
nothing that it tells about a person is kept but the key under which it knows them.
"""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audit.services import record
from people.middleware import actor_of


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": _("Set a password first, or you could no longer sign in."),
        "connected_other": _("This identity is connected to another account. Disconnect it there first."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        sociallogin.account.extra_data = {}


@receiver(social_account_added)
def note_connection(request: HttpRequest, sociallogin: SocialLogin, **_: Any) -> None:
    _record("single_sign_on.connected", request, sociallogin.account)


@receiver(social_account_removed)
def note_disconnection(request: HttpRequest, socialaccount: SocialAccount, **_: Any) -> None:
    _record("single_sign_on.disconnected", request, socialaccount)


def _record(action: str, request: HttpRequest, account: SocialAccount) -> None:
    record(action, account.user, actor=actor_of(request), after={"provider": account.provider})
