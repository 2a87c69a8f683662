"""Which bureau issues to whom (GD10 十四): the one that answers for the employer; where an agency holds the files, the
one of the agency's level. Where a county has no bureau of its own, the next one above it does."""

from __future__ import annotations

import datetime
from typing import cast

from django.db.models import QuerySet
from django.db.models.functions import Length

from people.models import Agency, Bureau, Employer, Organization
from verification.models import Verification


def issuer_of(verification: Verification, on: datetime.date) -> Bureau | None:
    return issuer_for_area(area_of(verification), on)


def area_of(verification: Verification) -> str:
    """As `statements.WAITING` has it."""
    employer = verification.employer
    if employer is not None and employer.files_held_by_id is not None:
        return str(Agency.objects.values_list("area", flat=True).get(pk=employer.files_held_by_id))
    return verification.area


def issuer_for_area(area: str, on: datetime.date) -> Bureau | None:
    around = [area[:digits] for digits in (2, 4, 6) if digits <= len(area)]
    return cast("Bureau | None", _standing(on).filter(area__in=around).order_by(Length("area").desc(), "pk").first())


def areas_served(bureau: Bureau, on: datetime.date) -> tuple[str, ...]:
    """Its own, and those below it that have no bureau."""
    within = Organization.objects.filter(kind__in=[Employer.KIND, Agency.KIND], area__startswith=bureau.area)
    areas = {bureau.area, *within.values_list("area", flat=True).distinct()}
    below = _standing(on).filter(area__startswith=bureau.area).exclude(area=bureau.area)
    others = set(below.values_list("area", flat=True))
    return tuple(sorted(each for each in areas if not any(each.startswith(other) for other in others)))


def _standing(on: datetime.date) -> QuerySet[Organization]:
    return Bureau.objects.filter(pk__in=Organization.objects.standing(on))
