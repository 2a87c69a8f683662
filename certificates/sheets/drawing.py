"""The sheet as PDF/A, by a worker alone. What all sheets of a layout share is drawn once in a process; WeasyPrint draws
what differs, and pikepdf lays one upon the other. The same facts are the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from certificates.layouts import Layout, layouts
from certificates.sheets.archive import add_bookmarks, describe, written_out
from certificates.sheets.fonts import BOLD, common_cut, cut_of, require_characters
from certificates.sheets.qr_pictures import qr_bits
from certificates.sheets.reading import LANGUAGE, SealPicture, Sheet
from jobs.collecting import collector_at_rest
from jobs.printing import PICTURE, Press

if TYPE_CHECKING:
    import pikepdf

STYLE = Path(__file__).with_name("sheet.css")
DOCUMENT = "certificates/sheets/document.html"
ARTIFACT = "Artifact"
FIXED = {"border": ARTIFACT, "title": "H1", "note": "P", "maker": "P"}
"""Parts that all sheets of a layout share, and how a screen reader knows them."""
POINTS_A_MM = 72 / 25.4
QR_PLACE = "{side:.3f} 0 0 {side:.3f} {left:.3f} {bottom:.3f} cm ".format(
    side=33 * POINTS_A_MM, left=40 * POINTS_A_MM, bottom=33 * POINTS_A_MM
)
"""As in the style sheet: millimetres from the left lower corner."""


def draw_sheet(sheet: Sheet) -> bytes:
    """One. With tags for screen readers, as all are."""
    return _drawn([sheet], bookmarks=False)


@collector_at_rest()
def draw_sheets(sheets: Sequence[Sheet]) -> bytes:
    """All as pages of one document, in their order, with the names of the people as bookmarks."""
    return _drawn(sheets, bookmarks=True)


def _drawn(sheets: Sequence[Sheet], *, bookmarks: bool) -> bytes:
    import pikepdf

    for sheet in sheets:
        require_characters(sheet.texts)
    printed = press().print_archived(_text_of(sheets), identifier=sheets[0].facts.encode())
    with pikepdf.open(io.BytesIO(printed.content)) as pdf:
        numbered = pdf.Root.StructTreeRoot.ParentTree.Nums
        articles = pdf.Root.StructTreeRoot.K[0].K
        for place, (page, sheet) in enumerate(zip(pdf.pages, sheets, strict=True)):
            _lay(pdf, page, sheet, _Tags(articles[place], numbered[2 * place + 1]))
        describe(pdf)
        if bookmarks:
            add_bookmarks(pdf, [str(sheet.printed["name"]) for sheet in sheets])
        return written_out(pdf)


@cache
def press() -> Press:
    return Press(STYLE.read_text(), {"regular": common_cut, "bold": lambda: cut_of("\u8bc1", BOLD)})


def _text_of(sheets: Sequence[Sheet]) -> str:
    first = sheets[0]
    with translation.override(LANGUAGE):
        articles = [
            _article(sheet.layout, sheet=sheet, printed=sheet.printed, varied=True, qr_address="") for sheet in sheets
        ]
        title = first.layout.title if len(sheets) > 1 else f"{first.layout.title} {first.number}"
        head = {"title": title, "author": first.printed["issuer"], "created": first.issued_on}
        return render_to_string(DOCUMENT, head | {"sheets": articles})


def _article(layout: Layout, **context: Any) -> SafeString:
    """Escaped by its template, and put as it is into the document."""
    return mark_safe(get_template(layout.template).render({"layout": layout} | context))  # noqa: S308


# What is drawn once


@cache
def _fixed_of(layout_id: str) -> pikepdf.Pdf:
    """A page for each part."""
    layout = layouts()[layout_id]
    with translation.override(LANGUAGE):
        articles = [_article(layout, fixed=True, only=part) for part in FIXED]
        text = render_to_string(DOCUMENT, {"title": layout.title, "sheets": articles})
    fonts = {"regular": lambda: cut_of(text), "bold": lambda: cut_of(layout.title, BOLD)}
    return _opened(Press(STYLE.read_text(), fonts), text, {})


@lru_cache(maxsize=64)
def _seal_of(layout_id: str, place: str, sha256: str, content: bytes) -> pikepdf.Pdf:
    seal = SealPicture(place, "", sha256, lambda: content, address=f"{PICTURE}:seal")
    with translation.override(LANGUAGE):
        article = _article(layouts()[layout_id], fixed=True, only="seals", seals=[seal])
        text = render_to_string(DOCUMENT, {"title": place, "sheets": [article]})
    return _opened(press(), text, {"seal": content})


def _opened(used: Press, text: str, pictures: dict[str, bytes]) -> pikepdf.Pdf:
    import pikepdf

    return pikepdf.open(io.BytesIO(used.print_part(text, pictures).content))


# One upon the other


@dataclass(frozen=True)
class _Part:
    tag: str
    name: str
    """Of the form in the page's resources."""
    words: str = ""
    """Instead of a picture."""
    place: str = ""
    """Of a picture that is one unit wide and high; forms know where they belong."""

    @property
    def command(self) -> str:
        return f"q {self.place}{self.name} Do Q"


