from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.checking.answers import answer_for
from certificates.checking.views import page
from certificates.models import Certificate, ShareLink
from certificates.sharing.forms import ShareForm
from certificates.sharing.services import Made, make_link, open_link, revoke_link
from people.requests import SignedInRequest


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: SignedInRequest, number: int) -> HttpResponse:
    """The holder's links to one certificate; a POST makes another and shows it, this once."""
    certificate = own_certificate(request, number)
    form = ShareForm(request.POST if request.method == "POST" else None)
    made: Made | None = make_link(certificate, **form.cleaned_data, actor=request.actor) if form.is_valid() else None
    context = {
        "certificate": certificate,
        "form": ShareForm() if made else form,
        "made": made,
        "address": request.build_absolute_uri(reverse("check:shared", args=[made.token])) if made else "",
        "links": ShareLink.objects.visible_to(request.actor).filter(certificate=certificate),
        "now": timezone.now(),
    }
    return render(request, "certificates/sharing/links.html", context)


@login_required
@require_POST
def revocation(request: SignedInRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(ShareLink.objects.visible_to(request.actor).select_related("certificate"), pk=pk)
    revoke_link(link, actor=request.actor)
    messages.success(request, _("The link shows nothing any more."))
    return redirect("certificates:links", link.certificate.number)


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What the holder sent. One page for links that were never made, have run out, or were taken back."""
    link = open_link(token)
    if link is None:
        return render(request, "certificates/sharing/gone.html", status=410)
    return page(request, answer_for(link.certificate), link=link)


def own_certificate(request: SignedInRequest, number: int) -> Certificate:
    own = Certificate.objects.visible_to(request.actor).filter(professional__user=request.user)
    return get_object_or_404(own.select_related("professional"), number=str(number))
