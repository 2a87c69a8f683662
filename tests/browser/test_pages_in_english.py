"""Every page in English (tests/browser/looks.py)."""

from __future__ import annotations

import pytest

from tests.browser.looks import faults_of_page
from tests.browser.pages import PAGES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_page_serves_everybody(entry, readers, world, product):
    faults = faults_of_page(entry, "en", readers=readers, world=world, product=product)

    assert not faults, "\n".join(faults)
