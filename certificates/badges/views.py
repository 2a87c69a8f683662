from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from certificates.badges.credential import badge_of, did_document, status_list
from certificates.badges.pictures import baked_png, baked_svg
from certificates.models import Certificate
from certificates.sharing.views import own_certificate
from certificates.sheets.fonts import BOLD, font_file
from people.requests import SignedInRequest
from ui.errors import Conflict

NO_FONT = gettext_lazy("This machine has no font for certificates. Take the badge as a file, or as SVG.")


@login_required
@never_cache
@require_safe
def badge(request: SignedInRequest, number: int) -> HttpResponse:
    """For the holder, who hands it on."""
    certificate = _own_that_stands(request, number)
    return _download(badge_of(certificate), f"{certificate.number}.badge.jwt", "application/vc+jwt")


@login_required
@never_cache
@require_safe
def picture(request: SignedInRequest, number: int, kind: str) -> HttpResponse:
    """The same within a picture."""
    certificate = _own_that_stands(request, number)
    if kind == "svg":
        return _download(baked_svg(certificate), f"{certificate.number}.badge.svg", "image/svg+xml")
    if font_file(BOLD) is None:
        raise Conflict(NO_FONT)
    return _download(baked_png(certificate), f"{certificate.number}.badge.png", "image/png")


def _own_that_stands(request: SignedInRequest, number: int) -> Certificate:
    certificate = own_certificate(request, number)
    if not certificate.stands:
        raise Conflict(_("This certificate is good no longer; there is no badge of it."))
    return certificate


def _download(content: str | bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@cache_control(public=True, max_age=3600)
def issuer(request: HttpRequest, code: str) -> JsonResponse:
    return JsonResponse(did_document(_known(code)), content_type="application/did+json")


@require_safe
@cache_control(public=True, max_age=300)
def status(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The same for everybody, and it tells of a whole list: it may lie in any cache, for five minutes."""
    return HttpResponse(status_list(_known(code), number), content_type="application/vc+jwt")


def _known(code: str) -> str:
    if not re.fullmatch("[0-9]{6}", code) or not Certificate.objects.filter(issuer_code=code).exists():
        raise Http404
    return code
