"""Each layout beside a picture of it that somebody looked at, a dot a millimetre: whatever moved, grew, went missing or
turned into boxes is seen. `XUESHI_NEW_PICTURES=1` draws the pictures anew; look at them before they are committed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from certificates.sheets.drawing import draw_sheets
from certificates.sheets.reading import Sheet
from tests.certificates.sheets.test_pdf import LONG_EMPLOYER, LONG_ISSUER, RARE
from tests.certificates.sheets.tools import booklet, run, sheet

PICTURES = Path(__file__).with_name("pictures")
SHEETS = {
    "gd-2018": sheet(),
    "gd-2010": sheet(layout="gd-2010", confirmed_by=""),
    "long-name": sheet(name="古丽·阿卜杜热西提·麦麦提依明江·阿卜杜"),
    "rare-and-long": sheet(name=RARE, issuer=LONG_ISSUER, confirmed_by=LONG_EMPLOYER),
    "xz-2016": booklet(employer=LONG_EMPLOYER),
}
CELLS = (37, 26)
"""Eight millimetres a side."""
MOST_APART = 14
"""Of 255, in a cell: another version of font or renderer stays below, a word that moved by half its height does not."""


def pictures_of(sheets: list[Sheet], folder: Path) -> list[Image.Image]:
    (folder / "sheets.pdf").write_bytes(draw_sheets(sheets))
    run("pdftoppm", "-r", "25.4", "-gray", "-png", folder / "sheets.pdf", folder / "page")
    return [Image.open(each).convert("L") for each in sorted(folder.glob("page-*.png"))]


def apart(one: Image.Image, other: Image.Image) -> int:
    """In the cell in which they differ most."""
    assert one.size == other.size
    cells = [each.resize(CELLS, Image.Resampling.BOX) for each in (one, other)]
    return int(ImageChops.difference(*cells).getextrema()[1])  # type: ignore[arg-type]


def test_sheets_look_as_they_were_approved(tmp_path: Path) -> None:
    drawn = dict(zip(SHEETS, pictures_of(list(SHEETS.values()), tmp_path), strict=True))
    if os.environ.get("XUESHI_NEW_PICTURES"):
        for name, picture in drawn.items():
            picture.save(PICTURES / f"{name}.png", optimize=True)
        pytest.skip("drawn anew: look at them")

    approved = {name: Image.open(PICTURES / f"{name}.png") for name in SHEETS}
    assert {name: far for name in SHEETS if (far := apart(drawn[name], approved[name])) > MOST_APART} == {}

    moved = ImageChops.offset(approved["gd-2018"], 0, 3)
    assert apart(moved, approved["gd-2018"]) > MOST_APART, "else this test sees nothing"
    assert apart(approved["gd-2010"], approved["gd-2018"]) > MOST_APART
