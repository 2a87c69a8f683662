from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from people.enums import FileType
from people.proofs import LARGEST, ProofFault, examine_proof
from people.proofs.pictures import ALIKE
from tests.records.hostile_proofs import HOSTILE, PDF, box, drawn, heic, ofd

SOUND = {
    "pdf": (PDF, FileType.PDF),
    "jpeg": (drawn("JPEG"), FileType.JPEG),
    "gray jpeg": (drawn("JPEG", mode="L"), FileType.JPEG),
    "jpeg for print": (drawn("JPEG", mode="CMYK"), FileType.JPEG),
    "png": (drawn("PNG"), FileType.PNG),
    "png with few colors": (drawn("PNG", mode="P"), FileType.PNG),
    "jpeg with a film behind it": (drawn("JPEG") + b"\0\0\0\x18ftypmp42", FileType.JPEG),
    "heic": (heic(), FileType.HEIC),
    "heic of a burst": (heic(b"hevc"), FileType.HEIC),
    "heic with its data inside": (heic(b"heix", box(b"meta", b"\0" * 9), box(b"idat", b"\1")), FileType.HEIC),
    "ofd": (ofd(("Doc_0/Res/seal.png", drawn())), FileType.OFD),
}


def file(content: bytes, name: str = "proof.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def test_the_table_is_long_enough():
    assert len(HOSTILE) >= 30


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_proof_is_refused_in_words(name):
    content, words = HOSTILE[name]

    with translation.override("en"), pytest.raises(ProofFault) as fault:
        examine_proof(file(content))

    assert words in str(fault.value.message)


@pytest.mark.parametrize("name", SOUND)
def test_proof_is_known_by_its_content_and_read_from_its_beginning(name):
    content, kind = SOUND[name]
    sent = file(content, "whatever.exe")

    assert examine_proof(sent).kind == kind
    assert sent.read() == content


def test_what_is_too_large_is_refused():
    large = file(PDF)
    large.size = LARGEST + 1

    with translation.override("en"), pytest.raises(ProofFault, match="20 MB"):
        examine_proof(large)


def test_large_photo_of_a_phone_is_taken():
    buffer = io.BytesIO()
    Image.effect_noise((640, 480), 40).resize((9_000, 7_000)).save(buffer, "JPEG", quality=40)

    assert examine_proof(file(buffer.getvalue())).kind == FileType.JPEG


def looks(content: bytes) -> int:
    found = examine_proof(file(content)).picture_hash
    assert found is not None
    return found


def differing_bits(one: bytes, other: bytes) -> int:
    return ((looks(one) ^ looks(other)) & (2**64 - 1)).bit_count()


def test_picture_saved_anew_and_made_smaller_looks_alike():
    smaller = io.BytesIO()
    Image.open(io.BytesIO(drawn("PNG"))).resize((240, 160)).save(smaller, "JPEG", quality=60)

    assert differing_bits(drawn("PNG"), smaller.getvalue()) <= ALIKE


def test_another_picture_does_not_look_alike():
    assert differing_bits(drawn(), drawn(text="zA0}!9")) > ALIKE


def test_blank_sheet_resembles_nothing():
    blank = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(blank, "PNG")

    assert examine_proof(file(blank.getvalue())).picture_hash is None
