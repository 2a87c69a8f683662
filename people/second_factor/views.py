"""The pages of django-allauth for second factors: ours to look at, and each change written down."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from people.hats import current_hats
from people.middleware import actor_of
from people.models import User
from people.second_factor import services
from people.second_factor.adapter import SecondFactorAdapter
from people.second_factor.gate import is_compulsory_for, is_proven


class SecondFactorsView(IndexView):
    """What there is, what is missing, and whether a hat demands it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        hats = current_hats(user, on=timezone.localdate())
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "is_compulsory": is_compulsory_for(user, hats),
            "is_proven": is_proven(self.request, user),
        }


class CodeView(AuthenticateView):
    """The second step of signing in."""

    def form_valid(self, form: Any) -> HttpResponse:
        used = getattr(form, "authenticator", None)  # a passkey's form has none
        response: HttpResponse = super().form_valid(form)
        if used is not None and used.type == Authenticator.Type.RECOVERY_CODES:
            services.note_recovery_code_used(used.user, actor=actor_of(self.request))
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        if form.data.get("code") or form.data.get("credential"):
            services.note_failed_code(self.stage.login.user, actor=actor_of(self.request))
        response: HttpResponse = super().form_invalid(form)
        return response


class AddAppView(ActivateTOTPView):
    def form_valid(self, form: Form) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            _added(self.request, Authenticator.Type.TOTP)
        return response


class RemoveAppView(DeactivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        services.note_second_factor_removed(self.request.user, Authenticator.Type.TOTP, actor=actor_of(self.request))
        return response


class AddPasskeyView(AddWebAuthnView):
    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _added(self.request, Authenticator.Type.WEBAUTHN)
        return response


class RemovePasskeyView(RemoveWebAuthnView):
    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        if not SecondFactorAdapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(SecondFactorAdapter.error_messages["cannot_delete_authenticator"]))
            return redirect("mfa_list_webauthn")
        response: HttpResponse = super().form_valid(form)
        services.note_second_factor_removed(
            self.request.user, Authenticator.Type.WEBAUTHN, actor=actor_of(self.request)
        )
        return response


class MakeRecoveryCodesView(GenerateRecoveryCodesView):
    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        services.note_recovery_codes_made(self.request.user, actor=actor_of(self.request))
        return response


class PasskeySignInView(LoginWebAuthnView):
    """A passkey alone is both factors: it is had, and opened by a finger, a face or a PIN."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse({"request_options": begin_authentication(user=None)})


class ConfirmByCodeView(ReauthenticateByCodeView):
    def form_invalid(self, form: Form) -> HttpResponse:
        services.note_failed_code(self.request.user, actor=actor_of(self.request))
        response: HttpResponse = super().form_invalid(form)
        return response


class ConfirmByPasskeyView(ReauthenticateWebAuthnView):
    def form_invalid(self, form: Form) -> HttpResponse:
        for message in form.errors.get("credential", []):
            messages.error(self.request, str(message))
        return HttpResponseRedirect(self.request.get_full_path())


def _added(request: HttpRequest, kind: str) -> None:
    """Who has just set it up has proved to have it: the session at hand goes on, with all rights."""
    user: User = request.user  # type: ignore[assignment]
    services.note_second_factor_added(user, kind, actor=actor_of(request))
    update_session_auth_hash(request, user)
    record_authentication(request, user, "mfa", type=kind)
