"""To send a PDF that was drawn costs hardly more than a static file: the page of a certificate, which has just asked
who is looking, gives its button an address that holds for a minute and for this very session. Behind it no row is read:
a single statement, whether session, account and hat still hold, was measured to make it 2.5 static files (2026-11).
Later, or in other hands, it leads to the address that asks anew."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.signing import BadSignature, TimestampSigner
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from certificates.models import Certificate, SheetFile

SECONDS = 60
PLACE = "/certificates/passed/"


def address_of_file(request: HttpRequest, certificate: Certificate, kept: SheetFile) -> str:
    """For whoever was just shown the certificate."""
    return f"{PLACE}{certificate.number}/{_signer(request).sign_object(kept.file)}"


def file_answer(number: str, file: str) -> FileResponse:
    content = default_storage.open(file, "rb")
    return FileResponse(content, as_attachment=True, filename=f"{number}.pdf", content_type="application/pdf")


class PassedFilesMiddleware:
    """Stands where static files are sent, before sessions and accounts are looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number, _slash, given = request.path_info.removeprefix(PLACE).partition("/")
        if not (request.path_info.startswith(PLACE) and number.isdecimal() and request.method in ("GET", "HEAD")):
            return self.get_response(request)
        try:
            return file_answer(number, _signer(request).unsign_object(given, max_age=SECONDS))
        except (BadSignature, FileNotFoundError):
            return HttpResponseRedirect(reverse("certificates:pdf", args=[number]))


def _signer(request: HttpRequest) -> TimestampSigner:
    """Of no use with the cookie of another session. Without one there is nothing to hold it to."""
    if not (session := request.COOKIES.get(settings.SESSION_COOKIE_NAME)):
        raise BadSignature("no session")
    return TimestampSigner(salt=f"certificates.passes {session}")
