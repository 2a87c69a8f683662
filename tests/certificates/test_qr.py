"""What the QR code says, and that no letter of it can be changed."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from certificates.issuing.services import issue_one
from certificates.issuing.statements import PRINTED
from certificates.keys import canonical, current_key
from certificates.models import LogEntry
from certificates.qr import LETTERS, QrFault, address_of, qr_text, read_qr, token_of, token_text
from tests.cast import CastMember
from verification.models import Verification

PRINTED_ON_ONE: dict[str, Any] = {
    "layout": "gd-2018",
    "number": "44010526000123",
    "blank_form": "00731264",
    "name": "古丽·阿卜杜热西提𠮷喆㛃䶮",
    "year": 2026,
    "issuer": "广州市海珠区人力资源和社会保障局",
    "issued_on": "2027-01-06",
    "confirmed_by": "珠江岸建筑设计有限公司",
    "confirmed_on": "2027-01-04",
}
KEYS = {current_key().id: current_key().public}


def a_text(**changes: Any) -> str:
    printed = PRINTED_ON_ONE | changes
    return qr_text(SimpleNamespace(token=uuid.UUID(int=7), signed_with=current_key().id, printed=printed))  # type: ignore[arg-type]


def test_qr_says_all_that_is_printed_and_the_published_key_confirms_it() -> None:
    text = a_text(title_level="")

    read = read_qr(text)

    assert read.printed == PRINTED_ON_ONE | {"title_level": ""}
    assert (read.token, read.is_genuine(KEYS)) == (uuid.UUID(int=7), True)
    assert not read.is_genuine({})
    assert len(text) < 450, "a code with more dots is read by no old phone at 30 mm"


def test_no_letter_of_the_qr_can_be_changed() -> None:
    text = a_text()
    address, packed = text.split("#")
    content = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))

    for place in range(1, len(content)):
        changed = bytearray(content)
        changed[place] ^= 1
        try:
            read = read_qr(f"{address}#{base64.urlsafe_b64encode(changed).decode().rstrip('=')}")
        except QrFault:
            continue
        assert not read.is_genuine(KEYS), place


def test_fields_of_one_behind_the_address_of_another_are_refused() -> None:
    mine, other = a_text().split("#")[1], token_text(uuid.UUID(int=8))

    assert not read_qr(f"https://xueshi.example/check/{other}/#{mine}").is_genuine(KEYS)


@pytest.mark.parametrize("text", ["", "https://xueshi.example/check/", "/check/AAAAAAAAAAAAAAAAAAAAAA/#AQ", "古" * 90])
def test_what_is_no_qr_of_ours_is_refused(text: str) -> None:
    with pytest.raises(QrFault):
        read_qr(text)


def test_token_is_read_back_in_one_spelling_only() -> None:
    token = uuid.uuid4()

    assert token_of(token_text(token)) == token
    assert token_of(token_text(uuid.UUID(int=0))[:-1] + "B") is None  # the same bytes, spelt otherwise
    assert token_of("ä" * 22) is None


def test_every_printed_field_has_its_letter() -> None:
    names = {part for part in PRINTED.split("'")[1::2] if part.isidentifier()}

    assert {"name", "number", "specialty"} <= names <= set(LETTERS.values())


@pytest.mark.django_db
def test_what_is_signed_is_what_the_log_says(ready: Callable[..., Verification], district_head: CastMember) -> None:
    certificate = issue_one(ready(), actor=district_head.actor)

    read = read_qr(qr_text(certificate))

    assert read.is_genuine(KEYS)
    assert read.message == canonical(LogEntry.objects.get(certificate=certificate).content)
    assert qr_text(certificate).startswith(address_of(certificate) + "#")
