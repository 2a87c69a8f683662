"""What people ask for, from the asking to what has come of it: each way by all who have a hand in it."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import expect

from tests.browser.newcomers import Newcomer, come_in, comes_in
from tests.browser.readers import BUREAU_CLERK, HR_CLERK
from tests.browser.walkers import CHINESE_DESK, CHINESE_PHONE, ENGLISH_DESK, ENGLISH_PHONE, Walker, Walks, goes

pytestmark = pytest.mark.browser

NEW_EMPLOYER, ITS_HEAD = "金龙湖新能源有限公司", "qiu.muyuan"
OLD_EMPLOYER = "珠江岸设计院"
PROOF = b"%PDF-1.7\n%%EOF\n"


@goes(ENGLISH_DESK, CHINESE_PHONE.without_scripts)
def test_person_is_taken_on_by_another_employer_and_the_old_one_reads_of_it(walk: Walks) -> None:
    person, asker = come_in(walk)
    asks_to_be_taken_on(asker)

    head = walk(ITS_HEAD)
    opens_what_waits(head, person)
    head.follow(head.button("Take on"))
    expect(head.page.locator("#notices")).to_contain_text(person.name)

    asker.section("My details")
    expect(asker.row(NEW_EMPLOYER)).to_contain_text(asker.words("Today"))
    expect(asker.row(OLD_EMPLOYER)).not_to_contain_text(asker.words("Today"))

    clerk = walk(HR_CLERK)
    clerk.section("Departures")
    departure = clerk.row(person.name)
    clerk.follow(departure.get_by_role("button", name=clerk.words("I have read it")))
    expect(departure).to_contain_text("陈洁仪")


def asks_to_be_taken_on(asker: Walker) -> None:
    asker.go("/")
    asker.section("Employer and corrections")
    asker.follow(asker.link("I change my employer"))
    asker.write(asker.field("Name or unified social credit code of the employer"), NEW_EMPLOYER[:4])
    asker.follow(asker.button("Search"))
    asker.follow(asker.link_to(NEW_EMPLOYER))
    asker.write_day(asker.field("First day there"), datetime.date.today())
    asker.follow(asker.button("See what will happen"))
    asker.heads("This will happen")
    asker.follow(asker.button("Send the request"))
    asker.reads("It was sent. Here you see where it lies.")
    expect(asker.page.locator(".timeline__item--now")).to_contain_text(NEW_EMPLOYER)


def opens_what_waits(officer: Walker, person: Newcomer) -> None:
    officer.section("Waiting for you")
    officer.follow(officer.link_to(person.name))


@goes(CHINESE_DESK, ENGLISH_PHONE.without_scripts)
def test_name_is_corrected_after_a_better_proof(walk: Walks) -> None:
    person, asker = come_in(walk)
    right_name = f"{person.name}嵐"
    asker.go("/")
    asker.section("Employer and corrections")
    asker.follow(asker.link("It is wrong", "name"))
    asker.write(asker.field("Right name"), right_name)
    asker.attach(asker.field("Proof"), "scan.pdf", PROOF, "application/pdf")
    asker.follow(asker.button("Send it to the bureau"))
    asker.reads("It was sent. Here you see where it lies.")

    clerk = walk(BUREAU_CLERK)
    opens_what_waits(clerk, person)
    returns(clerk, "A page of the proof is missing", "请补充户口本本人页。")

    asker.section("Home")
    asker.follow(asker.page.get_by_role("main").get_by_role("link").first)
    asker.reads("A page of the proof is missing")
    asker.reads("请补充户口本本人页。")
    asker.follow(asker.link("Amend it and send it again"))
    asker.attach(asker.field("Proof"), "scan.pdf", PROOF, "application/pdf")
    asker.follow(asker.button("Send it to the bureau"))

    opens_what_waits(clerk, person)
    name, content = clerk.download(clerk.page.locator("a[download]"))
    assert (name.rpartition(".")[2], content) == ("pdf", PROOF)
    clerk.follow(clerk.button("Correct it so"))

    asker.section("My details")
    expect(asker.page.get_by_role("heading", level=1)).to_have_text(right_name)


def returns(officer: Walker, reason: str, comment: str) -> None:
    """With scripts in a dialog, without on a page of its own."""
    opener = officer.link("Return…")
    form = officer.page.get_by_role("main")
    if officer.way.has_scripts:
        officer.press(opener)
        form = officer.page.get_by_role("dialog")
        expect(form).to_be_visible()
    else:
        officer.follow(opener)
    officer.tick(officer.field(reason, within=form))
    officer.write(officer.field("What else they should know", within=form), comment)
    officer.follow(form.get_by_role("button", name=officer.words("Return"), exact=True))
    expect(officer.page.locator("#notices")).not_to_be_empty()


@goes(ENGLISH_DESK.without_scripts, CHINESE_PHONE)
def test_who_has_forgotten_the_password_is_let_in_by_employer_and_bureau(walk: Walks) -> None:
    person, signed_in = come_in(walk)

    clerk = walk(HR_CLERK)
    asks_to_let_in(clerk, person)
    officer = walk(BUREAU_CLERK)
    opens_what_waits(officer, person)
    officer.follow(officer.page.locator(".decision .button--primary"))
    clerk.section("Home")
    clerk.follow(clerk.link("Make the slip for %(name)s", name=person.name))
    clerk.follow(clerk.link("Make the slip"))
    clerk.follow(clerk.button("Make the slip for %(name)s", name=person.name))
    slip = clerk.page.get_by_role("code").inner_text()

    again = walk()
    again.go(slip)
    comes_in(person, again, password="Another-kapok-2026")
    again.section("Home")
    again.reads("Your access was renewed on %(date)s", date=again.day(datetime.date.today()))
    signed_in.page.goto("/my-data/")
    expect(signed_in.page).to_have_url(re.compile("/accounts/login/"))


def asks_to_let_in(clerk: Walker, person: Newcomer) -> None:
    clerk.section("Our people")
    clerk.follow(clerk.link_to(person.name))
    clerk.follow(clerk.link("Cannot sign in any more"))
    clerk.tick(clerk.field("Password forgotten", "why access was lost"))
    clerk.tick(clerk.field("Came in person with the identity document", "how identity was shown"))
    clerk.follow(clerk.button("Send it to the bureau"))
