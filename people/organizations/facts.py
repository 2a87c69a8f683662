"""What must be true of an organization before it is written, whoever enters it: a bureau, a file, the demo world."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength
from stdnum.exceptions import ValidationError as InvalidNumber

from people.enums import Level
from people.models import Bureau, Division, Organization
from people.models.divisions import SIGNIFICANT_DIGITS

NOT_IN_USCC = "IOSVZ"
"""Left out of the alphabet of GB 32100 because they look like 1, 0, 5, U and 2."""


def clean_uscc(text: str) -> str:
    """统一社会信用代码 in its canonical form; what cannot be one is refused in words."""
    code = "".join(text.split()).upper()
    if not code:
        return ""
    try:
        return str(uscc.validate(code))
    except InvalidLength as error:
        raise ValidationError(
            _("A unified social credit code has 18 characters, this one %(count)d.") % {"count": len(code)}
        ) from error
    except InvalidChecksum as error:
        raise ValidationError(
            _("The last character does not fit the others: one of them is mistyped. Compare with the licence.")
        ) from error
    except InvalidNumber as error:
        raise ValidationError(_why_malformed(code)) from error


def _why_malformed(code: str) -> str:
    barred = sorted(set(code) & set(NOT_IN_USCC))
    if barred:
        return _("The letters I, O, S, V and Z never stand in such a code, but here: %(letters)s.") % {
            "letters": ", ".join(barred)
        }
    return _("Two digits or letters, six digits of the place, ten digits or letters: this code is built otherwise.")


def require_consistent(organization: Organization) -> None:
    """Refuses what would leave the organization without a bureau that could answer for it."""
    organization.uscc = clean_uscc(organization.uscc)
    division = organization.division
    if division is None:
        raise ValidationError({"division": _("Say where it is.")})
    if isinstance(organization, Bureau) and organization.level != division.level:
        raise ValidationError({"division": _("A bureau answers for the whole of a place of its own level.")})
    if not reaches(division, organization.level_of_bureau):
        raise ValidationError({"division": _("The place is too wide: choose one of that level, or one inside it.")})


def reaches(division: Division, level: Level) -> bool:
    """A county's organization needs a place in a county, or a city that has none (Dongguan, Zhongshan)."""
    if len(division.area) >= SIGNIFICANT_DIGITS[level]:
        return True
    return level == Level.COUNTY and division.level == Level.CITY and not has_counties(division)


def has_counties(city: Division) -> bool:
    return Division.objects.filter(parent_code=city.code, valid_to=None).exists()
