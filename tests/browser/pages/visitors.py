from __future__ import annotations

from tests.browser.pages.entry import MAIN_BUTTON, Entry, pressing

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
