"""Every page of the product, each error and empty page included: where it is, who sees it, what has to be done to
get there. The tests walk this list, and `make screenshots` pictures it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from tempfile import NamedTemporaryFile

from playwright.sync_api import Page, Response

from tests.browser.readers import (
    ADMINISTRATOR,
    AUDITOR,
    BUREAU_CLERK,
    BUREAU_HEAD,
    HR_CLERK,
    HR_HEAD,
    HR_OF_XUZHOU,
    INSTITUTION_CLERK,
    PROFESSIONAL,
    PROFESSIONAL_OF_XUZHOU,
    VISITOR,
)
from tests.browser.tables import faulty_staff_list, staff_list
from tests.uploads.books import workbook

Act = Callable[[Page], Response]
MAIN_BUTTON = "main form .button--primary, main form .button--danger"
TOO_LARGE = 26 * 1024 * 1024


@dataclass(frozen=True)
class Entry:
    name: str
    path: str
    """May name something in the World that has to be there first: /jobs/{running_job}/"""
    reader: str = VISITOR
    status: int = 200
    route: str = ""
    """The name in urls.py of the address that is reached; an error page has none."""
    act: Act | None = None
    """What is done at the path to get to the page."""

    def open(self, page: Page, world: Mapping[str, int]) -> Response:
        response = page.goto(self.path.format_map(world))
        if self.act:
            response = self.act(page)
        assert response is not None
        return response


def pressing(selector: str) -> Act:
    def act(page: Page) -> Response:
        with page.expect_navigation() as navigation:
            page.locator(selector).first.click()
        return navigation.value

    return act


def choosing_all_and_pressing(selector: str) -> Act:
    def act(page: Page) -> Response:
        page.locator("[data-select-all]").check()
        return pressing(selector)(page)

    return act


def filling(selector: str, value: str) -> Act:
    def act(page: Page) -> Response:
        page.locator(selector).fill(value)
        return pressing(MAIN_BUTTON)(page)

    return act


def ticking(selector: str) -> Act:
    def act(page: Page) -> Response:
        page.locator(selector).check()
        return pressing(MAIN_BUTTON)(page)

    return act


def taking_apart(number: str) -> Act:
    def act(page: Page) -> Response:
        page.locator("[name=number]").fill(number)
        return pressing("main form[method=post] .button")(page)

    return act


def guessing_too_often(page: Page) -> Response:
    for _attempt in range(10):
        page.locator("[name=login]").fill("nobody.here")
        page.locator("[name=password]").fill("a guess")
        response = pressing(MAIN_BUTTON)(page)
        if response.status == 429:
            break
    return response


def sending_too_much(page: Page) -> Response:
    with NamedTemporaryFile(suffix=".mp4") as film:
        film.truncate(TOO_LARGE)
        page.locator("input[type=file]").set_input_files(film.name)
        return pressing("#form .button--primary")(page)


def uploading(content: bytes) -> Act:
    """And waiting until the check is through."""
    file = {"name": "名单.xlsx", "mimeType": "application/octet-stream", "buffer": content}

    def act(page: Page) -> Response:
        page.locator("input[type=file]").set_input_files(file)
        pressing(MAIN_BUTTON)(page)
        page.locator(".upload-sum, .callout--void").first.wait_for(timeout=60_000)
        response = page.reload()
        assert response is not None
        return response

    return act


def opening_all(selector: str) -> Act:
    """What lies closed under a heading."""

    def act(page: Page) -> Response:
        response = page.reload()
        assert response is not None
        page.locator(selector).evaluate_all("all => all.slice(0, 3).forEach(one => { one.open = true; })")
        return response

    return act


def losing_the_cookie(page: Page) -> Response:
    page.context.clear_cookies(name="csrftoken")
    return pressing(MAIN_BUTTON)(page)


OF_VISITORS = [
    Entry("front", "/", route="home"),
    Entry("sign-in", "/accounts/login/", route="account_login"),
    Entry("sign-in-errors", "/accounts/login/", route="account_login", act=pressing(MAIN_BUTTON)),
    Entry("access-link-used", "/accounts/first-sign-in/", status=410, route="first_sign_in"),
    Entry("help", "/help/", route="help"),
    Entry("accessibility", "/accessibility/", route="accessibility"),
    Entry("styleguide", "/styleguide/", route="styleguide"),
    Entry("checkpoints", "/audit/checkpoints/", route="audit:checkpoints"),
    Entry("certificate-log", "/log/", route="certificate_log:log"),
    Entry("spot-checks-published", "/spot-checks/published/", route="spot_checks:published"),
    Entry("calendar", "/rules/calendar/", route="rules:calendar"),
    Entry("calendar-year", "/rules/calendar/2026/", route="rules:calendar_year"),
    Entry("calendar-provisional", "/rules/calendar/2027/", route="rules:calendar_year"),
    Entry("calendar-none", "/rules/calendar/2050/", route="rules:calendar_year"),
]
OF_RULE_BOOKS = [
    Entry("rules", "/rules/", route="rules:index"),
    Entry("rule-set", "/rules/XZ-2016/", route="rules:book"),
    Entry("rule-set-figure", "/rules/GZ-2012/?figure=convert.5.hours", route="rules:book"),
    Entry("rule-set-unconfirmed", "/rules/GD-2021/", route="rules:book"),
    Entry("rule-document", "/rules/documents/ST14/", route="rules:document"),
    Entry("rule-document-unconfirmed", "/rules/documents/GD21/", route="rules:document"),
    Entry("rule-comparison", "/rules/compare/?a=GD-2010&b=GZ-2012", route="rules:compare"),
    Entry("rule-comparison-form", "/rules/compare/", route="rules:compare"),
    Entry("rule-comparison-errors", "/rules/compare/?a=GD-2010&b=GD-2010", route="rules:compare"),
]
OF_CALCULATOR = [
    Entry("calculator", "/calculator/", route="rules:calculator"),
    Entry(
        "calculator-year",
        "/calculator/?place=440600&year=2026&a1=class&c1=public&h1=30&e1=2026-05-20&a2=meeting&d2=3&e2=2026-06-01"
        "&a3=patent&rl3=other&e3=2026-03-03&a4=online&e4=2026-04-04",
        route="rules:calculator",
    ),
    Entry(
        "calculator-errors",
        "/calculator/?place=320300&year=2016&a1=class&h1=many&e1=2016-05-20&a2=award&l2=city&gr2=1&e2=2016-06-01",
        route="rules:calculator",
    ),
    Entry(
        "calculator-cycle",
        "/calculator/cycle/?place=440100&title_on=2010-12-31&applied_on=2016-05-10&a1=class&h1=72&e1=2014-05-05",
        route="rules:calculator_cycle",
    ),
    Entry(
        "calculator-cycle-refused",
        "/calculator/cycle/?place=440100&title_on=2015-12-31&applied_on=2016-05-10",
        route="rules:calculator_cycle",
    ),
    Entry(
        "calculator-route",
        "/calculator/route/?place=440100&procedure=cycle&year=2016&applying_for=senior",
        route="rules:calculator_route",
    ),
    Entry(
        "calculator-deadline",
        "/calculator/deadline/?place=440500&what=verification_days&year=2014&month=10",
        route="rules:calculator_deadline",
    ),
    Entry("calculator-number", "/calculator/number/?issuer=440105&study_year=2013", route="rules:calculator_number"),
    Entry(
        "calculator-number-parts",
        "/calculator/number/",
        route="rules:calculator_number",
        act=taking_apart("44010513000001"),
    ),
    Entry("calculator-sample", "/calculator/sample/?reviewed=137", route="rules:calculator_sample"),
]
OF_EVERYBODY = [
    Entry("home-professional", "/", PROFESSIONAL, route="home"),
    Entry("home-bureau-clerk", "/", BUREAU_CLERK, route="home"),
    Entry("home-auditor", "/", AUDITOR, route="home"),
    Entry("home-administrator", "/", ADMINISTRATOR, route="home"),
    Entry("profile", "/accounts/profile/", PROFESSIONAL, route="profile"),
    Entry("profile-two-hats", "/accounts/profile/", HR_CLERK, route="profile"),
    Entry("hats", "/accounts/hats/", HR_CLERK, route="hats"),
    Entry("change-password", "/accounts/password/change/", PROFESSIONAL, route="account_change_password"),
    Entry(
        "change-password-errors",
        "/accounts/password/change/",
        PROFESSIONAL,
        route="account_change_password",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("sign-out", "/accounts/logout/", PROFESSIONAL, route="account_logout"),
    Entry("sign-in-name", "/accounts/sign-in-name/", PROFESSIONAL, route="sign_in_name"),
    Entry("second-factor", "/accounts/second-factor/", PROFESSIONAL, route="mfa_index"),
    Entry("second-factor-app", "/accounts/second-factor/app/addition/", PROFESSIONAL, route="mfa_activate_totp"),
    Entry(
        "second-factor-app-errors",
        "/accounts/second-factor/app/addition/",
        PROFESSIONAL,
        route="mfa_activate_totp",
        act=filling("[name=code]", "000000"),
    ),
    Entry("passkeys-none", "/accounts/second-factor/passkeys/", PROFESSIONAL, route="mfa_list_webauthn"),
    Entry("passkey-new", "/accounts/second-factor/passkeys/addition/", PROFESSIONAL, route="mfa_add_webauthn"),
    Entry(
        "recovery-codes-new",
        "/accounts/second-factor/recovery-codes/making/",
        PROFESSIONAL,
        route="mfa_generate_recovery_codes",
    ),
    Entry(
        "confirmation",
        "/accounts/second-factor/confirmation/password/",
        PROFESSIONAL,
        route="account_reauthenticate",
    ),
    Entry("jobs-none", "/jobs/", PROFESSIONAL, route="jobs:list"),
]
OF_OFFICERS = [
    Entry("access-links", "/accounts/access/", HR_HEAD, route="access_links"),
    Entry("officers", "/accounts/officers/", HR_HEAD, route="officers"),
    Entry("officers-elsewhere", "/accounts/officers/of/1/", ADMINISTRATOR, route="officers_of"),
    Entry("hat-given", "/accounts/officers/of/1/addition/", ADMINISTRATOR, route="give_hat"),
    Entry(
        "hat-given-errors",
        "/accounts/officers/of/1/addition/",
        ADMINISTRATOR,
        route="give_hat",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("hat-taken", "/accounts/officers/", HR_HEAD, route="take_hat", act=pressing("main a[href$='/end/']")),
    Entry("deputy", "/accounts/officers/", HR_HEAD, route="name_deputy", act=pressing("main a[href$='/deputy/']")),
    Entry("accounts", "/accounts/users/", AUDITOR, route="users"),
    Entry("accounts-filtered", "/accounts/users/?role=hr_clerk", AUDITOR, route="users"),
    Entry("accounts-none", "/accounts/users/?name=nobody", AUDITOR, route="users"),
    Entry("jobs", "/jobs/", ADMINISTRATOR, route="jobs:list"),
    Entry("jobs-filtered", "/jobs/?state=completed", ADMINISTRATOR, route="jobs:list"),
    Entry("job-running", "/jobs/{running_job}/", ADMINISTRATOR, route="jobs:detail"),
    Entry("job-finished", "/jobs/{finished_job}/", ADMINISTRATOR, route="jobs:detail"),
    Entry("job-parked", "/jobs/{parked_job}/", ADMINISTRATOR, route="jobs:detail"),
    Entry("job-failed", "/jobs/{failed_job}/", ADMINISTRATOR, route="jobs:detail"),
    Entry("job-cancellation", "/jobs/{running_job}/cancellation/", ADMINISTRATOR, route="jobs:cancellation"),
    Entry("job-start", "/jobs/start/rehearsal/", ADMINISTRATOR, route="jobs:start"),
    Entry(
        "job-start-errors",
        "/jobs/start/rehearsal/",
        ADMINISTRATOR,
        status=422,
        route="jobs:start",
        act=filling("[name=slices]", "5000"),
    ),
    Entry("job-start-check", "/jobs/start/audit_verification/", AUDITOR, route="jobs:start"),
    Entry("job-start-export", "/jobs/start/audit_export/", AUDITOR, route="jobs:start"),
    Entry("audit", "/audit/", AUDITOR, route="audit:events"),
    Entry("audit-filtered", "/audit/?action=membership.granted", AUDITOR, route="audit:events"),
    Entry("audit-errors", "/audit/?since=2026-12-01T08:00&until=2026-11-01T08:00", AUDITOR, route="audit:events"),
    Entry("audit-none", "/audit/?actor=nobody", AUDITOR, route="audit:events"),
    Entry("audit-event", "/audit/events/{event}/", AUDITOR, route="audit:event"),
    Entry("audit-object", "/audit/objects/people.user/1/", AUDITOR, route="audit:object"),
    Entry("status", "/status/", ADMINISTRATOR, route="ops:status"),
    Entry("calendar-edit", "/rules/calendar/2027/edit/", ADMINISTRATOR, route="rules:calendar_edit"),
    Entry(
        "calendar-edit-errors",
        "/rules/calendar/2027/edit/",
        ADMINISTRATOR,
        status=422,
        route="rules:calendar_preview",
        act=pressing(MAIN_BUTTON),
    ),
    Entry(
        "calendar-preview",
        "/rules/calendar/2027/edit/",
        ADMINISTRATOR,
        route="rules:calendar_preview",
        act=ticking("[name=days][value='2027-03-10']"),
    ),
]
OF_UPLOADS = [
    Entry("uploads", "/uploads/", HR_CLERK, route="uploads:list"),
    Entry("upload-start", "/uploads/new/staff/", HR_CLERK, route="uploads:start"),
    Entry(
        "upload-start-errors",
        "/uploads/new/staff/",
        HR_CLERK,
        status=422,
        route="uploads:start",
        act=pressing(MAIN_BUTTON),
    ),
    Entry(
        "upload-preview", "/uploads/new/staff/", HR_CLERK, route="uploads:detail", act=uploading(faulty_staff_list())
    ),
    Entry("upload-all-rows", "/uploads/new/staff/", HR_CLERK, route="uploads:detail", act=uploading(staff_list())),
    Entry(
        "upload-refused",
        "/uploads/new/staff/",
        HR_CLERK,
        route="uploads:detail",
        act=uploading(workbook([["登记表"], ["序号", "备注"], ["1", "2"]])),
    ),
]
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
OF_VERIFICATION = [
    Entry("verification-days", "/verification-days/", AUDITOR, route="days:list"),
    Entry("verification-day", "/verification-days/{day_booking}/", AUDITOR, route="days:booking"),
    Entry("spot-checks", "/spot-checks/", BUREAU_CLERK, route="spot_checks:bodies"),
    Entry("spot-check-published", "/spot-checks/published/{spot_check}/", route="spot_checks:published_check"),
    Entry("spot-check", "/spot-checks/{spot_check}/", BUREAU_CLERK, route="spot_checks:check"),
    Entry("spot-check-case", "/spot-checks/cases/{spot_check_case}/", BUREAU_CLERK, route="spot_checks:case"),
    Entry("anomalies", "/spot-checks/anomalies/", BUREAU_CLERK, route="spot_checks:anomalies"),
    Entry("makeups", "/makeups/?year=2011&category=specialty&course=自控力科学", PROFESSIONAL, route="makeups:start"),
    Entry("makeups-people", "/makeups/people/?year=2018", HR_CLERK, route="makeups:people"),
    Entry("makeups-person", "/makeups/people/{person}/", HR_CLERK, route="makeups:person"),
    Entry("draft-rules", "/draft-rules/", ADMINISTRATOR, route="impact:drafts"),
    Entry("draft-rules-new-errors", "/draft-rules/new/", ADMINISTRATOR, 422, "impact:new", pressing(MAIN_BUTTON)),
    Entry("draft-rules-draft", "/draft-rules/drafts/1/", ADMINISTRATOR, route="impact:draft"),
    Entry("draft-rules-run", "/draft-rules/runs/1/", ADMINISTRATOR, route="impact:run"),
    Entry("draft-rules-people", "/draft-rules/runs/1/people/", ADMINISTRATOR, route="impact:people"),
    Entry("dashboard", "/dashboard/", BUREAU_CLERK, route="dashboard:board"),
    Entry("dashboard-people", "/dashboard/people/?group=to_come", BUREAU_CLERK, route="dashboard:people"),
    Entry("dashboard-waiting", "/dashboard/waiting/", BUREAU_CLERK, route="dashboard:waiting"),
    Entry(
        "title-application",
        "/title-applications/?applied_on=2018-11-20&applying_for=deputy_senior",
        PROFESSIONAL,
        route="packs:own",
    ),
    Entry("title-application-person", "/title-applications/people/{person}/", HR_CLERK, route="packs:person"),
    Entry("year-end-tried", "/year-end/{tried_year}/", BUREAU_CLERK, route="verification:batch"),
    Entry("year-end", "/year-end/", BUREAU_CLERK, route="verification:batches"),
    Entry(
        "year-end-errors",
        "/year-end/",
        BUREAU_CLERK,
        status=422,
        route="verification:batches",
        act=filling("[name=year]", "1999"),
    ),
    Entry("year-end-people", "/year-end/{tried_year}/people/without_hours/", BUREAU_CLERK, route="verification:people"),
    Entry("year-end-people-none", "/year-end/{tried_year}/people/unruled/", BUREAU_CLERK, route="verification:people"),
    Entry("year-end-halt", "/year-end/{tried_year}/halt/440105/", BUREAU_CLERK, route="verification:halt"),
    Entry(
        "year-end-halt-errors",
        "/year-end/{tried_year}/halt/440105/",
        BUREAU_CLERK,
        status=422,
        route="verification:halt",
        act=pressing(MAIN_BUTTON),
    ),
]
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
OF_REVIEWS = [
    # Nobody applies any more: the application itself is looked at in test_verification_flows.
    Entry("cycles-own", "/cycles/", PROFESSIONAL, route="cycles:mine"),
    Entry("cycles", "/cycles/cases/", HR_CLERK, route="cycles:cases"),
    Entry("cycles-people", "/cycles/people/", HR_CLERK, route="cycles:many"),
    Entry("cycle-case", "/cycles/cases/{cycle_run}/", HR_CLERK, route="cycles:case"),
    Entry("cycle-amendment", "/cycles/amendments/{returned_cycle}/", HR_CLERK, route="cycles:amendment"),
    Entry("reviews-own", "/annual-reviews/", PROFESSIONAL_OF_XUZHOU, route="reviews:mine"),
    Entry("review-real-time", "/annual-reviews/real-time/", PROFESSIONAL_OF_XUZHOU, route="reviews:real_time"),
    Entry("review-sheets", "/annual-reviews/sheets/", HR_OF_XUZHOU, route="reviews:sheets"),
    Entry(
        "review-sheet",
        "/annual-reviews/sheets/",
        HR_OF_XUZHOU,
        route="reviews:sheet",
        act=pressing("main tbody th a"),
    ),
    Entry("review-case", "/approvals/waiting/", HR_OF_XUZHOU, route="reviews:case", act=pressing("main tbody th a")),
    Entry("review-people", "/annual-reviews/people/", HR_OF_XUZHOU, route="reviews:people"),
    Entry(
        "review-appointment",
        "/annual-reviews/people/",
        HR_OF_XUZHOU,
        route="reviews:appointment",
        act=pressing("main a[href$='/appointment/']"),
    ),
    Entry(
        "review-filing",
        "/annual-reviews/people/",
        HR_OF_XUZHOU,
        route="reviews:filing_way",
        act=pressing("main a[href$='/filing/']"),
    ),
]
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
OF_CLASSES = [
    Entry("classes", "/classes/", INSTITUTION_CLERK, route="classes:list"),
    Entry("classes-none", "/classes/?q=nobody", INSTITUTION_CLERK, route="classes:list"),
    Entry("classes-of-area", "/classes/", BUREAU_CLERK, route="classes:list"),
    Entry("class-new", "/classes/new/", INSTITUTION_CLERK, route="classes:new"),
    Entry("class-new-errors", "/classes/new/", INSTITUTION_CLERK, 422, route="classes:new", act=pressing(MAIN_BUTTON)),
    Entry("class-draft", "/classes/{draft_class}/", INSTITUTION_CLERK, route="classes:detail"),
    Entry("class-amendment", "/classes/{draft_class}/amendment/", INSTITUTION_CLERK, route="classes:amendment"),
    Entry("class-filing", "/classes/{draft_class}/filing/", INSTITUTION_CLERK, route="classes:filing"),
    Entry("class-discarding", "/classes/{draft_class}/discarding/", INSTITUTION_CLERK, route="classes:discarding"),
    Entry("class-form", "/classes/{draft_class}/form/", INSTITUTION_CLERK, route="classes:form"),
    Entry("class-decide", "/approvals/{waiting_plan}/", BUREAU_CLERK, route="approvals:detail"),
    Entry("class-published", "/classes/{own_class}/", INSTITUTION_CLERK, route="classes:detail"),
    Entry("class-change", "/classes/{own_class}/change/", INSTITUTION_CLERK, route="classes:change"),
    Entry(
        "class-change-errors",
        "/classes/{own_class}/change/",
        INSTITUTION_CLERK,
        422,
        route="classes:change",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("class-cancellation", "/classes/{own_class}/cancellation/", INSTITUTION_CLERK, route="classes:cancellation"),
    Entry("class-roster-none", "/classes/{own_class}/roster/", INSTITUTION_CLERK, route="classes:roster"),
    Entry("class-roster", "/classes/{inspected_class}/roster/", BUREAU_CLERK, route="classes:roster"),
    Entry("class-roster-sheet", "/classes/{inspected_class}/roster/sheet/", BUREAU_CLERK, route="classes:roster_sheet"),
    Entry(
        "class-roster-addition",
        "/classes/{own_class}/roster/addition/",
        INSTITUTION_CLERK,
        route="classes:roster_addition",
    ),
    Entry(
        "class-roster-addition-errors",
        "/classes/{own_class}/roster/addition/",
        INSTITUTION_CLERK,
        422,
        route="classes:roster_addition",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("class-roster-upload", "/uploads/new/roster/{own_class}/", INSTITUTION_CLERK, route="uploads:start"),
    Entry("class-inspected", "/classes/{inspected_class}/", BUREAU_CLERK, route="classes:detail"),
    Entry("class-inspection", "/classes/{inspected_class}/inspection/", BUREAU_CLERK, route="classes:inspection"),
    Entry(
        "class-inspection-errors",
        "/classes/{inspected_class}/inspection/",
        BUREAU_CLERK,
        422,
        route="classes:inspection",
        act=pressing(MAIN_BUTTON),
    ),
    Entry(
        "class-correction", "/classes/inspections/{finding}/correction/", INSTITUTION_CLERK, route="classes:correction"
    ),
    Entry("lost-commission", "/classes/commissions/{college}/", BUREAU_CLERK, route="classes:lost_commission"),
    Entry("places", "/classes/places/", PROFESSIONAL, route="classes:places"),
    Entry("places-of-staff", "/classes/places/", HR_CLERK, route="classes:places"),
    Entry("place", "/classes/{moved_class}/place/", PROFESSIONAL, route="classes:place"),
    Entry("place-removal", "/classes/places/{own_place}/removal/", PROFESSIONAL, route="classes:removal"),
    Entry("class-staff", "/classes/{open_class}/staff/", HR_CLERK, route="classes:staff"),
    Entry(
        "class-staff-none",
        "/classes/{open_class}/staff/",
        HR_CLERK,
        422,
        route="classes:staff",
        act=pressing(".selection-bar .button--primary"),
    ),
    Entry("home-institution", "/", INSTITUTION_CLERK, route="home"),
]
OF_RESULTS = [
    Entry("results", "/results/", INSTITUTION_CLERK, route="results:list"),
    Entry("results-of-class", "/results/classes/{reported_class}/", INSTITUTION_CLERK, route="results:class"),
    Entry("results-due", "/results/classes/{unreported_class}/", INSTITUTION_CLERK, route="results:class"),
    Entry("results-own", "/results/classes/{reported_class}/", PROFESSIONAL, route="results:class"),
    Entry("results-none", "/results/classes/{unreported_class}/", PROFESSIONAL, route="results:class"),
    Entry("results-late", "/results/late/", AUDITOR, route="results:late"),
    Entry("results-late-none", "/results/late/", BUREAU_CLERK, route="results:late"),
    Entry("results-corrections-none", "/results/corrections/", HR_CLERK, route="results:corrections"),
    Entry("result-correct", "/results/roster/{recognized_place}/", INSTITUTION_CLERK, route="results:entry"),
    Entry(
        "result-notices",
        "/results/roster/{recognized_place}/",
        INSTITUTION_CLERK,
        422,
        route="results:entry",
        act=filling("[name=attended]", "12"),
    ),
    Entry("result-new", "/results/classes/{unreported_class}/new/", INSTITUTION_CLERK, route="results:new"),
    Entry(
        "result-new-errors",
        "/results/classes/{unreported_class}/new/",
        INSTITUTION_CLERK,
        422,
        route="results:new",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("results-sheet", "/results/classes/{reported_class}/print/", INSTITUTION_CLERK, route="results:roster_print"),
    Entry("results-upload", "/uploads/new/class_results/{unreported_class}/", INSTITUTION_CLERK, route="uploads:start"),
    Entry("proofs", "/proofs/", route="results:proofs"),
    Entry("check", "/check/", route="check:check"),
    Entry("check-offline", "/check/offline/", route="check:offline"),
    Entry("check-shared-gone", "/check/shared/nobody/", status=410, route="check:shared"),
    Entry("check-nothing", "/check/nobody/", status=404, route="check:token"),
    Entry("review-results", "/annual-reviews/results/", route="reviews:results"),
    Entry("proof-none", "/proofs/nobody/", status=404, route="results:proof"),
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
OF_RECORDS = [
    Entry("records", "/records/", PROFESSIONAL, route="records:list"),
    Entry("records-none", "/records/?state=void", PROFESSIONAL, route="records:list"),
    Entry("record-hand-over", "/records/new/hr/", PROFESSIONAL, route="records:hand_over"),
    Entry("records-to-sort", "/records/sorting/", HR_CLERK, route="records:sorting_desk"),
    Entry("record-kinds", "/records/new/", PROFESSIONAL, route="records:new"),
    Entry("record-meeting", "/records/new/meeting/", PROFESSIONAL, route="records:new_of_kind"),
    Entry("record-class", "/records/new/class/?q=班", PROFESSIONAL, route="records:new_of_kind"),
    Entry("record-writing", "/records/new/writing/", PROFESSIONAL, route="records:new_of_kind"),
    Entry(
        "record-errors",
        "/records/new/online/",
        PROFESSIONAL,
        status=422,
        route="records:new_of_kind",
        act=pressing("#send"),
    ),
    Entry("record-form", "/records/{draft_record}/form/", PROFESSIONAL, route="records:form"),
    Entry("record-amendment", "/records/{returned_record}/form/", PROFESSIONAL, route="records:form"),
    Entry("record-draft", "/records/{draft_record}/", PROFESSIONAL, route="records:detail"),
    Entry("record-submitted", "/records/{submitted_record}/", PROFESSIONAL, route="records:detail"),
    Entry("record-recognized", "/records/{recognized_record}/", PROFESSIONAL, route="records:detail"),
    Entry("record-seen-by-hr", "/records/{submitted_record}/", HR_CLERK, route="records:detail"),
    Entry("record-discarding", "/records/{draft_record}/discarding/", PROFESSIONAL, route="records:discarding"),
    Entry("record-correction", "/records/{recognized_record}/correction/", PROFESSIONAL, route="records:correction"),
    Entry(
        "record-correction-errors",
        "/records/{recognized_record}/correction/",
        PROFESSIONAL,
        status=422,
        route="records:correction",
        act=pressing(MAIN_BUTTON),
    ),
    Entry(
        "record-correction-amendment",
        "/records/corrections/{returned_record_correction}/amendment/",
        PROFESSIONAL,
        route="records:correction_amendment",
    ),
    Entry("records-registered", "/records/registered/", HR_CLERK, route="records:registered"),
    Entry("record-register", "/records/register/", HR_CLERK, route="records:register"),
    Entry("record-register-none", "/records/register/?name=nobody", HR_CLERK, route="records:register"),
    Entry(
        "record-register-form",
        "/records/register/form/?kind=meeting&person={staff_member}",
        HR_CLERK,
        route="records:register_form",
    ),
    Entry(
        "record-register-errors",
        "/records/register/form/?kind=meeting&person={staff_member}",
        HR_CLERK,
        status=422,
        route="records:register_form",
        act=pressing("main form .button--primary"),
    ),
]
OF_PROFESSIONALS = [
    Entry("people", "/people/", HR_CLERK, route="professionals:list"),
    Entry("people-of-area", "/people/", BUREAU_CLERK, route="professionals:list"),
    Entry("people-left", "/people/?status=left", HR_CLERK, route="professionals:list"),
    Entry("people-none", "/people/?name=nobody", HR_CLERK, route="professionals:list"),
    Entry(
        "people-lookup-errors",
        "/people/",
        HR_CLERK,
        status=422,
        route="professionals:lookup",
        act=pressing("form[action$='/lookup/'] .button"),
    ),
    Entry("person-entry", "/people/new/", HR_CLERK, route="professionals:registration"),
    Entry(
        "person-entry-errors",
        "/people/new/",
        HR_CLERK,
        status=422,
        route="professionals:registration",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("person", "/people/{person}/", HR_CLERK, route="professionals:detail"),
    Entry("person-of-area", "/people/{person}/", BUREAU_CLERK, route="professionals:detail"),
    Entry("person-last-day", "/people/{person}/employment/ending/", HR_CLERK, route="professionals:employment_ending"),
    Entry("person-number", "/people/{person}/number/", BUREAU_CLERK, route="professionals:number"),
    Entry(
        "person-number-errors",
        "/people/{person}/number/",
        BUREAU_CLERK,
        status=422,
        route="professionals:number",
        act=pressing(MAIN_BUTTON),
    ),
    Entry(
        "person-number-shown",
        "/people/{person}/number/",
        PROFESSIONAL,
        route="professionals:number",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("my-details", "/people/me/", PROFESSIONAL, route="professionals:own"),
    Entry("my-phone", "/people/me/phone/", PROFESSIONAL, route="professionals:own_phone"),
    Entry("my-title", "/people/{person}/titles/new/", PROFESSIONAL, route="professionals:new_title"),
    Entry(
        "my-title-errors",
        "/people/{person}/titles/new/",
        PROFESSIONAL,
        status=422,
        route="professionals:new_title",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("my-data", "/my-data/", PROFESSIONAL, route="mydata:page"),
    Entry("my-year", "/my-year/", PROFESSIONAL, route="my_year:now"),
    Entry("my-year-past", "/my-year/2016/", PROFESSIONAL, route="my_year:year"),
    Entry("my-calendar", "/my-year/calendar/", PROFESSIONAL, route="my_year:calendar"),
    Entry(
        "my-calendar-address",
        "/my-year/calendar/",
        PROFESSIONAL,
        route="my_year:calendar",
        act=pressing("main form button"),
    ),
    Entry("staff-years", "/staff-year/", HR_CLERK, route="staff_year:list"),
    Entry("staff-years-none", "/staff-year/?name=nobody", HR_CLERK, route="staff_year:list"),
    Entry("staff-years-of-area", "/staff-year/", BUREAU_CLERK, route="staff_year:list"),
    Entry("staff-spend", "/staff-year/spend/", HR_CLERK, route="staff_year:spend"),
    Entry(
        "staff-spend-errors",
        "/staff-year/spend/",
        HR_CLERK,
        status=422,
        route="staff_year:spend",
        act=pressing("main .section form button"),
    ),
    Entry("staff-person", "/staff-year/{person}/", HR_CLERK, route="staff_year:now"),
    Entry("staff-person-year", "/staff-year/{person}/2025/", HR_CLERK, route="staff_year:year"),
    Entry("my-data-officer", "/my-data/", BUREAU_CLERK, route="mydata:page"),
]
ERRORS = [
    Entry("error-400", "/styleguide/?theme=blue", status=400),
    Entry("error-403", "/accounts/users/", PROFESSIONAL, status=403),
    Entry("error-403-form", "/accounts/login/", status=403, act=losing_the_cookie),
    Entry("error-404", "/no/such/page/", status=404),
    Entry("error-405", "/preferences/", status=405),
    Entry("error-409", "/jobs/{finished_job}/cancellation/", ADMINISTRATOR, status=409, act=pressing(MAIN_BUTTON)),
    Entry("error-413", "/styleguide/", status=413, act=sending_too_much),
    Entry("error-429", "/accounts/login/", status=429, act=guessing_too_often),
    Entry("error-500", "/broken/fault/", status=500),
    Entry("error-503", "/broken/no-connection/", status=503),
]
OF_ORGANIZATIONS = [
    Entry("organizations", "/organizations/", BUREAU_CLERK, route="organizations:list"),
    Entry(
        "organizations-filtered", "/organizations/?kind=employer&place=nansha", BUREAU_CLERK, route="organizations:list"
    ),
    Entry("organizations-none", "/organizations/?search=nobody", BUREAU_CLERK, route="organizations:list"),
    Entry("organizations-doubled", "/organizations/doubles/", BUREAU_CLERK, route="organizations:doubles"),
    Entry("organization", "/organizations/{employer}/", BUREAU_CLERK, route="organizations:detail"),
    Entry("organization-own", "/organizations/{employer}/", HR_CLERK, route="organizations:detail"),
    Entry("organization-institution", "/organizations/{institution}/", BUREAU_CLERK, route="organizations:detail"),
    Entry(
        "organization-registration",
        "/organizations/registration/employer/",
        BUREAU_CLERK,
        route="organizations:registration",
    ),
    Entry(
        "organization-registration-errors",
        "/organizations/registration/employer/",
        BUREAU_CLERK,
        status=422,
        route="organizations:registration",
        act=filling("[name=uscc]", "91440101MA59TE5T0I"),
    ),
    Entry(
        "organization-amendment",
        "/organizations/{employer}/amendment/",
        BUREAU_CLERK,
        route="organizations:amendment",
    ),
    Entry("organization-closing", "/organizations/{employer}/closing/", BUREAU_CLERK, route="organizations:closing"),
    Entry(
        "organization-commissions",
        "/organizations/{institution}/commissions/",
        BUREAU_CLERK,
        route="organizations:commissions",
    ),
    Entry(
        "organization-merger-choice",
        "/organizations/{employer}/merger/",
        BUREAU_CLERK,
        route="organizations:merger",
    ),
    Entry(
        "organization-merger",
        "/organizations/{employer}/merger/?into={another_employer}",
        BUREAU_CLERK,
        route="organizations:merger",
    ),
    Entry("organization-merged", "/organizations/{merged_employer}/", BUREAU_CLERK, route="organizations:detail"),
    Entry(
        "organization-undoing", "/organizations/mergers/{merge}/undoing/", BUREAU_CLERK, route="organizations:undoing"
    ),
]
OF_FEEDS = [
    Entry("programs", "/api/", route="programs"),
    Entry("programs-open", "/api/", route="programs", act=opening_all("details.programs__operation")),
    Entry("feeds", "/feeds/", ADMINISTRATOR, route="feeds:list"),
    Entry("feed", "/feeds/{feed}/", ADMINISTRATOR, route="feeds:feed"),
    Entry("feed-opening", "/feeds/opening/", ADMINISTRATOR, route="feeds:opening"),
    Entry("feed-opening-errors", "/feeds/opening/", ADMINISTRATOR, route="feeds:opening", act=pressing(MAIN_BUTTON)),
    Entry("feed-token", "/feeds/{feed}/token/", ADMINISTRATOR, route="feeds:renewal", act=pressing(MAIN_BUTTON)),
    Entry("feed-renewal", "/feeds/{feed}/token/", ADMINISTRATOR, route="feeds:renewal"),
    Entry("feed-ending", "/feeds/{feed}/ending/", ADMINISTRATOR, route="feeds:ending"),
]
OF_COURSES = [
    Entry("finder", "/courses/", route="courses:finder"),
    Entry("finder-professional", "/courses/", PROFESSIONAL, route="courses:finder"),
    Entry("finder-lacking", "/courses/?lacking=1&show=online", PROFESSIONAL, route="courses:finder"),
    Entry("finder-online", "/courses/?show=online&price=free", route="courses:finder"),
    Entry("finder-catalog", "/courses/?show=catalog&place=guangzhou", route="courses:finder"),
    Entry("finder-none", "/courses/?search=nobody", route="courses:finder"),
    Entry("finder-errors", "/courses/?month=2026-13", route="courses:finder"),
    Entry("class-public", "/courses/classes/{open_class}/", route="courses:class"),
    Entry("course", "/courses/{course}/", route="courses:course"),
    Entry("catalogs", "/courses/catalogs/", route="courses:catalogs"),
    Entry("catalogs-none", "/courses/catalogs/?year=2001", route="courses:catalogs"),
    Entry("catalog-makeup", "/courses/catalogs/{makeup_catalog}/", route="courses:catalog"),
    Entry("study-sites", "/courses/sites/?state=all", route="courses:sites"),
    Entry("publishing", "/courses/publishing/", BUREAU_CLERK, route="courses:publishing"),
    Entry("catalog-new", "/courses/catalogs/new/public/", BUREAU_CLERK, route="courses:catalog_new"),
    Entry(
        "catalog-new-errors",
        "/courses/catalogs/new/public/",
        BUREAU_CLERK,
        status=422,
        route="courses:catalog_new",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("catalog-own", "/courses/catalogs/{own_catalog}/", BUREAU_CLERK, route="courses:catalog"),
    Entry("catalog-copy", "/courses/catalogs/{own_catalog}/copy/", BUREAU_CLERK, route="courses:catalog_copy"),
    Entry(
        "catalog-withdrawal",
        "/courses/catalogs/{own_catalog}/withdrawal/",
        BUREAU_CLERK,
        route="courses:catalog_withdrawal",
    ),
    Entry("catalog-draft", "/courses/catalogs/{draft_catalog}/", BUREAU_CLERK, route="courses:catalog"),
    Entry(
        "catalog-amendment",
        "/courses/catalogs/{draft_catalog}/amendment/",
        BUREAU_CLERK,
        route="courses:catalog_amendment",
    ),
    Entry(
        "catalog-publication",
        "/courses/catalogs/{draft_catalog}/publication/",
        BUREAU_CLERK,
        route="courses:catalog_publication",
    ),
    Entry("course-new", "/courses/catalogs/{draft_catalog}/courses/new/", BUREAU_CLERK, route="courses:course_new"),
    Entry(
        "course-new-errors",
        "/courses/catalogs/{draft_catalog}/courses/new/",
        BUREAU_CLERK,
        status=422,
        route="courses:course_new",
        act=pressing(MAIN_BUTTON),
    ),
    Entry("courses-upload", "/uploads/new/courses/{draft_catalog}/", BUREAU_CLERK, route="uploads:start"),
    Entry("site-new", "/courses/sites/new/", BUREAU_CLERK, route="courses:site_new"),
    Entry(
        "site-amendment",
        "/courses/sites/?state=all",
        BUREAU_CLERK,
        route="courses:site_amendment",
        act=pressing("main a[href$='/amendment/']"),
    ),
]
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
