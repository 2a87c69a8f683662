"""Papers as PDF, drawn by a worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from jobs.kinds import Refused

NO_LIBRARY = gettext_noop("This machine cannot make PDF files: a system library is missing. The status page names it.")


@dataclass(frozen=True)
class Printed:
    content: bytes
    places: dict[str, int]
    """On which page each anchor stands, counted from 0."""


def print_pdf(text: str, style: Path, *, version: str = "1.4") -> Printed:
    """HTML with its style sheet. The version is of old: it opens and prints on whatever stands in an office."""
    try:
        return _drawn(text, style, version)
    except OSError as error:
        raise Refused(NO_LIBRARY) from error


def _drawn(text: str, style: Path, version: str) -> Printed:
    """WeasyPrint is loaded here and not before: no process that serves pages needs its 60 MB."""
    from PIL import ImageFile
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    # WeasyPrint has Pillow take pictures that are cut off for whole ones, in the whole process, which also checks
    # proofs (people.proofs).
    ImageFile.LOAD_TRUNCATED_IMAGES = False

    class Nothing(URLFetcher):  # type: ignore[misc]
        """Everything that is printed is in the text; whatever somebody wrote into a field fetches nothing."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError("what is printed fetches nothing")

    sheets = [CSS(string=style.read_text(), url_fetcher=Nothing())]
    document = HTML(string=text, url_fetcher=Nothing()).render(stylesheets=sheets)
    places: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for anchor in page.anchors:
            places.setdefault(anchor, number)
    return Printed(document.write_pdf(pdf_version=version), places)
