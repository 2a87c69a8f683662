"""What is sent as a proof and is none, each made here from its parts. `HOSTILE` maps a name to the bytes and to a part
of what its sender is told."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw, PngImagePlugin

PROGRAM, OFFICE, ARCHIVE, PAGE = "a program", "office document", "archive", "web page"
DAMAGED, CUT_OFF, NO_PROOF, EMPTY = "damaged", "cut off", "no proof that can be read", "empty"
TOO_MANY, FAR_MORE, NO_OFD, FILM = "too many dots", "far more", "not an OFD", "a film"

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
OFD_ROOT = b'<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>'


def drawn(kind: str = "PNG", *, text: str = "PROOF 18", size: tuple[int, int] = (360, 240), mode: str = "RGB") -> bytes:
    """A small certificate, with some ink on it."""
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((8, 8, size[0] - 8, size[1] - 8), outline="black", width=4)
    for place, letter in enumerate(text):
        pen.rectangle((20 + place * 30, 40, 20 + place * 30 + ord(letter) % 29, 40 + ord(letter) % 160), fill="navy")
    buffer = io.BytesIO()
    picture.convert(mode).save(buffer, kind)
    return buffer.getvalue()


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def ofd(*more: tuple[str, bytes]) -> bytes:
    return zipped(("OFD.xml", OFD_ROOT), ("Doc_0/Document.xml", b"<ofd:Document/>"), *more)


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def heic(brand: bytes = b"heic", *boxes: bytes) -> bytes:
    head = box(b"ftyp", brand + b"\0\0\0\0" + b"mif1" + brand)
    return head + b"".join(boxes or (box(b"meta", b"\0" * 40), box(b"mdat", b"\1" * 200)))


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_that_claims(width: int, height: int, rows: bytes = b"\0") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg_that_claims(width: int, height: int) -> bytes:
    """The size in its frame header is another one than that of what follows."""
    content = bytearray(drawn("JPEG"))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def png_with_text_bomb() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "0" * (80 * 1024 * 1024), zip=True)
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(buffer, "PNG", pnginfo=texts)
    return buffer.getvalue()


def patched(content: bytes, find: bytes, at: int, new: bytes) -> bytes:
    """In every place where `find` stands, the bytes from `at` on are `new`."""
    changed, place = bytearray(content), content.find(find)
    while place >= 0:
        changed[place + at : place + at + len(new)] = new
        place = content.find(find, place + 1)
    return bytes(changed)


def ofd_overlapping() -> bytes:
    """Both entries of the list lead to the same bytes."""
    content = bytearray(ofd())
    second = content.rfind(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<L", 0)
    return bytes(content)


def ofd_of_many() -> bytes:
    return zipped(("OFD.xml", OFD_ROOT), *((f"Doc_0/{number}", b"") for number in range(2100)), method=0)


def saved_as(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (30, 30), "white").save(buffer, kind)
    return buffer.getvalue()


def truncated(content: bytes, share: float = 0.6) -> bytes:
    return content[: int(len(content) * share)]


_LISTED = b"PK\x01\x02"

HOSTILE: dict[str, tuple[bytes, str]] = {
    # Nothing, or nothing known
    "zero bytes": (b"", EMPTY),
    "one byte": (b"\xff", NO_PROOF),
    "text": ("参会证明 18 学时".encode(), NO_PROOF),
    "noise": (bytes(range(256)) * 8, NO_PROOF),
    "only zeros": (b"\0" * 4096, NO_PROOF),
    # Programs
    "windows program named .pdf": (b"MZ\x90\0" + b"\0" * 400, PROGRAM),
    "linux program named .jpg": (b"\x7fELF\x02\x01" + b"\0" * 400, PROGRAM),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", NO_PROOF),
    "program with a PDF behind it": (b"MZ\x90\0" + PDF, PROGRAM),
    # Pages and drawings that act
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", PAGE),
    "svg behind a declaration": (b"\xef\xbb\xbf<?xml version='1.0'?><svg><script>alert(1)</script></svg>", PAGE),
    "html": (b"\n<!DOCTYPE html><script>alert(1)</script>", PAGE),
    "html that mentions a PDF": (b"<html>%PDF-1.7 %%EOF</html>", PAGE),
    "page with a script first": (b"<script>alert(1)</script>\x89PNG", PAGE),
    # PDF
    "pdf cut off": (truncated(PDF), CUT_OFF),
    "pdf head alone": (b"%PDF-1.7\n", CUT_OFF),
    "pdf that ended long ago": (PDF + b"\0" * 5000, CUT_OFF),
    # Pictures
    "jpeg cut off": (truncated(drawn("JPEG")), DAMAGED),
    "jpeg head alone": (drawn("JPEG")[:20], DAMAGED),
    "png cut off": (truncated(drawn("PNG")), DAMAGED),
    "png without its data": (b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), DAMAGED),
    "png with a wrong sum": (patched(drawn("PNG"), b"IDAT", 6, b"\0\0\0\0"), DAMAGED),
    "png bomb by its size": (png_that_claims(60_000, 60_000), TOO_MANY),
    "png bomb below the warning": (png_that_claims(9_000, 9_000, b"\0" * 90_000), TOO_MANY),
    "png that claims more than it has": (png_that_claims(3_000, 3_000), DAMAGED),
    "png with a text of 80 MB": (png_with_text_bomb(), DAMAGED),
    "png of no width": (png_that_claims(0, 10), DAMAGED),
    "jpeg bomb by its size": (jpeg_that_claims(65_000, 65_000), TOO_MANY),
    "gif": (saved_as("GIF"), "GIF"),
    "bmp": (saved_as("BMP"), "BMP"),
    "tiff": (saved_as("TIFF"), "TIFF"),
    "webp": (saved_as("WEBP"), "WEBP"),
    # HEIC
    "film": (heic(b"isom", box(b"moov", b"\0" * 40), box(b"mdat", b"\1" * 200)), FILM),
    "avif": (heic(b"avif"), FILM),
    "heic cut off": (truncated(heic()), DAMAGED),
    "heic head alone": (heic()[:24], DAMAGED),
    "heic without a picture": (heic(b"heic", box(b"free", b"\0" * 40)), DAMAGED),
    "heic with something behind it": (heic() + b"MZ\x90\0", DAMAGED),
    "heic of endless boxes": (heic(b"heic", *[box(b"free")] * 300), DAMAGED),
    "heic whose box ends before it begins": (heic(b"heic", struct.pack(">I", 4) + b"meta"), DAMAGED),
    # OFD and other archives
    "zip": (zipped(("proof.jpg", drawn("JPEG"))), NO_OFD),
    "word document": (zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")), NO_OFD),
    "ofd in a folder": (zipped(("sub/OFD.xml", OFD_ROOT)), NO_OFD),
    "ofd cut off": (truncated(ofd(("Doc_0/Res/a.png", drawn()))), CUT_OFF),
    "ofd without its list": (ofd()[:-22], CUT_OFF),
    "ofd bomb": (ofd(("Doc_0/Pages/0.xml", b"\0" * (40 * 1024 * 1024))), FAR_MORE),
    "ofd that claims four gigabytes": (patched(ofd(), _LISTED, 24, b"\xff\xff\xff\xf0"), FAR_MORE),
    "ofd of two thousand parts": (ofd_of_many(), FAR_MORE),
    "ofd whose parts overlap": (ofd_overlapping(), DAMAGED),
    "ofd that leads out": (ofd(("../../etc/passwd", b"x")), DAMAGED),
    "ofd under a password": (patched(ofd(), _LISTED, 8, b"\x01\x00"), "locked"),
    "ofd packed another way": (patched(ofd(), _LISTED, 10, b"\x0e\x00"), "locked"),
    "ofd whose list starts beyond it": (patched(ofd(), b"PK\x05\x06", 16, b"\xff\xff\xff\x7f"), DAMAGED),
    "rar": (b"Rar!\x1a\x07\x01\0" + b"\0" * 100, ARCHIVE),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 100, ARCHIVE),
    "gzip": (b"\x1f\x8b\x08" + b"\0" * 100, ARCHIVE),
    "old word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OFFICE),
    "rtf": (b"{\\rtf1 hello}", OFFICE),
}
