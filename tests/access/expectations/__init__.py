"""Who gets where. One line for each route of the product; tests/access/test_matrix.py tries every one of them with
every method, in every role, on rows in every relation.

A route says, in the order in which it is asked:

    visitors    what becomes of who is not signed in: `login` unless said otherwise; `in` asks on
    methods     what it takes; everything else is refused as a method
    roles       who gets through at all; the others are `refused` (403) or, where `strangers` says so, `hidden` (404)
    of, sees    whose row stands in the address, and which relations each role sees; other rows are `hidden` (404)
    acts        of those seen, on which the role may act; the others are `refused` (403)

Relations are those of tests/access/world.py.
"""

from __future__ import annotations

from tests.access.expectations import (
    approvals,
    certificates,
    changes,
    courses,
    people,
    records,
    rules,
    system,
    ui,
    verification,
)
from tests.access.expectations.route import Route

ROUTES: dict[str, Route] = {
    **ui.ROUTES,
    **rules.ROUTES,
    **people.ROUTES,
    **courses.ROUTES,
    **system.ROUTES,
    **records.ROUTES,
    **approvals.ROUTES,
    **changes.ROUTES,
    **verification.ROUTES,
    **certificates.ROUTES,
}
