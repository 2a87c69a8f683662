"""Reads over classes, for those who file them and those who watch over them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from approvals.access import may_read_area
from approvals.enums import BADGES, RunState
from approvals.models import Run
from audit.actors import Actor
from courses.access import READS_ALL
from courses.classes import access
from courses.classes.anomalies import look_at_plans
from courses.classes.makeups import why_no_makeup
from courses.classes.plans import why_too_late, why_without_commission
from courses.classes.rulings import Chain, Ruling, chain_of_plan, plan_deadline
from courses.enums import ClassState
from courses.models import CLASS_PLAN, Inspection, LostCommission, TrainingClass, TrainingClassQuerySet
from people.models import Commission, Institution
from people.models.divisions import SIGNIFICANT_DIGITS
from ui.errors import Conflict


def classes_kept(actor: Actor) -> TrainingClassQuerySet:
    """Those that the actor files, decides upon or watches over; what is public besides has pages of its own."""
    seen = TrainingClass.objects.visible_to(actor)
    if actor.can(READS_ALL):
        return seen
    if actor.organization_id is None:
        return seen.none()
    kept = Q(pk__in=[])
    if access.may_file(actor):
        kept |= Q(institution_id=actor.organization_id)
    if access.is_deciding_officer(actor):
        runs = Run.objects.visible_to(actor).filter(procedure=CLASS_PLAN)
        kept |= Q(pk__in=runs.values("subject_id"))
    if may_read_area(actor):
        kept |= Q(area__startswith=actor.area)
    if actor.industry:
        kept |= Q(industry=actor.industry, area__startswith=actor.area) & ~Q(state=ClassState.DRAFT)
    return seen.filter(kept)


def with_counts(classes: TrainingClassQuerySet) -> TrainingClassQuerySet:
    """Each with `enrolled`, and `run_state` of its newest run."""
    runs = Run.objects.filter(procedure=CLASS_PLAN, subject_id=OuterRef("pk")).order_by("-pk")
    return classes.annotate(
        enrolled=Count("roster", filter=Q(roster__cancelled_at=None)),
        run_state=Subquery(runs.values("state")[:1]),
        run_number=Subquery(runs.values("pk")[:1]),
    )


# What can be looked for besides the state that is kept.
RETURNED, LOST, OVERDUE = "returned", "lost", "overdue"


def classes_found(
    classes: TrainingClassQuerySet, *, q: str = "", state: str = "", year: int | None = None
) -> TrainingClassQuerySet:
    """Of those that `with_counts` gives."""
    if q:
        classes = classes.filter(Q(title__icontains=q) | Q(institution__name__icontains=q))
    if year:
        classes = classes.filter(starts_on__year=year)
    if state == RETURNED:
        return classes.filter(Q(state=ClassState.FILED, run_state=RunState.RETURNED))
    if state == LOST:
        return classes.exclude(lost_status_at=None)
    if state == OVERDUE:
        late = Inspection.objects.filter(correct_by__lt=timezone.localdate(), corrected_at=None)
        return classes.filter(pk__in=late.values("training_class"))
    return classes.filter(state=state) if state else classes


@dataclass(frozen=True)
class Stage:
    """Where a class stands, as a badge."""

    badge: str
    label: Any


_RETURNED = Stage(BADGES[RunState.RETURNED], RunState.RETURNED.label)
_LOST = Stage("void", pgettext_lazy("state of a class", "Filing status lost"))
_RUNNING = Stage("counted", pgettext_lazy("state of a class", "Under way"))
_ENDED = Stage("counted", pgettext_lazy("state of a class", "Ended"))


def stage_of(training_class: Any) -> Stage:
    """Of a class as `with_counts` gives it."""
    today = timezone.localdate()
    if training_class.lost_status_at is not None:
        return _LOST
    if training_class.state == ClassState.FILED and training_class.run_state == RunState.RETURNED:
        return _RETURNED
    if training_class.state == ClassState.PUBLISHED:
        if training_class.has_ended(today):
            return _ENDED
        if training_class.has_begun(today):
            return _RUNNING
    return Stage(training_class.badge_state, training_class.get_state_display())


def sentence_of(training_class: Any) -> str:
    """What there is to know of it first."""
    if training_class.state == ClassState.DRAFT:
        return _("A draft: nobody but you sees it.")
    if training_class.state == ClassState.FILED:
        if training_class.run_state == RunState.RETURNED:
            return _("Returned: see why, amend it and send it again.")
        return _("Filed; those who decide have it now.")
    if training_class.state == ClassState.REFUSED:
        return _("Refused; the history says why.")
    if training_class.state == ClassState.CANCELLED:
        return _("Cancelled: %(reason)s") % {"reason": training_class.cancellation}
    if training_class.lost_status_at is not None:
        return _("It lost its filing status after an inspection: its results do not count as those of a filed class.")
    return places_sentence(training_class.enrolled, training_class.capacity)


def places_sentence(enrolled: int, capacity: int | None) -> str:
    if capacity is None:
        return ngettext("%(count)s person is enrolled.", "%(count)s people are enrolled.", enrolled) % {
            "count": enrolled
        }
    return _("%(count)s of %(capacity)s places are taken.") % {"count": enrolled, "capacity": capacity}


# Before it is sent


@dataclass(frozen=True)
class Foreseen:
    """What will happen to a plan that is sent today, and what stands in the way."""

    ruling: Ruling
    chain: Chain | None
    faults: list[str]
    anomalies: list[str]

    @property
    def may_send(self) -> bool:
        return not self.faults


def foresee_filing(training_class: TrainingClass, *, on: datetime.date) -> Foreseen:
    """Of a returned plan the day on which it was first filed counts."""
    filed_on = training_class.filed_on or on
    ruling = plan_deadline(training_class, filed_on=filed_on)
    faults = [
        why_without_commission(training_class),
        why_no_makeup(training_class),
        why_too_late(training_class, ruling, on),
    ]
    chain = None
    try:
        chain = chain_of_plan(training_class, on=on)
    except Conflict as conflict:
        faults.append(str(conflict.message))
    training_class.filing_notice = ruling.outcome  # as it will be kept; officers see the same words
    anomalies = list(look_at_plans([training_class]).get(training_class.pk, []))
    return Foreseen(ruling, chain, [fault for fault in faults if fault], anomalies)


def lines_of(institution: Institution) -> dict[int, list[str]]:
    """The lines of work for which it holds a commission, by year."""
    lines: dict[int, list[str]] = {}
    for year, line in Commission.objects.filter(institution=institution).values_list("year", "line"):
        lines.setdefault(year, []).append(line)
    return lines


# After publication


def inspections_of(training_class: TrainingClass) -> list[Inspection]:
    return list(training_class.inspections.select_related("inspector", "organization"))


def corrections_due(actor: Actor) -> list[Inspection]:
    """What the institution of the hat has to put right, the most urgent first."""
    if not access.may_file(actor) or actor.organization_id is None:
        return []
    due = Inspection.objects.filter(
        training_class__institution_id=actor.organization_id, correct_by__isnull=False, corrected_at=None
    )
    return list(due.select_related("training_class").order_by("correct_by", "pk"))


def corrections_overdue(actor: Actor, *, on: datetime.date) -> int:
    """In the area of a bureau."""
    overdue = Inspection.objects.filter(correct_by__lt=on, corrected_at=None)
    return overdue.filter(training_class__area__startswith=actor.area).count()


FIELD_NAMES: dict[str, Any] = {
    "state": gettext_lazy("State"),
    "status": gettext_lazy("Filing status"),
    **{
        field.name: field.verbose_name
        for field in TrainingClass._meta.concrete_fields
        if field.name in ("starts_on", "ends_on", "enrol_until", "division", "venue", "teachers", "textbook")
        or field.name in ("capacity", "contact", "phone", "notes")
    },
}
OF_CHANGES = {
    "published": ClassState.PUBLISHED.label,
    "cancelled": ClassState.CANCELLED.label,
    "filed": ClassState.FILED.label,
    "lost": _LOST.label,
}


@dataclass(frozen=True)
class ChangedField:
    name: Any
    before: Any
    after: Any


def changed_fields(change: Any) -> list[ChangedField]:
    """A change in the words of the form."""
    return [
        ChangedField(FIELD_NAMES.get(name, name), _told(change.before.get(name)), _told(after))
        for name, after in change.after.items()
    ]


def _told(value: Any) -> Any:
    if value in (None, ""):
        return _("nothing")
    if isinstance(value, str):
        return OF_CHANGES.get(value, value)
    return value


def areas_around(area: str) -> list[str]:
    return [area[:digits] for digits in SIGNIFICANT_DIGITS.values() if digits <= len(area)]


def commissions_lost(actor: Actor) -> list[LostCommission]:
    """Of the institution of the hat, for this year or a later one."""
    if not access.may_file(actor) or actor.organization_id is None:
        return []
    lost = LostCommission.objects.filter(institution_id=actor.organization_id, year__gte=timezone.localdate().year)
    return list(lost.select_related("organization"))
