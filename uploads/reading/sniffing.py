"""What a file is, by its content: names lie."""

from __future__ import annotations

import codecs
from typing import Literal

from uploads.reading.refusals import FileRefused

Format = Literal["xlsx", "csv"]

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An encrypted workbook is an OLE file that holds a stream of this name; an old .xls does not.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHER_FORMATS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"RIFF": "RIFF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
    b"SQLite format 3": "SQLite",
    b"{\\rtf": "RTF",
}
MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
TAGS = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<svg", b"<script", b"<head", b"<meta", b"mime-version:")
HEAD = 4096
# Control characters that stand in text: tab, line feed, carriage return; 0x1a ended files in the days of DOS.
TEXT_CONTROLS = b"\t\n\r\x1a\x0c"


def format_of(content: bytes) -> Format:
    """Raises FileRefused for whatever is neither a workbook of today nor a table as text."""
    if not content.strip(b"\x00 \r\n\t"):
        raise FileRefused("empty_file")
    if content.startswith((ZIP, EMPTY_ZIP)):
        return "xlsx"
    if content.startswith(OLE):
        raise FileRefused("encrypted" if ENCRYPTED in content else "old_excel")
    for signature, name in OTHER_FORMATS.items():
        if content.startswith(signature):
            raise FileRefused("not_a_table", format=name)
    if not content.startswith(MARKS):
        _refuse_markup_and_binary(content[:HEAD])
    return "csv"


def _refuse_markup_and_binary(head: bytes) -> None:
    if head.lstrip().lower().startswith(TAGS):
        raise FileRefused("web_page")
    if any(byte < 0x20 and byte not in TEXT_CONTROLS for byte in head):
        raise FileRefused("not_a_table", format="?")


def decoded(content: bytes) -> str:
    """A table as text, in the encodings in which Excel and WPS write one in China."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("unknown_encoding")
