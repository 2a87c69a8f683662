"""A bureau reads its dashboard, and comes from a figure to the people behind it and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.readers import BUREAU_CLERK
from tests.browser.walkers import CHINESE_PHONE, ENGLISH_DESK, Walks, goes

pytestmark = pytest.mark.browser


@goes(ENGLISH_DESK.without_scripts, CHINESE_PHONE)
def test_figure_of_the_dashboard_leads_to_the_people_behind_it(walk: Walks) -> None:
    clerk = walk(BUREAU_CLERK)
    clerk.section("Dashboard")
    to_come = clerk.page.locator(".board__sentence a[href*='group=to_come']")
    told = to_come.inner_text()

    clerk.follow(to_come)

    # The figure is of last night, the people are those of now: others have studied meanwhile.
    expect(clerk.page.locator(".page-head p")).to_contain_text(re.compile(r"\d+"))
    assert clerk.page.locator("main tbody tr").count() > 0
    clerk.follow(clerk.page.locator(".back-link"))
    expect(clerk.page.locator(".board__sentence")).to_contain_text(told)
