from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from policies.readings import readings
from policies.shelf import shelf
from rules.reading.marking import citations_of
from rules.reading.texts import documents
from tests.cast import english_client
from tests.rules.pages import figures, marked, page, text

# Ids that the frame of every page has, and those that the parts of a page lead to.
IDS = re.compile(r'\sid="([^"]+)"')


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "/rules/",
        "/rules/compare/",
        "/rules/compare/?a=GD-2018&b=XZ-2016",
        *[f"/rules/{name}/" for name in shelf().books],
        *[f"/rules/documents/{code}/" for code in documents()],
    ],
)
def test_everybody_may_read_in_both_languages(address: str, language: str) -> None:
    client = Client()
    client.cookies["language"] = language

    answer = client.get(address)

    ids = IDS.findall(answer.content.decode())
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    "address",
    [
        "/rules/GD-1999/",
        "/rules/gd-2010/",
        "/rules/GD-2010/?figure=required.0.colour",
        "/rules/GD-2010/?figure=required",
        "/rules/documents/GD99/",
        "/rules/documents/GD10/?quote=0000000000",
    ],
)
def test_what_does_not_exist_is_not_found(address: str) -> None:
    assert english_client().get(address).status_code == 404


@pytest.mark.parametrize("address", ["/rules/", "/rules/GD-2010/", "/rules/documents/GD10/", "/rules/compare/"])
def test_reading_changes_nothing(address: str) -> None:
    assert english_client().post(address).status_code == 405


def test_the_overview_says_what_is_in_force_today() -> None:
    found = text(page("/rules/"))

    assert f"in the study year {timezone.localdate().year}:" in found
    assert "in Xuzhou: Xuzhou, from the study year 2015 (XZ-2016)" in found
    assert "(GD-2021) not confirmed from the official text" in found


def test_the_overview_lists_every_rule_set_document_and_reading() -> None:
    found = page("/rules/")

    assert all(f'href="/rules/{name}/"' in found for name in shelf().books)
    assert all(f'href="/rules/documents/{code}/"' in found for code in documents())
    assert all(f'id="{name}"' in found for name in readings())


def test_a_reading_that_can_be_switched_has_its_alternative() -> None:
    row = re.search(r'<tr id="A-09">(.*?)</tr>', page("/rules/"), re.DOTALL)

    assert row is not None
    assert "it is a year of the cycle" in text(row[1])


def test_the_overview_is_in_the_menu_and_on_the_front_page() -> None:
    front = page("/")

    assert front.count('href="/rules/"') == 2
    assert "Which rules hold where and since when" in text(front)


def test_a_rule_set_tells_whole_sentences() -> None:
    found = text(page("/rules/GZ-2012/"))

    assert "In all: At least 72 hours a year." in found
    assert "Academic meeting or lecture: 6 hours a day;" in found
    assert "Who applies by 30 June has a cycle up to the year before" in found


@pytest.mark.parametrize(
    ("book", "rules"),
    [("GZ-2012", ["R-Z6", "H-3", "D-1", "D-2", "D-3", "D-4"]), ("XZ-2016", ["X-9", "X-17"]), ("GD-2018", ["R-G1"])],
)
def test_a_rule_can_be_linked_to(book: str, rules: list[str]) -> None:
    found = page(f"/rules/{book}/")

    assert [rule for rule in rules if found.count(f'id="{rule}"') != 1] == []


def test_what_is_taken_over_says_from_where() -> None:
    own, taken_over = (
        re.search(rf'id="{rule}">(.*?)<p class="print-only', page("/rules/GZ-2012/"), re.DOTALL)
        for rule in ("R-Z6", "R-G5")
    )

    assert own is not None
    assert "taken over" not in own[1]
    assert taken_over is not None
    assert "taken over from GD-2010" in text(taken_over[1])


def test_a_default_that_can_be_switched_is_labelled_as_ours() -> None:
    found = text(page("/rules/GZ-2012/"))

    assert "Read here: it is not a year of the cycle. The alternative: it is a year of the cycle." in found
    assert "our reading, can be switched" in found


