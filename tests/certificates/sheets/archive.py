"""PDF/A-3a (ISO 19005-3) as far as our sheets could break it, read anew by qpdf's and fontTools' eyes. It is no full
validator: what a sheet has none of (attachments, forms, layers, CMYK) is only refused."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream

FORBIDDEN_KEYS = {"/AA", "/OpenAction", "/JavaScript", "/JS", "/XFA", "/OCProperties", "/EmbeddedFiles", "/AF", "/EF"}
FORBIDDEN_KEYS |= {
    "/Alternates",
    "/OPI",
    "/Ref",
    "/PS",
    "/FFilter",
    "/FDecodeParms",
    "/TR",
    "/HTP",
    "/Encrypt",
}
FORBIDDEN_KEYS |= {"/Requirements", "/AlternatePresentations", "/PresSteps", "/NeedAppearances"}
STANDARD_TYPES = {"Document", "Art", "Sect", "Div", "P", "H1", "Span", "NonStruct", "Figure"}
STANDARD_TYPES |= {"Table", "TR", "TH", "TD", "TBody", "THead"}
PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI", "Tj", "TJ", "'", '"'}
DEEPEST = 28
PRINT, INVISIBLE, HIDDEN, NO_VIEW, TOGGLE_NO_VIEW = 1 << 2, 1, 1 << 1, 1 << 5, 1 << 8
NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def faults_of(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        check = _Check(pdf, content)
        return [*check.file(), *check.objects(), *check.description(), *check.pages(), *check.tags(), *check.fonts()]


@dataclass
class _Check:
    pdf: pikepdf.Pdf
    content: bytes
    marks: dict[Any, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Of each page, by its number."""
    used: dict[Any, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Which codes are shown in each font."""
    fonts_seen: dict[Any, Any] = field(default_factory=dict)

    def file(self) -> Iterator[str]:
        first, second = self.content.split(b"\n", 2)[:2]
        if not re.fullmatch(rb"%PDF-1\.[0-7]\r?", first):
            yield f"header {first!r}"
        if not (second.startswith(b"%") and len(second) >= 5 and all(each > 127 for each in second[1:5])):
            yield "no four bytes above 127 after the header"
        if "/ID" not in self.pdf.trailer:
            yield "no ID"
        root = self.pdf.Root
        if root.get("/Lang") != "zh-Hans":
            yield "no language"
        if not root.MarkInfo.get("/Marked"):
            yield "not marked"
        if not root.ViewerPreferences.get("/DisplayDocTitle"):
            yield "a window would show the name of the file"
        if set(root.get("/Perms", {})) - {"/DocMDP"}:
            yield "Perms"

    def objects(self) -> Iterator[str]:
        for each in self.pdf.objects:
            if not isinstance(each, Dictionary | Stream):
                continue
            yield from (f"{key} in an object" for key in FORBIDDEN_KEYS & set(each.keys()))
            if isinstance(each, Stream):
                filters = each.get("/Filter", [])
                if any(
                    str(one) in ("/LZWDecode", "/Crypt")
                    for one in ([filters] if isinstance(filters, Name) else filters)
                ):
                    yield "filter"
                if "/F" in each:
                    yield "a stream outside of the file"
                if each.get("/Subtype") == "/Image":
                    yield from self._image(each)
            if each.get("/ColorSpace") == "/DeviceCMYK":
                yield "CMYK"
            if each.get("/BM", Name.Normal) not in ("/Normal", "/Compatible", "/Multiply"):
                yield "blend mode"

    def _image(self, picture: Stream) -> Iterator[str]:
        if picture.get("/Interpolate", False):
            yield "a picture to be smoothed"
        if picture.get("/ColorSpace") not in ("/DeviceGray", "/DeviceRGB"):
            yield f"colours {picture.get('/ColorSpace')}"

    def description(self) -> Iterator[str]:
        (intent,) = self.pdf.Root.OutputIntents
        profile = intent.DestOutputProfile.read_bytes()
        if intent.S != "/GTS_PDFA1" or intent.DestOutputProfile.N != 3:
            yield "output intent"
        if profile[36:40] != b"acsp" or profile[16:20] != b"RGB " or profile[12:16] not in (b"mntr", b"prtr"):
            yield "colour profile"
        text = self.pdf.Root.Metadata.read_bytes().decode()
        if re.search(r"<\?xpacket begin[^?]*(bytes|encoding)=", text):
            yield "packet with bytes or encoding"
        told = ElementTree.fromstring(re.sub(r"<\?xpacket.*?\?>", "", text).strip())
        said = [_said(told, name) for name in ("part", "conformance")]
        if said != ["3", "A"]:
            yield f"says of itself {said}"
        if told.findtext(".//dc:title//rdf:li", namespaces=NAMESPACES) != str(self.pdf.docinfo.Title):
            yield "two titles"

    # What is drawn

    def pages(self) -> Iterator[str]:
        for number, page in enumerate(self.pdf.pages):
            if page.obj.StructParents != number or page.obj.get("/Tabs") != "/S":
                yield f"page {number}: not led to its tags"
            yield from self._drawn(page.obj, page.obj.Resources, number, is_marked=False)
            for annotation in page.obj.get("/Annots", []):
                yield from self._annotation(annotation)

    def _annotation(self, annotation: Any) -> Iterator[str]:
        flags = int(annotation.get("/F", 0))
        if not flags & PRINT or flags & (INVISIBLE | HIDDEN | NO_VIEW | TOGGLE_NO_VIEW):
            yield f"annotation with flags {flags}"
        left, bottom, right, top = map(float, annotation.Rect)
        if (left, bottom) != (right, top) and "/AP" not in annotation:
            yield "annotation without appearance"
        if "/A" in annotation:
            yield "annotation that does something"

    def _drawn(self, drawn: Any, resources: Any, page: int, *, is_marked: bool) -> Iterator[str]:
        marked: list[bool] = []
        depth, font = 0, None
        for operands, operator in pikepdf.parse_content_stream(drawn):
            match str(operator):
                case "q" | "Q" as sign:
                    depth += 1 if sign == "q" else -1
                    if depth > DEEPEST:
                        yield "q within q within q"
                case "BDC" | "BMC":
                    marked.append(True)
                    if len(operands) > 1 and "/MCID" in operands[1]:
                        self.marks[page].add(int(operands[1].MCID))
                case "EMC":
                    marked.pop()
                case "Tf":
                    font = resources.Font[str(operands[0])]
                    self.fonts_seen[font.objgen] = font
                case "TJ" | "Tj":
                    parts = operands[0] if isinstance(operands[0], Array) else [operands[0]]
                    for part in parts:
                        if isinstance(part, pikepdf.String):
                            codes = bytes(part)
                            self.used[font.objgen].update(
                                int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)
                            )
                case "Do" if resources.XObject[str(operands[0])].Subtype == "/Form":
                    form = resources.XObject[str(operands[0])]
                    yield from self._drawn(form, form.Resources, page, is_marked=is_marked or bool(marked))
                case "rg" | "RG" | "g" | "G" | "gs" | "cm" | "cs" | "CS" | "sc" | "scn" | "SC" | "SCN":
                    pass
                case "k" | "K" | "ri" | "BX":
                    yield f"operator {operator}"
            if str(operator) in PAINTING and not (is_marked or marked):
                yield f"page {page}: {operator} belongs to nothing that is read"

    def tags(self) -> Iterator[str]:
        root = self.pdf.Root.StructTreeRoot
        nums = root.ParentTree.Nums
        numbered = {int(nums[at]): list(nums[at + 1]) for at in range(0, len(nums), 2)}
        if list(map(int, list(nums)[::2])) != sorted(numbered):
            yield "pages out of order"
        for page, marks in self.marks.items():
            if marks != set(range(len(numbered[page]))):
                yield f"page {page}: marks {sorted(marks)} of {len(numbered[page])}"
        pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        found: dict[int, set[int]] = defaultdict(set)
        yield from self._element(root.K[0], root, pages, numbered, found)
        if {page: set(marks) for page, marks in self.marks.items()} != found:
            yield "marks and tree differ"

    def _element(self, element: Any, parent: Any, pages: Any, numbered: Any, found: Any) -> Iterator[str]:
        if element.P.objgen != parent.objgen:
            yield f"{element.S} has another parent"
        if str(element.S)[1:] not in STANDARD_TYPES:
            yield f"{element.S} is no type of the standard"
        if element.S == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "a figure without words"
        for kid in element.get("/K", []):
            if not isinstance(kid, int):
                yield from self._element(kid, element, pages, numbered, found)
                continue
            page = pages[element.Pg.objgen]
            found[page].add(int(kid))
            if numbered[page][int(kid)].objgen != element.objgen:
                yield f"page {page}: mark {kid} leads elsewhere"

    # Fonts

    def fonts(self) -> Iterator[str]:
        for place, font in self.fonts_seen.items():
            yield from _Font(font, self.used[place]).faults()


def _said(told: ElementTree.Element, name: str) -> str | None:
    """As an element, or as an attribute, as pyHanko writes it when it signs."""
    as_attribute = told.find(".//rdf:Description", NAMESPACES).get(f"{{{NAMESPACES['pdfaid']}}}{name}")  # type: ignore[union-attr]
    return told.findtext(f".//pdfaid:{name}", as_attribute, NAMESPACES)


@dataclass
class _Font:
    font: Any
    used: set[int]

    @cached_property
    def program(self) -> Any:
        return TTFont(io.BytesIO(self.font.DescendantFonts[0].FontDescriptor.FontFile3.read_bytes()))

    @cached_property
    def glyphs(self) -> dict[int, str]:
        """By what the text says: glyphs by their number, or in a CID font by its own."""
        order = self.program.getGlyphOrder()
        if hasattr(self.program["CFF "].cff[0], "ROS"):
            return {int(name.removeprefix("cid")) if name != ".notdef" else 0: name for name in order}
        return dict(enumerate(order))

    def faults(self) -> Iterator[str]:
        name, inner = str(self.font.BaseFont), self.font.DescendantFonts[0]
        if self.font.Subtype != "/Type0" or self.font.Encoding != "/Identity-H" or inner.Subtype != "/CIDFontType0":
            yield f"{name}: a font of another kind"
        if not re.match(r"/[A-Z]{6}\+", name):
            yield f"{name}: not a part of a font"
        if 0 in self.used or not self.used <= set(self.glyphs):
            yield f"{name}: characters that it has not"
        text = self.font.ToUnicode.read_bytes().decode("latin-1")
        mapped = {int(code, 16): value for code, value in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", text)}
        if unmapped := self.used - set(mapped):
            yield f"{name}: no character behind {sorted(unmapped)}"
        if {mapped[code].lower() for code in self.used & set(mapped)} & {"0000", "feff", "fffe"}:
            yield f"{name}: no character behind some"
        told = dict(_widths(inner.W))
        for code in self.used & set(self.glyphs):
            real = self.program["hmtx"][self.glyphs[code]][0] * 1000 / self.program["head"].unitsPerEm
            if abs(told.get(code, float(inner.get("/DW", 1000))) - real) > 1:
                yield f"{name}: {code} is {real} wide"


def _widths(said: Any) -> Iterator[tuple[int, float]]:
    at = 0
    while at < len(said):
        first = int(said[at])
        if isinstance(said[at + 1], Array):
            yield from ((first + step, float(width)) for step, width in enumerate(said[at + 1]))
            at += 2
        else:
            yield from ((code, float(said[at + 2])) for code in range(first, int(said[at + 1]) + 1))
            at += 3
