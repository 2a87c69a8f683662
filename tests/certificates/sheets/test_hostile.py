"""Whatever somebody managed to write into a field that is printed stands there as text: nothing is fetched or run."""

from __future__ import annotations

import html
import io
import re
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest

from certificates.sheets.drawing import draw_sheets
from certificates.sheets.rosters import COLUMNS, ROSTER, Roster, roster_book, roster_pdf
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


@pytest.fixture
def payloads(hits: tuple[int, list[str]], tmp_path: Path) -> list[str]:
    """Eighty, each of its own address or file."""
    canary = tmp_path / "canary.txt"
    canary.write_text(SECRET)
    made = [
        words.format(place=place.format(port=hits[0], canary=canary, n=f"{number}-{turn}"))
        for number, words in enumerate(HOSTILE)
        for turn, place in enumerate(PLACES)
    ]
    assert len(set(made)) == 80
    return made


def require_harmless(content: bytes, payloads: list[str], asked: list[str], path: Path) -> None:
    path.write_bytes(content)
    text = run("pdftotext", "-raw", path, "-")
    told = "".join(text.split())
    assert asked == []
    assert SECRET not in text
    assert SECRET.encode() not in content
    assert [words for words in payloads if "".join(words.split())[:12] not in told] == [], "they stand there as text"


def test_eighty_payloads_in_every_field(payloads: list[str], hits: tuple[int, list[str]], tmp_path: Path) -> None:
    """All of them on the sheet with most fields; each sort of them where another one names who confirmed it."""
    texts = [name for name, value in booklet().printed.items() if isinstance(value, str)]
    fields = set(texts) - {"layout", "issued_on"}

    booklets = [booklet(**dict.fromkeys(fields, words)) for words in payloads]
    content = draw_sheets(booklets + [sheet(confirmed_by=words) for words in each_sort(payloads)])

    require_harmless(content, payloads, hits[1], tmp_path / "sheets.pdf")
    _require_nothing_but_sheets(content, len(payloads) + len(HOSTILE))


def each_sort(payloads: list[str]) -> list[str]:
    return [payloads[number * len(PLACES) + number % len(PLACES)] for number in range(len(HOSTILE))]


def test_each_sort_on_a_roster(payloads: list[str], hits: tuple[int, list[str]], tmp_path: Path) -> None:
    width = len(COLUMNS[ROSTER])
    sorts = each_sort(payloads)
    rows = [sorts[place : place + width] for place in range(0, len(sorts), width)]
    roster = Roster(payloads[0], payloads[1], COLUMNS[ROSTER], [*rows, ['=HYPERLINK("http://127.0.0.1/")'] * width])

    content = roster_pdf(roster)

    require_harmless(content, payloads[:2], hits[1], tmp_path / "roster.pdf")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert all("/Annots" not in page for page in pdf.pages)
        assert not [
            each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
    with zipfile.ZipFile(io.BytesIO(roster_book(roster))) as book:
        cells = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in cells
        assert b"<hyperlink" not in cells
        assert not [name for name in book.namelist() if "external" in name.lower()]


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
