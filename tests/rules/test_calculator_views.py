from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from policies import ask
from rules.calculator.drafts import KEYS, MOST_ACTIVITIES
from rules.calculator.sheets import AnnualSheet
from rules.calculator.vocabulary import FACTS

pytestmark = pytest.mark.django_db

PAGES = ("calculator", "calculator_cycle", "calculator_route", "calculator_deadline", "calculator_number")
PAGES = (*PAGES, "calculator_sample")
HTMX = {"HTTP_HX_REQUEST": "true"}
TODAY = date(2026, 11, 21)
YEAR = "/calculator/"
CLASS = {"place": "440600", "year": "2019", "a1": "class", "h1": "20", "e1": "2019-05-20"}


@pytest.fixture(autouse=True)
def _read_in_english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def shown(client, query: dict[str, str] | None = None, path: str = YEAR, **extra: str) -> str:
    response = client.get(path, query or {}, follow=True, **extra)
    assert response.status_code == 200
    return response.content.decode()


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def question_shown(html: str) -> dict:
    return json.loads(unescape(re.search(r'id="question-json"[^>]*><code>(.*?)</code>', html, re.DOTALL)[1]))


def verdict_shown(html: str) -> str:
    return words_of(re.search(r'id="verdict"[^>]*>(.*?)</div>', html, re.DOTALL)[1])


# Everybody may look, in both languages


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_page_is_open_to_everybody(client, name, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    response = client.get(reverse(f"rules:{name}"))

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_kept_by_posting(client, name):
    response = client.post(reverse(f"rules:{name}"), {"year": "2019"})

    assert response.status_code == (200 if name == "calculator_number" else 405)


def test_calculator_stands_in_the_menu_and_on_the_front_page(client):
    html = shown(client, path="/")

    assert html.count(f'href="{YEAR}"') == 2
    assert "Answers at once, without an account." in html


# The year


def test_page_says_first_what_the_year_requires(client):
    assert verdict_shown(shown(client, {"place": "440600", "year": "2019"})) == (
        "In 2019 you need 72 hours . Add what you have learned, and see at once whether it is enough."
    )


def test_answer_comes_with_hours_reasons_and_what_is_missing(client):
    text = words_of(shown(client, CLASS))

    assert "2019: 52 hours still missing. 20 hours counted, 72 hours required." in text
    assert "20 hours, as the plan grants" in text
    assert "What is missing" in text
    assert "Elective subjects 12 hours" in text


def test_each_figure_leads_to_its_article(client):
    html = shown(client, CLASS)

    assert f'href="{reverse("rules:book", args=["GD-2018"])}#R-G1"' in html
    assert f'href="{reverse("rules:book", args=["GD-2018"])}#H-6"' in html
    assert "粤人社办〔2018〕277号" in html


def test_rule_set_without_official_text_says_so(client):
    html = shown(client, CLASS | {"year": "2026", "e1": "2026-05-20"})

    assert "not confirmed from the official text" in html
    assert "citation--unconfirmed" in html
    assert "citation--unconfirmed" not in shown(client, CLASS)


def test_question_is_shown_as_the_interface_takes_it(client):
    html = shown(client, CLASS | {"a2": "meeting", "d2": "1", "e2": "2019-03-01", "re2": "1"})

    question = question_shown(html)

    assert question["records"][1] == {
        "id": "2",
        "activity": "meeting",
        "days": 1,
        "end": "2019-03-01",
        "related": False,
    }
    assert [record["hours"] for record in ask(question)["records"]] == [20, 0]
    assert "0 hours" in words_of(html)


def test_refused_activity_says_why(client):
    text = words_of(shown(client, CLASS | {"pa1": "1"}))

    assert "Assessment failed: no hours" in text


def test_unfinished_activity_is_asked_for_and_does_not_keep_the_others_from_their_answer(client):
    html = shown(client, CLASS | {"a2": "class", "e2": "2019-01-01"})

    text = words_of(html)
    assert "Still to fill in: Hours" in text
    assert "One activity is not filled in yet; it is not counted." in text
    assert "error-summary" not in html
    assert [record["id"] for record in question_shown(html)["records"]] == ["1"]


def test_meeting_without_days_is_unfinished_though_the_rules_would_count_none(client):
    html = shown(client, {"place": "440600", "year": "2019", "a1": "meeting", "e1": "2019-01-01"})

    assert "Still to fill in: Days" in words_of(html)
    assert question_shown(html)["records"] == []


def test_unknown_place_is_told_at_its_field(client):
    html = shown(client, {"district": "110000", "year": "2019"})

    assert 'href="#id_district"' in html
    assert 'value="110000"' in html
    assert "district=110000" in html
    assert "No rule set is known for this place in 2019." in html


@pytest.mark.parametrize(
    ("key", "value", "field", "words"),
    [
        ("h1", "many", "h1", "This is no number."),
        ("h1", "-1", "h1", "It cannot be less than 0."),
        ("h1", "7.125", "h1", "At most two decimals"),
        ("h1", "1e400", "h1", "This is no number."),
        ("e1", "20.5.2019", "e1", "This is no date."),
        ("e1", "2019-02-30", "e1", "There is no such day."),
        ("s1", "2019-12-31", "e1", "The last day is before the first."),
        ("year", "19", "year", "This is no year."),
        ("year", "1990", "place", "No rule set is known for this place in 1990."),
        ("judged_on", "soon", "judged_on", "This is no date."),
        ("district", "4401", "district", "A division code has six digits"),
    ],
)
def test_fault_stands_at_its_field_and_in_the_summary(client, key, value, field, words):
    html = shown(client, CLASS | {key: value, "go": "1"})

    summary = re.search(r'<div class="error-summary".*?</div>', html, re.DOTALL)[0]
    assert f'href="#id_{field}"' in summary
    assert words in unescape(summary)
    assert words in unescape(re.search(rf'id="id_{field}_error">(.*?)</span>', html)[1])
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', html) or re.search(
        rf'aria-invalid="true"[^>]*name="{field}"', html
    )


