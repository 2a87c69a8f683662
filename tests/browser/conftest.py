from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.product import served
from tests.browser.readers import Readers
from tests.browser.walkers import PATIENCE, Walks, walks
from tests.browser.world import World

# On a busy machine a page may take its time; a test that fails takes longer still.
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def product() -> Iterator[str]:
    with served() as url:
        yield url


@pytest.fixture(scope="package")
def readers(chromium: Browser, product: str) -> Iterator[Readers]:
    readers = Readers(chromium, product)
    yield readers
    readers.close()


@pytest.fixture(scope="package")
def world(readers: Readers) -> World:
    return World(readers)


@pytest.fixture
def walk(request: pytest.FixtureRequest, chromium: Browser, product: str, readers: Readers) -> Iterator[Walks]:
    """Of a test that is marked by `walkers.goes`."""
    with walks(chromium, product, readers, request.param) as opened:
        yield opened
