"""The badge as a picture with the credential baked into it (Open Badges 3.0 §5.3): people look at it, wallets and
verifiers read it. Nobody's name is on it, though it is within, as in the credential."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from certificates.badges.credential import badge_of
from certificates.models import Certificate
from certificates.sheets.fonts import BOLD, FACE, font_file

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

KEYWORD = "openbadgecredential"
SIDE, MIDDLE = 600, 300
PAPER, SEAL, INK = "#fffdf8", "#a8322a", "#1d1b17"
RINGS = ((286, 10), (266, 3))
"""Radius and breadth."""
FINER = 3
"""Pillow draws circles with steps; made smaller they are round."""
MOST_WIDE = 400
"""Within the inner ring, where the lowest line stands."""


@dataclass(frozen=True)
class Line:
    text: str
    middle: int
    """From above."""
    size: int
    colour: str = INK


def lines_of(certificate: Certificate) -> list[Line]:
    return [
        _fitting("专业技术人员", 190, 44),
        _fitting("继续教育", 262, 76, SEAL),
        _fitting(f"{certificate.study_year} 年度", 346, 50),
        _fitting(certificate.number, 414, 32),
        _fitting(str(certificate.printed["issuer"]), 462, 26),
    ]


def _fitting(text: str, middle: int, size: int, colour: str = INK) -> Line:
    """Long names of bureaus are smaller."""
    wide = sum(0.6 if each.isascii() else 1.0 for each in text)
    return Line(text, middle, min(size, int(MOST_WIDE / wide)), colour)


def baked_svg(certificate: Certificate) -> str:
    context = {"lines": lines_of(certificate), "rings": RINGS, "side": SIDE, "middle": MIDDLE, "paper": PAPER}
    return render_to_string(
        "certificates/badges/badge.svg",
        context | {"seal": SEAL, "title": _title(certificate), "credential": badge_of(certificate)},
    )


def baked_png(certificate: Certificate) -> bytes:
    from PIL import Image, ImageDraw
    from PIL.PngImagePlugin import PngInfo

    picture = Image.new("RGB", (FINER * SIDE, FINER * SIDE), "white")
    draw = ImageDraw.Draw(picture)
    for radius, breadth in RINGS:
        first, last = FINER * (MIDDLE - radius), FINER * (MIDDLE + radius)
        draw.ellipse((first, first, last, last), fill=PAPER, outline=SEAL, width=FINER * breadth)
    picture = picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(picture)
    for line in lines_of(certificate):
        draw.text((MIDDLE, line.middle), line.text, line.colour, _font().font_variant(size=line.size), anchor="mm")
    within = PngInfo()
    within.add_itxt(KEYWORD, badge_of(certificate))
    within.add_itxt("Title", _title(certificate))
    written = io.BytesIO()
    picture.save(written, "png", pnginfo=within, optimize=True)
    return written.getvalue()


def _title(certificate: Certificate) -> str:
    return f"{certificate.study_year} 年度专业技术人员继续教育 {certificate.number}"


@cache
def _font() -> FreeTypeFont:
    return next(each for each in _faces() if each.getname()[0] == FACE)


def _faces() -> Iterator[FreeTypeFont]:
    from PIL import ImageFont

    path = font_file(BOLD)
    assert path is not None, "asked by the view"
    yield from (ImageFont.truetype(path, 10, index=index) for index in range(5))
