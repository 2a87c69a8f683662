from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from certificates.badges.credential import badge_of, did_document, status_list
from certificates.models import Certificate
from certificates.sharing.views import own_certificate
from people.requests import SignedInRequest
from ui.errors import Conflict


@login_required
@never_cache
@require_safe
def badge(request: SignedInRequest, number: int) -> HttpResponse:
    """For the holder, who hands it on."""
    certificate = own_certificate(request, number)
    if not certificate.stands:
        raise Conflict(_("This certificate is good no longer; there is no badge of it."))
    response = HttpResponse(badge_of(certificate), content_type="application/vc+jwt")
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}.badge.jwt"'
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
