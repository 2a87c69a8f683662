"""What makes a PDF one for the archive and for whoever hears it read: what it says of itself, bookmarks, and several
joined into one with all of their tags."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    import pikepdf

DESCRIPTION = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part>\
<pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">\
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{producer}</pdf:Producer>\
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>{created}</xmp:CreateDate>\
<xmp:ModifyDate>{created}</xmp:ModifyDate></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
"""XMP in the plainest form: there are checkers that read no other, though the standard has several."""


def describe(pdf: pikepdf.Pdf) -> None:
    """The same in XMP as in the old dictionary. Level A: with tags, a language, and a character behind every glyph."""
    from pikepdf import Name, Stream

    said = {name: escape(str(pdf.docinfo.get(f"/{name}", ""))) for name in ("Title", "Author", "Producer")}
    day = str(pdf.docinfo.CreationDate)[2:10]
    created = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    text = DESCRIPTION.format(
        title=said["Title"], author=said["Author"], producer=said["Producer"], created=created
    ).encode()
    pdf.Root.Metadata = pdf.make_indirect(Stream(pdf, text, Type=Name.Metadata, Subtype=Name.XML))


def add_bookmarks(pdf: pikepdf.Pdf, titles: Iterable[str]) -> None:
    """One for each page."""
    import pikepdf

    with pdf.open_outline() as outline:
        outline.root[:] = [pikepdf.OutlineItem(title, page) for page, title in enumerate(titles)]


def written_out(pdf: pikepdf.Pdf) -> bytes:
    """The same facts are the same bytes."""
    import pikepdf

    written = io.BytesIO()
    pdf.save(
        written,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return written.getvalue()


def joined(files: Sequence[bytes]) -> bytes:
    """The first takes in the pages of the others: what says that it is an archive file stays."""
    import pikepdf

    with pikepdf.open(io.BytesIO(files[0])) as whole:
        titles = list(_titles(whole))
        for content in files[1:]:
            with pikepdf.open(io.BytesIO(content)) as part:
                titles.extend(_titles(part))
                _take_in(whole, part)
        add_bookmarks(whole, titles)
        return written_out(whole)


def _titles(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_outline() as outline:
        yield from (str(item.title) for item in outline.root)


def _take_in(whole: pikepdf.Pdf, part: pikepdf.Pdf) -> None:
    """Pages with their tags: the numbers under which pages find theirs go on where those of the whole end."""
    tree, other = whole.Root.StructTreeRoot, part.Root.StructTreeRoot
    before = len(whole.pages)
    whole.pages.extend(part.pages)
    document = tree.K[0]
    for article in other.K[0].K:
        taken = whole.copy_foreign(article)
        taken.P = document
        document.K.append(taken)
    for place in range(len(part.pages)):
        numbered = other.ParentTree.Nums[2 * place + 1]
        page_there = whole.pages[before + place]
        page_there.StructParents = before + place
        tree.ParentTree.Nums.append(before + place)
        tree.ParentTree.Nums.append(
            whole.copy_foreign(numbered if numbered.is_indirect else part.make_indirect(numbered))
        )
