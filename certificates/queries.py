from __future__ import annotations

from collections.abc import Collection

from certificates.models import Certificate
from verification.certificate_numbers import YearOf


def numbers_of_years(wanted: Collection[YearOf]) -> dict[YearOf, str]:
    """Of the certificates that stand, for lists of lower rooms."""
    people, years = {person for person, _year in wanted}, {year for _person, year in wanted}
    found = Certificate.objects.standing().filter(professional__in=people, study_year__in=years)
    rows = found.order_by("pk").values_list("professional_id", "study_year", "number")
    return {(person, year): number for person, year, number in rows if (person, year) in wanted}
