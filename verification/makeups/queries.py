"""Of the people for whom one answers: past years that are short, and for which something was ever offered."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet

from audit.actors import Actor
from policies.shelf import shelf
from records.enums import Outcome
from records.staff.queries import years_of_staff
from verification.models import Verification


def years_ever_offered() -> list[int]:
    """By any rule set, the latest first."""
    years = {year for book in shelf().books.values() for makeup in book.makeups for year in makeup.years}
    return sorted(years, reverse=True)


def offers_open_on(today: datetime.date) -> bool:
    makeups = (makeup for book in shelf().books.values() for makeup in book.makeups)
    return any(makeup.opens_on <= today <= makeup.closes_on for makeup in makeups)


def short_years(actor: Actor, year: int) -> QuerySet[Any]:
    """Rows of the ledger of that year, short and not verified; the worst first by `missing`."""
    verified = Verification.objects.standing().of_year(year)
    rows = years_of_staff(actor, year).filter(outcome=Outcome.FAIL)
    return rows.exclude(professional__in=verified.values("professional"))
