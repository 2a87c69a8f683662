"""An officer sets up an authenticator app and signs in with it. The app is played by the test."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from ops.demo import DEMO_PASSWORD
from tests.browser.walkers import CHINESE_PHONE, ENGLISH_DESK, Walker, Walks, goes

pytestmark = pytest.mark.browser

HALF_A_MINUTE = 30
OFFICER_OF = {str(ENGLISH_DESK.without_scripts): "zhou.jingzhi", str(CHINESE_PHONE): "ou.chaosheng"}


@goes(ENGLISH_DESK.without_scripts, CHINESE_PHONE)
def test_app_is_set_up_asked_for_at_the_next_sign_in_and_removed(walk: Walks) -> None:
    officer = walk(username := OFFICER_OF[str(walk.way)])
    goes_to_second_factor(officer)
    officer.follow(officer.link("Set up an app"))
    officer.press(officer.page.locator("summary"))
    secret = officer.page.get_by_role("main").get_by_role("code").inner_text()
    officer.write(officer.field("Code", "second factor"), code_of(secret))
    officer.follow(officer.button("Set up"))
    officer.heads("Recovery codes")
    expect(officer.page.get_by_role("main").get_by_role("code").first).to_be_visible()

    officer.leave()
    officer.go("/accounts/login/")
    officer.write(officer.field("User name, telephone or document number"), username)
    officer.write(officer.field("Password"), DEMO_PASSWORD)
    officer.follow(officer.button("Sign in"))
    officer.heads("Second step")
    officer.write(officer.field("Code", "second factor"), code_of(secret, later=1))
    officer.follow(officer.button("Sign in"))
    expect(officer.page).to_have_url(re.compile(r":\d+/$"))

    goes_to_second_factor(officer)
    officer.follow(officer.link("Remove the app"))
    officer.follow(officer.button("Remove the app"))
    expect(officer.link("Set up an app")).to_be_visible()


def goes_to_second_factor(officer: Walker) -> None:
    officer.section("Profile")
    officer.follow(officer.link("Second factor"))


def code_of(secret: str, *, later: int = 0) -> str:
    """A code is good once; the one of the next half minute is accepted before its time."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // HALF_A_MINUTE + later))
