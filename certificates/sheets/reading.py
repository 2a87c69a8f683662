"""What stands on a sheet: `Certificate.printed`, the address in the QR code, and pictures of seals. Nothing else."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from certificates.keys import canonical
from certificates.layouts import Layout, layouts
from people.enums import TitleLevel

LANGUAGE = "zh-hans"
"""A sheet is a form of its province, and in its language."""
DRAWING = 2
"""Raised whenever sheets are drawn otherwise: what was kept before is drawn anew when somebody asks, and the check page
still knows it by its hash. 2: fonts that every reader reads."""
LINE = 32
"""Half-width characters in a line of the issuer's block at its full size."""


@dataclass(frozen=True)
class SealPicture:
    place: str
    """`issuer` or `employer`: whose seal stands where."""
    organization: str
    sha256: str
    content: Callable[[], bytes]
    address: str = ""
    """Where a page shows it."""

    @property
    def words(self) -> str:
        """A picture of it, and no electronic seal: nothing is proven by it."""
        return f"印章图样：{self.organization}"


@dataclass(frozen=True)
class Sheet:
    printed: dict[str, Any]
    qr: str
    seals: Sequence[SealPicture] = ()

    @property
    def layout(self) -> Layout:
        return layouts()[self.printed["layout"]]

    @property
    def qr_words(self) -> str:
        return "二维码：查验这张证书"

    @property
    def number(self) -> str:
        return str(self.printed["number"])

    @property
    def issued_on(self) -> datetime.date:
        return datetime.date.fromisoformat(self.printed["issued_on"])

    @property
    def confirmed_on(self) -> datetime.date | None:
        said = self.printed.get("confirmed_on")
        return datetime.date.fromisoformat(said) if said else None

    @property
    def title_level(self) -> str:
        said = str(self.printed.get("title_level", ""))
        with translation.override(LANGUAGE):
            return str(TitleLevel(said).label) if said in TitleLevel else said

    @property
    def opening(self) -> str:
        """What the sentence says before the year (C-4)."""
        return "参加专业技术人员继续教育学习，经审核，已完成"

    @property
    def closing(self) -> str:
        return f"年度专业技术人员继续教育学习任务，根据{self.layout.act}，特发此证。"

    @property
    def sentence(self) -> str:
        return f"{self.printed['name']}{self.opening}{self.printed['year']}{self.closing}"

    @property
    def name_size(self) -> str:
        """Names of one line stand at the full size."""
        return "long" if len(self.printed["name"]) > MOST_IN_NAME else "full"

    @property
    def issuer_size(self) -> str:
        """Long names of offices and employers take more lines; then all of the block is smaller."""
        lines = sum(-(-_width(self.printed.get(each, "")) // LINE) for each in ("confirmed_by", "issuer", "employer"))
        return "full" if lines <= 2 else "small" if lines <= MOST_LINES else "tiny"

    @property
    def facts(self) -> str:
        """The same facts are the same sheet: under this it is kept."""
        seals = [[each.place, each.sha256] for each in self.seals]
        said = {"printed": self.printed, "qr": self.qr, "seals": seals, "drawing": DRAWING}
        return hashlib.sha256(canonical(said)).hexdigest()

    @property
    def texts(self) -> Iterator[str]:
        yield from (str(each) for each in self.printed.values())


MOST_IN_NAME = 24
MOST_LINES = 4


def _width(text: str) -> int:
    return sum(1 if each.isascii() else 2 for each in text)
