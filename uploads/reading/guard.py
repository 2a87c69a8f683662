"""Looks at the list of contents of a workbook before anything in it is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

from uploads.reading.refusals import FileRefused

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 1000
LARGEST_ENTRY = 100 * MEGABYTE
LARGEST_SUM = 200 * MEGABYTE
HIGHEST_RATIO = 100
"""Real tables shrink to a tenth or a thirtieth; a bomb to a thousandth. Asked only of what is large unpacked."""
RATIO_ASKED_FROM = 20 * MEGABYTE
XML_HEAD = 4096
ENCRYPTED_FLAG = 0x1


def require_harmless_workbook(content: bytes) -> None:
    with _opened(content) as archive:
        entries = archive.infolist()
        _require_honest_list(entries)
        _require_bounded_size(entries, len(content))
        _require_workbook({entry.filename for entry in entries})
        for entry in entries:
            _require_no_document_type(archive, entry)


def _opened(content: bytes) -> zipfile.ZipFile:
    if _declared_entries(content) > MOST_ENTRIES:  # before Python makes an object of each
        raise FileRefused("archive_bomb")
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise FileRefused("damaged") from error


def _declared_entries(content: bytes) -> int:
    end = content.rfind(b"PK\x05\x06")
    if end < 0:
        raise FileRefused("damaged")
    return int.from_bytes(content[end + 10 : end + 12], "little")


def _require_honest_list(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise FileRefused("archive_bomb")
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) != len(names):
        raise FileRefused("damaged")
    if any(".." in name.replace("\\", "/").split("/") or name.startswith(("/", "\\")) for name in names):
        raise FileRefused("unsafe")
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        raise FileRefused("encrypted")


def _require_bounded_size(entries: list[zipfile.ZipInfo], packed: int) -> None:
    sizes = [entry.file_size for entry in entries]
    unpacked = sum(sizes)
    if max(sizes, default=0) > LARGEST_ENTRY or unpacked > LARGEST_SUM:
        raise FileRefused("too_large_unpacked", megabytes=unpacked // MEGABYTE)
    if unpacked > RATIO_ASKED_FROM and unpacked > HIGHEST_RATIO * packed:
        raise FileRefused("archive_bomb")


def _require_workbook(names: set[str]) -> None:
    if "xl/vbaProject.bin" in names:
        raise FileRefused("macros")
    if "xl/workbook.bin" in names:
        raise FileRefused("binary_workbook")
    if "xl/workbook.xml" not in names:
        raise FileRefused("not_a_table", format=_kind_of_archive(names))


def _kind_of_archive(names: set[str]) -> str:
    if "word/document.xml" in names:
        return "Word"
    if "ppt/presentation.xml" in names:
        return "PowerPoint"
    return "OpenDocument" if "content.xml" in names else "ZIP"


def _require_no_document_type(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Entities are how XML is made to read other files or to multiply; no spreadsheet program writes any."""
    if not entry.filename.endswith((".xml", ".rels")):
        return
    try:
        with archive.open(entry) as part:
            head = part.read(XML_HEAD)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zlib.error) as error:
        raise FileRefused("damaged") from error
    plain = head.replace(b"\x00", b"").upper()  # whatever its encoding
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise FileRefused("unsafe")
