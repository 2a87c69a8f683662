from __future__ import annotations

from tests.access.expectations.route import ADMINISTRATOR, HEAD, Route, only, public

PUBLISH = (HEAD, ADMINISTRATOR)

ROUTES: dict[str, Route] = {
    "rules/": public(),
    "rules/compare/": public(),
    "rules/documents/<str:code>/": public(),
    "rules/<book_id:book_id>/": public(),
    "rules/calendar/": public(),
    "rules/calendar/<int:year>/": public(),
    "rules/calendar/<int:year>/edit/": only(PUBLISH, "GET POST"),
    "rules/calendar/<int:year>/preview/": only(PUBLISH, "POST"),
    "rules/calendar/<int:year>/editions/": only(PUBLISH, "POST"),
    "calculator/": public(),
    "calculator/cycle/": public(),
    "calculator/route/": public(),
    "calculator/deadline/": public(),
    "calculator/number/": public("GET POST"),
    "calculator/sample/": public(),
    "api/v1/rules/ask/": public("POST"),
}
