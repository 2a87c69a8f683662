"""A passkey is made and used in a real browser, with an authenticator that Chromium plays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from ops.demo import DEMO_PASSWORD
from tests.browser.readers import PROFESSIONAL, Readers
from tests.chromium import Watch

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, product: str, readers: Readers) -> Iterator[Page]:
    """At a name: no passkey is made for a bare address."""
    readers[PROFESSIONAL].read_in("en")
    address = product.replace("127.0.0.1", "localhost")
    context = chromium.new_context(base_url=address, locale="en")
    context.add_cookies([{"name": "language", "value": "en", "url": address}])
    page = context.new_page()
    watch = Watch(page, address)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page
    context.close()
    assert watch.complaints == []


def test_a_passkey_is_added_signs_in_alone_and_is_removed(page: Page) -> None:
    page.goto("/accounts/login/?next=/accounts/second-factor/passkeys/addition/")
    page.locator(f'button[value="{PROFESSIONAL}"]').click()
    page.get_by_label("Name").fill("office computer")
    page.get_by_label("Sign in with it alone").check()
    page.locator("main .button--primary").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.context.clear_cookies(name="sessionid")

    page.goto("/accounts/login/?next=/accounts/second-factor/passkeys/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("office computer")).to_be_visible()

    page.get_by_role("link", name="Remove: office computer").click()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("No passkeys")).to_be_visible()


def test_a_passkey_is_the_second_step_after_the_password(page: Page) -> None:
    page.goto("/accounts/login/?next=/accounts/second-factor/passkeys/addition/")
    page.locator(f'button[value="{PROFESSIONAL}"]').click()
    page.locator("main .button--primary").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.context.clear_cookies(name="sessionid")

    page.goto("/accounts/login/?next=/accounts/second-factor/")
    page.locator("[name=login]").fill(PROFESSIONAL)
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    page.locator("main .button--primary").first.click()
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()

    page.get_by_role("link", name="Passkeys you have").click()
    page.get_by_role("link", name="Remove: ").click()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("No passkeys")).to_be_visible()
