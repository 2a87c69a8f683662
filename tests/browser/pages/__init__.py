"""Every page of the product, each error and empty page included: where it is, who sees it, what has to be done to
get there. The tests walk this list, and `make screenshots` pictures it.

A module for a room. Of a template one page is enough, not each state of it."""

from __future__ import annotations

from tests.browser.pages.approvals import OF_APPROVALS
from tests.browser.pages.certificates import OF_CERTIFICATES
from tests.browser.pages.changes import OF_CHANGES, OF_RESCUES
from tests.browser.pages.courses import OF_CLASSES, OF_COURSES
from tests.browser.pages.entry import Entry
from tests.browser.pages.errors import ERRORS
from tests.browser.pages.officers import OF_OFFICERS
from tests.browser.pages.people import OF_EVERYBODY, OF_ORGANIZATIONS, OF_PROFESSIONALS
from tests.browser.pages.records import OF_FEEDS, OF_RECORDS, OF_RESULTS
from tests.browser.pages.rules import OF_CALCULATOR, OF_RULE_BOOKS
from tests.browser.pages.uploads import OF_UPLOADS
from tests.browser.pages.verification import OF_REVIEWS, OF_VERIFICATION
from tests.browser.pages.visitors import OF_VISITORS

__all__ = ["PAGES", "Entry"]

PAGES = [
    *OF_VISITORS,
    *OF_CALCULATOR,
    *OF_RULE_BOOKS,
    *OF_EVERYBODY,
    *OF_OFFICERS,
    *OF_ORGANIZATIONS,
    *OF_FEEDS,
    *OF_COURSES,
    *OF_APPROVALS,
    *OF_VERIFICATION,
    *OF_CERTIFICATES,
    *OF_REVIEWS,
    *OF_CHANGES,
    *OF_CLASSES,
    *OF_RESULTS,
    *OF_RESCUES,
    *OF_RECORDS,
    *OF_UPLOADS,
    *OF_PROFESSIONALS,
    *ERRORS,
]
