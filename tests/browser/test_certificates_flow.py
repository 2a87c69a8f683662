"""HR confirms a year, the bureau finds it in its register; HR notes who took a paper, the person reads it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.readers import BUREAU_CLERK, HR_HEAD, PROFESSIONAL
from tests.browser.walkers import ENGLISH_DESK, Walks, goes

pytestmark = pytest.mark.browser

OF_THE_PROFESSIONAL = "林晓岚"


@goes(ENGLISH_DESK)
def test_year_is_confirmed_found_in_the_register_and_read_by_the_person(walk: Walks) -> None:
    hr, bureau, person = walk(HR_HEAD), walk(BUREAU_CLERK), walk(PROFESSIONAL)
    hr.section("Certificates")
    first = hr.page.locator("tbody tr").first
    name = first.locator("th").inner_text().strip()
    hr.tick(first.get_by_role("checkbox"))
    hr.follow(hr.button("Confirm the years ticked"))
    hr.reads("%(count)s year was confirmed.", count=1)

    bureau.go("/certificates/register/?sort=-number")
    found = bureau.page.locator("tbody tr").first
    expect(found).to_contain_text(name)
    expect(found).to_contain_text(bureau.words("Valid", "state of a certificate"))

    hr.go("/certificates/staff/?group=issued")
    hr.follow(hr.row(OF_THE_PROFESSIONAL).get_by_role("link", name=hr.words("Note who took it")))
    hr.follow(hr.button("Note it"))
    person.section("My certificates")
    expect(person.page.get_by_role("main")).to_contain_text(f"The paper was taken by {OF_THE_PROFESSIONAL}")
