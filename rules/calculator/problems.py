"""What `ask` has against a question, in words for a person at a form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STILL_MISSING = re.compile(r"is missing|is needed (by|for) .*")

# The named groups of a pattern are filled into the words.
_WORDS: tuple[tuple[str, str | _StrPromise], ...] = (
    (r"is missing", _("This has to be filled in.")),
    (r"is needed by (?P<rule>\S+) \((?P<cite>.*)\)", _("The rule needs this (%(cite)s).")),
    (r"is needed for .*", _("This has to be filled in.")),
    (r"must be a number", _("This is no number. Write digits, such as 8 or 7.5.")),
    (r"must be a whole number", _("Only whole numbers count here.")),
    (r"is too large a number", _("This number is too large.")),
    (r"must not be negative", _("It cannot be less than 0.")),
    (r"must have at most two decimals", _("At most two decimals, such as 7.25.")),
    (r"must be 1 or more", _("It begins with 1.")),
    (r"must be a year, (?P<first>\d+) to (?P<last>\d+)", _("This is no year. Write four digits, such as 2026.")),
    (r"must lie in (?P<first>\d+) to (?P<last>\d+)", _("The year must be between %(first)s and %(last)s.")),
    (r"must be a month, 1 to 12", _("A month is a number from 1 to 12.")),
    (r"must be a date, YYYY-MM-DD", _("This is no date. Write it like 2026-05-20.")),
    (r"is no day of the calendar", _("There is no such day.")),
    (r"must be a division code of six digits", _("A division code has six digits, such as 440105.")),
    (r"must be one of .*", _("This cannot be chosen here.")),
    (r"must be text", _("This cannot be read.")),
    (r"must be true or false", _("This cannot be read.")),
    (r"must be an object", _("This cannot be read.")),
    (r"must be a list", _("This cannot be read.")),
    (r"is not known here", _("This is not asked here.")),
    (r"stands for two records", _("Two activities bear the same number.")),
    (r"is before start", _("The last day is before the first.")),
    (r"is before title_on", _("The application is before the title.")),
    (r"is before appointed_from", _("The last year is before the first.")),
    (r"is before .*", _("This is before what it follows.")),
    (
        r"can be public of a class or an online course only",
        _("Only training classes and online courses can be public subjects."),
    ),
    (
        r"read and listed are of meeting papers, full and case_report of the others",
        _("This does not go with where it appeared."),
    ),
    (r"no rule set covers (?P<place>\S+) in year (?P<year>\d+)", _("No rule set is known for this place in %(year)s.")),
    (r"\S+ has no cycle in (?P<year>\d+) .*", _("There is no cycle verification here in %(year)s.")),
    (r"\S+ has no cycle", _("There is no cycle verification under these rules.")),
    (r"is not known to the cycle of .*", _("The cycle of this place is not counted from it.")),
    (r"has no place beside .*", _("This does not go with what else was said.")),
    (r"\S+ has no deadline .* in (?P<year>\d+)", _("The rules of this place set no such date in %(year)s.")),
    (r"\S+ has no deadline .*", _("The rules of this place set no such date.")),
    (r"\S+ has no makeup in (?P<year>\d+)", _("No making up was offered here in %(year)s.")),
    (r"the table of holidays has no (?P<year>\d+)", _("The holidays of %(year)s are not known yet.")),
    (r"says nothing about .*", _("These rules say nothing about it.")),
    (r"is not in year", _("This day is not in the year above.")),
    (r"\S+ has no .* in (?P<year>\d+)", _("This place has no such procedure in %(year)s.")),
    (r"(?P<cite>.*) names nobody for .*", _("The text names nobody for such an employer (%(cite)s).")),
)
PATTERNS = tuple((re.compile(pattern), words) for pattern, words in _WORDS)
IN_A_RECORD = re.compile(r"records\[(\d+)\]\.?(.*)")


def told(problem: str) -> str:
    for pattern, words in PATTERNS:
        found = pattern.fullmatch(problem)
        if found:
            return str(words) % found.groupdict()
    return problem


def is_still_missing(problem: str) -> bool:
    return STILL_MISSING.fullmatch(problem) is not None


def fault_of(error: str) -> tuple[int | None, str, str]:
    """`records[2].hours: must be a number`: the position of the record, the field and the problem."""
    path, _separator, problem = error.partition(": ")
    in_a_record = IN_A_RECORD.fullmatch(path)
    if in_a_record:
        return int(in_a_record[1]), in_a_record[2], problem
    return None, path, problem