def test_faults_are_told_in_chinese_too(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"

    html = shown(client, CLASS | {"h1": "很多"})

    assert 'value="很多"' in html
    assert "must be" not in html


# The address


def test_pressing_a_button_needs_no_script(client):
    response = client.get(YEAR, CLASS | {"add": "meeting", "co1": "", "so1": "person"})

    assert response.status_code == 302
    assert response.url.endswith("#activity-2")
    assert dict(parse_qsl(urlsplit(response.url).query)) == CLASS | {"a2": "meeting", "e2": "2019-12-31"}


@pytest.mark.parametrize(("act", "activities"), [("copy", ["class", "class"]), ("remove", [])])
def test_activity_is_copied_and_removed(client, act, activities):
    response = client.get(YEAR, CLASS | {act: "1"})

    query = parse_qsl(urlsplit(response.url).query)
    assert [value for key, value in query if key in ("a1", "a2")] == activities


def test_link_to_the_page_gives_the_same_page(client):
    first = shown(client, CLASS | {"mi1": "5", "nonsense": "x", "so1": "person", "go": "1"})
    link = unescape(re.search(r'id="share-link" value="([^"]+)"', first)[1])

    again = client.get(link)

    assert again.status_code == 200
    assert question_shown(again.content.decode()) == question_shown(first)
    assert verdict_shown(again.content.decode()) == verdict_shown(first)
    assert f'value="{link}"' in unescape(again.content.decode())


def test_link_says_the_year_and_the_place_though_they_are_the_usual_ones():
    sheet = AnnualSheet({}, TODAY)

    assert sheet.address == f"{YEAR}?place=440100&year=2026"


def test_no_link_carries_a_name(client):
    """Whatever field somebody writes it into."""
    name = "张三丰"
    facts = {f"{key}1": name for fact, key in KEYS.items() if fact != "activity"}
    heads = dict.fromkeys(("place", "district", "year", "title_level", "industry", "judged_on"), name)

    for activity in FACTS:
        html = shown(client, facts | heads | {"a1": activity})
        link = unescape(re.search(r'id="share-link" value="([^"]+)"', html)[1])

        assert f"a1={activity}" in link
        assert name not in unquote(link)


def test_thirty_activities_fit_into_an_address(client):
    """As a browser without scripts sends them, every empty field included."""
    started = {"place": "440500", "year": "2014"}
    started |= {f"a{number}": "online" for number in range(1, MOST_ACTIVITIES + 1)}
    sheet = AnnualSheet(started, TODAY)
    sent = [
        (field.html_name, {"date": "2014-10-10", "text": "100"}.get(field.widget_type, form.said(field.name)))
        for form in sheet.forms
        for field in form
    ]
    address = f"{YEAR}?{urlencode([*sent, *started.items()])}"

    assert len(f"GET {address} HTTP/1.1") < request_line_limit()
    assert client.get(address, follow=True).status_code == 200


def request_line_limit() -> int:
    text = (settings.BASE_DIR / "deploy" / "gunicorn.conf.py").read_text()
    return int(re.search(r"^limit_request_line = (\d+)", text, re.MULTILINE)[1])


def test_more_than_thirty_activities_are_not_taken_in_silence(client):
    query = {f"a{number}": "class" for number in range(1, MOST_ACTIVITIES + 3)}

    text = words_of(shown(client, query))

    assert "A link holds 30 activities; 2 more were left out." in text
    assert "Add another activity" not in text


# Parts for htmx


def test_change_of_a_figure_leaves_the_fields_alone(client):
    signature = AnnualSheet(CLASS, TODAY).signature

    response = client.get(YEAR, CLASS | {"h1": "30", "shown": signature}, **HTMX)

    html = response.content.decode()
    assert "HX-Retarget" not in response
    assert "<input" not in html.replace('<input class="input share__address"', "")
    assert 'hx-swap-oob="innerHTML:#given-1"' in html
    assert "30" in words_of(html)
    assert response["HX-Replace-Url"] == AnnualSheet(CLASS | {"h1": "30"}, TODAY).address


def test_change_that_asks_for_other_fields_draws_the_form_anew(client):
    signature = AnnualSheet(CLASS, TODAY).signature

    response = client.get(YEAR, CLASS | {"place": "320300", "shown": signature}, **HTMX)

    assert response["HX-Retarget"] == "#calculator"
    assert 'name="ho1"' in response.content.decode()
    assert "<html" not in response.content.decode()


def test_fault_is_told_beside_the_field_while_typing(client):
    signature = AnnualSheet(CLASS, TODAY).signature

    html = client.get(YEAR, CLASS | {"h1": "many", "shown": signature}, **HTMX).content.decode()

    assert '<span class="field__error" id="id_h1_error" hx-swap-oob="true">This is no number.' in html
    assert "something here has to be put right" in html


def test_summary_that_is_shown_goes_when_all_is_put_right(client):
    shown_fields = AnnualSheet(CLASS, TODAY).signature
    fault = CLASS | {"h1": "many", "go": "1"}
    assert "error-summary" in client.get(YEAR, fault, **HTMX).content.decode()

    still_wrong = client.get(
        YEAR, CLASS | {"h1": "lots", "shown": shown_fields, "summary": "1"}, **HTMX
    ).content.decode()
    put_right = client.get(YEAR, CLASS | {"shown": shown_fields, "summary": "1"}, **HTMX).content.decode()

    assert 'hx-swap-oob="innerHTML:#problems"' in still_wrong
    assert "error-summary" in still_wrong
    assert 'hx-swap-oob="innerHTML:#problems"' in put_right
    assert "error-summary" not in put_right


def test_new_activity_takes_the_focus(client):
    html = client.get(YEAR, CLASS | {"add": "meeting"}, **HTMX).content.decode()

    assert re.search(r'name="c2"[^>]*autofocus', html)


# The cycle


GUANGZHOU = {"place": "440100", "title_on": "2010-12-31", "applied_on": "2016-05-10"}
CYCLE = "/calculator/cycle/"


def test_boundary_days_of_the_book_stand_side_by_side(client):
    text = words_of(shown(client, GUANGZHOU, CYCLE))

    assert "Apply on 30 June 2016 or on 1 July 2016?" in text
    assert "10 May 2016 as typed" in text
    assert "30 June 2016" in text
    assert "1 July 2016" in text
    assert "2011–2015 2011–2015 2012–2016" in text


def test_what_differs_from_the_chosen_day_is_marked(client):
    html = shown(client, GUANGZHOU, CYCLE)

    marked = re.findall(r'<ins class="differs">([^<]+)</ins>', html)
    assert "2012–2016" in marked
    assert "2011–2015" not in marked


def test_cycle_that_is_refused_says_why_and_from_when_it_is_possible(client):
    text = verdict_shown(shown(client, GUANGZHOU | {"title_on": "2015-06-01", "applied_on": "2016-03-01"}, CYCLE))

    assert "No full year has passed since the title was obtained" in text
    assert "It becomes possible on 1 July 2016." in text


def test_cycle_of_an_appointment_is_asked_for_by_years(client):
    html = shown(client, {"place": "320300", "appointed_from": "2015", "appointed_to": "2017"}, CYCLE)

    assert "In 2015–2017 you need 216 hours" in verdict_shown(html).replace(" .", ".")
    assert 'name="title_on"' not in html
    assert question_shown(html)["appointed_to"] == 2017


def test_place_without_a_cycle_is_told(client):
    html = shown(client, GUANGZHOU | {"place": "440500"}, CYCLE)

    assert "There is no cycle verification here in 2016." in html


# The other questions


def test_route_is_drawn_as_steps_with_their_dates(client):
    query = {"place": "440100", "procedure": "cycle", "year": "2016", "applying_for": "senior"}
    text = words_of(shown(client, query, reverse("rules:calculator_route")))

    assert "3 steps , the last by: The human resources bureau of the city." in text.replace("steps,", "steps ,")
    assert "first verification · until 30 July 2016" in text


def test_route_that_is_refused_says_why(client):
    query = {
        "place": "440600",
        "procedure": "record",
        "category": "specialty",
        "year": "2019",
        "industry": "accounting",
    }
    refused = shown(client, query | {"category": "elective"}, reverse("rules:calculator_route"))

    assert "This rule set does not count this category." in verdict_shown(refused)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"what": "class_results", "ended_on": "2014-06-06"}, "The last day is 13 June 2014"),
        ({"what": "verification_days", "year": "2014", "month": "10"}, "5 days in this month"),
        ({"what": "summary", "year": "2014", "filed_on": "2014-12-21"}, "Handed in that day, it is late."),
        ({"what": "makeup", "for_year": "2009", "on": "2014-06-03", "category": "public"}, "never offered"),
        (
            {"what": "training_window", "purpose": "promotion", "starts_on": "2014-09-01"},
            "On that day it is not taken.",
        ),
        ({"what": "cycle_application", "filed_on": "2014-05-05"}, "This cannot be answered."),
    ],
)
def test_deadline_is_told_with_the_facts_it_needs(client, query, sentence):
    html = shown(client, {"place": "440500"} | query, reverse("rules:calculator_deadline"))

    assert sentence in verdict_shown(html).replace(" .", ".")
    asked = {*re.findall(r'name="([a-z_]+)"', html)} & {
        "starts_on",
        "ended_on",
        "month",
        "for_year",
        "filed_on",
        "year",
    }
    assert asked >= {*query} - {"what", "purpose", "category", "on", "study_year"}


