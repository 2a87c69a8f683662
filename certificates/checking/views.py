"""Checking, for everybody. A form that is posted, and an answer on the same page: who was looked for stands in no
address and in no line of a log."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates.checking.answers import Answer, answer_for_number, answer_for_token, to_the_second
from certificates.checking.files import FileCheckForm, answer_for_file, answer_named_in
from certificates.checking.forms import CheckForm
from certificates.checking.frames import TEMPLATE, context_of, framed_answer, is_for_everybody
from certificates.checking.limits import files_from, guesses_at
from certificates.checking.offline import signing_facts
from certificates.checking.showing import shown
from certificates.keys import known_keys
from certificates.log.proofs import proof_of
from certificates.models import Certificate
from certificates.qr import token_of, token_text
from ui.errors import too_many_requests
from ui.preferences import preferences_of

TOKEN_SECONDS = 30
KEYS_SECONDS = 3600


@never_cache
@sensitive_post_parameters("number", "holder")
@sensitive_variables("given")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    form = CheckForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return page(request, form=form, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    guesses = guesses_at(request, given["number"])
    if not guesses.take():
        return too_many_requests(request)
    answer = answer_for_number(given["number"], given["holder"])
    if answer is not None:
        guesses.give_back()
    return page(request, answer, form=form, status=200 if answer else 404)


@require_safe
def by_token(request: HttpRequest, token: str) -> HttpResponse:
    """What the QR code opens. No other cache than the visitor's own keeps it, and that for a moment."""
    answer = answer_for_token(token)
    if answer is None:
        return never_cache(page)(request, status=404)
    mark = mark_of(request, answer)
    is_same = request.headers.get("If-None-Match") == mark
    response = HttpResponseNotModified() if is_same else page(request, answer)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        response["ETag"] = mark
        patch_cache_control(response, private=True, max_age=TOKEN_SECONDS)
    return response


@never_cache
@require_POST
def check_file(request: HttpRequest) -> HttpResponse:
    form = FileCheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, file_form=form, status=422)
    guesses = files_from(request)
    if not guesses.take():
        return too_many_requests(request)
    file = form.cleaned_data["file"]
    told = {"file_name": file.name, "when": to_the_second(timezone.now())}
    answer = answer_for_file(file)
    if answer is None:
        named = answer_named_in(file)
        return page(request, named, is_unknown_file=True, by_copy=named is not None, **told)
    guesses.give_back()
    return page(request, answer, by_file=True, **told)


@require_safe
@never_cache
def proof(request: HttpRequest, token: str) -> JsonResponse:
    """For whoever would rather compute than believe: `docs/verify_certificate_log.py` reads it."""
    certificate = get_object_or_404(Certificate, token=token_of(token))
    response = JsonResponse(proof_of(certificate).to_json(), json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}-proof.json"'
    return response


@require_safe
def keys(request: HttpRequest) -> JsonResponse:
    """The public keys, for whoever checks by himself. The same for everybody, for a long time."""
    published = [
        {"id": key.id, "algorithm": "Ed25519", "public_key": key.public.hex(), "current": place == 0}
        for place, key in enumerate(known_keys().values())
    ]
    response = JsonResponse({"issuer": settings.SITE_ADDRESS, "keys": published})
    response["Cache-Control"] = f"public, max-age={KEYS_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def page(
    request: HttpRequest,
    answer: Answer | None = None,
    *,
    form: CheckForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    around: dict[str, Any] = {
        "nothing": status == 404,
        "site": settings.SITE_ADDRESS.partition("://")[2],
        **signing_facts(),
    }
    if answer is None:
        return render(request, TEMPLATE, around | forms_of(form) | more, status=status)
    # A link that ends does not give away the code, which does not.
    words = shown(answer, proof_url="" if answer.is_masked or "link" in more else _proof_url(answer))
    if is_for_everybody(request) and not (form or more):
        return framed_answer(request, words, around, forms_of)
    return render(request, TEMPLATE, around | context_of(words) | forms_of(form) | more, status=status)


def forms_of(form: CheckForm | None = None) -> dict[str, Any]:
    return {"form": form or CheckForm(), "file_form": FileCheckForm()}


def _proof_url(answer: Answer) -> str:
    return reverse("check:proof", args=[token_text(answer.token)])


def mark_of(request: HttpRequest, answer: Answer) -> str:
    """Of this answer as this visitor sees it, within this minute: the page says when it was checked."""
    shown = (
        answer.certificate_id,
        answer.position,
        answer.end_kind,
        answer.end_position,
        answer.successor,
        int(answer.checked_at.timestamp() // 60),
        preferences_of(request),
    )
    return f'"{hashlib.sha256(repr(shown).encode()).hexdigest()[:32]}"'