def test_an_unconfirmed_rule_set_says_so() -> None:
    assert "The dashed figures come from secondary sources" in text(page("/rules/GD-2021/"))
    assert "The dashed figures come from secondary sources" not in text(page("/rules/GD-2018/"))


def test_a_step_that_our_reading_leaves_out_is_shown_so() -> None:
    found = page("/rules/ST-2014/")

    assert found.count("steps__step--left-out") == 1
    assert "left out in our reading" in text(found)


def test_the_chosen_figure_is_marked_on_the_page() -> None:
    address = next(address for address in figures(page("/rules/GZ-2012/")) if address.endswith("convert.5.hours"))

    found = page(address)

    assert re.findall(r'<a[^>]*aria-current="true">(.*?)</a>', found) == ["6 hours"]
    assert "“6 hours” of R-Z6 comes from the marked sentence." in text(found)


def test_without_a_chosen_figure_the_total_of_a_year_is_explained() -> None:
    found = page("/rules/GD-2018/")

    assert marked(found) == "应当累计不少于12天或72学时"
    assert "source--unasked" in found


def test_htmx_gets_the_text_and_its_note_only() -> None:
    answer = english_client().get(
        "/rules/GZ-2012/?figure=convert.5.hours", headers={"HX-Request": "true", "HX-Target": "source-text"}
    )

    found = answer.content.decode()
    assert "<html" not in found
    assert 'id="source-note" hx-swap-oob="innerHTML"' in found
    assert marked(found).startswith("按参加继续教育活动的实际天数")
    assert "HX-Target" in answer.headers["Vary"]


@pytest.mark.parametrize("name", shelf().books)
def test_the_calculator_opens_with_the_rule_set_that_was_read(name: str, db: None) -> None:
    link = re.search(r'href="(/calculator/[^"]*)"[^>]*>Calculate by it<', page(f"/rules/{name}/"))

    assert link is not None
    answer = english_client().get(unescape(link[1]), follow=True)
    assert f'href="/rules/{name}/' in answer.content.decode()


def test_the_source_leads_to_the_full_text_with_the_same_sentence_marked() -> None:
    found = page("/rules/GZ-2012/?figure=convert.5.hours")
    link = re.search(r'href="(/rules/documents/[^"#]*)#quote"', found)

    assert link is not None
    assert marked(page(link[1])) == marked(found)


@pytest.mark.parametrize("code", [code for code, document in documents().items() if document.is_confirmed])
def test_every_cited_sentence_of_a_document_can_be_marked_and_leads_back_to_its_rules(code: str) -> None:
    html = page(f"/rules/documents/{code}/")

    assert citations_of(code)
    for cited in citations_of(code):
        assert f'id="q-{cited.key}"' in html
        assert all(f'href="{use.url}"' in html for use in cited.uses)
        assert marked(page(f"/rules/documents/{code}/?quote={cited.key}")) == "".join(cited.quote.split())


@pytest.mark.parametrize("code", documents())
def test_the_links_back_lead_to_rules_that_are_there(code: str) -> None:
    pages = {name: page(f"/rules/{name}/") for name in shelf().books}

    for cited in citations_of(code):
        for use in cited.uses:
            anchor = use.url.partition("#")[2]
            assert f'id="{anchor}"' in pages[use.book_id], use


def test_readings_named_in_sentences_are_in_the_list() -> None:
    listed = page("/rules/")

    named = {name for book in shelf().books for name in re.findall(r'href="/rules/#(A-\d+)"', page(f"/rules/{book}/"))}

    assert len(named) > 5
    assert all(f'id="{name}"' in listed for name in named)


def test_a_document_without_a_text_says_so() -> None:
    found = text(page("/rules/documents/GD21/"))

    assert "The official text of this document was not at hand." in found
    assert "GD-2021 H-21" in found