def test_number_is_composed(client):
    query = {"issuer": "440105", "study_year": "2013", "sequence": "1"}

    assert "44010513000001" in verdict_shown(shown(client, query, reverse("rules:calculator_number")))


def test_number_is_taken_apart_and_stands_in_no_address(client):
    html = client.post(reverse("rules:calculator_number"), {"number": "44010513000001"}).content.decode()

    text = words_of(html)
    assert "Certificate 1 of 2013" in text
    assert "Guangzhou (440100)" in text
    assert "share-link" not in html
    assert "number=44" not in html


@pytest.mark.parametrize(("number", "words"), [("123", "has 14 digits"), ("", "Please fill in: Certificate number.")])
def test_number_that_cannot_be_says_why(client, number, words):
    html = client.post(reverse("rules:calculator_number"), {"number": number}).content.decode()

    assert words in verdict_shown(html)


def test_sample_is_the_least_number_to_check(client):
    assert "28 people" in verdict_shown(shown(client, {"reviewed": "137"}, reverse("rules:calculator_sample")))


# Nonsense


VALUES = st.one_of(
    st.sampled_from(["", "0", "1", "-1", "2016", "1e999", "NaN", "２０", "440100", "320300", "2016-02-29", "class"]),
    st.sampled_from(["university", "meeting", "public", "other", "999999999999999999999", "2", "9999-12-31"]),
    st.text(max_size=8),
)
NAMES = st.one_of(
    st.sampled_from(
        ["place", "district", "year", "title_level", "industry", "judged_on", "add", "copy", "remove", "go"]
    ),
    st.sampled_from(
        ["title_on", "applied_on", "appointed_from", "appointed_to", "procedure", "what", "category", "on"]
    ),
    st.sampled_from(["issuer", "study_year", "sequence", "reviewed", "filed_on", "starts_on", "month", "shown"]),
    st.builds(lambda key, number: f"{key}{number}", st.sampled_from(sorted(KEYS.values())), st.integers(0, 4)),
    st.text(max_size=4),
)
ACTIVITIES = st.dictionaries(
    st.sampled_from(["a1", "a2", "a3"]), st.sampled_from(sorted(FACTS)), min_size=1, max_size=3
)


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(PAGES), activities=ACTIVITIES, nonsense=st.dictionaries(NAMES, VALUES, max_size=12))
def test_nonsense_in_the_address_is_answered_calmly(client, name, activities, nonsense):
    """With one redirect at most, to an address that stays as it is."""
    response = client.get(reverse(f"rules:{name}"), activities | nonsense)

    if response.status_code == 302:
        response = client.get(response.url.partition("#")[0])
    assert response.status_code == 200
