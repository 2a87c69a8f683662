"""The certificate as an Open Badges 3.0 credential: the same facts as on paper, signed with the same key, as a VC-JWT
(1EdTech OB 3.0 §8.2). A bureau is `did:web`, so that any verifier finds key and revocation list by itself.

No library signs it: a JWT is two pieces of JSON and a signature. `openbadgeslib` checks it in the tests.
"""

from __future__ import annotations

import base64
import datetime
import gzip
import json
from collections.abc import Collection
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from certificates.keys import SigningKey, current_key, known_keys
from certificates.layouts import layouts
from certificates.models import Certificate, CertificateEnd
from certificates.qr import address_of

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DID = "https://www.w3.org/ns/did/v1"
LIST_BITS = 131_072
"""The least a list may have: whoever fetches one does not tell whose certificate is checked."""
LIST_DAYS = 1
SHANGHAI = ZoneInfo("Asia/Shanghai")


def badge_of(certificate: Certificate) -> str:
    """The credential as text, which the holder keeps and hands on."""
    printed, code = certificate.printed, certificate.issuer_code
    layout = layouts()[certificate.layout]
    issued = datetime.datetime.combine(certificate.issued_on, datetime.time(), SHANGHAI)
    sentence = layout.sentence(printed["year"])
    facts = [
        sentence,
        layout.sentence_in_english(printed["year"]),
        f"依据：{layout.act}",
        f"N0：{printed['blank_form']}",
    ]
    if "confirmed_by" in printed:
        facts.append(f"单位确认：{printed['confirmed_by']}，{printed['confirmed_on']}")
    if "replaces" in printed:
        facts.append(f"替换证书：{printed['replaces']}")
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": [_identity(printed["name"])],
        "licenseNumber": certificate.number,
        "term": str(printed["year"]),
        "narrative": "\n\n".join(facts),
        "achievement": {
            "id": f"{_place(code)}/achievements/{certificate.layout}/{printed['year']}",
            "type": ["Achievement"],
            "achievementType": "Certificate",
            "name": f"{layout.title}（{printed['year']} 年度）",
            "description": sentence,
            "criteria": {"narrative": layout.act},
        },
    }
    if "total" in printed:
        subject["creditsEarned"] = float(printed["total"])
    return _signed(
        {
            "@context": [CREDENTIALS, OPEN_BADGES],
            "id": address_of(certificate),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": did_of(code), "type": ["Profile"], "name": printed["issuer"], "url": _place("")},
            "validFrom": issued.isoformat(),
            "name": layout.title,
            "credentialSubject": subject,
            "evidence": [{"id": address_of(certificate), "type": ["Evidence"], "name": "查验证书"}],
            "credentialStatus": _status_of(certificate),
        },
        nbf=issued,
        key=known_keys()[certificate.signed_with],
    )


def status_list(code: str, number: int) -> str:
    """Which certificates of an issuer are good no longer, a bit each. Good for a day: an old copy revives none."""
    first = number * LIST_BITS
    ended = CertificateEnd.objects.filter(
        certificate__issuer_code=code, certificate_id__gte=first, certificate_id__lt=first + LIST_BITS
    )
    now = timezone.now().replace(microsecond=0)
    address = _list_address(code, number)
    places = [each - first for each in ended.values_list("certificate_id", flat=True)]
    return _signed(
        {
            "@context": [CREDENTIALS],
            "id": address,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": did_of(code),
            "validFrom": now.isoformat(),
            "validUntil": (now + datetime.timedelta(days=LIST_DAYS)).isoformat(),
            "credentialSubject": {
                "id": f"{address}#list",
                "type": "BitstringStatusList",
                "statusPurpose": "revocation",
                "encodedList": _bits(places),
            },
        },
        nbf=now,
        key=current_key(),
    )


def did_document(code: str) -> dict[str, Any]:
    """By which a verifier finds the keys of an issuer."""
    did = did_of(code)
    methods = [
        {"id": f"{did}#{key.id}", "type": "JsonWebKey", "controller": did, "publicKeyJwk": _jwk(key)}
        for key in known_keys().values()
    ]
    return {
        "@context": [DID],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def did_of(code: str) -> str:
    host = settings.SITE_ADDRESS.partition("://")[2].replace(":", "%3A")
    return f"did:web:{host}:check:issuers:{code}"


def _place(code: str) -> str:
    return f"{settings.SITE_ADDRESS}/check/issuers/{code}" if code else f"{settings.SITE_ADDRESS}/check/"


def _list_address(code: str, number: int) -> str:
    return f"{_place(code)}/status/{number}/"


def _identity(name: str) -> dict[str, Any]:
    return {"type": "IdentityObject", "identityHash": name, "identityType": "name", "hashed": False}


def _status_of(certificate: Certificate) -> dict[str, str]:
    number, index = divmod(certificate.pk, LIST_BITS)
    address = _list_address(certificate.issuer_code, number)
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def _bits(places: Collection[int]) -> str:
    """Bitstring Status List 1.0: the first bit is the highest of the first byte; gzip, base64url, `u` before it."""
    bits = bytearray(LIST_BITS // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + _text(gzip.compress(bytes(bits), mtime=0))


def _signed(credential: dict[str, Any], *, nbf: datetime.datetime, key: SigningKey) -> str:
    issuer = credential["issuer"]
    did = issuer if isinstance(issuer, str) else issuer["id"]
    header = {"alg": "EdDSA", "typ": "JWT", "kid": f"{did}#{key.id}", "jwk": _jwk(key)}
    claims = credential | {"iss": did, "jti": credential["id"], "nbf": int(nbf.timestamp())}
    message = ".".join(_text(json.dumps(part, ensure_ascii=False).encode()) for part in (header, claims))
    return f"{message}.{_text(key.sign(message.encode()))}"


def _jwk(key: SigningKey) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": _text(key.public)}


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
