"""A PDF that was drawn is kept: under its content in the storage, and as a row that knows whose it is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from certificates.models import Certificate, Seal, SheetFile
from certificates.qr import qr_text
from certificates.sealing import sealer_of
from certificates.sheets.reading import SealPicture, Sheet

FOLDER = "certificates"


def sheet_of(certificate: Certificate) -> Sheet:
    return sheets_of([certificate])[0]


def sheets_of(certificates: Sequence[Certificate]) -> list[Sheet]:
    seals = _seals_of(certificates)
    return [Sheet(each.printed, qr_text(each), seals[each.pk]) for each in certificates]


def _seals_of(certificates: Sequence[Certificate]) -> dict[int, list[SealPicture]]:
    """Those in use on the day of issue: of the issuer, and of the employer where it confirmed."""
    houses = {house for each in certificates for house in (each.issuer_id, each.employer_id) if house is not None}
    rows = list(Seal.objects.filter(organization__in=houses).select_related("organization"))
    found: dict[int, list[SealPicture]] = {}
    for each in certificates:
        places: dict[str, int | None] = {"issuer": each.issuer_id}
        if "confirmed_by" in each.printed:
            places["employer"] = each.employer_id
        found[each.pk] = [
            SealPicture(place, row.organization.name, row.sha256, partial(_content_of, str(row.file.name)))
            for place, house in places.items()
            for row in rows
            if row.organization_id == house and row.was_in_use(each.issued_on)
        ]
    return found


def _content_of(name: str) -> bytes:
    with default_storage.open(name, "rb") as file:
        return bytes(file.read())


def kept_file(certificate: Certificate) -> SheetFile | None:
    """The PDF as it would be drawn today, if it was drawn before and is still there."""
    found = SheetFile.objects.filter(certificate=certificate, facts=facts_of(certificate)).first()
    return found if found is not None and default_storage.exists(found.file) else None


def facts_of(certificate: Certificate, sheet: Sheet | None = None) -> str:
    """Another key to seal with makes another file of the same sheet."""
    facts, sealer = (sheet or sheet_of(certificate)).facts, sealer_of(certificate.issuer_code)
    return hashlib.sha256(f"{facts} {sealer.fingerprint}".encode()).hexdigest() if sealer else facts


def keep(certificate: Certificate, facts: str, content: bytes, *, is_sealed: bool = False) -> SheetFile:
    """Whoever was first keeps it: of two that were drawn at once one is handed out."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{FOLDER}/{digest[:2]}/{digest}.pdf"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    made = {"sha256": digest, "file": name, "size": len(content), "is_sealed": is_sealed}
    row, is_new = SheetFile.objects.get_or_create(certificate=certificate, facts=facts, defaults=made)
    if not is_new and not default_storage.exists(row.file):
        SheetFile.objects.filter(pk=row.pk).update(**made)
        row.refresh_from_db()
    return row


def certificate_of_file(sha256: str) -> Certificate | None:
    """Whose PDF a file is, to the last byte."""
    found = SheetFile.objects.filter(sha256=sha256).select_related("certificate").first()
    return found.certificate if found else None
