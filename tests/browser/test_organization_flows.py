"""A bureau puts its register in order, and heads say who acts for their house."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.newcomers import somebody_new
from tests.browser.readers import BUREAU_CLERK, HR_HEAD
from tests.browser.walkers import CHINESE_DESK, CHINESE_PHONE, ENGLISH_DESK, ENGLISH_PHONE, Walker, Walks, goes

pytestmark = pytest.mark.browser

DOUBLED, ITS_DOUBLE = "云山数码科技有限公司", "云山数码科技有限责任公司"
DEPUTY, DEPUTYS_NAME = "ouyang.jinglan", "欧阳静澜"
# Nobody is named a second time for the same days: each way has a house of its own.
HEAD_OF = {str(ENGLISH_DESK): HR_HEAD, str(CHINESE_PHONE.without_scripts): "qiu.muyuan"}
TODAY = datetime.date.today()


@goes(CHINESE_DESK, ENGLISH_PHONE.without_scripts)
def test_doubled_organization_is_merged_and_stands_again(walk: Walks) -> None:
    clerk = walk(BUREAU_CLERK)
    clerk.section("Organizations")
    clerk.follow(clerk.link("Find doubled organizations"))
    clerk.follow(clerk.link_to(ITS_DOUBLE))
    clerk.follow(part(clerk, "Perhaps the same").locator("a.button"))
    heading = clerk.words("Merge “%(dropped)s” into “%(kept)s”?", dropped=ITS_DOUBLE, kept=DOUBLED)
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text(heading)
    clerk.press(part(clerk, "What moves").locator("summary").first)
    expect(part(clerk, "What moves").get_by_role("listitem").first).to_be_visible()

    clerk.write(clerk.field("Reason"), "同一单位重复登记")
    clerk.follow(clerk.button("Merge the two"))
    clerk.reads("“%(dropped)s” was merged into “%(kept)s”.", dropped=ITS_DOUBLE, kept=DOUBLED)

    clerk.follow(clerk.link("Take back…"))
    clerk.write(clerk.field("Reason"), "经核实为两家单位")
    clerk.follow(clerk.button("Take it back"))
    clerk.reads("The merge was taken back. Both stand again.")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text(ITS_DOUBLE)
    expect(part(clerk, "Perhaps the same").get_by_role("link", name=DOUBLED, exact=True)).to_be_visible()


def part(walker: Walker, heading: str) -> Locator:
    return walker.page.get_by_role("region", name=walker.words(heading), exact=True)


@goes(ENGLISH_DESK, CHINESE_PHONE.without_scripts)
def test_hat_is_given_lent_to_a_deputy_and_ended(walk: Walks) -> None:
    head, name = walk(HEAD_OF[str(walk.way)]), somebody_new().name
    head.section("Officers")
    head.follow(head.link("Give a hat"))
    head.write(head.field("Name of a person without account"), name)
    head.follow(head.button("Give the hat"))
    expect(head.page.locator("#notices")).to_contain_text(name)

    head.follow(head.link("Name a deputy of %(name)s", name=name))
    head.write(head.field("User name, telephone or document number"), DEPUTY)
    head.write_day(head.field("From"), TODAY)
    head.write_day(head.field("Until"), TODAY + datetime.timedelta(days=30))
    head.follow(head.button("Name the deputy"))
    expect(head.row(DEPUTYS_NAME)).to_contain_text(head.words("deputy"))

    for who in (DEPUTYS_NAME, name):
        expect(head.row(who)).not_to_contain_text(f"– {head.day(TODAY)}")
        head.follow(head.link("End the hat of %(name)s", name=who))
        head.write(head.field("Reason"), "岗位调整")
        head.follow(head.button("End the hat"))
        expect(head.row(who)).to_contain_text(f"– {head.day(TODAY)}")
