"""The regulations in full, as paragraphs to read, with the place of every quoted sentence.

The files in policies/sources stay as they came: two documents in one file, page breaks inside sentences, letterheads.
They are made readable here, each time the process starts. A quote is found whatever the white space inside it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from hashlib import sha256

from policies.shelf import HERE, shelf

_RULE_OFF = re.compile(r"-{3,}")
_MARKUP = re.compile(r"^#+\s*")
_HEADING = re.compile(r"第?[一二三四五六七八九十]+、[^。]*$")
_NUMBERS = re.compile(r"\([^)]+\)|[一二三四五六七八九十]+|\d+")
_NARROW = str.maketrans("（）", "()")
_END_OF_PARAGRAPH = "。；：！？）)”」》.…"


@dataclass(frozen=True)
class Span:
    """A stretch of one paragraph."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    code: str
    title: str
    number: str
    issuer: str
    effective_from: date
    paragraphs: tuple[str, ...]
    """Empty for a document of which there is no official text."""

    @property
    def is_confirmed(self) -> bool:
        return bool(self.paragraphs)

    def find(self, quote: str, article: str = "") -> list[Span]:
        """Where the sentence stands: one span, or several if it runs over paragraphs; none if it is not there. Some
        sentences are said in several articles: then in the one that is cited."""
        if not self.paragraphs:
            return []
        wanted = squeezed(quote)
        at = self._squeezed.find(wanted, self._starts[self.paragraph_of_article(article)] if article else 0)
        if at < 0:
            at = self._squeezed.find(wanted)
        if at < 0:
            return []
        first, last = self._paragraph_of(at), self._paragraph_of(at + len(wanted) - 1)
        return [self._span(paragraph, at, at + len(wanted)) for paragraph in range(first, last + 1)]

    @cached_property
    def _squeezed(self) -> str:
        return "".join(squeezed(paragraph) for paragraph in self.paragraphs)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each paragraph begins in the squeezed text."""
        starts, at = [], 0
        for paragraph in self.paragraphs:
            starts.append(at)
            at += len(squeezed(paragraph))
        return starts

    def paragraph_of_article(self, article: str) -> int:
        """`四(五)`: the paragraph that begins with （五） after the one that begins with 四、. A number that begins no
        paragraph is passed over."""
        at = 0
        for number in _NUMBERS.findall(article):
            heads = (number,) if number[0] == "(" else (f"{number}、", f"第{number}条", f"{number}.", f"{number}．")
            later = range(at, len(self.paragraphs))
            at = next((place for place in later if self.paragraphs[place].translate(_NARROW).startswith(heads)), at)
        return at

    def _paragraph_of(self, position: int) -> int:
        return bisect_right(self._starts, position) - 1

    def _span(self, number: int, start: int, end: int) -> Span:
        """The part of the squeezed text from start to end that lies in this paragraph, in its own characters."""
        solid = [place for place, letter in enumerate(self.paragraphs[number]) if not letter.isspace()]
        first = max(start - self._starts[number], 0)
        last = min(end - self._starts[number], len(solid)) - 1
        return Span(number, solid[first], solid[last] + 1)


def squeezed(text: str) -> str:
    return "".join(text.split())


def quote_key(cite: str, quote: str) -> str:
    """A short name of a cited sentence that stays the same as long as its words do."""
    return sha256(squeezed(cite + quote).encode()).hexdigest()[:10]


@cache
def documents() -> dict[str, Document]:
    tables = shelf().documents
    return {
        code: Document(
            code=code,
            title=table["title"],
            number=table.get("number", ""),
            issuer=table["issuer"],
            effective_from=table["effective_from"],
            paragraphs=tuple(_paragraphs_of(code)) if "text" in table else (),
        )
        for code, table in tables.items()
    }


def cited_document(cite: str) -> tuple[Document, str]:
    """`GZ16 一(四)4`: the document and the article in it."""
    code, _, article = cite.partition(" ")
    return documents()[code], article


def _paragraphs_of(code: str) -> list[str]:
    """The paragraphs between the title of the document and the head of the next one in the same file."""
    table = shelf().documents[code]
    lines = _lines((HERE / "sources" / table["text"]).read_text(encoding="utf-8"))
    start = _place_of_title(lines, table["title"])
    end = len(lines)
    for other_code, other in shelf().documents.items():
        if other_code != code and other.get("text") == table["text"]:
            head = _place_of_title(lines, other["title"])
            if head > start:
                end = min(end, _without_letterhead(lines, head, (other["issuer"], other.get("number", ""))))
    return _mended(lines[_after_title(lines, start, table["title"]) : end])


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line and not _RULE_OFF.fullmatch(line)]


def _place_of_title(lines: list[str], title: str) -> int:
    """The last place where the title stands by itself: a copy of a page may print the beginning twice."""
    found = (at for at in reversed(range(len(lines))) if _after_title(lines, at, title) > at)
    return next(found, 0)


def _after_title(lines: list[str], at: int, title: str) -> int:
    """The line after a title that begins at this line and may take two; the same line if none does."""
    for length in (1, 2):
        said = squeezed("".join(_MARKUP.sub("", line) for line in lines[at : at + length]))
        if said == squeezed(title):
            return at + length
    return at


def _without_letterhead(lines: list[str], end: int, heads: tuple[str, str]) -> int:
    while squeezed(_MARKUP.sub("", lines[end - 1])) in heads:
        end -= 1
    return end


def _mended(lines: list[str]) -> list[str]:
    """Paragraphs without markup, those that a page break tore apart joined again."""
    paragraphs: list[str] = []
    is_torn = False
    for line in lines:
        said = _MARKUP.sub("", line)
        if is_torn and said == line:
            paragraphs[-1] += said
        else:
            paragraphs.append(said)
        is_torn = said == line and _is_torn(paragraphs[-1])
    return paragraphs


def _is_torn(paragraph: str) -> bool:
    is_running_text = "，" in paragraph or "。" in paragraph
    return is_running_text and paragraph[-1] not in _END_OF_PARAGRAPH and not _HEADING.match(paragraph)
