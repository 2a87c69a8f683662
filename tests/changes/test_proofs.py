from __future__ import annotations

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from changes.enums import ProofType
from changes.proofs import ProofFault, check_proof
from people.proofs import LARGEST
from tests.changes.conftest import picture

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def file(content: bytes, name: str = "x") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb() -> bytes:
    """A PNG of a few bytes that claims to be 60,000 dots wide and as high."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, ProofType.PDF), (picture("PNG"), ProofType.PNG), (picture("JPEG"), ProofType.JPEG)],
)
@pytest.mark.parametrize("name", ["scan.pdf", "scan.exe", "证件.jpg.html", ""])
def test_the_content_says_what_it_is_and_the_name_nothing(content, kind, name):
    assert check_proof(file(content, name or "x")) == kind


REFUSED = {
    "empty": b"",
    "text": b"hello",
    "html": b"<!doctype html><script>alert(1)</script>",
    "html as pdf": b"<html>%PDF-1.7 %%EOF",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "executable": b"MZ" + b"\0" * 200,
    "elf": b"\x7fELF" + b"\0" * 200,
    "zip": b"PK\x03\x04" + b"\0" * 200,
    "gif": b"GIF89a" + b"\0" * 200,
    "tiff": picture("TIFF"),
    "webp": picture("WEBP"),
    "bmp": picture("BMP"),
    "pdf cut off": PDF[:-8],
    "png cut off": picture("PNG", (400, 400))[:-40],
    "jpeg cut off": picture("JPEG", (400, 400))[:-600],
    "png head only": b"\x89PNG\r\n\x1a\n",
    "jpeg head only": b"\xff\xd8\xff\xe0",
    "bomb": bomb(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_proof_is_refused_in_words(name):
    with pytest.raises(ProofFault) as fault:
        check_proof(file(REFUSED[name]))

    assert str(fault.value.message)


def test_what_is_too_large_is_refused():
    large = file(picture())
    large.size = LARGEST + 1

    with pytest.raises(ProofFault, match="20"):
        check_proof(large)


def test_the_file_is_read_from_its_beginning_afterwards():
    checked = file(picture())

    check_proof(checked)

    assert checked.read() == picture()
