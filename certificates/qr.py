"""The text of the QR code: an address of the check page, and behind the `#`, which a browser sends to nobody, all that
is printed with its signature. A phone that has the published keys checks it without a network.

    https://xueshi.example/check/<token>/#<base64url of: version, key id, signature, fields>

The token is that of the certificate, 16 bytes in base64url. The fields are lines of UTF-8, one letter and the text.
Signed is what the public log says of the issue (`LogEntry.content`), in canonical JSON: it holds the token, so that
nobody can put the fields of one certificate behind the address of another.
"""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from certificates.enums import Act
from certificates.keys import canonical, known_keys
from certificates.models import Certificate

VERSION = 1
KEY_ID_BYTES, SIGNATURE_BYTES = 8, 64
HEAD_BYTES = 1 + KEY_ID_BYTES + SIGNATURE_BYTES
TOKEN_LETTERS = 22
# What stands on a sheet, by the letter that stands for it. A letter is never given anew: paper lasts.
LETTERS = {
    "a": "layout",
    "b": "number",
    "c": "blank_form",
    "d": "name",
    "e": "year",
    "f": "issuer",
    "g": "issued_on",
    "h": "confirmed_by",
    "i": "confirmed_on",
    "j": "replaces",
    "k": "employer",
    "l": "title_level",
    "m": "total",
    "n": "public",
    "o": "specialty",
}
WHOLE_NUMBERS = frozenset({"year"})
_QR = re.compile(rf"/check/([A-Za-z0-9_-]{{{TOKEN_LETTERS}}})/?#([A-Za-z0-9_-]+)\s*\Z")


class QrFault(ValueError):
    """This is not the text of a QR code of ours."""


@dataclass(frozen=True)
class SignedSheet:
    """What a QR code says of itself. Whether that is true, `is_genuine` tells."""

    token: uuid.UUID
    printed: dict[str, Any]
    key_id: str
    signature: bytes

    @property
    def message(self) -> bytes:
        return message_of(self.token, self.printed)

    def is_genuine(self, keys: Mapping[str, bytes]) -> bool:
        """By public keys, under their ids."""
        key = keys.get(self.key_id)
        if key is None:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(self.signature, self.message)
        except InvalidSignature:
            return False
        return True


def qr_text(certificate: Certificate) -> str:
    return f"{address_of(certificate)}#{_text(_packed(certificate))}"


def address_of(certificate: Certificate) -> str:
    """Of the check page of this certificate, as it is printed."""
    return f"{settings.SITE_ADDRESS}/check/{token_text(certificate.token)}/"


def token_text(token: uuid.UUID) -> str:
    return _text(token.bytes)


def token_of(text: str) -> uuid.UUID | None:
    """None where this can be no token."""
    if len(text) != TOKEN_LETTERS:
        return None
    try:
        token = uuid.UUID(bytes=_bytes(text))
    except (ValueError, binascii.Error):
        return None
    return token if token_text(token) == text else None


def message_of(token: uuid.UUID, printed: Mapping[str, Any]) -> bytes:
    """What is signed: the same that the log says of the issue."""
    said = {"act": str(Act.ISSUE), "certificate": printed["number"], "token": str(token), "printed": printed}
    return canonical(said)


def signature_of(certificate: Certificate) -> bytes:
    """Ed25519 signs the same in the same way every time: nothing is kept."""
    return known_keys()[certificate.signed_with].sign(message_of(certificate.token, certificate.printed))


def read_qr(text: str) -> SignedSheet:
    """Raises QrFault."""
    found = _QR.search(text.strip())
    token = token_of(found[1]) if found else None
    if found is None or token is None:
        raise QrFault("not an address of the check page with a signature behind it")
    try:
        packed = _bytes(found[2])
        printed = _fields(packed[HEAD_BYTES:].decode())
    except (ValueError, KeyError) as error:
        raise QrFault("the signature or the fields cannot be read") from error
    if packed[0] != VERSION or "number" not in printed:
        raise QrFault("of another version")
    key_id, signature = packed[1 : 1 + KEY_ID_BYTES].hex(), packed[1 + KEY_ID_BYTES : HEAD_BYTES]
    return SignedSheet(token, printed, key_id, signature)


def _packed(certificate: Certificate) -> bytes:
    head = bytes([VERSION]) + bytes.fromhex(certificate.signed_with) + signature_of(certificate)
    return head + "\n".join(_lines(certificate.printed)).encode()


def _lines(printed: Mapping[str, Any]) -> list[str]:
    if unknown := printed.keys() - set(LETTERS.values()):
        raise ValueError(f"no letter stands for {sorted(unknown)}")
    lines = [f"{letter}{printed[name]}" for letter, name in LETTERS.items() if name in printed]
    if any("\n" in line for line in lines):
        raise ValueError("what is printed has a line break")
    return lines


def _fields(text: str) -> dict[str, Any]:
    named = {LETTERS[line[0]]: line[1:] for line in text.split("\n") if line}
    return {name: int(value) if name in WHOLE_NUMBERS else value for name, value in named.items()}


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
