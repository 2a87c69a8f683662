"""Where to go back to, never leading away from this site."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def is_own(address: str, request: HttpRequest) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def own_or_home(address: str, request: HttpRequest) -> str:
    return address if address and is_own(address, request) else reverse("home")


def address_of_page(request: HttpRequest) -> str:
    """An address that shows this page again when fetched: the answer to a POST has none, so the page before it."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    referrer = request.headers.get("Referer", "")
    if not referrer or not is_own(referrer, request):
        return reverse("home")
    parts = urlsplit(referrer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
