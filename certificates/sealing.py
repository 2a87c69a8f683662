"""The electronic seal of an issuer on a PDF. One interface: whoever has a key file signs by PAdES (`pades`); a real
seal service (GB/T 38540) is another class with the same two names, and stands in the settings (CERTIFICATE_SEALER)."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class SealFault(Exception):
    """The seal of this issuer cannot be used now; says why, for whoever runs the system."""


class Sealer(Protocol):
    @property
    def fingerprint(self) -> str:
        """Of key and certificate: with another one the same sheet is another file."""

    def seal(self, pdf: bytes) -> bytes:
        """The PDF with a signature behind it; what was there stays byte for byte. Raises SealFault."""


def sealer_of(issuer_code: str) -> Sealer | None:
    """None: this issuer has no electronic seal, and its sheets are not signed."""
    found: Sealer | None = import_string(settings.CERTIFICATE_SEALER)(issuer_code)
    return found


def key_file_of(issuer_code: str) -> Sealer | None:
    path = settings.CERTIFICATE_SEALS.get(issuer_code)
    if path is None:
        return None
    return KeyFile(path, settings.CERTIFICATE_SEAL_PASSPHRASES.get(issuer_code, ""))


class KeyFile:
    """PKCS#12. It is read when something is sealed, by a worker; pages only need its fingerprint."""

    def __init__(self, path: str, passphrase: str) -> None:
        self.path, self.passphrase = Path(path), passphrase

    @property
    def fingerprint(self) -> str:
        try:
            return _fingerprint(self.path, self.path.stat().st_mtime_ns)
        except OSError:
            return "unreadable"

    def seal(self, pdf: bytes) -> bytes:
        from certificates.pades import signer_of

        return signer_of(self.path, self.passphrase, self.fingerprint).sign(pdf)


@cache
def _fingerprint(path: Path, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
