"""The look-up of results for everybody (S-9). A form that is posted: an address is kept in too many places."""

from __future__ import annotations

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people.professionals.numbers import index_of_typed_number
from ui.errors import too_many_requests
from ui.limits import Allowance, Rule, allowance
from verification.reviews.forms import ResultByCertificateForm, ResultByPersonForm
from verification.reviews.results import Found, knows_certificates, results_for, results_under
from verification.reviews.texts import sentence

PER_ADDRESS = (60, 600)
"""So many misses in so many seconds: those of a whole office."""
PER_NUMBER = (10, 600)
"""Names tried on one number, from wherever."""


@never_cache
@sensitive_post_parameters("number", "name")
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    by_certificate = knows_certificates() and "certificate" in request.POST
    form = (ResultByCertificateForm if by_certificate else ResultByPersonForm)(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    # Whoever tries names on one number is stopped from wherever it is tried; a whole office behind one address is not.
    key = f"certificate {given['certificate']}" if by_certificate else index_of_typed_number(given["number"])
    # Numbers of certificates follow each other: there a hit is counted like a miss, or a walk would meet them all.
    guesses = _guesses(request, key)
    if not guesses.take():
        return too_many_requests(request)
    found = results_under(given["certificate"]) if by_certificate else results_for(given["name"], given["number"])
    if found and not by_certificate:
        guesses.give_back()
    if not found:
        return _page(request, form, status=404)
    return _page(request, form, found=found)


def _page(
    request: HttpRequest,
    form: ResultByPersonForm | ResultByCertificateForm,
    *,
    found: Found | None = None,
    status: int = 200,
) -> HttpResponse:
    by_certificate = isinstance(form, ResultByCertificateForm)
    context = {
        "person_form": ResultByPersonForm() if by_certificate else form,
        "certificate_form": form if by_certificate else ResultByCertificateForm() if knows_certificates() else None,
        "found": found,
        "nothing": status == 404,
        "source": sentence("results"),
        "fraud": sentence("fraud"),
        "short": sentence("short"),
    }
    return render(request, "verification/reviews/results.html", context, status=status)


def _guesses(request: HttpRequest, key: str) -> Allowance:
    return allowance(
        Rule("review address", get_ip(request), *PER_ADDRESS),
        Rule("review number", key, *PER_NUMBER),
    )
