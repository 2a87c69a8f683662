"""Which bureau issues to whom (GD10 十四): the one that answers for the employer; where an agency holds the files, the
one of the agency's level. Where a county has no bureau of its own, the next one above it does."""

from __future__ import annotations

import datetime

from people.models import Agency, Bureau, Employer, Organization
from people.supervision import bureau_for
from verification.models import Verification


def issuer_of(verification: Verification, on: datetime.date) -> Bureau | None:
    return bureau_for(area_of(verification), on=on)


def area_of(verification: Verification) -> str:
    """As `statements.WAITING` has it."""
    employer = verification.employer
    if employer is not None and employer.files_held_by is not None:
        return employer.files_held_by.area
    return verification.area


def areas_served(bureau: Bureau, on: datetime.date) -> tuple[str, ...]:
    """Its own, and those below it that have no bureau."""
    within = Organization.objects.filter(kind__in=[Employer.KIND, Agency.KIND], area__startswith=bureau.area)
    areas = {bureau.area, *within.values_list("area", flat=True).distinct()}
    standing = Organization.objects.standing(on).filter(kind=Bureau.KIND)
    below = standing.filter(area__startswith=bureau.area).exclude(area=bureau.area)
    others = set(below.values_list("area", flat=True))
    return tuple(sorted(each for each in areas if not any(each.startswith(other) for other in others)))
