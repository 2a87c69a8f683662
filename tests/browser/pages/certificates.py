from __future__ import annotations

from playwright.sync_api import Page, Response

from tests.browser.pages.entry import MAIN_BUTTON, Entry, pressing
from tests.browser.readers import (
    BUREAU_CLERK,
    BUREAU_HEAD,
    HR_HEAD,
    PROFESSIONAL,
)


def asking_for_recovery(page: Page) -> Response:
    page.fill("[name=document]", "440105198501010019")
    page.fill("[name=certificate]", "44010525000001")
    return pressing(MAIN_BUTTON)(page)


def checking_the_number(page: Page) -> Response:
    """From the sheet of somebody's certificate to its answer for everybody."""
    number = page.url.rstrip("/").rpartition("/")[2]
    page.goto("/check/")
    page.fill("[name=number]", number)
    page.fill("[name=holder]", "林晓岚")
    return pressing(MAIN_BUTTON)(page)


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
    Entry("check-answer", "/certificates/{certificate}/", PROFESSIONAL, route="check:check", act=checking_the_number),
    Entry("check-programs", "/check/programs/", BUREAU_HEAD, route="check:programs"),
    Entry("check-program-ending", "/check/programs/1/ending/", BUREAU_HEAD, route="check:program_ending"),
    Entry("certificate-links", "/certificates/{certificate}/links/", PROFESSIONAL, route="certificates:links"),
    Entry("recovery", "/accounts/way-back/", route="recovery:asking"),
    Entry("recovery-errors", "/accounts/way-back/", status=422, route="recovery:asking", act=pressing(MAIN_BUTTON)),
    Entry("recovery-asked", "/accounts/way-back/", route="recovery:asking", act=asking_for_recovery),
    Entry("recovery-closed", "/accounts/way-back/door/", status=410, route="recovery:door"),
    Entry("recovery-none", "/accounts/way-back/mine/", PROFESSIONAL, route="recovery:own"),
]
