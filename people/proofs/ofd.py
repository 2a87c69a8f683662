"""OFD (GB/T 33190): a ZIP archive with OFD.xml at its root. Only the list at its end is read, nothing is unpacked."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from people.proofs.faults import ProofFault

ROOT = "OFD.xml"
MOST_ENTRIES = 2000
LARGEST_LIST = 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_TIMES = 200
"""Of its packed size. Pages of an OFD are drawings in XML and pictures, which pack less than tenfold."""
STORED, DEFLATED = 0, 8
ENCRYPTED = 1

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL_HEADER = 30


@dataclass(frozen=True)
class _Listed:
    name: str
    flags: int
    method: int
    packed: int
    unpacked: int
    at: int


def looks_like_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def require_ofd(file: File[Any]) -> None:
    try:
        listed = _listed(file)
    except struct.error as error:
        raise _damaged() from error
    if ROOT not in {entry.name for entry in listed}:
        raise ProofFault(_("This is an archive or an office document, not an OFD. Save it as PDF and choose that."))
    if any(entry.flags & ENCRYPTED or entry.method not in (STORED, DEFLATED) for entry in listed):
        raise ProofFault(_("This OFD is locked. Save it without a password and choose it again."))
    if any(_leads_out(entry.name) for entry in listed) or _overlap(listed, file.size or 0):
        raise _damaged()
    unpacked = sum(entry.unpacked for entry in listed)
    if unpacked > MOST_UNPACKED or any(entry.unpacked > MOST_TIMES * entry.packed + 4096 for entry in listed):
        raise ProofFault(_("This OFD would unpack to far more than it is. Print it to PDF and choose that."))


def _damaged() -> ProofFault:
    return ProofFault(_("The OFD is damaged or cut off. Open it on your device, or save it again."))


def _listed(file: File[Any]) -> list[_Listed]:
    size = file.size or 0
    file.seek(max(0, size - 65_536 - _END.size))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0:
        raise _damaged()
    _mark, disk, first_disk, here, count, length, start, _comment = _END.unpack_from(tail, end)
    if disk or first_disk or here != count or start + length > size:
        raise _damaged()
    if count > MOST_ENTRIES or length > LARGEST_LIST:
        raise ProofFault(_("This OFD would unpack to far more than it is. Print it to PDF and choose that."))
    file.seek(start)
    table, at, found = file.read(length), 0, list[_Listed]()
    for _turn in range(count):
        fields = _ENTRY.unpack_from(table, at)
        mark, flags, method = fields[0], fields[5], fields[6]
        packed, unpacked = fields[10], fields[11]
        name_length, extra, comment = fields[12], fields[13], fields[14]
        if mark != b"PK\x01\x02":
            raise _damaged()
        name = table[at + _ENTRY.size : at + _ENTRY.size + name_length].decode("utf-8", "replace")
        found.append(_Listed(name, flags, method, packed, unpacked, fields[18]))
        at += _ENTRY.size + name_length + extra + comment
    return found


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def _overlap(listed: list[_Listed], size: int) -> bool:
    """Two entries that share their bytes are a bomb; one beyond the end of the file is cut off."""
    end = 0
    for entry in sorted(listed, key=lambda entry: entry.at):
        if entry.at < end:
            return True
        end = entry.at + _LOCAL_HEADER + entry.packed
    return end > size
