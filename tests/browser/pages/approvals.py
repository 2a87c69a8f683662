from __future__ import annotations

from tests.browser.pages.entry import MAIN_BUTTON, Entry, choosing_all_and_pressing, pressing
from tests.browser.readers import (
    AUDITOR,
    BUREAU_CLERK,
    HR_CLERK,
    PROFESSIONAL,
)

OF_APPROVALS = [
    Entry("approvals-queue", "/approvals/waiting/", HR_CLERK, route="approvals:queue"),
    Entry("approvals-queue-kind", "/approvals/waiting/?procedure=employer_change", HR_CLERK, route="approvals:queue"),
    Entry("records-queue", "/approvals/waiting/?procedure=record:elective.meeting", HR_CLERK, route="approvals:queue"),
    Entry("record-review", "/review/{waiting_record}/", HR_CLERK, route="review:record"),
    Entry("approvals-queue-none", "/approvals/waiting/?name=nobody", HR_CLERK, route="approvals:queue"),
    Entry("approvals-runs", "/approvals/", AUDITOR, route="approvals:runs"),
    Entry("approvals-runs-none", "/approvals/?name=nobody", AUDITOR, route="approvals:runs"),
    Entry("approval-decide", "/approvals/{waiting_approval}/", HR_CLERK, route="approvals:detail"),
    Entry("approval-decide-correction", "/approvals/{waiting_correction}/", BUREAU_CLERK, route="approvals:detail"),
    Entry("approval-read", "/approvals/{waiting_approval}/", AUDITOR, route="approvals:detail"),
    Entry("approval-own", "/approvals/{own_request}/", PROFESSIONAL, route="approvals:detail"),
    Entry("approval-return", "/approvals/{waiting_approval}/return/", HR_CLERK, route="approvals:return"),
    Entry(
        "approval-return-errors",
        "/approvals/{waiting_approval}/return/",
        HR_CLERK,
        status=422,
        route="approvals:return",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("approval-rejection", "/approvals/{waiting_approval}/rejection/", HR_CLERK, route="approvals:rejection"),
    Entry("approval-withdrawal", "/approvals/{own_request}/withdrawal/", PROFESSIONAL, route="approvals:withdrawal"),
    Entry(
        "approvals-return-several",
        "/approvals/waiting/?procedure=employer_change",
        HR_CLERK,
        route="approvals:decisions",
        act=choosing_all_and_pressing(".selection-bar [value=return]"),
    ),
]
