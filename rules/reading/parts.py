"""What a rule set is told with: figures that lead to their sentence, sentences, and statements about one thing each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from policies import books
from policies.books import Book, Table
from rules.places import is_chinese
from rules.reading.texts import Document, cited_document, squeezed
from ui import formatting

CHOSEN_QUOTE = "quote"
"""The id of the marked sentence, where the link of a figure leads."""


@dataclass(eq=False)
class Figure:
    """A value of a book in words. As HTML it is the link to the sentence that states it."""

    book_id: str
    paths: tuple[str, ...]
    """Where it stands in `book.table`: `convert.3.hours`. More than one if the same value is stated twice."""
    words: str
    cite: str
    quote: str
    is_chosen: bool = False
    differs: bool = False
    """Set where two rule sets are compared, and the other one has another value in its place."""

    @property
    def path(self) -> str:
        return self.paths[0]

    @property
    def url(self) -> str:
        return f"{reverse('rules:book', args=[self.book_id])}?figure={self.path}"

    @property
    def place(self) -> str:
        """Where it stands in its item, the same in every book: `hours_by.main` of `convert.3.hours_by.main`."""
        _section, _dot, rest = self.path.partition(".")
        first, _dot, inside = rest.partition(".")
        return inside if first.isdecimal() else rest

    @property
    def source(self) -> tuple[Document, str]:
        return cited_document(self.cite)

    @property
    def is_confirmed(self) -> bool:
        return self.source[0].is_confirmed

    @property
    def is_stated(self) -> bool:
        """Whether the sentence says the figure itself, or it only follows from it: a third of 42 is 14."""
        said = squeezed(self.quote)
        return all(number in said or _in_chinese(number) in said for number in re.findall(r"[\d.]*\d", self.words))

    def covers(self, path: str) -> bool:
        """Whether this is the figure for a place of the book, or for something inside it such as the day of a date."""
        return any(path == own or path.startswith(f"{own}.") for own in self.paths)

    def __str__(self) -> str:
        return self.words

    def __html__(self) -> str:
        classes = ["figure-link", *self._marks]
        chosen = SafeString(' aria-current="true"') if self.is_chosen else ""
        words = format_html("<ins>{}</ins>", self.words) if self.differs else self.words
        return format_html(
            '<a class="{}" href="{}#{}" hx-get="{}"{}>{}</a>',
            *(" ".join(classes), self.url, CHOSEN_QUOTE, self.url, chosen, words),
        )

    @property
    def _marks(self) -> Iterator[str]:
        if not self.is_confirmed:
            yield "figure-link--unconfirmed"


@dataclass(frozen=True)
class Reading:
    """A reading of ours that a sentence rests on: `A-29`, as a link to the list of them."""

    name: str

    def __str__(self) -> str:
        return self.name

    def __html__(self) -> str:
        return format_html('<a class="reading-link" href="{}#{}">{}</a>', reverse("rules:index"), self.name, self.name)


@dataclass(frozen=True)
class InPage:
    """A link to another part of the same document."""

    anchor: str
    words: str

    def __str__(self) -> str:
        return self.words

    def __html__(self) -> str:
        return format_html('<a href="#{}">{}</a>', self.anchor, self.words)


class Told:
    """Something that is told with links: plain as text, `html` in a template, which would take its text otherwise."""

    def __html__(self) -> str:
        raise NotImplementedError

    @property
    def html(self) -> SafeString:
        return SafeString(self.__html__())


@dataclass(frozen=True)
class Sentence(Told):
    """A whole sentence: a template in the language of the page, and the figures and words that stand in it."""

    template: str
    parts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**{name: str(part) for name, part in self.parts.items()})

    def __html__(self) -> str:
        return format_html(self.template, **self.parts) if self.parts else conditional_escape(self.template)

    @property
    def figures(self) -> Iterator[Figure]:
        for part in self.parts.values():
            yield from figures_in(part)


@dataclass(frozen=True)
class Listing(Told):
    """Parts in a row, with what the language puts between them."""

    parts: Sequence[Any]
    between: str

    def __str__(self) -> str:
        return self.between.join(map(str, self.parts))

    def __html__(self) -> str:
        return SafeString(conditional_escape(self.between).join(conditional_escape(part) for part in self.parts))

    @property
    def figures(self) -> Iterator[Figure]:
        for part in self.parts:
            yield from figures_in(part)


def _in_chinese(number: str) -> str:
    """Regulations write small counts as words; of two things they say 两."""
    small = "零一两三四五六七八九十"
    return small[int(number)] if number.isdecimal() and int(number) < len(small) else number


def figures_in(part: Any) -> Iterator[Figure]:
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, (Sentence, Listing)):
        yield from part.figures


def say(template: str, **parts: Any) -> Sentence:
    return Sentence(template, parts)


def listed(parts: Sequence[Any]) -> Listing:
    return Listing(parts, pgettext("between the items of a list", ", "))


def contrasted(parts: Sequence[Any]) -> Listing:
    """For parts that are little sentences themselves."""
    return Listing(parts, pgettext("between the parts of a sentence", "; "))


def joined(sentences: Sequence[Any]) -> Listing:
    """Whole sentences, one after another: Chinese leaves no space between them."""
    return Listing(sentences, "" if is_chinese() else " ")


@dataclass(frozen=True)
class Step:
    """Of a chain: who does what, by when."""

    who: str
    act: Sentence
    is_left_out: bool = False
    rule: str = ""

    def __str__(self) -> str:
        return f"{self.who} {self.act}" if not self.is_left_out else ""


@dataclass(frozen=True)
class Statement(Told):
    """What a book says about one thing, or about several that it treats alike."""

    keys: tuple[str, ...]
    """What it is about; two books are laid side by side by these."""
    topic: str
    sentences: tuple[Sentence, ...]
    condition: str = ""
    rule: str = ""
    other_rules: tuple[str, ...] = ()
    """Rules that stand inside this one, so that they can be linked to as well."""
    stated_by: str = ""
    """The book that says it, if it is taken over from another."""
    cites: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    tag: str = ""
    is_switchable: bool = False

    @property
    def figures(self) -> Iterator[Figure]:
        for sentence in (*self.sentences, *(step.act for step in self.steps)):
            yield from sentence.figures

    @property
    def text(self) -> Listing:
        return joined(self.sentences)

    @property
    def text_with_condition(self) -> Sentence:
        """For where the topic stands already."""
        if not self.condition:
            return say("{text}", text=self.text)
        words = pgettext("a rule: for what, and what it says", "({condition}) {text}")
        return say(words, condition=self.condition, text=self.text)

    def __str__(self) -> str:
        return " ".join([str(self.text_with_condition), *map(str, self.steps)])

    def __html__(self) -> str:
        topic = format_html('<b class="rule__topic">{}</b>', self.topic)
        words = pgettext("a rule: its topic, and what it says", "{topic}: {text}")
        if self.condition:
            words = pgettext("a rule: its topic, for what, and what it says", "{topic} ({condition}): {text}")
        return say(words, topic=topic, condition=self.condition, text=self.text).__html__()


@dataclass(frozen=True)
class Entry:
    """Statements of one rule that follow each other: one row of the document."""

    statements: tuple[Statement, ...]
    anchors: tuple[str, ...] = ()

    @property
    def first(self) -> Statement:
        return self.statements[0]

    @property
    def cites(self) -> list[str]:
        return list(dict.fromkeys(cite for statement in self.statements for cite in statement.cites))


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    statements: tuple[Statement, ...]
    note: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    """Where a long section is parted: the heading of each key."""

    @property
    def figures(self) -> Iterator[Figure]:
        for statement in self.statements:
            yield from statement.figures


@dataclass(frozen=True)
class Item:
    """One table of a book, and where it stands there."""

    book: Book
    path: str
    table: Table

    def __contains__(self, key: str) -> bool:
        return key in self.table

    def __getitem__(self, key: str) -> Any:
        return self.table[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self.table.get(key, default)

    def inside(self, key: str, number: int | None = None) -> Item:
        """A table inside this one, under its own citation or else under this one's."""
        table, path = (self.table[key], f"{self.path}.{key}")
        if number is not None:
            table, path = table[number], f"{path}.{number}"
        return Item(self.book, path, {"cite": self.table["cite"], "quote": self.table["quote"], **table})

    def figure(self, key: str, words: Callable[[Any], str], name: str | None = None) -> Figure:
        stated = books.figure(self.table, key, name)
        path = ".".join(filter(None, (self.path, key, name)))
        return Figure(self.book.id, (path,), words(stated.value), stated.cite, stated.quote)

    def hours(self, key: str = "hours", name: str | None = None) -> Figure:
        return self.figure(key, formatting.hours_text, name)

    def number(self, key: str, name: str | None = None) -> Figure:
        return self.figure(key, plain_number, name)

    def day(self, key: str) -> Figure:
        return self.figure(key, formatting.date_text)

    def month_day(self, key: str | None = None) -> Figure:
        """`due = { month = 6, day = 30 }` as one figure; without a key the month and the day of the item itself."""
        if key is not None:
            return self.figure(key, lambda value: month_day_text(value["month"], value["day"]))
        words = month_day_text(self.table["month"], self.table["day"])
        paths = (f"{self.path}.month", f"{self.path}.day")
        return Figure(self.book.id, paths, words, self.table["cite"], self.table["quote"])

    def range(self, low: str, high: str, name: str | None = None) -> Sentence | Figure:
        """Two figures as a range, or one where both are the same."""
        floor, top = self.figure(low, plain_number, name), self.hours(high, name)
        if books.figure(self.table, low, name).value == books.figure(self.table, high, name).value:
            top.paths = (*top.paths, *floor.paths)
            return top
        return say(pgettext("range of hours", "{floor}–{top}"), floor=floor, top=top)

    def years(self) -> Sentence | None:
        """The years that the item itself names."""
        return span(
            *(self.figure(key, year_text) if key in self.table else None for key in ("first_year", "last_year"))
        )

    @cached_property
    def stated_by(self) -> str:
        book: str = self.table.get("book", self.book.id)
        return "" if book == self.book.id else book

    @property
    def cites(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_cites_in(self.table)))

    def tell(self, *keys: str, topic: Any, sentences: Sequence[Sentence], **more: Any) -> Statement:
        return Statement(
            keys=keys,
            topic=str(topic),
            sentences=tuple(sentences),
            rule=self.table.get("rule", ""),
            stated_by=self.stated_by,
            cites=self.cites,
            **more,
        )


