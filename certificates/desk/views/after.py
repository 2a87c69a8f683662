"""What happens to a certificate after its issue: void, replaced, handed over. Before what cannot be undone there is a
second look, and whoever signed in a while ago is asked anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.matters import database_day
from certificates.access import may_end, may_note_receipt
from certificates.desk.forms import EndForm, ReceiptForm, ReplacementForm
from certificates.issuing.services import end_certificate, replace_certificate
from certificates.log.restoring import locked_since
from certificates.models import Certificate
from certificates.receipts import note_receipts
from people.requests import SignedInRequest
from people.second_factor.fresh import fresh_sign_in_required

LOOKED_AGAIN = "looked_again"


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    certificate = _visible(request, pk)
    _require_may_end(request, certificate)
    form = EndForm(request.POST or None)

    def act() -> str:
        end_certificate(certificate, form.kind, reason=form.reason, actor=request.actor)
        return _("Certificate %(number)s is void from now on.") % {"number": certificate.number}

    return _with_second_look(request, certificate, form, act, "certificates/desk/end.html")


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def replacement(request: SignedInRequest, pk: int) -> HttpResponse:
    certificate = _visible(request, pk)
    _require_may_end(request, certificate)
    form = ReplacementForm(request.POST or None, initial={"why": "replaced-0" if _has_old_name(certificate) else ""})

    def act() -> str:
        new = replace_certificate(certificate, form.kind, reason=form.reason, actor=request.actor)
        told = {"old": certificate.number, "new": new.number}
        return _("Certificate %(new)s stands in the place of %(old)s.") % told

    return _with_second_look(request, certificate, form, act, "certificates/desk/replacement.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    certificate = _visible(request, pk)
    if not may_note_receipt(request.actor, certificate):
        raise PermissionDenied(_("A receipt is noted by whoever hands the paper over, and not to themselves."))
    initial = {"received_by": certificate.printed["name"], "received_on": database_day()}
    form = ReceiptForm(request.POST or None, initial=initial)
    if form.is_valid():
        note_receipts([certificate], **form.cleaned_data, actor=request.actor)
        messages.success(request, _("The receipt stands in the register."))
        return redirect(_page_of(request, certificate))
    context = {"certificate": certificate, "form": form, "back": _page_of(request, certificate)}
    return render(request, "certificates/desk/receipt.html", context, status=422 if form.is_bound else 200)


def _with_second_look(
    request: SignedInRequest, certificate: Certificate, form: EndForm, act: Callable[[], str], template: str
) -> HttpResponse:
    """First the reason; then what will be, to be read once more; then it is done."""
    is_given = form.is_valid()
    if is_given and LOOKED_AGAIN in request.POST:
        messages.success(request, act())
        return redirect(_page_of(request, certificate))
    context: dict[str, Any] = {
        "certificate": certificate,
        "form": form,
        "is_second_look": is_given,
        "back": _page_of(request, certificate),
        "has_old_name": _has_old_name(certificate),
        "issuing_locked": locked_since(),
    }
    return render(request, template, context, status=422 if form.is_bound and not is_given else 200)


def _has_old_name(certificate: Certificate) -> bool:
    return bool(certificate.printed["name"] != certificate.professional.name)


def _page_of(request: SignedInRequest, certificate: Certificate) -> str:
    """Of the register in which it stands, for the bureau; for HR its desk."""
    if may_end(request.actor, certificate) or request.actor.area:
        asked = f"year={certificate.study_year}&issuer={certificate.issuer_id}&number={certificate.number}"
        return f"{reverse('certificates:register')}?{asked}"
    return f"{reverse('certificates:staff')}?year={certificate.study_year}&group=issued"


def _visible(request: SignedInRequest, pk: int) -> Certificate:
    found = Certificate.objects.visible_to(request.actor)
    return get_object_or_404(found.select_related("issuer", "professional", "employer", "end", "verification"), pk=pk)


def _require_may_end(request: SignedInRequest, certificate: Certificate) -> None:
    if certificate.professional.user_id == request.actor.user_id:
        raise PermissionDenied(_("Nobody decides on their own case. A colleague or the body above does."))
    if not may_end(request.actor, certificate):
        raise PermissionDenied(_("The head of the bureau that issued it decides that."))
