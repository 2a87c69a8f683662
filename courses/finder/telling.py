"""What is short, in one sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.gaps import Gap
from rules import labels
from ui.formatting import hours_text

SAID_FIRST = ("public", "specialty", "mandatory", "elective")


def gap_sentence(gap: Gap) -> str:
    if gap.is_closed:
        return _("Your hours of %(year)d are complete.") % {"year": gap.year}
    parts = [
        _("%(hours)s of %(line)s") % {"hours": hours_text(gap.short[line]), "line": _lower(str(labels.LINES[line]))}
        for line in SAID_FIRST
        if line in gap.short
    ]
    if not parts:
        return _("For %(year)d you are short of %(hours)s, of whatever kind.") % {
            "year": gap.year,
            "hours": hours_text(gap.short["total"]),
        }
    told = pgettext("between amounts", ", ").join(parts)
    return _("For %(year)d you are short of %(amounts)s.") % {"year": gap.year, "amounts": told}


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