@dataclass(frozen=True)
class _Tags:
    """Of one page."""

    article: pikepdf.Object
    numbered: pikepdf.Object
    """What the marks in its content belong to."""


def _lay(pdf: pikepdf.Pdf, page: pikepdf.Page, sheet: Sheet, tags: _Tags) -> None:
    """Beneath what differs: so no seal ever covers a word."""
    parts = [*_fixed_parts(pdf, page, sheet), *_seal_parts(pdf, page, sheet), _qr_part(pdf, page, sheet)]
    page.contents_add("\n".join(_tag(pdf, page, parts, tags)).encode() + b"\n", prepend=True)


def _fixed_parts(pdf: pikepdf.Pdf, page: pikepdf.Page, sheet: Sheet) -> Iterator[_Part]:
    pages = _fixed_of(sheet.layout.id).pages
    for (part, tag), source in zip(FIXED.items(), pages, strict=True):
        yield _Part(tag, _form(pdf, page, f"/{sheet.layout.id}-{part}", source))


def _seal_parts(pdf: pikepdf.Pdf, page: pikepdf.Page, sheet: Sheet) -> Iterator[_Part]:
    for seal in sheet.seals:
        source = _seal_of(sheet.layout.id, seal.place, seal.sha256, seal.content()).pages[0]
        name = f"/{sheet.layout.id}-{seal.place}-{seal.sha256[:16]}"
        yield _Part("Figure", _form(pdf, page, name, source), seal.words)


def _qr_part(pdf: pikepdf.Pdf, page: pikepdf.Page, sheet: Sheet) -> _Part:
    """A bit for each module: WeasyPrint would take a picture apart and put it together again."""
    from pikepdf import Name, Stream

    side, bits = qr_bits(sheet.qr)
    picture = Stream(pdf, bits)
    picture.Type, picture.Subtype, picture.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
    picture.Width = picture.Height = side
    picture.BitsPerComponent, picture.Interpolate = 1, False
    name = f"/qr-{len(page.Resources.XObject)}"
    page.Resources.XObject[name] = picture
    return _Part("Figure", name, sheet.qr_words, QR_PLACE)


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page, name: str, source: pikepdf.Page) -> str:
    """All pages share their resources, and so what was laid on one is there for the next."""
    forms = page.Resources.XObject
    if name not in forms:
        forms[name] = pdf.copy_foreign(source.as_form_xobject())
    return name


def _tag(pdf: pikepdf.Pdf, page: pikepdf.Page, parts: Iterable[_Part], tags: _Tags) -> list[str]:
    """Each part becomes an element of the sheet: the title first, the others after what differs."""
    from pikepdf import Array, Dictionary, Name

    commands = []
    for part in parts:
        if part.tag == ARTIFACT:
            commands.append(f"/Artifact BMC {part.command} EMC")
            continue
        number = len(tags.numbered)
        element = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{part.tag}"), P=tags.article, Pg=page.obj, K=Array([number]))
        )
        if part.words:
            element.Alt = part.words
        tags.numbered.append(element)
        tags.article.K.insert(0 if part.tag == "H1" else len(tags.article.K), element)
        commands.append(f"/{part.tag} <</MCID {number}>> BDC {part.command} EMC")
    return commands
