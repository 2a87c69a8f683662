"""The characters of a sheet. Those of GB 2312, with which nearly every name is written, come from a cut of the font
that each process makes for itself (0.2 s): WeasyPrint goes through the whole font for every paper. All others come from
the font as it is, and what neither has is named instead of printed as a box."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from jobs.kinds import Refused
from jobs.printing import NO_LIBRARY

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
REGULAR, BOLD = "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"
"""Debian: fonts-noto-cjk."""
FACE = "Noto Serif CJK SC"
CUT = "Xueshi Sheet"
LAYOUT_TABLES = (b"GSUB", b"GPOS", b"GDEF", b"BASE", b"VORG", b"vhea", b"vmtx", b"DSIG")
NO_HINTING = 0x1
DROP_TABLES = 3
HARFBUZZ = """
    typedef struct hb_blob_t hb_blob_t; typedef struct hb_face_t hb_face_t; typedef struct hb_set_t hb_set_t;
    typedef struct hb_subset_input_t hb_subset_input_t;
    hb_blob_t *hb_blob_create_from_file(const char *name);
    const char *hb_blob_get_data(hb_blob_t *blob, unsigned int *length);
    void hb_blob_destroy(hb_blob_t *blob);
    hb_face_t *hb_face_create(hb_blob_t *blob, unsigned int index);
    hb_blob_t *hb_face_reference_blob(hb_face_t *face);
    void hb_face_destroy(hb_face_t *face);
    void hb_set_add(hb_set_t *set, unsigned int value);
    hb_subset_input_t *hb_subset_input_create_or_fail(void);
    hb_set_t *hb_subset_input_unicode_set(hb_subset_input_t *input);
    hb_set_t *hb_subset_input_set(hb_subset_input_t *input, int kind);
    void hb_subset_input_set_flags(hb_subset_input_t *input, unsigned int flags);
    hb_face_t *hb_subset_or_fail(hb_face_t *face, const hb_subset_input_t *input);
    void hb_subset_input_destroy(hb_subset_input_t *input);
"""
NO_FONT = gettext_noop("This machine has no font for certificates (Debian: fonts-noto-cjk). The status page names it.")
NO_GLYPH = gettext_noop(
    "Our font has no %(characters)s. Nothing is printed with a box in it: have the name written in characters of "
    "GB 18030 that Noto Serif CJK knows, or tell whoever runs the system."
)


@cache
def font_file(name: str = REGULAR) -> Path | None:
    return next((found for folder in FOLDERS for found in sorted(folder.rglob(name))), None)


def require_characters(texts: Iterable[str]) -> None:
    """WeasyPrint prints a box where a font has no character, and says so in a log alone."""
    missing = sorted({each for text in texts for each in text} - _known())
    if missing:
        raise Refused(NO_GLYPH, characters=", ".join(map(_named, missing)))


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"{character} ({code})" if character.isprintable() else code


@cache
def _known() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    path = _required_file()
    with TTFont(path, fontNumber=_number_of_face(path), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def common_cut() -> bytes:
    return cut_of(_common())


def cut_of(characters: Iterable[str], name: str = REGULAR) -> bytes:
    """With these characters alone."""
    path = _required_file(name)
    try:
        return _renamed(_cut(path, _number_of_face(path), sorted(_known() & set(characters))))
    except OSError as error:
        raise Refused(NO_LIBRARY) from error


def _required_file(name: str = REGULAR) -> Path:
    found = font_file(name)
    if found is None:
        raise Refused(NO_FONT)
    return found


def _number_of_face(path: Path) -> int:
    """Of the faces of the file, the one that writes characters as in the mainland."""
    from fontTools.ttLib import TTCollection

    with TTCollection(path, lazy=True) as collection:
        return next(place for place, font in enumerate(collection.fonts) if font["name"].getDebugName(1) == FACE)


def _common() -> set[str]:
    """ASCII and the two rows of GB 2312: 7,500 characters."""
    found = {chr(code) for code in range(0x20, 0x7F)}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            found.update(bytes((high, low)).decode("gb2312", "ignore"))
    return found


def _cut(path: Path, number: int, characters: Iterable[str]) -> bytes:
    """By HarfBuzz itself; fontTools takes a hundred times as long for it."""
    from cffi import FFI

    ffi = FFI()
    ffi.cdef(HARFBUZZ)
    base, subset = ffi.dlopen("libharfbuzz.so.0"), ffi.dlopen("libharfbuzz-subset.so.0")
    blob = ffi.gc(base.hb_blob_create_from_file(str(path).encode()), base.hb_blob_destroy)
    face = ffi.gc(base.hb_face_create(blob, number), base.hb_face_destroy)
    wanted = ffi.gc(subset.hb_subset_input_create_or_fail(), subset.hb_subset_input_destroy)
    for character in characters:
        base.hb_set_add(subset.hb_subset_input_unicode_set(wanted), ord(character))
    for table in LAYOUT_TABLES:
        base.hb_set_add(subset.hb_subset_input_set(wanted, DROP_TABLES), int.from_bytes(table, "big"))
    subset.hb_subset_input_set_flags(wanted, NO_HINTING)
    made = ffi.gc(subset.hb_subset_or_fail(face, wanted), base.hb_face_destroy)
    content = ffi.gc(base.hb_face_reference_blob(made), base.hb_blob_destroy)
    length = ffi.new("unsigned int *")
    data = base.hb_blob_get_data(content, length)
    return bytes(ffi.buffer(data, length[0]))


def _renamed(content: bytes) -> bytes:
    """So that nobody takes the cut for the whole font."""
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    font: Any = TTFont(io.BytesIO(content), recalcTimestamp=False)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = CUT.replace(" ", "") if record.nameID == 6 else CUT
    place, glyphs = font["CFF "].cff[0].rawDict["charset"], int.from_bytes(font.reader["maxp"][4:6], "big")
    outlines = DefaultTable("CFF ")
    outlines.data = _counted_through(font.reader["CFF "], place, glyphs)
    font["CFF "] = outlines
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _counted_through(outlines: bytes, place: int, glyphs: int) -> bytes:
    """Each glyph has the number of its place. In a PDF glyphs are called by their places, but readers that go by the
    standard (ISO 32000-1 9.7.4.2; PDFBox and pdf.js do) look for the numbers in the font, which in a cut are those of
    the whole font: they would show boxes. The new list is never longer than the old one (CFF 13)."""
    match glyphs:
        case 2:
            numbers = b"\0\0\1"
        case few if few <= 0x101:
            numbers = b"\1\0\1" + bytes([few - 2])
        case many:
            numbers = b"\2\0\1" + (many - 2).to_bytes(2, "big")
    return outlines[:place] + numbers + outlines[place + len(numbers) :]
