"""`python -m tests.browser.screenshots`: pictures of the demo world, on a desk and on a phone; of every page with
`--all`, which takes three times the space."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Page

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()  # what is uploaded on some pages is made by the factories

from tests.browser.pages import PAGES, Entry  # noqa: E402
from tests.browser.product import ROOT, served  # noqa: E402
from tests.browser.readers import ADMINISTRATOR, Readers  # noqa: E402
from tests.browser.world import World  # noqa: E402
from tests.chromium import CHROMIUM, started  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
SCREENS = {1280: 800, 375: 667}
LONGEST = {1280: 1300, 375: 1500}
"""Of a list as long as its year the beginning says enough."""
COLORS = 64  # as a palette a picture takes a third of its space, and nobody sees the difference


# One of each sort; forms as they come, faults and empty lists are left to the tests, which walk all pages.
NAMES = """
    front sign-in help no-way-in calculator-year calculator-cycle
    rules rule-set rule-document
    home-professional home-institution home-bureau-clerk home-auditor home-administrator
    hats second-factor officers accounts
    job-running job-finished job-failed audit audit-event status programs
    organizations organization feeds feed
    finder-professional class-public course catalogs study-sites
    classes class-decide class-published class-roster class-inspected places
    results-of-class result-new proofs
    approvals-queue records-queue record-review approval-decide approval-decide-correction
    records record-kinds record-meeting record-recognized records-registered
    my-year my-year-past my-calendar my-details my-data staff-years people person
    upload-preview changes rescue-granted recovery-asked
    year-end-tried year-end year-end-people dashboard dashboard-people spot-checks spot-check spot-check-case anomalies
    verification-day makeups-person draft-rules-run title-application
    cycles reviews-own review-sheet review-case review-results
    certificates-desk certificates-register certificates-runs certificates-run certificates-staff certificates-mine
    certificate-sheet certificate-replacement certificate-papers certificate-seals certificate-log
    check check-answer check-offline
    error-403 error-404 error-500
"""
PICTURED = frozenset(NAMES.split())


@dataclass(frozen=True)
class Look:
    language: str
    scheme: str
    suffix: str
    names: tuple[str, ...]


LOOKS = (
    Look("zh-hans", "light", "", tuple(entry.name for entry in PAGES if "--all" in sys.argv or entry.name in PICTURED)),
    Look("zh-hans", "dark", "-dark", ("front", "home-administrator", "job-running", "my-year", "check-answer")),
    Look("en", "light", "-en", ("front", "sign-in", "job-running", "my-year", "certificate-sheet", "check-answer")),
)


class WorldAtWork(World):
    """Whenever the administrator is looked over the shoulder, a job is about half done."""

    HALF_A_MINUTE = {"slices": 24, "items": 40, "milliseconds": 80}
    _under_way: int | None = None

    @property
    def running_job(self) -> int:
        if self._under_way is None or self.share_done(self._under_way) > 0.7:
            self._under_way = self.start_rehearsal(**self.HALF_A_MINUTE)
            self.wait_for_share(self._under_way, 0.45)
        return self._under_way


def take_all(browser: Browser, url: str) -> Iterator[Path]:
    readers = Readers(browser, url)
    world = WorldAtWork(readers)
    for look in LOOKS:
        for entry in PAGES:
            if entry.name in look.names:
                yield from take(entry, look, readers, world)
    readers.close()


def take(entry: Entry, look: Look, readers: Readers, world: WorldAtWork) -> Iterator[Path]:
    readers[entry.reader].read_in(look.language)
    if entry.reader == ADMINISTRATOR:
        world["running_job"]
    page = readers[entry.reader].context.new_page()
    page.emulate_media(color_scheme=look.scheme)
    entry.open(page, world)
    for width, height in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        path = FOLDER / f"{entry.name}{look.suffix}-{width}.png"
        path.write_bytes(picture_of(page))
        yield path
    page.close()


def picture_of(page: Page) -> bytes:
    """On a screen as long as the page, so that what sticks to an edge stands where it belongs."""
    width = page.viewport_size["width"]
    length = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": length})
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    taken = taken.crop((0, 0, width, min(length, LONGEST[width])))
    # Rare colors count too (MAXCOVERAGE), and those of large areas come out exactly (kmeans).
    few = taken.quantize(COLORS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    compact = io.BytesIO()
    few.save(compact, "PNG", optimize=True)
    return compact.getvalue()


def main() -> None:
    if not CHROMIUM.exists():
        sys.exit(f"Pictures are taken with Chromium. Install the Debian package: apt-get install {CHROMIUM.name}")
    if unknown := PICTURED - {entry.name for entry in PAGES}:
        sys.exit(f"There are no such pages: {sorted(unknown)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served() as url, started() as browser:
        taken = set(take_all(browser, url))
    for stale in set(FOLDER.glob("*.png")) - taken:
        stale.unlink()
    megabytes = sum(path.stat().st_size for path in taken) / 1e6
    print(f"{len(taken)} pictures in {FOLDER.relative_to(ROOT)}, {megabytes:.1f} MB")


if __name__ == "__main__":
    main()
