"""Who supervises whom, and which body takes a step of a chain that the rule books laid down.

Everything here follows from two facts of an organization: its area, and the level that it belongs to. The rule books
name bodies in general (`contracts`: the question `route`); `body_at` says which organization that is for one employer.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db.models import QuerySet

from people.divisions.queries import code_of
from people.enums import AuthorityForm, Level
from people.models import Bureau, DirectPoint, Division, Employer, IndustryAuthority, Institution, Organization
from people.models.divisions import CODE_LENGTH, SIGNIFICANT_DIGITS

Kind = TypeVar("Kind", bound=Organization)
Asking = Employer | Institution
"""Whose matters go through a chain: an employer those of its people, an institution its class plans."""

# What the contract of the rule books calls the levels to which an employer belongs.
BELONGS_TO = {Level.COUNTY: "district", Level.CITY: "city", Level.PROVINCE: "province"}


# Supervision


def supervisor_of(organization: Organization, *, on: datetime.date) -> Bureau | None:
    """The bureau that answers for an organization; above a bureau the next one that there is, up to the province."""
    widest_first = _areas_around(organization.area)
    if organization.kind == Bureau.KIND:
        return _nearest_bureau(widest_first[:-1], on)
    return _bureau_of(organization.area, on)


def bureau_for(area: str, *, on: datetime.date) -> Bureau | None:
    """The bureau of an area; where it has none of its own, the next one above it."""
    return _nearest_bureau(_areas_around(area), on)


def _areas_around(area: str) -> list[str]:
    """Of `440105`: `44`, `4401`, `440105`."""
    return [area[:digits] for digits in SIGNIFICANT_DIGITS.values() if digits <= len(area)]


def _bureau_of(area: str, on: datetime.date) -> Bureau | None:
    return _standing(Bureau, on).filter(area=area).order_by("pk").first() if area else None


def _nearest_bureau(areas: list[str], on: datetime.date) -> Bureau | None:
    return max(
        _standing(Bureau, on).filter(area__in=areas).order_by("pk"), key=lambda bureau: len(bureau.area), default=None
    )


def _standing(kind: type[Kind], on: datetime.date) -> QuerySet[Kind]:
    return cast("QuerySet[Kind]", kind.objects.standing(on))


# What the rule books ask about an employer


def employer_facts(employer: Employer) -> dict[str, Any]:
    """The part `employer` of the question `route`."""
    return {
        "belongs_to": BELONGS_TO[Level(employer.belongs_to)],
        "ownership": str(employer.ownership),
        "agency": employer.files_held_by_id is not None,
    }


def institution_facts(institution: Institution) -> dict[str, Any]:
    """The part `employer` of the question `route` about its class plans: of it only the level matters there."""
    return {"belongs_to": BELONGS_TO[Level(institution.run_by)]}


def place_of(employer: Asking, on: datetime.date) -> str:
    """The six-digit code under which the rule books look for the rules of an employer or an institution.

    It is the place that it belongs to: for one of the city the city, wherever in it the house stands. A
    district has the code of that day (增城 440183 until 2014); before there was one, its city answers.
    """
    assert employer.division is not None  # people.organizations.facts refuses an employer without
    return place_at(employer.area, employer.division, on)


def place_at(area: str, division: Division, on: datetime.date) -> str:
    """The same, of whatever has that area and stands in that division."""
    if len(area) < CODE_LENGTH:
        return area.ljust(CODE_LENGTH, "0")
    return code_of(division, on) or area[: SIGNIFICANT_DIGITS[Level.CITY]].ljust(CODE_LENGTH, "0")


# The bodies of a route


@dataclass(frozen=True)
class Case:
    """Whose step it is: somebody of this employer, working in this industry, on this day; or a class of this
    institution for that industry."""

    employer: Asking
    industry: str
    on: datetime.date

    @property
    def place(self) -> str:
        assert self.employer.division is not None
        return self.employer.division.code


def body_at(by: str, *, employer: Asking, industry: str, on: datetime.date) -> Organization | None:
    """The organization behind a `by` of a route. None: nobody's step (`system`), or nobody is registered for it."""
    return BODIES[by](Case(employer, industry, on))


def _employer(case: Case) -> Organization:
    return case.employer


def _agency(case: Case) -> Organization | None:
    return case.employer.files_held_by if isinstance(case.employer, Employer) else None


def _direct_point(case: Case) -> Organization | None:
    points = _standing(DirectPoint, case.on).filter(area__in=_areas_around(case.place))
    return max(points.order_by("pk"), key=lambda point: len(point.area), default=None)


def _department(case: Case) -> Organization:
    """市直单位继续教育管理部门 (GZ16 二(四)): a department of the employer itself, in a second pair of hands."""
    return case.employer


def _industry(case: Case) -> Organization | None:
    """The authority of the industry at the level of the employer or institution; where that level has none, the next
    one up.

    An association acts where there is no department of the same level (R-18-9).
    """
    authorities = _standing(IndustryAuthority, case.on).filter(
        area__in=_areas_around(case.employer.area), industry=case.industry
    )
    return max(
        authorities.order_by("-pk"),
        key=lambda authority: (len(authority.area), authority.form == AuthorityForm.DEPARTMENT),
        default=None,
    )


def _bureau_at(level: Level) -> Callable[[Case], Organization | None]:
    def bureau(case: Case) -> Organization | None:
        """In a city without counties, whose code has no more digits, the city's stands in for the district's."""
        assert case.employer.division is not None
        return _bureau_of(case.employer.division.area[: SIGNIFICANT_DIGITS[level]], case.on)

    return bureau


def _nobody(case: Case) -> None:
    return None


BODIES: dict[str, Callable[[Case], Organization | None]] = {
    "employer": _employer,
    "agency": _agency,
    "direct_point": _direct_point,
    "department": _department,
    "industry": _industry,
    "district": _bureau_at(Level.COUNTY),
    "city": _bureau_at(Level.CITY),
    "province": _bureau_at(Level.PROVINCE),
    "system": _nobody,
}