def items_of(book: Book, section: str) -> list[Item]:
    return [Item(book, f"{section}.{number}", table) for number, table in enumerate(book.table.get(section, ()))]


def _cites_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "cite" in value:
            yield value["cite"]
        for inner in value.values():
            yield from _cites_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _cites_in(inner)


def span(first: Figure | None, last: Figure | None) -> Sentence | None:
    if first and last:
        return (
            say(_("{first}–{last}"), first=first, last=last)
            if first.words != last.words
            else say(_("{year} only"), year=_merged(first, last))
        )
    if first:
        return say(_("from {first} on"), first=first)
    return say(_("until {last}"), last=last) if last else None


def _merged(one: Figure, other: Figure) -> Figure:
    one.paths = (*one.paths, *other.paths)
    return one


def plain_number(value: Decimal | int) -> str:
    exact = Decimal(value)
    return f"{exact.to_integral_value() if exact == exact.to_integral_value() else exact.normalize():f}"


def year_text(value: int) -> str:
    """A year stands without a comma in any language."""
    return str(value)


def month_day_text(month: int, day: int) -> str:
    leap_year = 2000
    return formats.date_format(date(leap_year, month, day), pgettext("date format of a day without a year", "j F"))


def days_text(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=count)


def years_text(count: int) -> str:
    return ngettext("{count} year", "{count} years", count).format(count=count)


def workdays_text(count: int) -> str:
    return ngettext("{count} working day", "{count} working days", count).format(count=count)


def characters_text(count: int) -> str:
    return ngettext("{count} character", "{count} characters", count).format(count=count)


def minutes_text(count: int) -> str:
    return ngettext("{count} minute", "{count} minutes", count).format(count=count)


def people_text(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=count)


def digits_text(count: int) -> str:
    return ngettext("{count} digit", "{count} digits", count).format(count=count)
