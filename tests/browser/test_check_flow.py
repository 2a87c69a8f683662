"""Somebody holds a certificate and has no network: the page that was opened once checks its code by itself."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, expect

from certificates.keys import current_key
from tests.certificates.test_qr import PRINTED_ON_ONE, a_text

pytestmark = pytest.mark.browser
KEYS = json.dumps({current_key().id: current_key().public.hex()})


def test_code_is_checked_by_the_browser_and_without_a_network(chromium: Browser, product: str) -> None:
    context = chromium.new_context(base_url=product, viewport={"width": 320, "height": 700})
    context.add_cookies([{"name": "language", "value": "en", "url": product}])
    page = context.new_page()
    text, result = a_text(), page.locator("[data-signed-result]")

    def check(code: str) -> None:
        # The keys of these tests are not those of the server that serves the page.
        page.locator("[data-signed-keys]").evaluate("(place, keys) => { place.dataset.signedKeys = keys }", KEYS)
        page.get_by_label("What the code says").fill(code)
        page.locator("main .button--primary").click()

    page.goto("/check/offline/")
    check(text)
    expect(result).to_contain_text("The signature is genuine")
    expect(result).to_contain_text(PRINTED_ON_ONE["name"])
    expect(result).to_contain_text(PRINTED_ON_ONE["confirmed_by"])
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    check(text[:-3] + ("A" if text[-3] != "A" else "B") + text[-2:])
    expect(result).to_contain_text("forged")
    check(text.split("#")[0])
    expect(result).to_contain_text("not the text of a code")

    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    page.goto(f"/check/{text.partition('/check/')[2]}")
    expect(page.get_by_label("What the code says")).not_to_be_empty()
    expect(result).to_contain_text("forged")  # by the keys of this server
    context.close()
