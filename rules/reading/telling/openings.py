"""What the texts leave open, and how it is read here."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from policies.books import Book
from policies.readings import readings
from rules.labels import CHOICE_VALUES
from rules.places import told
from rules.reading.parts import Item, Section, Sentence, Statement, contrasted, items_of, say
from rules.reading.texts import cited_document


def openings(book: Book) -> Section:
    switchable = {item["id"]: item for item in items_of(book, "choices")}
    cited = _documents_of(book)
    statements = [
        _choice(switchable[name]) if name in switchable else _reading(name)
        for name, reading in readings().items()
        if name in switchable or cited_document(reading["cite"])[0].code in cited
    ]
    return Section("open", _("What the text leaves open"), tuple(statements))


def _documents_of(book: Book) -> set[str]:
    """The documents that the book itself cites; what they leave open is open here."""
    return {cite.split()[0] for cite in _own_cites(book)}


def _own_cites(book: Book) -> Iterator[str]:
    yield book.table["covers"]["cite"]
    for section, items in book.table.items():
        if isinstance(items, list) and section != "choices":
            for item in items_of(book, section):
                yield from item.cites


def _choice(item: Item) -> Statement:
    name = item["id"]
    return Statement(
        keys=(name,),
        topic=told(item["about"]),
        sentences=(
            say(_("Read here: {value}."), value=value_words(name, item["value"])),
            *_alternatives(name, item["alternatives"]),
            say(_("Why: {reason}."), reason=_unended(told(item["reason"]))),
        ),
        rule=name,
        cites=(readings()[name]["cite"],),
        tag=_("our reading, can be switched"),
        is_switchable=True,
    )


def _alternatives(name: str, values: list[str]) -> Iterator[Sentence]:
    words = contrasted([value_words(name, value) for value in values])
    yield say(_("The alternative: {values}."), values=words)


def value_words(name: str, value: str) -> str:
    """What it means that a default is set to a value."""
    return str(CHOICE_VALUES[name][value])


def _reading(name: str) -> Statement:
    known = readings()[name]
    return Statement(
        keys=(name,),
        topic=told(known["question"]),
        sentences=(
            say(_("Read here: {value}."), value=_unended(told(known["reading"]))),
            say(_("Why: {reason}."), reason=_unended(told(known["reason"]))),
        ),
        rule=name,
        cites=(known["cite"],),
        tag=_("our reading"),
    )


def _unended(words: str) -> str:
    """The words of the books end with a full stop or without."""
    return words.rstrip(".。")
