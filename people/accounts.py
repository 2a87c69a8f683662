"""How django-allauth is joined to our accounts: it proves who signs in, our services write down what happened."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import respond_429
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people import services
from people.middleware import actor_of
from people.models import User
from people.second_factor.gate import is_waived_for
from people.sign_in_names import key_of_attempts


def may_sign_in(user: User) -> bool:
    """The password of the demo accounts is public: where data is real they are as good as closed."""
    return user.is_active and (settings.DEMO or not user.is_demo)


def has_just_signed_in(request: HttpRequest, user: User) -> bool:
    earliest = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(record["at"] > earliest for record in get_authentication_records(request, user))


class AccountBackend(AuthenticationBackend):
    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Also asked at every request, so that closing an account ends its sessions."""
        return isinstance(user, User) and may_sign_in(user)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The name or number, or the password, is not right. Check both and try again."),
        "account_inactive": _("This account is closed. Ask your employer or your bureau."),
        "enter_current_password": _("This is not your current password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # accounts are made by an employer or a bureau, never by the visitor

    def is_ajax(self, request: HttpRequest) -> bool:
        return False  # pages answer with pages; allauth would hand out its forms as JSON

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return key_of_attempts(credentials["username"])

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as too_many_attempts:
            raise ImmediateHttpResponse(respond_429(request)) from too_many_attempts

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        # allauth hands over the owner of a closed account as well, to lead them to a page of its own.
        user: User | None = super().authenticate(request, **credentials)
        if user and not may_sign_in(user):
            services.note_refused_sign_in(user, actor=actor_of(request))
            raise self.validation_error("account_inactive")
        return user

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """A passkey leads here without `authenticate`: it opens a closed account no more than a password does."""
        if not may_sign_in(user):
            services.note_refused_sign_in(user, actor=actor_of(request))
            messages.error(request, self.error_messages["account_inactive"])
            return redirect("account_login")
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of who signed in just now, and not in a demo."""
        user = self.request.user
        return not (isinstance(user, User) and (is_waived_for(user) or has_just_signed_in(self.request, user)))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        user = User.objects.filter(username__iexact=credentials["username"]).first()
        if user:
            services.note_failed_sign_in(user, actor=actor_of(request))

    def login(self, request: HttpRequest, user: User) -> None:
        with transaction.atomic():
            super().login(request, user)
            request.actor = actor_of(request)  # type: ignore[attr-defined]
            services.note_sign_in(user, actor=actor_of(request))

    def logout(self, request: HttpRequest) -> None:
        assert isinstance(request.user, User)  # allauth asks nobody else to sign out
        with transaction.atomic():
            services.note_sign_out(request.user, actor=actor_of(request))
            super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        services.change_password(user, password, actor=actor_of(self.request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")
