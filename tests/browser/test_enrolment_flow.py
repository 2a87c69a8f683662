"""A place in a class: found among what is open, taken, seen by the institution, given back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.readers import INSTITUTION_CLERK, PROFESSIONAL
from tests.browser.walkers import CHINESE_PHONE, ENGLISH_DESK, Walks, goes

pytestmark = pytest.mark.browser

CLASS, NAME = "突发公共卫生事件应急处置", "林晓岚"


@goes(ENGLISH_DESK.without_scripts, CHINESE_PHONE)
def test_place_is_taken_seen_by_the_institution_and_given_back(walk: Walks) -> None:
    person = walk(PROFESSIONAL)
    person.go("/courses/")
    person.follow(person.link_to(CLASS))
    person.follow(person.button("Enrol"))
    person.reads("You are enrolled in “%(class)s”.", **{"class": CLASS})

    clerk = walk(INSTITUTION_CLERK)
    clerk.section("Class plans")
    clerk.follow(clerk.link_to(CLASS))
    clerk.follow(clerk.link("Roster").first)
    expect(clerk.row(NAME)).to_contain_text(clerk.words("the person", "enrolled by"))

    person.follow(person.link("Give the place back…"))
    person.follow(person.button("Give it back"))
    person.reads("%(name)s is no longer enrolled in “%(class)s”.", name=NAME, **{"class": CLASS})
    clerk.go(clerk.page.url.replace(walk.url, ""))
    expect(clerk.row(NAME)).to_have_count(0)
