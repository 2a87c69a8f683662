"""The data files: true to their sources when they are ours, refused with file and line when something is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policies.asking import ask
from policies.books import REFUSALS, Figure, figure
from policies.faults import BookFault
from policies.readings import readings
from policies.shelf import HERE, Shelf, load, shelf
from policies.source import Source

BOOKS = sorted((HERE / "books").glob("*.toml"))
TEXTS = {path.name: "".join(path.read_text(encoding="utf-8").split()) for path in (HERE / "sources").glob("*.txt")}


def citations(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if "cite" in value:
            yield value["cite"], value["quote"]
        for item in value.values():
            yield from citations(item)
    elif isinstance(value, list):
        for item in value:
            yield from citations(item)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_every_quoted_sentence_stands_in_the_document_that_is_cited(path: Path) -> None:
    documents = shelf().documents
    texts = {key: TEXTS[document["text"]] for key, document in documents.items() if "text" in document}

    found = set(citations(Source(path).data))

    astray = [
        (cite, quote)
        for cite, quote in found
        if cite.split()[0] in texts and "".join(quote.split()) not in texts[cite.split()[0]]
    ]
    assert found
    assert astray == []


def test_only_the_document_without_a_text_is_unconfirmed() -> None:
    without_text = {key for key, document in shelf().documents.items() if "text" not in document}

    unconfirmed = {book.id for book in shelf().books.values() if not book.is_confirmed}

    assert (without_text, unconfirmed) == ({"GD21"}, {"GD-2021"})


def test_every_reading_that_an_answer_can_quote_is_explained() -> None:
    code_and_books = [*HERE.glob("*.py"), *BOOKS]
    quoted = {name for path in code_and_books for name in re.findall(r'"(A-\d\d)"', path.read_text(encoding="utf-8"))}

    assert quoted <= readings().keys()
    assert len(readings()) == 48


DOCUMENTS = """
[D1]
title = "规则"
number = ""
issuer = "局"
effective_from = 2020-01-01
"""
CITED = 'cite = "D1 一"\nquote = "不少于"\n'
REFUSED = "\n".join(f'[[refuse]]\nreason = "{reason}"\nrule = "T"\n{CITED}' for reason in REFUSALS)
BOOK = f"""id = "T-1"
title = {{ zh = "甲", en = "One" }}
confirmed = true
other_makeups = "year_of_end"

[covers]
places = ["990000"]
first_year = 2020
last_year = 2029
{CITED}
[[required]]
line = "total"
hours = 50
rule = "T"
{CITED}
[[convert]]
activities = ["class"]
method = "planned"
rule = "T"
{CITED}
{REFUSED}
[[doubles]]
kind = "event"
rule = "T"
{CITED}"""
NEXT_BOOK = """id = "T-2"
extends = "T-1"
title = { zh = "乙", en = "Two" }
confirmed = true

