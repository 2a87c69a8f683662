"""Programs of others that read PDF files, and sheets with whatever is to stand on them."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from certificates.sheets.reading import Sheet

PACKAGES = {
    "pdfinfo": "poppler-utils",
    "pdffonts": "poppler-utils",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdfsig": "poppler-utils",
    "qpdf": "qpdf",
    "zbarimg": "zbar-tools",
}
POINTS_A_MM = 72 / 25.4
PRINTED = {
    "layout": "gd-2018",
    "number": "44010526000123",
    "blank_form": "00731264",
    "name": "林晓岚",
    "year": 2026,
    "issuer": "广州市海珠区人力资源和社会保障局",
    "issued_on": "2027-01-06",
    "confirmed_by": "珠江岸设计院",
    "confirmed_on": "2027-01-05",
}
BOOKLET = {
    "layout": "xz-2016",
    "number": "32031126000007",
    "issuer": "徐州市泉山区人力资源和社会保障局",
    "employer": "徐州市云龙湖水利勘测设计院",
    "title_level": "intermediate",
    "total": "96",
    "public": "30",
    "specialty": "66",
}
QR = "https://xueshi.example/check/AAAAAAAAAAAAAAAAAAAAAA/#" + "Ab3-_9" * 60


def sheet(**printed: Any) -> Sheet:
    return Sheet(PRINTED | printed, QR)


def booklet(**printed: Any) -> Sheet:
    said = {name: value for name, value in PRINTED.items() if not name.startswith("confirmed")}
    return Sheet(said | BOOKLET | printed, QR)


def run(program: str, *arguments: str | Path) -> str:
    if shutil.which(program) is None:
        pytest.skip(f"needs the Debian package {PACKAGES[program]}")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"
    return done.stdout


@dataclass(frozen=True)
class Word:
    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Word) -> bool:
        """Their inks may; a fifth above and below is air."""
        air = 0.2 * min(self.bottom - self.top, other.bottom - other.top)
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top) - 2 * air
        return self.page == other.page and across > 0.3 and down > 0


def words_of(path: Path) -> list[Word]:
    """In millimetres from the left upper corner."""
    found, page = [], 0
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    for line in run("pdftotext", "-bbox", path, "-").splitlines():
        page += "<page " in line
        if match := re.search(pattern, line):
            sides = [float(each) / POINTS_A_MM for each in match.groups()[:4]]
            found.append(Word(match[5], page, *sides))
    return found
