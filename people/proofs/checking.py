"""Is this a proof that somebody can open? Its name, and what the browser calls it, count for nothing.

Nothing is unpacked, and no header is believed: pictures are decoded to their end, the parts of containers are added up.
HEIC is not decoded: the library that could (libheif with its codecs, in C) would be fed whatever strangers send, and no
browser but one shows the result; its boxes are walked instead, which is enough to refuse what is cut off or is
something else.
"""

from __future__ import annotations

import contextlib
import struct
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from people.enums import FileType
from people.proofs.faults import ProofFault
from people.proofs.ofd import looks_like_zip, require_ofd
from people.proofs.pictures import picture_hash

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

__all__ = ["LARGEST", "ExaminedProof", "ProofFault", "examine_proof"]

LARGEST = 20 * 1024 * 1024
ENDS_OF_PDF = 1024
"""Within so many bytes from its end a PDF must say that it ends: one cut off on its way cannot be read later."""
IMAGE_TYPES = {"JPEG": FileType.JPEG, "MPO": FileType.JPEG, "PNG": FileType.PNG}
"""MPO is what many phones write into a .jpg: a JPEG with a second picture behind it."""
MOST_BYTES_DECODED = 160 * 1024 * 1024
SHRUNK = 8
"""A JPEG is decoded to its end at an eighth of its size."""
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
MOST_BOXES = 200

# What people take for a proof and is none: how it begins, and what to do instead.
_SOMETHING_ELSE: tuple[tuple[bytes, str | _StrPromise], ...] = (
    (b"MZ", _("This is a program, not a proof. Choose the scan or the photo of your proof.")),
    (b"\x7fELF", _("This is a program, not a proof. Choose the scan or the photo of your proof.")),
    (b"\xd0\xcf\x11\xe0", _("This is an office document. Save it as PDF and choose that.")),
    (b"GIF8", _("GIF pictures are not taken. Save it as PNG, or take a photo.")),
    (b"BM", _("BMP pictures are not taken. Save it as PNG, or take a photo.")),
    (b"II*\0", _("TIFF pictures are not taken. Save it as PDF or PNG.")),
    (b"MM\0*", _("TIFF pictures are not taken. Save it as PDF or PNG.")),
    (b"RIFF", _("WEBP pictures are not taken. Save it as PNG, or take a photo.")),
    (b"Rar!", _("This is an archive. Unpack it and choose the files in it.")),
    (b"7z\xbc\xaf", _("This is an archive. Unpack it and choose the files in it.")),
    (b"\x1f\x8b", _("This is an archive. Unpack it and choose the files in it.")),
    (b"{\\rtf", _("This is an office document. Save it as PDF and choose that.")),
)
_UNKNOWN = _("This is no proof that can be read here. Take a photo, or save it as PDF.")
_DAMAGED = _("The picture is damaged. Open it on your device, or take it again.")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_MARKUP = (b"<svg", b"<html", b"<!doctype", b"<?xml", b"<script", b"<body", b"<head")


@dataclass(frozen=True)
class ExaminedProof:
    kind: FileType
    picture_hash: int | None = None
    """Of a JPG or PNG: 64 bits of what it looks like, signed as the database keeps them."""


def examine_proof(file: File[Any], kinds: Collection[FileType] = tuple(FileType)) -> ExaminedProof:
    """Raises ProofFault, in words for whoever sent it. The file is read from its beginning afterwards."""
    if not file.size:
        raise ProofFault(_("The file is empty. Choose it again."))
    if file.size > LARGEST:
        raise ProofFault(_("The file is larger than 20 MB. Take the picture in a smaller size, or scan fewer pages."))
    file.seek(0)
    try:
        found = _examined(file, file.read(1024))
    except ProofFault as fault:
        raise ProofFault(_not_taken(kinds)) if fault.message is _UNKNOWN else fault from fault
    file.seek(0)
    if found.kind not in kinds:
        raise ProofFault(_not_taken(kinds))
    return found


def _examined(file: File[Any], head: bytes) -> ExaminedProof:
    if head.startswith(b"%PDF-"):
        return _pdf(file)
    if head[4:8] == b"ftyp":
        return _heic(file, head)
    if looks_like_zip(head):
        require_ofd(file)
        return ExaminedProof(FileType.OFD)
    for beginning, words in _SOMETHING_ELSE:
        if head.startswith(beginning):
            raise ProofFault(words)
    if head.lstrip(b"\xef\xbb\xbf\t\r\n ").lower().startswith(_MARKUP):
        raise ProofFault(_("This is a web page or a drawing of one, not a proof. Save it as PDF and choose that."))
    return _image(file, head)


def _not_taken(kinds: Collection[FileType]) -> str | _StrPromise:
    if FileType.OFD in kinds:
        return _UNKNOWN
    return _("This is neither a PDF nor a JPG or PNG picture. Take a photo, or save it as PDF.")


def _pdf(file: File[Any]) -> ExaminedProof:
    file.seek(max(0, (file.size or 0) - ENDS_OF_PDF))
    if b"%%EOF" not in file.read(ENDS_OF_PDF):
        raise ProofFault(_("The PDF is cut off. Open it on your device; if you can read it there, save it again."))
    return ExaminedProof(FileType.PDF)


def _image(file: File[Any], head: bytes) -> ExaminedProof:
    try:
        with _refusing_bombs():
            file.seek(0)
            with Image.open(file, formats=["JPEG", "PNG"]) as image:
                kind = IMAGE_TYPES[image.format or ""]
                _require_modest(image)
                image.load()
                return ExaminedProof(kind, picture_hash(image))
    except (UnidentifiedImageError, KeyError) as error:
        raise ProofFault(_DAMAGED if head.startswith(PICTURES) else _UNKNOWN) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ProofFault(_("The picture has too many dots. Take it in a smaller size.")) from error
    except (OSError, SyntaxError, ValueError, struct.error) as error:
        raise ProofFault(_DAMAGED) from error


def _require_modest(image: Image.Image) -> None:
    """What it will take in memory, before it takes it."""
    image.draft(None, (max(1, image.width // SHRUNK), max(1, image.height // SHRUNK)))
    if image.width * image.height * len(image.getbands()) > MOST_BYTES_DECODED:
        raise Image.DecompressionBombError


@contextlib.contextmanager
def _refusing_bombs() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


# HEIC: a row of boxes, each with its length before it


def _heic(file: File[Any], head: bytes) -> ExaminedProof:
    length = int.from_bytes(head[:4], "big")
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(length, len(head)), 4))}
    if brands.isdisjoint(HEIC_BRANDS):
        raise ProofFault(_("This is a film or another kind of file, not a picture. Take a photo, or save it as PDF."))
    kinds = _boxes(file)
    if b"meta" not in kinds or not kinds & {b"mdat", b"idat"}:
        raise ProofFault(_DAMAGED)
    return ExaminedProof(FileType.HEIC)


def _boxes(file: File[Any]) -> set[bytes]:
    """The kinds of its boxes, which must fill the file to its last byte."""
    at, size, kinds = 0, file.size or 0, set[bytes]()
    for _turn in range(MOST_BOXES):
        if at == size:
            return kinds
        file.seek(at)
        header = file.read(16)
        length = int.from_bytes(header[:4], "big")
        if length == 1 and len(header) == 16:
            length = int.from_bytes(header[8:], "big")
        elif length == 0:
            length = size - at
        if length < 8 or at + length > size:
            break
        kinds.add(header[4:8])
        at += length
    raise ProofFault(_DAMAGED)
