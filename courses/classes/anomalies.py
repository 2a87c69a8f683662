"""What an officer should look at first in a class plan."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.classes.rulings import LATE, WITH_NOTICE, windows_missed
from courses.enums import ClassState
from courses.models import TrainingClass
from people.models import Commission
from ui.formatting import date_text, hours_text

HOURS_OF_A_DAY = 8
BETWEEN_NAMES = re.compile(r"[、，,;；/／\s]+")
OF_DEADLINE = {
    WITH_NOTICE: gettext_lazy("Filed earlier than the rules foresee; taken with a notice."),
    LATE: gettext_lazy("Filed after the day the rules name."),
}


def look_at_plans(plans: Iterable[TrainingClass]) -> Mapping[int, list[str]]:
    looked_at = list(plans)
    commissioned = _commissioned(looked_at)
    rivals = _rivals(looked_at)
    return {
        plan.pk: words
        for plan in looked_at
        if (
            words := [
                *_about_figures(plan),
                *_about_commission(plan, commissioned),
                *_about_teachers(plan, rivals),
                *_about_days(plan),
            ]
        )
    }


def _about_figures(plan: TrainingClass) -> list[str]:
    found = []
    most = plan.days * HOURS_OF_A_DAY
    if plan.hours > most:
        found.append(
            _("%(hours)s in %(days)s days: more than 8 a day") % {"hours": hours_text(plan.hours), "days": plan.days}
        )
    if plan.days > (plan.ends_on - plan.starts_on).days + 1:
        found.append(_("More days of teaching than lie between the first and the last day"))
    if plan.fee > 0 and not plan.fee_basis:
        found.append(_("A price without the document on which it rests"))
    return found


def _about_days(plan: TrainingClass) -> list[str]:
    found = [str(OF_DEADLINE[plan.filing_notice])] if plan.filing_notice in OF_DEADLINE else []
    return found + [
        _("Begins outside of the window of the rules: %(rule)s (%(cite)s)")
        % {"rule": reason.words, "cite": reason.citation}
        for reason in windows_missed(plan)
    ]


def _commissioned(plans: Sequence[TrainingClass]) -> dict[tuple[int, int], set[str]]:
    """Lines of work by institution and year."""
    lines = defaultdict(set)
    rows = Commission.objects.filter(institution__in={plan.institution_id for plan in plans})
    for institution, year, line in rows.values_list("institution_id", "year", "line"):
        lines[institution, year].add(line)
    return lines


def _about_commission(plan: TrainingClass, commissioned: Mapping[tuple[int, int], set[str]]) -> list[str]:
    lines = commissioned.get((plan.institution_id, plan.starts_on.year), set())
    if not lines:
        return [_("The institution holds no commission for %(year)s") % {"year": plan.starts_on.year}]
    if plan.line not in lines:
        return [
            _("The institution is not commissioned for this line of work in %(year)s") % {"year": plan.starts_on.year}
        ]
    return []


def names_in(teachers: str) -> set[str]:
    return {name for name in BETWEEN_NAMES.split(teachers) if name}


def _rivals(plans: Sequence[TrainingClass]) -> list[TrainingClass]:
    """Classes that stand or are filed on any of the days of these, in the same provinces: one query."""
    if not plans:
        return []
    provinces = Q(pk__in=[])
    for area in {plan.area[:2] for plan in plans}:
        provinces |= Q(area__startswith=area)
    first, last = min(plan.starts_on for plan in plans), max(plan.ends_on for plan in plans)
    standing = TrainingClass.objects.filter(state__in=(ClassState.FILED, ClassState.PUBLISHED))
    return list(standing.filter(provinces, starts_on__lte=last, ends_on__gte=first).select_related("institution"))


# What another institution has filed and nobody has published is not for everybody to know.
_NAMED = gettext_lazy("%(name)s teaches “%(class)s” at the same time, from %(date)s")
_UNNAMED = gettext_lazy("%(name)s teaches another class at the same time, from %(date)s")


def _about_teachers(plan: TrainingClass, rivals: Sequence[TrainingClass]) -> list[str]:
    names = names_in(plan.teachers)
    found = []
    for other in rivals:
        shared = names & names_in(other.teachers)
        at_once = other.starts_on <= plan.ends_on and other.ends_on >= plan.starts_on
        if other.pk != plan.pk and other.area[:2] == plan.area[:2] and shared and at_once:
            told = {"name": "、".join(sorted(shared)), "class": other.title, "date": date_text(other.starts_on)}
            is_known = other.state == ClassState.PUBLISHED or other.institution_id == plan.institution_id
            found.append((_NAMED if is_known else _UNNAMED) % told)
    return found
