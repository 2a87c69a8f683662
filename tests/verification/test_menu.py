"""Whom a place's own procedures concern finds them in the menu, and nobody else does."""

from __future__ import annotations

import pytest

from audit.actors import Actor
from people.roles import Role, capabilities_of
from ui.navigation import entries_for

XUZHOU, SHANTOU, GUANGZHOU = "320303", "4405", "440115"
REVIEWS, REVIEW, DAYS = "/annual-reviews/sheets/", "/annual-reviews/", "/verification-days/"


@pytest.mark.parametrize(
    ("role", "seat", "found"),
    [
        (Role.PROFESSIONAL, XUZHOU, {REVIEW}),
        (Role.HR_CLERK, XUZHOU, {REVIEWS}),
        (Role.HR_CLERK, SHANTOU, {DAYS}),
        (Role.PROFESSIONAL, GUANGZHOU, set()),
        (Role.HR_CLERK, GUANGZHOU, set()),
        (Role.PROFESSIONAL, "", set()),
        (Role.INSTITUTION_CLERK, XUZHOU, set()),
    ],
)
def test_menu_has_what_the_place_of_the_employer_knows(role: Role, seat: str, found: set[str]) -> None:
    actor = Actor(user_id=1, label="林测试", hat=role, organization_id=2, seat=seat, capabilities=capabilities_of(role))

    urls = [entry["url"] for entry in entries_for(actor, "/")]

    assert {REVIEWS, REVIEW, DAYS} & {*urls} == found
    assert len(urls) == len({*urls})
