from __future__ import annotations

from tests.browser.pages.entry import MAIN_BUTTON, Entry, pressing
from tests.browser.readers import (
    BUREAU_CLERK,
    BUREAU_HEAD,
    HR_HEAD,
    PROFESSIONAL,
)

OF_CERTIFICATES = [
    Entry("certificates-desk", "/certificates/desk/", BUREAU_CLERK, route="certificates:desk"),
    Entry("certificates-register", "/certificates/register/", BUREAU_HEAD, route="certificates:register"),
    Entry("certificates-runs", "/certificates/runs/", BUREAU_CLERK, route="certificates:runs"),
    Entry("certificates-run", "/certificates/runs/1/", BUREAU_CLERK, route="certificates:run"),
    Entry("certificates-staff", "/certificates/staff/", HR_HEAD, route="certificates:staff"),
    Entry("certificates-mine", "/certificates/mine/", PROFESSIONAL, route="certificates:mine"),
    Entry(
        "certificate-end-errors",
        "/certificates/issued/9/end/",
        BUREAU_HEAD,
        422,
        "certificates:end",
        pressing(MAIN_BUTTON),
    ),
    Entry(
        "certificate-replacement", "/certificates/issued/9/replacement/", BUREAU_HEAD, route="certificates:replacement"
    ),
    Entry("certificate-sheet", "/certificates/{certificate}/", PROFESSIONAL, route="certificates:sheet"),
    Entry("certificate-papers", "/certificates/papers/", BUREAU_HEAD, route="certificates:papers"),
    Entry("certificate-seals", "/certificates/seals/", BUREAU_HEAD, route="certificates:seals"),
    Entry("certificate-receipt", "/certificates/issued/9/receipt/", HR_HEAD, route="certificates:receipt"),
]
