"""From a figure of the dashboard to the people behind it; a review to its result; a fraud to its end; a pack."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.readers import (
    BUREAU_CLERK,
    BUREAU_HEAD,
    HEAD_OF_XUZHOU,
    HR_OF_XUZHOU,
    PROFESSIONAL_OF_XUZHOU,
)
from tests.browser.walkers import CHINESE_PHONE, ENGLISH_DESK, Walks, goes

pytestmark = pytest.mark.browser

LAST_YEAR = timezone.localdate().year - 1


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


@goes(CHINESE_PHONE)
def test_annual_review_goes_from_the_employer_to_the_stamp_and_is_looked_up(walk: Walks) -> None:
    hr, bureau, visitor = walk(HR_OF_XUZHOU), walk(HEAD_OF_XUZHOU), walk()
    hr.section("Annual reviews")
    hr.follow(hr.page.locator("main tbody a").first)
    ticked = hr.page.locator("tbody tr").filter(has=hr.page.locator("input[name=matter]:checked")).first
    name = ticked.locator("th").inner_text().strip()
    hr.follow(ticked.get_by_role("link", name=name))
    hr.follow(hr.page.locator(".decision .button--primary"))

    bureau.section("Annual reviews")
    bureau.follow(bureau.page.locator("main tbody a").first)
    bureau.follow(bureau.page.get_by_role("link", name=name))
    bureau.follow(bureau.page.locator(".decision .button--primary"))
    bureau.go(f"/certificates/desk/?year={LAST_YEAR}")
    bureau.tick(bureau.row(name).get_by_role("checkbox"))
    bureau.follow(bureau.page.locator("main form .button--primary"))
    bureau.go(f"/certificates/register/?year={LAST_YEAR}&sort=-number")
    number = bureau.row(name).locator("th").inner_text().strip()

    visitor.go("/annual-reviews/results/")
    visitor.write(visitor.field("Number of the certificate"), number)
    visitor.follow(visitor.page.locator("form", has=visitor.page.locator("[name=certificate]")).get_by_role("button"))
    expect(visitor.page.get_by_role("main")).to_contain_text("继续教育审验合格")


@goes(ENGLISH_DESK)
def test_fraud_that_a_spot_check_found_is_confirmed_and_costs_the_records(walk: Walks) -> None:
    clerk, head = walk(BUREAU_CLERK), walk(BUREAU_HEAD)
    clerk.section("Spot checks")
    clerk.follow(clerk.row("珠江岸设计院").get_by_role("link"))
    check = clerk.page.url
    clerk.follow(clerk.row(clerk.words("Not looked at yet")).get_by_role("link").first)
    clerk.page.get_by_role("radio").first.check()
    clerk.follow(clerk.page.locator(".spot-case__finding .button--primary"))

    head.go(check)
    head.follow(head.row(head.words("The person may answer", "state of a fraud finding")).get_by_role("link").first)
    head.follow(head.button("Confirm fraud"))
    head.reads("Confirmed. The records are void, the year is cancelled, the employer is told.")


@goes(CHINESE_PHONE)
def test_pack_is_made_and_taken_home(walk: Walks) -> None:
    person = walk(PROFESSIONAL_OF_XUZHOU)
    person.section("For a title application")
    person.follow(person.button("Make the pack"))
    done = person.page.locator("a[download]").first
    person.wait_for(done)

    name, content = person.download(done)

    assert name.startswith("title-application-")
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert names[0] == "申报材料.pdf"
    assert any("电子登记表" in each for each in names)
