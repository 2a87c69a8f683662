"""The page in one sentence, and each past year in one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rules.calculator.telling import hours_of
from rules.labels import LINES as LINE_NAMES
from ui.formatting import date_text
from verification.enums import Way
from verification.makeups.building import PastYear, Person
from verification.ways import ways


def headline_of(person: Person) -> str:
    open_years = person.open_years
    if open_years:
        years = pgettext("between names", ", ").join(str(each.year) for each in open_years)
        day = max(each.due for each in open_years if each.due)
        return _("Can still be made up: %(years)s, until %(day)s") % {"years": years, "day": date_text(day)}
    if person.ended_years:
        last = max(each.due for each in person.ended_years if each.due)
        return _("Nothing can be made up any more: the last offer ended on %(day)s") % {"day": date_text(last)}
    if person.years:
        return _("Past years cannot be made up here")
    return _("No past year is open")


def missing_words(year: PastYear) -> str:
    short = {line: hours for line, hours in year.shortfall.items() if line != "total"}
    if not year.standing.ruleset:
        return _("No rule set covers this year.")
    if year.is_met:
        return _("Every line is met.")
    if not short:
        return _("%(hours)s are missing.") % {"hours": hours_of(year.missing)}
    lines = pgettext("between names", ", ").join(
        _("%(line)s %(hours)s") % {"line": LINE_NAMES[line], "hours": hours_of(hours)} for line, hours in short.items()
    )
    return _("%(hours)s are missing: %(lines)s.") % {"hours": hours_of(year.missing), "lines": lines}


def after_words(year: PastYear) -> str:
    """What has to follow once every line is met."""
    way = ways().get(year.standing.ruleset)
    if way is None:
        return ""
    if way.way == Way.DAYS and way.closing is not None:
        words = _("Once every line is met, the employer has the year verified on a verification day, by %(day)s.")
        return words % {"day": date_text(way.closing.on)}
    return _("Once every line is met, the year passes by itself.")


def told_of(year: PastYear) -> dict[str, Any]:
    return {"year": year, "missing": missing_words(year), "after": after_words(year)}
