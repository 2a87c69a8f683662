"""Papers as PDF, drawn by a worker. The one place that loads WeasyPrint."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from jobs.kinds import Refused

NO_LIBRARY = gettext_noop("This machine cannot make PDF files: a system library is missing. The status page names it.")
FONT, PICTURE = "font", "picture"
"""Addresses within what is printed: `font:name` in a style sheet, `picture:name` in a text. There are no others."""


@dataclass(frozen=True)
class Printed:
    content: bytes
    places: dict[str, int]
    """On which page each anchor stands, counted from 0."""


def print_pdf(text: str, style: Path, *, version: str = "1.4") -> Printed:
    """HTML with its style sheet. The version is of old: it opens and prints on whatever stands in an office."""
    try:
        return Press(style.read_text())._drawn(text, pdf_version=version)
    except OSError as error:
        raise Refused(NO_LIBRARY) from error


def _tidy(config: Any) -> None:
    config.__del__()
    config._folder = None


class Press:
    """A style sheet and its fonts, read once for many papers. Nothing else is fetched, whatever a text names."""

    def __init__(self, style: str, fonts: Mapping[str, Callable[[], bytes]] | None = None) -> None:
        self._style = style
        self._fonts = fonts or {}

    def print_archived(self, text: str, pictures: Mapping[str, bytes] | None = None, *, identifier: bytes) -> Printed:
        """PDF/A-3a, fonts embedded and tags for screen readers. The same text is the same bytes, on any day: the
        dates are those that it gives in its head (`dcterms.created`). Pictures stand in it as `picture:name`."""
        variant = {"pdf_variant": "pdf/a-3a", "pdf_identifier": identifier, "pdf_tags": True}
        return self.print_part(text, pictures, **variant)

    def print_part(self, text: str, pictures: Mapping[str, bytes] | None = None, **variant: Any) -> Printed:
        """Pages that something else is laid on, or that are laid on others. Whoever saves them compresses them: qpdf
        does so in a third of the time."""
        try:
            return self._drawn(text, pictures, uncompressed_pdf=True, **variant)
        except OSError as error:
            raise Refused(NO_LIBRARY) from error

    def _drawn(self, text: str, pictures: Mapping[str, bytes] | None = None, **options: Any) -> Printed:
        fetcher, config, sheet = self._ready
        from weasyprint import HTML

        html = HTML(string=text, url_fetcher=fetcher(PICTURE, pictures or {}))
        document = html.render(stylesheets=[sheet], font_config=config, **options)
        places: dict[str, int] = {}
        for number, page in enumerate(document.pages):
            for anchor in page.anchors:
                places.setdefault(anchor, number)
        return Printed(document.write_pdf(**options), places)

    @cached_property
    def _ready(self) -> tuple[Any, Any, Any]:
        """WeasyPrint is loaded here and not before: no process that serves pages needs its 60 MB."""
        from PIL import ImageFile
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse

        # WeasyPrint has Pillow take pictures that are cut off for whole ones, in the whole process, which also checks
        # proofs (people.proofs).
        ImageFile.LOAD_TRUNCATED_IMAGES = False

        class OnlyGiven(URLFetcher):  # type: ignore[misc]
            """Whatever somebody wrote into a field fetches nothing; what may be had was handed over by name."""

            def __init__(self, scheme: str, given: Mapping[str, bytes | Callable[[], bytes]]) -> None:
                super().__init__()
                self._scheme, self._given = scheme, given

            def fetch(self, url: str, headers: Any = None) -> Any:
                scheme, _colon, name = url.partition(":")
                if scheme != self._scheme or name not in self._given:
                    raise ValueError("what is printed fetches nothing")
                found = self._given[name]
                return URLFetcherResponse(url, found if isinstance(found, bytes) else found())

        config = FontConfiguration()
        # Its fonts lie in a folder that it would remove too late, when Python has forgotten how.
        atexit.register(_tidy, config)
        return OnlyGiven, config, CSS(string=self._style, url_fetcher=OnlyGiven(FONT, self._fonts), font_config=config)
