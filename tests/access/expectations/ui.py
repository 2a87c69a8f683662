from __future__ import annotations

from tests.access.expectations.route import Route, public

ROUTES: dict[str, Route] = {
    "": public(),
    "help/": public(),
    "accessibility/": public(),
    "styleguide/": public(),
    "preferences/": public("POST"),
    "api/v1/schema/": public(),
}
