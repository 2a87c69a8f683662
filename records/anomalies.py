"""What a reviewer looks at first. Each check asks once for any number of records."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from policies.fields import tidy
from records.enums import EvidenceState
from records.evidence.doubles import doubled_proofs
from records.models import LearningRecord
from records.questions import exact_facts
from records.review.figures import ranges_of
from ui.formatting import date_text, number_text

# Our own figures, after the text that has them: no rule set counts more than 8 hours a day (GD21), and a day has 24.
MOST_COUNTED = Decimal(8)
HOURS_OF_A_DAY = Decimal(24)
YEARS_BACK = 1
"""A record of last year may come late; one of an earlier year is worth a look."""

# What takes its time on days that one names; a paper does not, and a degree takes years.
TAKES_DAYS = ("class", "workshop", "meeting", "practice", "online", "teaching", "skills")
# Where one sits from morning to evening: of two of these at one time one is not true.
TAKES_ALL_DAY = ("class", "workshop", "placement", "practice")

Flags = dict[int, list[str]]


def look_at_records(records: Iterable[LearningRecord]) -> Mapping[int, list[str]]:
    """Words by the number of the record, the plainest first."""
    looked_at = list(records)
    flags: Flags = defaultdict(list)
    if looked_at:
        for check in CHECKS:
            check(looked_at, flags)
    return flags


def _proof_is_missing(records: Collection[LearningRecord], flags: Flags) -> None:
    words = {
        EvidenceState.MISSING: _("No proof is attached"),
        EvidenceState.UNNAMED: _("The proof does not name the person"),
    }
    for record in records:
        if record.evidence_state in words:
            flags[record.pk].append(words[EvidenceState(record.evidence_state)])


def _proof_is_doubled(records: Collection[LearningRecord], flags: Flags) -> None:
    for number, words in doubled_proofs(records).items():
        flags[number] += words


def _told(hours: Decimal) -> str:
    return number_text(tidy(round(hours, 1)))


# Days


@dataclass(frozen=True)
class Stay:
    """The days that a record says somebody spent, and the hours it claims for each."""

    number: int
    activity: str
    first: datetime.date
    last: datetime.date
    course: str
    a_day: Decimal

    def meets(self, other: Stay) -> bool:
        return self.first <= other.last and other.first <= self.last


def stay_of(record: LearningRecord) -> Stay | None:
    """None where the record names no first day, or takes no days."""
    if record.started_on is None or record.activity not in (*TAKES_DAYS, *TAKES_ALL_DAY):
        return None
    days = (record.ended_on - record.started_on).days + 1
    claimed = claimed_hours(record)
    return Stay(record.pk, record.activity, record.started_on, record.ended_on, record.course_key, claimed / days)


def claimed_hours(record: LearningRecord) -> Decimal:
    """What the person says it was; days are taken as full ones."""
    facts = exact_facts(record.activity, record.facts)
    if "hours" in facts:
        return Decimal(facts["hours"])
    return Decimal(facts.get("days", 0)) * MOST_COUNTED + Decimal(facts.get("minutes", 0)) / 45


def _too_much_for_the_days(records: Collection[LearningRecord], flags: Flags) -> None:
    stays = _stays_of_the_people(records)
    for record in records:
        own = stay_of(record)
        if own is None:
            continue
        if own.a_day > MOST_COUNTED:
            told = {"hours": _told(own.a_day), "most": MOST_COUNTED}
            flags[record.pk].append(_("%(hours)s hours a day; at most %(most)s count") % told)
        others = [stay for stay in stays[record.professional_id] if stay.number != own.number and stay.meets(own)]
        flags[record.pk] += [*_more_than_a_day(own, others), *_two_at_one_time(own, others)]


def _stays_of_the_people(records: Collection[LearningRecord]) -> dict[int, list[Stay]]:
    people = {record.professional_id for record in records}
    first = min((record.started_on for record in records if record.started_on), default=None)
    found: dict[int, list[Stay]] = defaultdict(list)
    if first is None:
        return found
    in_days = Q(started_on__isnull=False, ended_on__gte=first, started_on__lte=max(each.ended_on for each in records))
    standing = LearningRecord.objects.standing().filter(in_days, professional__in=people)
    for record in standing.filter(activity__in={*TAKES_DAYS, *TAKES_ALL_DAY}).order_by("pk"):
        stay = stay_of(record)
        if stay is not None:
            found[record.professional_id].append(stay)
    return found


def _more_than_a_day(own: Stay, others: Collection[Stay]) -> list[str]:
    """The fullest of its days. Everything that changes there begins on the first day of a stay."""
    if not others:
        return []
    days = {own.first, *(other.first for other in others if own.first <= other.first <= own.last)}
    there = {day: [other for other in others if other.first <= day <= other.last] for day in days}
    day = max(sorted(days), key=lambda each: sum((other.a_day for other in there[each]), Decimal(0)))
    hours = own.a_day + sum((other.a_day for other in there[day]), Decimal(0))
    told = {"hours": _told(hours), "day": date_text(day), "most": MOST_COUNTED}
    if hours > HOURS_OF_A_DAY:
        return [_("With others %(hours)s hours on %(day)s: more than the day has") % told]
    if hours > MOST_COUNTED and there[day]:
        return [_("With others %(hours)s hours on %(day)s; at most %(most)s count a day") % told]
    return []


def _two_at_one_time(own: Stay, others: Collection[Stay]) -> list[str]:
    if own.activity not in TAKES_ALL_DAY:
        return []
    elsewhere = [other for other in others if other.activity in TAKES_ALL_DAY]
    if not elsewhere:
        return []
    return [_("In two places at one time: another class or stay takes the same days")]


# Figures


def _figure_is_outside(records: Collection[LearningRecord], flags: Flags) -> None:
    proposed = [record for record in records if "proposed" in record.facts]
    for number, allowed in ranges_of(proposed).items():
        record = next(each for each in proposed if each.pk == number)
        hours = Decimal(record.facts["proposed"])
        if not allowed.holds(hours):
            told = {"hours": _told(hours), "floor": _told(allowed.floor), "top": _told(allowed.top)}
            flags[number].append(_("%(hours)s hours proposed; the rule allows %(floor)s to %(top)s") % told)


def _more_than_the_class(records: Collection[LearningRecord], flags: Flags) -> None:
    for record in records:
        source = record.training_class or record.course
        planned = source.hours if source else None
        if planned is not None and claimed_hours(record) > planned:
            told = {"hours": _told(claimed_hours(record)), "planned": _told(planned)}
            flags[record.pk].append(_("%(hours)s hours; the class or course has %(planned)s") % told)


def _long_past(records: Collection[LearningRecord], flags: Flags) -> None:
    this_year = timezone.localdate().year
    for record in records:
        if record.ended_on.year < this_year - YEARS_BACK:
            flags[record.pk].append(_("Long past: it was in %(year)s") % {"year": record.ended_on.year})


CHECKS: tuple[Callable[[Collection[LearningRecord], Flags], Any], ...] = (
    _proof_is_missing,
    _proof_is_doubled,
    _too_much_for_the_days,
    _figure_is_outside,
    _more_than_the_class,
    _long_past,
)
