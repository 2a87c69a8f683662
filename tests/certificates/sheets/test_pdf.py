"""The sheet as others' programs read it: archive format, fonts, words, tags, QR code, place of every word."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from certificates.sealing import KeyFile
from certificates.sheets import checks
from certificates.sheets.archive import joined
from certificates.sheets.drawing import draw_sheet, draw_sheets
from certificates.sheets.reading import SealPicture, Sheet
from jobs.kinds import Refused
from tests.access.certificates import picture_of_seal
from tests.certificates.sheets.archive import faults_of
from tests.certificates.sheets.seals import PASSPHRASE, key_file
from tests.certificates.sheets.tools import QR, booklet, run, sheet, words_of

RARE = "𠮷喆堃玥㛃䶮"
LONG_NAME = "古丽·阿卜杜热西提·麦麦提依明江·阿卜杜拉"
LONGEST_NAME = "阿卜杜热西提·麦麦提依明江·" * 3 + "买买提"
LONG_ISSUER = "广东省珠海横琴粤澳深度合作区经济发展和人力资源社会保障局"
LONG_EMPLOYER = "中国能源建设集团广东省电力设计研究院有限公司粤港澳大湾区新能源与智能电网技术研究开发中心"
LEFT, RIGHT, TOP, BOTTOM = 14.0, 283.0, 14.0, 196.0
"""Within the inner line of the border."""


def test_others_read_it(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(draw_sheet(sheet(name=f"林{RARE}")))

    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)
    told = dict(line.split(":", 1) for line in run("pdfinfo", path).splitlines() if ":" in line)
    assert told["Tagged"].strip() == "yes"
    assert told["Title"].strip() == "广东省专业技术人员继续教育证书 44010526000123"
    assert "A4" in told["Page size"]
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A" in run("pdfinfo", "-meta", path)

    fonts = [line.split() for line in run("pdffonts", path).splitlines()[2:]]
    assert fonts
    assert all(columns[-5:-2] == ["yes", "yes", "yes"] for columns in fonts), "embedded, a subset, with unicode"

    text = "".join(run("pdftotext", "-raw", path, "-").split())
    assert f"林{RARE}参加专业技术人员继续教育学习，经审核，已完成2026年度专业技术人员继续教育学习任务，" in text
    assert "根据《广东省专业技术人员继续教育条例》，特发此证。" in text
    for said in ("证书编号：44010526000123", "发证单位：广州市海珠区人力资源和社会保障局（盖章）", "N0：00731264"):
        assert said in text
    for said in ("发证时间：2027年1月6日", "审核确认单位：珠江岸设计院（盖章）", "广东省人力资源和社会保障厅制"):
        assert said in text

    read_aloud = run("pdfinfo", "-struct-text", path)
    assert read_aloud.index("H1") < read_aloud.index("证书编号：") < read_aloud.index("门户网站核实")


def test_it_is_as_the_archive_format_asks(tmp_path: Path) -> None:
    picture = picture_of_seal().read()
    seals = [SealPicture("issuer", "测试局", hashlib.sha256(picture).hexdigest(), lambda: picture)]
    plain = {
        "gd-2018": draw_sheet(sheet(name=f"林{RARE}")),
        "with a seal": draw_sheet(Sheet(sheet().printed, QR, seals)),
        "gd-2010": draw_sheet(sheet(layout="gd-2010", confirmed_by="")),
        "xz-2016": draw_sheet(booklet()),
        "joined": joined([draw_sheets([sheet(), sheet(name="王𠮷")]), draw_sheets([sheet(name="张三")] * 3)]),
    }
    key = KeyFile(str(key_file(tmp_path)), PASSPHRASE)

    sealed = {f"{name}, sealed": key.seal(content) for name, content in plain.items()}

    assert [(name, fault) for name, content in (plain | sealed).items() for fault in faults_of(content)] == []


def test_what_the_archive_format_forbids_is_found() -> None:
    """Else the test above says nothing."""
    told = []
    for spoil in (
        lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript)),
        lambda pdf: pdf.Root.__delitem__("/Lang"),
        lambda pdf: pdf.pages[0].contents_add(b"q 0 0 9 9 re f Q"),
        lambda pdf: pdf.Root.StructTreeRoot.K[0].K[0].K[-1].__delitem__("/Alt"),
        lambda pdf: pdf.Root.StructTreeRoot.ParentTree.Nums[1].append(pikepdf.Dictionary()),
        _with_other_numbers_in_the_font,
        lambda pdf: (
            next(iter(pdf.pages[0].Resources.Font.values())).DescendantFonts[0].__setitem__("/W", pikepdf.Array())
        ),
    ):
        with pikepdf.open(io.BytesIO(draw_sheet(sheet()))) as pdf:
            spoil(pdf)
            written = io.BytesIO()
            pdf.save(written)
        told.append(faults_of(written.getvalue()))
    assert all(told)


def _with_other_numbers_in_the_font(pdf: pikepdf.Pdf) -> None:
    """As HarfBuzz cuts it: glyphs keep the numbers of the whole font."""
    font = next(iter(pdf.pages[0].Resources.Font.values()))
    program = font.DescendantFonts[0].FontDescriptor.FontFile3
    with TTFont(io.BytesIO(program.read_bytes())) as read:
        place = read["CFF "].cff[0].rawDict["charset"] + read.reader.tables["CFF "].offset
    content = bytearray(program.read_bytes())
    content[place + 2] += 7
    program.write(bytes(content))


def test_a_decoder_reads_the_code_off_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(draw_sheet(sheet()))
    run("pdftoppm", "-r", "300", "-png", path, tmp_path / "page")

    assert run("zbarimg", "--quiet", "--raw", tmp_path / "page-1.png").strip() == QR


def test_names_and_offices_of_any_length_stay_in_their_places(tmp_path: Path) -> None:
    pages = [
        sheet(),
        sheet(name=LONG_NAME),
        sheet(name=LONGEST_NAME, issuer=LONG_ISSUER),
        sheet(name=LONG_NAME, issuer=LONG_ISSUER, confirmed_by=LONG_EMPLOYER),
        sheet(name=LONGEST_NAME, issuer=LONG_ISSUER * 3, confirmed_by=LONG_EMPLOYER * 3),
        sheet(name="Maria-Magdalena Wolkenstein-Trostburg", confirmed_by="Ω" * 200),
        sheet(layout="gd-2010", confirmed_by=""),
        booklet(),
        booklet(name=LONG_NAME, issuer=LONG_ISSUER, employer=LONG_EMPLOYER),
    ]
    path = tmp_path / "sheets.pdf"
    path.write_bytes(draw_sheets(pages))

    words = words_of(path)

    assert {word.page for word in words} == set(range(1, len(pages) + 1))
    assert [each for each in words if each.left < LEFT or each.right > RIGHT] == []
    assert [each for each in words if each.top < TOP or each.bottom > BOTTOM] == []
    assert [(a, b) for place, a in enumerate(words) for b in words[:place] if a.meets(b)] == []


def test_rare_characters_are_drawn_and_no_boxes(tmp_path: Path) -> None:
    """Text that is taken out again says nothing of what was drawn: the ink does."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(draw_sheets([sheet(name=each) for each in RARE]))
    run("pdftoppm", "-r", "100", "-gray", path, tmp_path / "page")
    names = {word.page: word for word in words_of(path) if word.text in RARE}

    inks = []
    for page, word in sorted(names.items()):
        with Image.open(tmp_path / f"page-{page}.pgm") as picture:
            sides = [round(each / 25.4 * 100) for each in (word.left, word.top, word.right, word.bottom)]
            inks.append(picture.crop((sides[0], sides[1], sides[0] + 30, sides[1] + 36)).tobytes())
    assert len(names) == len(RARE)
    assert len(set(inks)) == len(RARE), "a box looks like the other boxes"


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(Refused, match=r"U\+E000, 𪛖 \(U\+2A6D6\)"):
        draw_sheet(sheet(name="王\ue000𪛖"))


def test_the_same_sheet_is_the_same_bytes_in_another_process() -> None:
    """... on whatever day, in whatever language it is asked for."""
    script = (
        "import django, hashlib; django.setup()\n"
        "from certificates.sheets.drawing import draw_sheet\n"
        "from tests.certificates.sheets.tools import booklet, sheet\n"
        "draw_sheet(booklet())\n"
        "print(hashlib.sha256(draw_sheet(sheet(name='王𠮷'))).hexdigest())\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONHASHSEED": "7", "LANG": "C", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.strip() == hashlib.sha256(draw_sheet(sheet(name="王𠮷"))).hexdigest(), told.stderr


def test_the_check_fails_where_a_font_or_the_library_is_missing(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    assert checks.check_sheets(None) == []

    monkeypatch.setattr(checks, "font_file", lambda name: None)
    monkeypatch.setattr(checks, "LIBRARY", "libinvented.so.9")

    settings.CERTIFICATE_SEALS = {"440105": "/nowhere/440105.p12"}

    found = [each.id for each in checks.check_sheets(None)]
    assert found == ["certificates.E001", "certificates.E002", "certificates.E003"]
