from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ImageFile

from jobs import printing
from jobs.kinds import Refused


def test_a_machine_without_the_library_refuses_in_words(monkeypatch):
    def fails(*_asked):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(printing.Press, "_drawn", fails)

    with pytest.raises(Refused, match="a system library is missing"):
        printing.print_pdf("<p>测试</p>", Path("any.css"))


def test_anchors_are_told_with_their_pages(tmp_path):
    style = tmp_path / "sheet.css"
    style.write_text("section { break-after: page }")

    printed = printing.print_pdf("<section>1</section><section id=second>2</section>", style, version="1.7")

    assert printed.content.startswith(b"%PDF-1.7")
    assert printed.places == {"second": 1}


def test_pictures_that_are_cut_off_are_still_told_from_whole_ones(tmp_path):
    style = tmp_path / "sheet.css"
    style.write_text("")

    printing.print_pdf("<p>测试</p>", style)

    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
