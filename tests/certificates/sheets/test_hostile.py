"""Whatever somebody managed to write into a field that is printed stands there as text: nothing is fetched or run."""

from __future__ import annotations

import html
import io
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest

from certificates.sheets.drawing import draw_sheets
from tests.certificates.sheets.tools import booklet, run, sheet

SECRET = "Quartz-7731-canary"
PLACES = ("http://127.0.0.1:{port}/{n}", "//127.0.0.1:{port}/{n}", "file://{canary}", "http://localhost:{port}/{n}.css")
HOSTILE = (
    '<img src="{place}">',
    '"><img src="{place}" alt="',
    "'><object data='{place}'></object>",
    '<link rel="stylesheet" href="{place}">',
    '<link rel="attachment" href="{place}">',
    "<style>@import url({place});</style>",
    '</style><style>body{{background:url("{place}")}}</style>',
    "<style>@font-face{{font-family:Sheet;src:url({place})}}</style>",
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{place}"/></svg>',
    '<svg><use href="{place}#a"/></svg>',
    '<svg><style>@import "{place}";</style></svg>',
    '<iframe src="{place}"></iframe>',
    '<embed src="{place}">',
    '<meta http-equiv="refresh" content="0;url={place}">',
    '<base href="{place}">',
    '<script src="{place}"></script>',
    '<a href="{place}">x</a>',
    '</p></article><article style="background:url({place})">',
    '{{% include "{place}" %}}{{{{ printed }}}}',
    '<img src="picture:qr-0"><a rel=attachment href="{place}">',
)


@pytest.fixture
def hits() -> Iterator[tuple[int, list[str]]]:
    """A loopback server, and what was asked of it."""
    asked: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


def test_eighty_payloads_in_every_field(hits: tuple[int, list[str]], tmp_path: Path) -> None:
    port, asked = hits
    canary = tmp_path / "canary.txt"
    canary.write_text(SECRET)
    payloads = [
        words.format(place=place.format(port=port, canary=canary, n=f"{number}-{turn}"))
        for number, words in enumerate(HOSTILE)
        for turn, place in enumerate(PLACES)
    ]
    assert len(payloads) == 80
    fields = ("number", "blank_form", "name", "year", "issuer", "confirmed_by", "employer", "title_level")
    fields += ("total", "public", "specialty")

    content = draw_sheets([booklet(**dict.fromkeys(fields, words)) for words in payloads])

    path = tmp_path / "sheets.pdf"
    path.write_bytes(content)
    text = run("pdftotext", "-raw", path, "-")
    told = "".join(text.split())
    assert asked == []
    assert SECRET not in text
    assert SECRET.encode() not in content
    assert [words for words in payloads if "".join(words.split())[:12] not in told] == [], "they stand there as text"
    _require_nothing_but_sheets(content, len(payloads))


def _require_nothing_but_sheets(content: bytes, pages: int) -> None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == pages
        assert all("/Annots" not in page for page in pdf.pages)
        assert not {"/Names", "/AF", "/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
        pictures = [
            each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
        assert len(pictures) <= pages, "the QR codes alone"


def test_the_page_says_it_as_text_too() -> None:
    """What the template makes of a field, on paper or on the page, has no tag in it that is not ours."""
    from django.template.loader import render_to_string

    words = HOSTILE[1].format(place="http://127.0.0.1:1/") + "&lt;b&gt;"
    hostile = sheet(name=words, issuer=words, confirmed_by=words, number=words)
    context = {"sheet": hostile, "layout": hostile.layout, "printed": hostile.printed, "varied": True}
    drawn = render_to_string(hostile.layout.template, context | {"qr_address": "picture:qr-0"})

    assert re.findall(r"<img [^>]*>", drawn) == [
        '<img class="certificate__qr" src="picture:qr-0" alt="二维码：查验这张证书">'
    ]
    assert drawn.count(html.escape(words)) == 4
