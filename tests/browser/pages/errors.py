from __future__ import annotations

from tests.browser.pages.entry import (
    MAIN_BUTTON,
    Entry,
    guessing_too_often,
    losing_the_cookie,
    pressing,
    sending_too_much,
)
from tests.browser.readers import (
    ADMINISTRATOR,
    PROFESSIONAL,
)

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
