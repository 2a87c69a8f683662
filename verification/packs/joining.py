"""Sheets and proofs into one PDF, and that with every part by itself into one ZIP. Run by a worker alone: WeasyPrint
takes 60 MB."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import IO, Any

from jobs.printing import print_pdf
from verification.packs.parts import Leaf, Sheet
from verification.packs.proofs import OpenedProof
from verification.packs.sheets import STYLE, file_name

WHOLE = "申报材料.pdf"
"""The whole pack within the ZIP."""
A4 = (595.28, 841.89)
MARGIN = 51.0
"""18 mm, as in sheets.css."""
HEAD = 36.0
"""The line above a proof, with a little air."""


def pdf_of(text: str, leaves: Sequence[Leaf], beat: Callable[[], None]) -> tuple[bytes, dict[str, int]]:
    """The pack, and on which of its pages each anchor stands, counted from 0."""
    printed = print_pdf(text, STYLE, version="1.7")
    beat()
    return _laid_on(printed.content, printed.places, leaves), printed.places


def _laid_on(drawn: bytes, places: Mapping[str, int], leaves: Sequence[Leaf]) -> bytes:
    """Each page of a proof on its empty sheet. What is drawn on it stays as sharp as it was."""
    import pikepdf

    with ExitStack() as stack:
        pack = stack.enter_context(pikepdf.open(io.BytesIO(drawn)))
        sources: dict[int, Any] = {}
        for leaf in leaves:
            if id(leaf.pages) not in sources:
                sources[id(leaf.pages)] = stack.enter_context(pikepdf.open(io.BytesIO(leaf.pages)))
            page = pack.pages[places[leaf.anchor]]
            page.add_overlay(sources[id(leaf.pages)].pages[leaf.page], pikepdf.Rectangle(*_room_on(leaf)))
        written = io.BytesIO()
        pack.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _room_on(leaf: Leaf) -> tuple[float, float, float, float]:
    width, height = reversed(A4) if leaf.is_wide else A4
    if leaf.is_full:
        return 0, 0, width, height
    return MARGIN, MARGIN + 6, width - MARGIN, height - MARGIN - HEAD


def write_zip(
    target: IO[bytes],
    pack: bytes,
    places: Mapping[str, int],
    sheets: Sequence[Sheet],
    opened: Iterable[OpenedProof],
) -> None:
    """The whole, the sheets by themselves in their order, and every file as it was sent."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(WHOLE, pack)
        for number, sheet in enumerate(sheets, start=1):
            if sheet.kind != "proofs":
                content = sheet.leaves[0].pages if sheet.kind == "paper" else _pages(pack, sheet, places, sheets)
                archive.writestr(f"{number:02}-{sheet.title.replace(' ', '')}.pdf", content)
        for each in opened:
            if each.is_there:
                name = file_name(each.proof)
                with each.proof.evidence.file.open("rb") as source, archive.open(name, "w", force_zip64=True) as copy:
                    shutil.copyfileobj(source, copy)


def _pages(pack: bytes, sheet: Sheet, places: Mapping[str, int], sheets: Sequence[Sheet]) -> bytes:
    """From its first page to the one before whatever comes next."""
    import pikepdf

    first = places[sheet.anchor]
    with pikepdf.open(io.BytesIO(pack)) as whole, pikepdf.new() as part:
        later = [places[each.anchor] for each in sheets if places[each.anchor] > first]
        part.pages.extend(whole.pages[first : min(later, default=len(whole.pages))])
        written = io.BytesIO()
        part.save(written)
    return written.getvalue()
