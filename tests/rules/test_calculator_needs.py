"""Every activity is asked about under every rule set, and the form asks for what the rule needs."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from policies.shelf import shelf
from rules.calculator.drafts import Draft
from rules.calculator.forms import ActivityForm
from rules.calculator.needs import Setting, categories_of, needs_of
from rules.calculator.sheets import AnnualSheet, Sheet
from rules.calculator.vocabulary import FACTS, makeups_around

TODAY = date(2026, 11, 21)
NUMBERS = {"proposed": "50", "minutes": "45", "makeup_for": "2013", "claim_year": "2015"}


def query_under(book) -> dict[str, str]:
    industry = next(iter(book.industries), "")
    return {"district": book.places[0], "year": str(book.first_year), "industry": industry}


def settings_of(book) -> Setting:
    return Setting(book, tuple(makeups_around(book.places[0])))


def facts_asked(book, activity: str, **given: str) -> dict[str, bool]:
    """The facts in sight, each with whether it has to be said."""
    needs = needs_of(settings_of(book), activity, given)
    return {need.fact: need.is_needed for need in needs if not need.is_rare}


def choices_of(form: ActivityForm) -> list[tuple[str, str]]:
    """Every answer that one can choose in the form."""
    fields = [
        form[name]
        for name in ("category", "host", "platform", "venue", "form", "level", "abroad")
        if name in form.fields
    ]
    return [(field.html_name, str(value)) for field in fields for value in values_of(field)]


def values_of(field) -> list[str]:
    if field.widget_type == "checkbox":
        return ["", "1"]
    return [value for value, _words in field.field.choices if value]


def filled(sheet: Sheet, *, also_rare: bool) -> dict[str, str]:
    """Everything that stands open in the first activity, filled in with whatever comes first."""
    form = sheet.activities[0]
    fields = [*form.main_fields, *(form.rare_fields if also_rare else [])]
    return {field.html_name: form.said(field.name) or first_answer(field) for field in fields}


def first_answer(field) -> str:
    if field.widget_type == "checkbox":
        return ""
    if field.widget_type in ("select", "radioselect"):
        return next((value for value, _words in field.field.choices if value), "")
    if field.widget_type == "date":
        return "2030-01-01" if field.name == "recognized_on" else "2010-01-01"
    return NUMBERS.get(field.name, "3")


BOOKS = sorted(shelf().books.values(), key=lambda book: book.id)
EVERY_ACTIVITY = [*product(BOOKS, sorted(FACTS))]


@pytest.mark.django_db
@pytest.mark.parametrize(("book", "activity"), EVERY_ACTIVITY, ids=lambda value: getattr(value, "id", value))
def test_form_asks_for_all_that_the_rule_needs(book, activity):
    started = query_under(book) | {"a1": activity, "e1": f"{book.first_year}-06-30"}
    form = AnnualSheet(started, TODAY).activities[0]

    for chosen in [("", ""), *choices_of(form)]:
        query = started | {key: value for key, value in [chosen] if key}
        for also_rare in (False, True):
            sheet = AnnualSheet(query | filled(AnnualSheet(query, TODAY), also_rare=also_rare), TODAY)

            assert sheet.reply.faults == [], (chosen, also_rare)
            assert [record["id"] for record in sheet.reply.answer["records"]] == ["1"]


@pytest.mark.django_db
@pytest.mark.parametrize(("book", "activity"), EVERY_ACTIVITY, ids=lambda value: getattr(value, "id", value))
def test_form_says_which_fields_are_still_open(book, activity):
    """What a rule needs and has no default for is named, as long as it is not there."""
    sheet = AnnualSheet(query_under(book) | {"a1": activity}, TODAY)
    form = sheet.activities[0]

    assert form in sheet.open_forms
    assert "end" in [field.name for field in form.open_fields]
    assert sheet.faulty_fields == []


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
@pytest.mark.parametrize("activity", sorted(FACTS))
def test_every_fact_of_an_activity_can_be_asked_for_in_words(book, activity):
    form = ActivityForm(Draft(1, activity), settings_of(book), [])

    assert all(str(field.label) for field in form)
    assert {*form.fields} <= {*FACTS[activity], *COMMON}


COMMON = {
    *("category", "end", "start", "passed", "related", "catalogue", "evidence", "state", "recognized_on", "source"),
    *("course", "makeup_for", "mandatory"),
}


def test_class_is_counted_in_hours_or_in_days_as_its_host_and_the_place_have_it():
    xuzhou, foshan = shelf().books["XZ-2016"], shelf().books["GD-2018"]

    assert facts_asked(xuzhou, "class") == {"host": True, "hours": True}
    assert facts_asked(xuzhou, "class", host="university") == {"host": True, "days": True}
    assert facts_asked(foshan, "class") == {"hours": True}


def test_meeting_needs_its_level_in_xuzhou_and_its_minutes_elsewhere():
    assert facts_asked(shelf().books["XZ-2016"], "meeting") == {"level": True, "days": True}
    assert facts_asked(shelf().books["GD-2018"], "meeting") == {"days": True, "minutes": False}


def test_minutes_alone_are_enough_for_a_meeting():
    assert facts_asked(shelf().books["GD-2018"], "meeting", minutes="90") == {"days": False, "minutes": False}


def test_required_content_is_asked_for_where_the_year_has_such_a_floor():
    assert "mandatory" in facts_asked(shelf().books["GD-2010"], "class")
    assert "mandatory" not in facts_asked(shelf().books["GD-2010"], "class", category="public")
    assert "mandatory" not in facts_asked(shelf().books["GD-2010"], "patent")
    assert "mandatory" not in facts_asked(shelf().books["GD-2018"], "class")


def test_category_is_asked_for_where_it_makes_a_difference():
    xuzhou, guangdong = (settings_of(shelf().books[name]) for name in ("XZ-2016", "GD-2018"))

    assert categories_of(guangdong, "class") == ["public", "specialty", "elective"]
    assert categories_of(guangdong, "meeting") == ["specialty", "elective"]
    assert categories_of(guangdong, "patent") == []
    assert categories_of(xuzhou, "class") == ["public", "specialty"]
    assert categories_of(xuzhou, "teaching") == []


def test_form_of_a_paper_depends_on_where_it_appeared():
    xuzhou = settings_of(shelf().books["XZ-2016"])
    of_a_meeting = ActivityForm(Draft(1, "paper", {"venue": "meeting"}), xuzhou, [])
    of_a_journal = ActivityForm(Draft(1, "paper", {"venue": "city"}), xuzhou, [])

    assert [name for name, _words in of_a_meeting.fields["form"].choices] == ["abstract", "read", "listed"]
    assert of_a_meeting.said("form") == "read"
    assert [name for name, _words in of_a_journal.fields["form"].choices] == ["full", "case_report", "abstract"]
    assert of_a_journal.said("form") == "full"


@pytest.mark.django_db
def test_making_up_is_offered_only_where_the_place_offered_it():
    query = {"a1": "class", "year": "2014"}
    in_shantou = AnnualSheet(query | {"place": "440500"}, TODAY).activities[0]
    in_xuzhou = AnnualSheet(query | {"place": "320300", "year": "2016"}, TODAY).activities[0]

    assert "makeup_for" not in in_xuzhou.fields
    assert "makeup_for" in in_shantou.fields
    assert "广东文化强省建设" in [value for value, _words in in_shantou.fields["course"].choices]
