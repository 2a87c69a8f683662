"""A chain before it is begun: what the rule books or a procedure lay down, with the body that stands at each step."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from approvals.enums import Act, By
from people.models import Organization
from people.supervision import Asking, body_at
from policies.workdays import OutsideTable
from rules.calendar.queries import current_calendar
from ui.errors import Conflict

TERM = 10
"""Working days for a step to which the rule books give none. Our own figure, and shown as such."""

TAKES_EMPLOYERS_STEP = (By.AGENCY, By.DIRECT_POINT)


@dataclass(frozen=True, kw_only=True)
class ChainStep:
    by: By
    act: Act
    organization: Organization | None
    term: int | None = TERM
    latest_on: datetime.date | None = None
    rule: str = ""
    cite: str = ""


def chain_of_route(
    answer: Mapping[str, Any], *, employer: Asking, industry: str, on: datetime.date, term: int | None = TERM
) -> list[ChainStep]:
    """The `steps` of a `route` answer, each with its body for this employer or institution; the route's citation
    where a step has none of its own."""
    quoted = answer["because"][0]
    return [
        ChainStep(
            by=By(step["by"]),
            act=Act(step["act"]),
            organization=standing_body(By(step["by"]), employer=employer, industry=industry, on=on),
            term=None if "due" in step else term,
            latest_on=step.get("due"),
            rule=step.get("rule", quoted["rule"]),
            cite=step.get("cite", quoted["cite"]),
        )
        for step in answer["steps"]
    ]


def standing_body(by: By, *, employer: Asking, industry: str, on: datetime.date) -> Organization | None:
    """Who stands there for this employer or institution. A step that no body can take would wait for ever: refused."""
    if by == By.SYSTEM:
        return None
    body = body_at(by, employer=employer, industry=industry, on=on)
    if body is None and by in TAKES_EMPLOYERS_STEP:
        return employer
    if body is None:
        raise Conflict(
            _("Nobody stands for “%(body)s” at %(employer)s yet. Ask the bureau to enter it; then send this again.")
            % {"body": by.label, "employer": employer}
        )
    return body


def due_day(begun_on: datetime.date, *, term: int | None, latest_on: datetime.date | None) -> datetime.date | None:
    """The day the rule book names, else so many working days after the day of the beginning; none where the holidays
    of that year are not known yet."""
    if latest_on is not None:
        return latest_on
    if term is None:
        return None
    try:
        return current_calendar().after(begun_on, term)
    except OutsideTable:
        return None


def positions(steps: Iterable[ChainStep]) -> list[tuple[int, ChainStep]]:
    return list(enumerate(steps, start=1))
