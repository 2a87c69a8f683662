from __future__ import annotations

import datetime

from tests.browser.pages.entry import MAIN_BUTTON, Entry, filling, pressing
from tests.browser.readers import (
    AUDITOR,
    BUREAU_CLERK,
    HR_CLERK,
    HR_HEAD,
    PROFESSIONAL,
)

OF_CHANGES = [
    Entry("changes", "/changes/", PROFESSIONAL, route="changes:overview"),
    Entry("employer-search", "/changes/employer/", PROFESSIONAL, route="changes:employer_search"),
    Entry("employer-search-errors", "/changes/employer/?q=院", PROFESSIONAL, 422, route="changes:employer_search"),
    Entry("employer-search-found", "/changes/employer/?q=北江", PROFESSIONAL, route="changes:employer_search"),
    Entry("employer-request", "/changes/employer/{another_employer}/", PROFESSIONAL, route="changes:employer_request"),
    Entry(
        "employer-request-errors",
        "/changes/employer/{another_employer}/",
        PROFESSIONAL,
        status=422,
        route="changes:employer_request",
        act=pressing(MAIN_BUTTON),
    ),
    Entry(
        "employer-check",
        "/changes/employer/{another_employer}/",
        PROFESSIONAL,
        route="changes:employer_request",
        act=filling("[name=starts_on]", datetime.date.today().isoformat()),
    ),
    Entry("name-correction", "/changes/name/", PROFESSIONAL, route="changes:name_correction"),
    Entry(
        "name-correction-errors",
        "/changes/name/",
        PROFESSIONAL,
        status=422,
        route="changes:name_correction",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("document-correction", "/changes/document/", PROFESSIONAL, route="changes:document_correction"),
    Entry(
        "correction-amendment",
        "/changes/corrections/{returned_correction}/amendment/",
        PROFESSIONAL,
        route="changes:correction_amendment",
    ),
    Entry("new-number", "/changes/corrections/{waiting_number}/number/", BUREAU_CLERK, route="changes:new_number"),
    Entry("departures", "/changes/departures/", HR_CLERK, route="changes:departures"),
]

OF_RESCUES = [
    Entry("no-way-in", "/accounts/no-way-in/", route="no_way_in"),
    Entry("rescues-none", "/changes/rescues/", AUDITOR, route="changes:rescues"),
    Entry("rescue-search", "/changes/rescues/new/", HR_CLERK, route="changes:rescue_search"),
    Entry("rescue-search-found", "/changes/rescues/new/?name=linxiaolan", HR_CLERK, route="changes:rescue_search"),
    Entry("rescue-search-none", "/changes/rescues/new/?name=nobody", HR_CLERK, route="changes:rescue_search"),
    Entry("rescue-search-errors", "/changes/rescues/new/?name=", HR_CLERK, 422, route="changes:rescue_search"),
    Entry("rescue-request", "/changes/rescues/new/{cared_for}/", HR_CLERK, route="changes:rescue_request"),
    Entry(
        "rescue-request-errors",
        "/changes/rescues/new/{cared_for}/",
        HR_CLERK,
        status=422,
        route="changes:rescue_request",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("rescue-asked", "/changes/rescues/{asked_rescue}/", HR_HEAD, route="changes:rescue"),
    Entry("rescue-granted", "/changes/rescues/{granted_rescue}/", HR_CLERK, route="changes:rescue"),
    Entry("rescue-own", "/changes/rescues/{granted_rescue}/", PROFESSIONAL, route="changes:rescue"),
    Entry("rescue-slip", "/changes/rescues/{granted_rescue}/slip/", HR_CLERK, route="changes:rescue_slip"),
    Entry(
        "rescue-stopping", "/changes/rescues/{granted_rescue}/stopping/", PROFESSIONAL, route="changes:rescue_stopping"
    ),
    Entry("rescues", "/changes/rescues/", HR_CLERK, route="changes:rescues"),
]