[covers]
places = ["990000"]
first_year = 2030
cite = "D1 一"
quote = "不少于"
"""


def shelf_of(folder: Path, **texts: str) -> Shelf:
    (folder / "documents.toml").write_text(DOCUMENTS, encoding="utf-8")
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load(folder / "documents.toml", [folder / f"{name}.toml" for name in texts])


def test_a_sound_book_and_one_that_extends_it_are_taken(tmp_path: Path) -> None:
    books = shelf_of(tmp_path, one=BOOK, two=NEXT_BOOK)

    question = {"ask": "annual", "place": "990101", "year": 2031, "records": []}
    assert ask(question, books)["required"] == {"total": 50}
    assert ask(question | {"year": 2019}, books)["error"].startswith("place: ")


def line_of(text: str, part: str, number: int = 1) -> int:
    """The line of the nth occurrence of a part."""
    found = [line for line, said in enumerate(text.splitlines(), start=1) if part in said]
    return found[number - 1]


SPOILT = [
    ("hours = 50", "hours = 50\ncolour = 1", "colour = 1", "required.0.colour: unknown key"),
    ("hours = 50", 'hours = "50"', "hours =", "required.0.hours: must be a number, not below 0"),
    ("hours = 50", "hours = -1", "hours =", "required.0.hours: must be a number, not below 0"),
    ("hours = 50", "hours = nan", "hours =", "required.0.hours: must be a number, not below 0"),
    ("hours = 50", "hours = true", "hours =", "required.0.hours: must be a number, not below 0"),
    ("hours = 50\n", "", "[[required]]", "required.0.hours: must be above 0, or absent = true"),
    ('line = "total"', 'line = "sum"', "line =", "required.0.line: must be one of"),
    ('cite = "D1 一"', 'cite = "D2 一"', "cite =", "covers.cite: there is no document D2"),
    ('cite = "D1 一"', 'cite = "D1"', "cite =", "covers.cite: names no article"),
    ('cite = "D1 一"\n', "", "[covers]", "covers: cite is missing"),
    ('quote = "不少于"', 'quote = ""', "quote =", "covers.quote: must be text"),
    ("first_year = 2020", "first_year = 2020.5", "first_year", "covers.first_year: must be a whole number"),
    ("last_year = 2029", "last_year = 2019", "last_year", "covers.last_year: is before first_year"),
    ("confirmed = true", "confirmed = 1", "confirmed", "confirmed: must be true or false"),
    ('places = ["990000"]', "places = []", "places", "covers.places: must be a list, not empty"),
    ('places = ["990000"]', "places = [99]", "places", "covers.places.0: must be text"),
    ("title = {", "title = 1 #", "title", "title: must be a table"),
    ('id = "T-1"', 'id = "T-1"\nextends = "T-9"', "extends", "extends: T-9 cannot be extended here"),
    ('id = "T-1"', 'id = "T-1"\nextends = "T-1"', "extends", "extends: T-1 cannot be extended here"),
    ("hours = 50", "hours = 50\nfirst_year = 2021", "[[required]]", "total for senior: a gap in 2020 to 2029"),
    ("hours = 50", 'hours = 50\ntitle_levels = ["senior"]', "[[required]]", "total for intermediate: a gap: no floor"),
    ('method = "planned"', 'method = "fixed"', "[[convert]]", "convert.0.hours: is needed by fixed"),
    ('method = "planned"', 'method = "fixed"\nby = "role"', "[[convert]]", "convert.0.hours_by: is needed by fixed"),
    (
        'method = "planned"',
        'method = "days"\nhours = 6',
        "[[convert]]",
        "convert.0.minutes_per_hour: is needed by days",
    ),
    (
        'method = "planned"',
        'method = "range"\nby = "venue"\ntop = { city = 8 }\nfloor = { internal = 6 }',
        "floor",
        "convert.0.floor: must have the keys of top",
    ),
    ('method = "planned"', 'method = "planned"\npool = "sea"', 'id = "T-1"', "pools: has no sea"),
    ('reason = "failed"', 'reason = "nameless"', 'id = "T-1"', "refuse: has no failed"),
    ('line = "total"', 'line = "public"', 'id = "T-1"', "total for senior: a gap: no floor"),
    ('method = "planned"', 'method = "fixed"\nhours_by = 3', "hours_by", "convert.0.hours_by: must be a table"),
    ('method = "planned"', 'method = "fixed"\nhours = { value = 3 }', "hours = {", "convert.0.hours: cite is missing"),
    ('method = "planned"', "method = planned", "method", "Invalid value"),
    (
        "[[required]]",
        f'[cycle]\nkind = "title"\nhours = 50\nrule = "T"\n{CITED}[[required]]',
        "hours = 50",
        "cycle.hours: is needed by a cycle by title, and last_day_for_year_before",
    ),
    (
        "[[required]]",
        f'[[deadlines]]\nwhat = "summary"\nrule = "T"\n{CITED}[[required]]',
        "[[deadlines]]",
        "deadlines.0.due: is needed, or another date",
    ),
    (
        "[[required]]",
        f'[[deadlines]]\nwhat = "summary"\ndue = {{ month = 2, day = 29 }}\nrule = "T"\n{CITED}[[required]]',
        "due",
        "deadlines.0.due.day: is no day of every year",
    ),
    ('other_makeups = "year_of_end"\n', "", 'id = "T-1"', "other_makeups is missing"),
]


@pytest.mark.parametrize(("sound", "spoilt", "at", "problem"), SPOILT, ids=lambda value: str(value)[:40])
def test_a_spoilt_book_is_refused_with_file_and_line(
    tmp_path: Path, sound: str, spoilt: str, at: str, problem: str
) -> None:
    text = BOOK.replace(sound, spoilt, 1)

    with pytest.raises(BookFault) as refused:
        shelf_of(tmp_path, one=text)

    assert problem in refused.value.problem
    assert str(refused.value).startswith(f"{tmp_path / 'one.toml'}:{line_of(text, at)}: ")


def floors(*spans: str) -> str:
    parts = [f'[[required]]\nline = "total"\nhours = 50\nrule = "T"\n{CITED}{span}\n' for span in spans]
    return re.sub(r"\[\[required\]\][^\[]*", "".join(parts), BOOK, count=1)


def test_dated_floors_take_over_from_each_other(tmp_path: Path) -> None:
    books = shelf_of(
        tmp_path, one=floors("last_year = 2024", "first_year = 2025").replace("hours = 50", "hours = 40", 1)
    )

    asked = [{"ask": "annual", "place": "990000", "year": year, "records": []} for year in (2024, 2025)]
    assert [ask(question, books)["required"]["total"] for question in asked] == [40, 50]


@pytest.mark.parametrize(
    ("spans", "problem"),
    [
        (("last_year = 2024", "first_year = 2024"), "an overlap in 2024"),
        (("last_year = 2024", "first_year = 2026"), "a gap after 2024"),
        (("last_year = 2024",), "a gap in 2020 to 2029"),
    ],
)
def test_gap_or_overlap_of_floors_is_refused(tmp_path: Path, spans: tuple[str, ...], problem: str) -> None:
    with pytest.raises(BookFault, match=problem):
        shelf_of(tmp_path, one=floors(*spans))


@pytest.mark.parametrize(("first_year", "problem"), [(2029, "an overlap in 2029"), (2031, "a gap after 2029")])
def test_gap_or_overlap_of_books_is_refused_with_file_and_line(tmp_path: Path, first_year: int, problem: str) -> None:
    late = NEXT_BOOK.replace("2030", str(first_year))

    with pytest.raises(BookFault) as refused:
        shelf_of(tmp_path, one=BOOK, two=late)

    assert str(refused.value).startswith(f"{tmp_path / 'two.toml'}:{line_of(late, 'first_year')}: ")
    assert f"990000: {problem}, seen from T-1" in refused.value.problem


def test_every_fault_of_a_file_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text("a = 1\nb = 2\n")
    source = Source(path)

    assert [source.fault(("a",), "bad").line, source.fault(("b", "c"), "bad").line] == [1, 2]


def test_a_file_in_another_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_bytes('id = "T-1"\ntitle = "广东省"\n'.encode("gb18030"))

    with pytest.raises(BookFault) as refused:
        Source(path)

    assert str(refused.value) == f"{path}:2: is not written in UTF-8"


def test_two_books_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BookFault, match="there is another book T-1"):
        shelf_of(tmp_path, one=BOOK, two=BOOK)


def test_a_text_that_ends_too_early_is_refused_with_its_last_line(tmp_path: Path) -> None:
    with pytest.raises(BookFault) as refused:
        shelf_of(tmp_path, one='id = "T-1"\nplaces = [')

    assert refused.value.line == 2


CHOICE = """
[[choices]]
id = "A-06"
value = "%s"
alternatives = ["%s"]
about = { zh = "甲", en = "one" }
reason = { zh = "乙", en = "two" }
"""


@pytest.mark.parametrize(("value", "other"), [("soft", "soft"), ("hard", "hard"), ("firm", "soft")])
def test_a_choice_names_a_known_value_and_the_others(tmp_path: Path, value: str, other: str) -> None:
    with pytest.raises(BookFault, match=r"choices\.0\.(value|alternatives): must be"):
        shelf_of(tmp_path, one=BOOK + CHOICE % (value, other))


def with_choice(folder: Path, name: str, value: str) -> Shelf:
    """Our books, with one default switched to its alternative."""
    for path in BOOKS:
        text = path.read_text(encoding="utf-8")
        pattern = rf'(id = "{name}"\nvalue = )"(\w+)"(\nalternatives = )\["{value}"\]'
        (folder / path.name).write_text(re.sub(pattern, rf'\1"{value}"\3["\2"]', text), encoding="utf-8")
    return load(HERE / "documents.toml", sorted(folder.glob("*.toml")))


def test_soft_floors_ask_for_the_total_only(tmp_path: Path) -> None:
    books = with_choice(tmp_path, "A-06", "soft")

    answer = ask({"ask": "annual", "place": "440600", "year": 2013, "records": []}, books)

    assert answer["required"] == {"total": 72}


def item_of(book: str, section: str, **key: Any) -> dict[str, Any]:
    table = shelf().books[book].table
    return next(item for item in table[section] if key.items() <= item.items())


def test_a_figure_is_told_with_its_own_sentence_or_that_of_its_item() -> None:
    meeting = item_of("GD-2018", "convert", activities=["meeting"])
    abroad = item_of("XZ-2016", "convert", activities=["meeting"])

    assert figure(meeting, "minutes_per_hour") == Figure(45, "GD10 三", "每学时为45分钟")
    assert figure(meeting, "hours") == Figure(6, "GD10 十", meeting["quote"])
    assert figure(abroad, "hours_by", "international").value == 16
    assert "16学时" in figure(abroad, "hours_by", "international").quote
    assert figure(abroad, "hours_by", "city") == Figure(8, abroad["cite"], abroad["quote"])


def test_every_item_of_a_complete_book_names_the_book_that_states_it() -> None:
    workshop = item_of("GZ-2017", "convert", activities=["workshop"])
    total = item_of("GZ-2017", "required", line="total")
    numbering = shelf().books["GZ-2017"].table["numbering"]

    assert (workshop["book"], total["book"], numbering["book"]) == ("GD-2010", "GZ-2017", "GD-2010")
    assert [makeup["book"] for makeup in shelf().books["GD-2021"].table["makeups"]] == ["GD-2018"]


def test_the_year_of_the_title_can_count(tmp_path: Path) -> None:
    books = with_choice(tmp_path, "A-09", "included")
    question = {"ask": "cycle", "place": "440106", "title_on": "2012-11-20", "applied_on": "2016-04-20", "records": []}

    assert ask(question, books)["years"] == [2012, 2013, 2014, 2015]
    assert ask(question | {"count_title_year": False}, books)["years"] == [2013, 2014, 2015]


def test_an_early_class_plan_can_be_refused(tmp_path: Path) -> None:
    books = with_choice(tmp_path, "A-19", "refused")
    question = {"ask": "deadline", "place": "440604", "what": "class_plan", "category": "specialty"}

    answer = ask(question | {"starts_on": "2019-03-20", "filed_on": "2019-02-10"}, books)

    assert answer["outcome"] == "refused"


def test_the_industry_can_recognize_in_shantou(tmp_path: Path) -> None:
    books = with_choice(tmp_path, "A-23", "required")
    question = {"ask": "route", "place": "440500", "year": 2014, "procedure": "record", "category": "specialty"}

    assert [step["by"] for step in ask(question, books)["steps"]] == ["employer", "industry", "district"]


def test_a_degree_can_count_in_each_of_three_years(tmp_path: Path) -> None:
    books = with_choice(tmp_path, "A-27", "each_year")
    degree = {"activity": "degree", "end": "2016-06-30", "graduated_on": "2016-06-30", "course": "MEM"}
    claims = [degree | {"id": name, "claim_year": year} for name, year in (("a", 2016), ("b", 2017), ("c", 2017))]

    answer = ask({"ask": "annual", "place": "320300", "year": 2017, "records": claims}, books)

    assert [record["by_year"] for record in answer["records"]] == [{"2016": 72}, {"2017": 72}, {}]


def test_every_title_and_warning_has_both_languages() -> None:
    titles = [book.title for book in shelf().books.values()]

    assert all(title["zh"] and title["en"] for title in titles)


def test_documents_are_dated() -> None:
    assert shelf().documents["GD18"]["effective_from"] == date(2018, 11, 1)


def test_the_city_of_the_readme_is_twenty_lines_of_data(tmp_path: Path) -> None:
    added = re.findall(r"```toml\n(.*?)```", (HERE / "README.md").read_text(encoding="utf-8"), re.DOTALL)[0]
    documents = (HERE / "documents.toml").read_text(encoding="utf-8") + DOCUMENTS.replace("[D1]", "[FS30]")
    (tmp_path / "documents.toml").write_text(documents, encoding="utf-8")
    (tmp_path / "FS-2030.toml").write_text(added, encoding="utf-8")

    books = load(tmp_path / "documents.toml", [*BOOKS, tmp_path / "FS-2030.toml"])

    answer = ask({"ask": "annual", "place": "440604", "year": 2030, "records": []}, books)
    assert answer["required"] == {"total": 90, "public": 24, "specialty": 42, "elective": 18}
    assert len([line for line in added.splitlines() if line]) <= 20
