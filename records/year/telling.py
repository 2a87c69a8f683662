"""The year in one sentence, and what comes after it."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from records.year.building import Line, Year
from rules.calculator.telling import hours_of


def sentence_of(year: Year) -> Any:
    sums = year.sums
    if not sums.short:
        words = _("{year} is done: {hours} count, {required} are required.")
        counted = _large(hours_of(sums.total.counted))
        return format_html(words, year=year.year, hours=counted, required=hours_of(sums.total.required))
    missing = _large(hours_of(year.missing))
    lines = lines_told(year)
    if year.is_over:
        if lines:
            return format_html(
                _("In {year}, {hours} were missing: {lines}."), year=year.year, hours=missing, lines=lines
            )
        return format_html(_("In {year}, {hours} were missing."), year=year.year, hours=missing)
    until = date_format(year.last_day, "MONTH_DAY_FORMAT")
    if lines:
        words = _("{year}: {hours} still missing ({lines}); made up by {day}, the year is done.")
        return format_html(words, year=year.year, hours=missing, lines=lines, day=until)
    words = _("{year}: {hours} still missing; made up by {day}, the year is done.")
    return format_html(words, year=year.year, hours=missing, day=until)


def lines_told(year: Year) -> str:
    """With one line its name is enough; with several each says how much."""
    short = [line for line in year.short_lines if line.sum.line != "mandatory" or not _specialty_covers(year, line)]
    if len(short) == 1:
        return str(short[0].sum.name)
    told = [_("%(line)s %(hours)s") % {"line": line.sum.name, "hours": hours_of(line.short)} for line in short]
    return pgettext("between names", ", ").join(told)


def _specialty_covers(year: Year, mandatory: Line) -> bool:
    """What is missing of the whole is more than what is missing of its part."""
    return any(line.sum.line == "specialty" and line.short >= mandatory.short for line in year.short_lines)


def after_sentence(year: Year) -> str:
    told = []
    if year.is_under_way and year.sums.short:
        told.append(
            ngettext("%(count)d day is left.", "%(count)d days are left.", year.days_left) % {"count": year.days_left}
        )
    if year.waiting_hours:
        if year.missing_after:
            told.append(
                _("%(hours)s are under review; once recognized, %(rest)s are missing.")
                % {"hours": hours_of(year.waiting_hours), "rest": hours_of(year.missing_after)}
            )
        elif year.sums.short:
            told.append(
                _("%(hours)s are under review; once recognized, nothing is missing.")
                % {"hours": hours_of(year.waiting_hours)}
            )
        else:
            told.append(_("%(hours)s more are under review.") % {"hours": hours_of(year.waiting_hours)})
    if year.is_over and year.sums.short and not told:
        told.append(_("Each year is judged by the rules of its time."))
    return " ".join(told)


def line_state(line: Line) -> str:
    if line.sum.required is None:
        return pgettext("a line", "no floor")
    if not line.short:
        return pgettext("a line", "reached")
    told = _("%(hours)s missing") % {"hours": hours_of(line.short)}
    if line.waiting:
        told = _("%(hours)s missing, %(waiting)s of them under review") % {
            "hours": hours_of(line.short),
            "waiting": hours_of(min(line.waiting, line.short)),
        }
    return told


def _large(words: str) -> str:
    return format_html("<strong>{}</strong>", words)
