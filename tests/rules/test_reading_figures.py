"""Every figure of every book stands on its page as a link, and the link leads to its sentence, marked in the text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.utils import translation

from policies.books import Book
from policies.shelf import HERE, shelf
from rules.reading.telling import tell
from tests.rules.pages import figures, marked, page, text

BOOKS = list(shelf().books.values())


class Stated(NamedTuple):
    """A number of a book as the file states it."""

    path: str
    value: Any
    cite: str
    quote: str


def stated_in(value: Any, path: str = "", cite: str = "", quote: str = "") -> Iterator[Stated]:
    if isinstance(value, dict):
        cite, quote = value.get("cite", cite), value.get("quote", quote)
        for key, inner in value.items():
            # A figure with a citation of its own stands in place of a bare one.
            yield from stated_in(inner, path if key == "value" else f"{path}.{key}".lstrip("."), cite, quote)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from stated_in(inner, f"{path}.{number}", cite, quote)
    elif isinstance(value, (int, Decimal, date)) and not isinstance(value, bool):
        yield Stated(path, value, cite, quote)


def numbers_of(stated: Stated) -> set[str]:
    if isinstance(stated.value, date):
        return {str(stated.value.year), str(stated.value.day)}
    if stated.path.endswith(".month"):
        return {date(2000, stated.value, 1).strftime("%B")}
    return {f"{stated.value.normalize():f}" if isinstance(stated.value, Decimal) else str(stated.value)}


def shown_numbers(words: str) -> set[str]:
    found = re.findall(r"\d[\d.]*\d|\d|[A-Za-z]+", words)
    return {number.lstrip("0") if number.isdecimal() else number for number in found}


def figure_at(book: Book, path: str) -> Any:
    with translation.override("en"):
        return next(figure for section in tell(book) for figure in section.figures if figure.covers(path))


def test_no_number_of_a_file_is_overlooked() -> None:
    """XZ-2016 takes nothing over, so that its file can be counted through."""
    file = (HERE / "books" / "XZ-2016.toml").read_text(encoding="utf-8")
    without_text = re.sub(r'"[^"]*"|#.*', "", file)
    written = re.findall(r"(?<![\w.-])\d[\d.-]*", without_text)

    assert len(written) > 50
    assert len(list(stated_in(shelf().books["XZ-2016"].table))) == len(written)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_every_number_of_a_book_is_a_link_on_its_page(book: Book) -> None:
    links = figures(page(f"/rules/{book.id}/"))

    missing = [
        stated.path
        for stated in stated_in(book.table)
        if not numbers_of(stated) <= shown_numbers(links.get(figure_at(book, stated.path).url, ""))
    ]

    assert missing == []


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_the_link_of_every_number_leads_to_its_sentence_marked_in_the_text(book: Book) -> None:
    pages = functools.cache(page)
    for stated in stated_in(book.table):
        found = pages(figure_at(book, stated.path).url)
        document = shelf().documents[stated.cite.split()[0]]

        assert document["title"] in found
        if "text" in document:
            assert (stated.path, marked(found)) == (stated.path, "".join(stated.quote.split()))
        else:
            assert 'id="quote"' in found
            assert "no sentence can be shown" in text(found)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_no_figure_on_a_page_is_without_its_number_in_the_book(book: Book) -> None:
    paths = {stated.path for stated in stated_in(book.table)} | {"numbering.province"}

    with translation.override("en"):
        told = [figure for section in tell(book) for figure in section.figures]

    assert told
    assert [figure.path for figure in told if not any(figure.covers(path) for path in paths)] == []


def test_exactly_the_figures_of_an_unconfirmed_document_are_dashed() -> None:
    html = page("/rules/GD-2021/")

    dashed = re.findall(r'<a class="figure-link figure-link--unconfirmed"[^>]*>(.*?)</a>', html)

    assert sorted(dashed) == sorted(["2021", "90 hours", "30 hours", "42 hours", "18 hours", *["8 hours"] * 3])


def test_a_figure_that_the_sentence_does_not_say_is_told_to_follow_from_it() -> None:
    third = page(figure_at(shelf().books["GD-2010"], "required.3.hours").url)
    whole = page(figure_at(shelf().books["GD-2010"], "required.2.hours").url)

    assert "“14 hours” of H-1 follows from the marked sentence." in text(third)
    assert "“42 hours” of H-1 comes from the marked sentence." in text(whole)


def test_small_counts_are_found_as_chinese_words() -> None:
    claimed = next(item for item in shelf().books["XZ-2016"].table["convert"] if item["activities"] == ["degree"])
    position = shelf().books["XZ-2016"].table["convert"].index(claimed)

    assert figure_at(shelf().books["XZ-2016"], f"convert.{position}.claim_years").is_stated
