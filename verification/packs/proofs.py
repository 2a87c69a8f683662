"""Each proof made into pages that can be put into the pack, or the reason why it cannot."""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobs.apart import death_of, run_apart
from people.enums import FileType
from verification.packs import opening
from verification.packs.building import PackProof

PATIENCE_SECONDS = 120
MOST_BYTES_MERGED = 100 * 1024 * 1024
"""Of all proofs together: what comes behind is in the ZIP alone."""
LONGEST_SIDE = 2200
"""Of a picture in points of its own: some 200 to the inch on A4, enough for the small print of a seal."""


@dataclass(frozen=True)
class OpenedProof:
    """`pages` is a PDF; or `why_not` says, to the reader of the pack, why there is none."""

    proof: PackProof
    is_there: bool = True
    """Whether the storage still has the file as it was sent."""
    pages: bytes = b""
    why_not: str = ""


def open_proof(proof: PackProof, room: int) -> OpenedProof:
    """`room`: how many bytes may still be merged."""
    evidence = proof.evidence
    try:
        with evidence.file.open("rb") as file:
            content = file.read()
    except OSError:
        return OpenedProof(proof, False, why_not=_("The file is gone from the storage."))
    kind = evidence.get_file_type_display()
    if not proof.may_merge:
        return OpenedProof(proof, True, why_not=_("%(kind)s cannot be put on pages.") % {"kind": kind})
    pages, why_not = _of_pdf(content) if evidence.file_type == FileType.PDF else _of_picture(content)
    if len(pages) > room:
        pages, why_not = b"", _("The pack is full.")
    return OpenedProof(proof, True, pages, why_not)


def _of_pdf(content: bytes) -> tuple[bytes, str]:
    try:
        process = run_apart("verification.packs.opening", content, patience=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        return b"", _("It takes too long to open.")
    if process.returncode == 0 and process.stdout:
        return process.stdout, ""
    return b"", _reason(process.returncode)


def _reason(code: int) -> str:
    if code == opening.ENCRYPTED:
        return _("It is locked with a password.")
    if code == opening.TOO_LONG:
        return _("It has more than %(count)d pages.") % {"count": opening.MOST_PAGES}
    if code == opening.TOO_LARGE or death_of(code):
        return _("It is too large to open.")
    return _("It is damaged and cannot be opened.")


def _of_picture(content: bytes) -> tuple[bytes, str]:
    """Upright as its camera noted, on white, and small enough for paper; a page of its own proportion."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            flat = Image.new("RGB", upright.size, "white")
            is_clear = "A" in upright.getbands() or "transparency" in upright.info
            flat.paste(upright.convert("RGB"), mask=upright.convert("RGBA").getchannel("A") if is_clear else None)
            written = io.BytesIO()
            flat.save(written, "PDF", resolution=150, quality=88)
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        return b"", _("The picture is damaged and cannot be opened.")
    return written.getvalue(), ""
