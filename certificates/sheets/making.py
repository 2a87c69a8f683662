"""One sheet, drawn, sealed and kept. By workers alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.utils.translation import gettext_noop

from certificates.models import Certificate, SheetFile
from certificates.sealing import Sealer, SealFault, sealer_of
from certificates.sheets.drawing import draw_sheet
from certificates.sheets.keeping import facts_of, keep, kept_file, sheet_of
from jobs.kinds import Refused
from people.models import Professional
from verification.packs.rules import CERTIFICATE
from verification.packs.sources import Paper

NO_SEAL = gettext_noop("The electronic seal of the issuer cannot be used: %(fault)s. Tell whoever runs the system.")


@dataclass(frozen=True)
class Drawn:
    certificate: Certificate
    facts: str
    content: bytes
    is_sealed: bool

    def keep(self) -> SheetFile:
        return keep(self.certificate, self.facts, self.content, is_sealed=self.is_sealed)


def drawn(certificate: Certificate) -> Drawn:
    """With the issuer's electronic seal where it has one. May raise Refused."""
    sheet, sealer = sheet_of(certificate), sealer_of(certificate.issuer_code)
    facts, content = facts_of(certificate, sheet), draw_sheet(sheet)
    return Drawn(certificate, facts, _sealed(content, sealer) if sealer else content, sealer is not None)


def _sealed(content: bytes, sealer: Sealer) -> bytes:
    try:
        return sealer.seal(content)
    except SealFault as fault:
        raise Refused(NO_SEAL, fault=str(fault)) from fault


# For a pack that somebody takes to a title application


def certificate_for_pack(professional: Professional, year: int) -> Paper | None:
    """The one that stands."""
    found = Certificate.objects.standing().filter(professional=professional, study_year=year).order_by("-pk").first()
    if found is None:
        return None
    return Paper(CERTIFICATE, year, facts_of(found), lambda: _content_of(found))


def _content_of(certificate: Certificate) -> bytes:
    there = kept_file(certificate) or drawn(certificate).keep()
    with default_storage.open(there.file, "rb") as file:
        return bytes(file.read())
