"""The badge, checked by a library that is not ours: signature by the DID of the issuer, revocation list, forgeries."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.test import Client
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from certificates.badges.credential import badge_of, did_of
from certificates.enums import EndKind
from certificates.issuing.services import end_certificate, issue_one
from certificates.models import Certificate
from certificates.qr import address_of
from tests.cast import CastMember
from tests.certificates.sheets.tools import BOOKLET
from verification.models import Verification

pytestmark = pytest.mark.django_db
SITE = "https://xueshi.example"


@pytest.fixture
def certificate(
    ready: Callable[..., Verification], professional: CastMember, district_head: CastMember, settings: Any
) -> Certificate:
    settings.SITE_ADDRESS = SITE
    return issue_one(ready(professional=professional.user.professional), actor=district_head.actor)


def fetched(address: str) -> bytes:
    """What a verifier would fetch from the site."""
    assert address.startswith(f"{SITE}/check/")
    answer = Client().get(address.removeprefix(SITE))
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]
    content: bytes = answer.content
    return content


def test_badge_is_verified_by_others_until_the_certificate_is_void(
    certificate: Certificate,
    professional: CastMember,
    hr_clerk: CastMember,
    district_head: CastMember,
    client_of: Callable[[CastMember], Client],
) -> None:
    client = client_of(professional)
    address = f"/certificates/{certificate.number}/badge/"
    token = client.get(address).content.decode()
    verifier = OB3Verifier.for_issuer_did(did_of(certificate.issuer_code), download=fetched)

    credential = verifier.verify(token, check_status=True, download=fetched)

    assert credential.id == address_of(certificate)
    assert credential.issuer.name == certificate.printed["issuer"]
    for kind, read in (("png", OB3Verifier.extract_token_from_png), ("svg", OB3Verifier.extract_token_from_svg)):
        picture = client.get(f"/certificates/{certificate.number}/badge.{kind}")
        assert picture["Content-Disposition"] == f'attachment; filename="{certificate.number}.badge.{kind}"'
        assert read(picture.content) == token
        assert certificate.printed["name"].encode() not in picture.content
    said = json.dumps(jwt.decode(token, options={"verify_signature": False}), ensure_ascii=False)
    for fact in ("name", "number", "blank_form", "issuer"):
        assert certificate.printed[fact] in said
    addresses = [address, f"{address[:-1]}.png", f"{address[:-1]}.svg"]
    assert {client_of(hr_clerk).get(each).status_code for each in addresses} == {404}

    end_certificate(certificate, EndKind.FRAUD, reason="抽检", actor=district_head.actor)
    with pytest.raises(OB3VerificationError, match="revocation"):
        verifier.verify(token, check_status=True, download=fetched)
    assert {client.get(each).status_code for each in addresses} == {409}


def test_forged_badge_is_refused(
    certificate: Certificate, professional: CastMember, client_of: Callable[[CastMember], Client]
) -> None:
    token = client_of(professional).get(f"/certificates/{certificate.number}/badge/").content.decode()
    verifier = OB3Verifier.for_issuer_did(did_of(certificate.issuer_code), download=fetched)
    header, payload, signature = token.split(".")

    for forged in (
        f"{header}.{payload[:-3]}AAA.{signature}",
        f"{header}.{payload}.{signature[:-6]}AAAAAA",
        f"{header}.{payload}.",
    ):
        with pytest.raises(OB3VerificationError):
            verifier.verify(forged)


def test_badge_of_a_booklet_says_what_its_page_says(certificate: Certificate) -> None:
    certificate.layout = "xz-2016"
    certificate.printed |= BOOKLET

    said = jwt.decode(badge_of(certificate), options={"verify_signature": False})["credentialSubject"]

    assert said["achievement"]["description"] == f"{certificate.study_year} 年度继续教育经年度审验，合格"
    assert "广东" not in json.dumps(said, ensure_ascii=False)
    assert said["creditsEarned"] == 96
