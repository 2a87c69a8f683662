from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.access_links import services
from people.access_links.forms import FirstSignInForm, SignInNameForm
from people.access_links.queries import waiting_for_access
from people.access_links.slips import slips_of
from people.access_links.ways_back import ways_back
from people.middleware import actor_of
from people.models import AccessLink, IdentityDocument
from people.requests import SignedInRequest
from people.second_factor.fresh import fresh_sign_in_required
from ui.errors import Conflict

TOKEN_IN_SESSION = "access_link"  # noqa: S105
MOST_AT_ONCE = 500


@require_safe
def no_way_in(request: HttpRequest) -> HttpResponse:
    """For everybody: how to come in for the first time, and how to come in again."""
    return render(request, "people/access_links/no_way_in.html", {"ways_back": ways_back()})


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "POST"])
def waiting(request: SignedInRequest) -> HttpResponse:
    """Who has no way in yet; a POST makes links for those chosen and shows them, this once, to be printed."""
    if not request.actor.can("people.make_access_links"):
        raise PermissionDenied
    people = waiting_for_access(request.actor).order_by("display_name", "pk")
    if request.method == "POST":
        return _make_slips(request)
    return render(
        request, "people/access_links/waiting.html", {"people": people[:MOST_AT_ONCE], "count": people.count()}
    )


def _make_slips(request: SignedInRequest) -> HttpResponse:
    wanted = {int(text) for text in request.POST.getlist("account") if text.isascii() and text.isdecimal()}
    chosen = list(waiting_for_access(request.actor).filter(pk__in=wanted))
    if not chosen or len(chosen) < len(wanted):
        messages.error(request, _("Choose people of this list. Somebody may have got a password meanwhile."))
        return redirect("access_links")
    links = services.make_access_links(chosen[:MOST_AT_ONCE], at=timezone.now(), actor=request.actor)
    answer = render(request, "people/access_links/slips.html", {"slips": slips_of(links, request)})
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@never_cache
@rate_limit(action="access_link", limit_get=True)  # type: ignore[untyped-decorator]
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the token out of the address at once: addresses are kept by browsers and seen over shoulders."""
    request.session[TOKEN_IN_SESSION] = token
    return redirect("first_sign_in")


@never_cache
@require_http_methods(["GET", "POST"])
def first_sign_in(request: HttpRequest) -> HttpResponse:
    link = services.find_link(request.session.get(TOKEN_IN_SESSION, ""), at=timezone.now())
    if link is None:
        return render(request, "people/access_links/no_link.html", status=410)
    has_document = IdentityDocument.objects.filter(professional__user=link.user, replaced_at=None).exists()
    form = FirstSignInForm(request.POST or None, user=link.user, asks_for_proof=has_document)
    if form.is_valid() and _is_proven(request, link, form):
        return _let_in(request, link, form)
    return render(request, "people/access_links/first_sign_in.html", {"form": form, "link": link})


def _is_proven(request: HttpRequest, link: AccessLink, form: FirstSignInForm) -> bool:
    if services.proves_ownership(link, form.cleaned_data.get("proof", "")):
        return True
    left = services.note_failed_proof(link, at=timezone.now(), actor=actor_of(request))
    form.refuse_proof(left)
    return False


def _let_in(request: HttpRequest, link: AccessLink, form: FirstSignInForm) -> HttpResponse:
    user = services.use_link(
        link,
        username=form.cleaned_data["username"],
        password=form.cleaned_data["password1"],
        at=timezone.now(),
        actor=actor_of(request),
    )
    del request.session[TOKEN_IN_SESSION]
    answer: HttpResponse = perform_login(request, user, redirect_url=reverse("home"))
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def sign_in_name(request: SignedInRequest) -> HttpResponse:
    form = SignInNameForm(request.POST or None, initial={"username": request.user.username})
    if form.is_valid():
        try:
            services.choose_sign_in_name(request.user, form.cleaned_data["username"], actor=request.actor)
        except Conflict as taken:
            form.add_error("username", str(taken))
        else:
            messages.success(request, _("From now on you sign in as %(name)s.") % {"name": request.user.username})
            return redirect("profile")
    return render(request, "people/access_links/sign_in_name.html", {"form": form})
