from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from people import services
from people.access import may_read_everybody
from people.demo_groups import demo_groups
from people.forms import AccountFilterForm, PreferencesForm
from people.hats import HAT_IN_SESSION, chosen_or_first, current_hats
from people.models import Membership, MembershipQuerySet
from people.queries import accounts_matching, demo_accounts, own_acts
from people.requests import SignedInRequest
from ui.addresses import own_or_home
from ui.tables import Column, Table

RECENT_ACTS = 20
ACCOUNTS = Table(
    columns=(
        Column("name", _("Name"), order_by=("display_name",)),
        Column("username", _("User name"), order_by=("username",)),
        Column("hats", _("Hats today")),
        Column("opened", _("Opened"), order_by=("created_at",), newest_first=True),
        Column("last_sign_in", _("Last sign-in"), order_by=("last_login",), newest_first=True),
    ),
    default_sort="username",
)


class SignInView(LoginView):
    template_name = "account/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"demo_groups": demo_groups(timezone.localdate()) if settings.DEMO else []}


class SignOutView(LogoutView):
    template_name = "account/sign_out.html"


class ChangePasswordView(PasswordChangeView):
    template_name = "account/change_password.html"


@method_decorator(rate_limit(action="login"), name="dispatch")
class DemoSignInView(View):
    """One click on the sign-in page of a demo installation; elsewhere there is no such page."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST.get("account")
        user = next((user for user in demo_accounts(timezone.localdate()) if user.username == wanted), None)
        if user is None:
            raise Http404
        logout(request, show_message=False)
        response: HttpResponse = perform_login(request, user, redirect_url=get_next_redirect_url(request))
        return response


@method_decorator(login_required, name="dispatch")
class HatsView(View):
    def get(self, request: SignedInRequest) -> HttpResponse:
        hats = current_hats(request.user, on=timezone.localdate())
        worn = chosen_or_first(hats, request.session.get(HAT_IN_SESSION))
        return render(request, "people/hats.html", {"hats": hats, "worn": worn, "next": request.GET.get("next", "")})

    def post(self, request: SignedInRequest) -> HttpResponse:
        hat = get_object_or_404(_own_memberships(request), pk=_number(request.POST.get("hat", "")))
        services.switch_hat(hat, actor=request.actor)
        request.session[HAT_IN_SESSION] = hat.pk
        messages.success(request, _("You now act as: %(hat)s.") % {"hat": hat})
        return redirect(own_or_home(request.POST.get("next", ""), request))


@login_required
@require_safe
def profile(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    memberships = list(_own_memberships(request))
    current = [hat for hat in memberships if hat.is_current(today)]
    return render(
        request,
        "people/profile.html",
        {
            "memberships": memberships,
            "current": current,
            "worn": chosen_or_first(current, request.session.get(HAT_IN_SESSION)),
            "today": today,
            "preferences_form": PreferencesForm.showing(request.preferences),
            "acts": own_acts(request.actor)[:RECENT_ACTS],
        },
    )


@login_required
@require_safe
def accounts(request: SignedInRequest) -> HttpResponse:
    if not may_read_everybody(request.actor):
        raise PermissionDenied
    form = AccountFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"name": "", "role": ""}
    rows = accounts_matching(request.actor, **wanted, on=timezone.localdate())
    return render(request, "people/accounts.html", {"form": form, "accounts": ACCOUNTS.page(rows, request.GET)})


@login_required
@require_POST
def sign_out_elsewhere(request: SignedInRequest) -> HttpResponse:
    services.end_sessions(request.user, actor=request.actor)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Every other session of this account has ended."))
    return redirect("profile")


def _own_memberships(request: SignedInRequest) -> MembershipQuerySet:
    visible = Membership.objects.visible_to(request.actor)
    return visible.filter(user=request.user).select_related("organization")


def _number(text: str) -> int:
    """An id out of a form; what is none is the id of nothing."""
    return int(text) if text.isascii() and text.isdecimal() else 0
