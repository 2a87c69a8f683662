"""The way back by two numbers. They are posted, and stand in no address and no line of a log; nor does what comes of
them, because for a week it is the same for everybody."""

from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.checking.limits import recoveries_at
from certificates.enums import RecoveryState
from certificates.models import Recovery
from certificates.recovery import services
from certificates.recovery.forms import NewPasswordForm, RecoveryForm
from certificates.recovery.queries import own_recoveries
from people.access_links.slips import picture_of
from people.middleware import actor_of
from people.requests import SignedInRequest
from people.vault import blind_index
from ui.errors import too_many_requests

TOKEN_IN_SESSION = "recovery"  # noqa: S105


@never_cache
@sensitive_post_parameters("document", "certificate")
@sensitive_variables("given", "document")
@require_http_methods(["GET", "HEAD", "POST"])
def asking(request: HttpRequest) -> HttpResponse:
    form = RecoveryForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "certificates/recovery/asking.html", {"form": form}, status=status)
    given = form.cleaned_data
    document = blind_index("identity", given["document"])
    if not recoveries_at(request, document, given["certificate"]).take():
        return too_many_requests(request)
    asked = services.ask_recovery(document, given["certificate"], actor=actor_of(request))
    address = request.build_absolute_uri(reverse("recovery:link", args=[asked.token]))
    context = {"asked": asked, "address": address, "picture": picture_of(address)}
    return render(request, "certificates/recovery/asked.html", context)


@require_safe
@never_cache
@rate_limit(action="access_link", limit_get=True)  # type: ignore[untyped-decorator]
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the token out of the address at once."""
    request.session[TOKEN_IN_SESSION] = token
    return redirect("recovery:door")


@never_cache
@sensitive_post_parameters("proof", "password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Closed for a week, then open to who typed what fits; until then it looks the same for everybody."""
    recovery, now = services.find_recovery(request.session.get(TOKEN_IN_SESSION, "")), timezone.now()
    if recovery is not None and now < recovery.opens_at:
        return render(request, "certificates/recovery/too_early.html", {"recovery": recovery})
    if recovery is None or not services.is_open(recovery, now):
        return render(request, "certificates/recovery/closed.html", status=410)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=recovery.account)
    if form.is_valid() and _is_proven(request, recovery, form):
        return _let_in(request, recovery, form)
    return render(request, "certificates/recovery/door.html", {"form": form}, status=422 if form.errors else 200)


def _is_proven(request: HttpRequest, recovery: Recovery, form: NewPasswordForm) -> bool:
    left = services.check_proof(recovery, form.cleaned_data["proof"], actor=actor_of(request))
    if left is None:
        return True
    form.refuse_proof(left)
    return False


def _let_in(request: HttpRequest, recovery: Recovery, form: NewPasswordForm) -> HttpResponse:
    """Signs in as with the password alone: who has a second factor is asked for it."""
    account = services.use_recovery(recovery, password=form.cleaned_data["password1"], actor=actor_of(request))
    del request.session[TOKEN_IN_SESSION]
    messages.success(
        request,
        _("The new password holds. You sign in with it as %(name)s, or by telephone or document number.")
        % {"name": account.username},
    )
    answer: HttpResponse = perform_login(request, account, redirect_url=reverse("home"))
    return answer


# What the owner reads


@login_required
@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    rows = own_recoveries(request.actor)
    context = {
        "recoveries": rows,
        "may_stop": any(each.may_be_stopped for each in rows),
        "is_unread": any(each.recovery.noted_at is None for each in rows),
        "was_used": any(each.state == RecoveryState.BACK for each in rows),
    }
    return render(request, "certificates/recovery/own.html", context)


@login_required
@require_POST
def stopping(request: SignedInRequest) -> HttpResponse:
    services.stop_recoveries(actor=request.actor)
    messages.success(request, _("It is stopped, and this way into your account stays closed for a year."))
    return redirect("recovery:own")


@login_required
@require_POST
def noting(request: SignedInRequest) -> HttpResponse:
    services.note_recoveries(actor=request.actor)
    return redirect("home")
