"""Places in a class (报名): taken by the person, by the employer for its people, or by the institution; given back
until the class begins. The class is locked first, so that the last place is given once."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.matters import database_day, database_time
from audit.actors import Actor
from audit.services import record_many
from courses.classes.plans import lock_class
from courses.enrolment.access import enrols_for_institution, enrols_oneself, may_enrol_staff, may_take_off
from courses.enums import ClassState, EnrolledBy
from courses.models import ClassChange, RosterEntry, TrainingClass
from people.models import Employment, Professional
from people.names import tidied
from people.professionals.numbers import index_of_typed_number
from ui.errors import Conflict
from ui.formatting import date_text


class EnrolmentConflict(Conflict):
    """With the field of the form that is at fault."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


# The three ways in


@transaction.atomic
def enrol_oneself(training_class: TrainingClass, professional: Professional, *, actor: Actor) -> RosterEntry:
    """Side effects, in order: the place; audit."""
    if not enrols_oneself(actor, professional):
        raise PermissionDenied(_("Everybody enrols for themselves, in the hat of a professional."))
    locked = lock_class(training_class)
    _require_open(locked, last_day=locked.enrol_until or locked.starts_on)
    entries = _take_places(locked, [professional], by=EnrolledBy.PERSON, actor=actor)
    if not entries:
        raise Conflict(_("You are enrolled in this class already."))
    return entries[0]


@transaction.atomic
def enrol_staff(
    training_class: TrainingClass, professionals: Collection[Professional], *, actor: Actor
) -> list[RosterEntry]:
    """All of them or nobody. Who has a place already keeps it."""
    if not may_enrol_staff(actor):
        raise PermissionDenied(_("As HR you enrol the people of your employer."))
    own = Professional.objects.employed_under(actor).filter(pk__in=[each.pk for each in professionals])
    people = list(own.order_by("pk"))
    if len(people) < len({each.pk for each in professionals}):
        raise PermissionDenied(_("One of the people you chose is not yours to enrol. Nobody was enrolled."))
    locked = lock_class(training_class)
    _require_open(locked, last_day=locked.enrol_until or locked.starts_on)
    return _take_places(locked, people, by=EnrolledBy.EMPLOYER, actor=actor)


@transaction.atomic
def enrol_by_number(training_class: TrainingClass, *, name: str, number: str, actor: Actor) -> RosterEntry:
    """By the institution, which has both from the document of whoever came. Side effects: the place; audit."""
    require_institution(actor, training_class)
    locked = lock_class(training_class)
    _require_open(locked, last_day=locked.ends_on)
    found = Professional.objects.filter(
        documents__number_index=index_of_typed_number(number), documents__replaced_at=None
    ).first()
    if found is None:
        raise EnrolmentConflict(
            _("Nobody with this number is registered. Their employer or a bureau does that."), "number"
        )
    if found.name != tidied(name):
        raise EnrolmentConflict(_("The name does not fit the number. Compare both with the document."), "name")
    entries = _take_places(locked, [found], by=EnrolledBy.INSTITUTION, actor=actor)
    if not entries:
        raise EnrolmentConflict(_("%(name)s is enrolled in this class already.") % {"name": found.name}, "number")
    return entries[0]


def enrol_listed(
    training_class: TrainingClass, professionals: Sequence[Professional], *, actor: Actor
) -> list[RosterEntry]:
    """Of an uploaded roster, whose rows were checked behind the lock of the class, in the same transaction."""
    require_institution(actor, training_class)
    locked = lock_class(training_class)
    _require_open(locked, last_day=locked.ends_on)
    return _take_places(locked, professionals, by=EnrolledBy.INSTITUTION, actor=actor)


# Giving a place back


@transaction.atomic
def take_off(entry: RosterEntry, *, actor: Actor) -> None:
    """Until the class begins. Side effects, in order: the place is free; audit."""
    if not may_take_off(actor, entry):
        raise PermissionDenied(_("This is not yours to do."))
    training_class = lock_class(entry.training_class)
    locked = RosterEntry.objects.select_for_update(no_key=True, of=("self",)).get(pk=entry.pk)
    if locked.cancelled_at is not None:
        raise Conflict(_("%(name)s is not enrolled any more.") % {"name": entry.professional})
    if training_class.has_begun(database_day()):
        raise Conflict(_("The class has begun; who is enrolled stays so."))
    locked.cancelled_at = database_time()
    locked.save(update_fields=["cancelled_at"])
    record_many("roster.taken_off", [(locked, None, {"class": training_class.title})], actor=actor)


# What they share


def require_institution(actor: Actor, training_class: TrainingClass) -> None:
    if not enrols_for_institution(actor, training_class):
        raise PermissionDenied(_("The institution of the class keeps its roster."))


def _require_open(training_class: TrainingClass, *, last_day: datetime.date) -> None:
    why = why_closed(training_class, last_day=last_day)
    if why:
        raise Conflict(why)


def why_closed(training_class: TrainingClass, *, last_day: datetime.date) -> str:
    if training_class.state == ClassState.CANCELLED:
        return _("The class was cancelled: %(reason)s") % {"reason": training_class.cancellation}
    if training_class.state != ClassState.PUBLISHED:
        return _("The class is not published; nobody can enrol yet.")
    if training_class.lost_status_at is not None:
        return _("The class has lost its filing status after an inspection; nobody can enrol any more.")
    if database_day() > last_day:
        return _("Enrolment ended on %(date)s.") % {"date": date_text(last_day)}
    return ""


def _take_places(
    training_class: TrainingClass, professionals: Sequence[Professional], *, by: EnrolledBy, actor: Actor
) -> list[RosterEntry]:
    """For those who have none yet; the class is locked. All or nobody."""
    standing = RosterEntry.objects.standing().filter(training_class=training_class)
    there = set(standing.values_list("professional_id", flat=True))
    wanted = [each for each in professionals if each.pk not in there]
    _require_places(training_class, taken=len(there), wanted=len(wanted))
    employers = dict(
        Employment.objects.filter(professional__in=wanted, ended_on=None).values_list("professional_id", "employer_id")
    )
    newest = ClassChange.objects.filter(training_class=training_class).values_list("pk", flat=True).first() or 0
    entries = RosterEntry.objects.bulk_create(
        RosterEntry(
            training_class=training_class,
            professional=each,
            employer_id=employers.get(each.pk),
            enrolled_by=by,
            enrolled_by_user_id=actor.user_id,
            seen_change=newest,
        )
        for each in wanted
    )
    told = {"class": training_class.title, "enrolled_by": str(by)}
    record_many("roster.enrolled", [(entry, None, told) for entry in entries], actor=actor)
    return entries


def _require_places(training_class: TrainingClass, *, taken: int, wanted: int) -> None:
    if training_class.capacity is None or taken + wanted <= training_class.capacity:
        return
    left = max(training_class.capacity - taken, 0)
    if not left:
        raise EnrolmentConflict(_("All %(count)s places are taken.") % {"count": training_class.capacity})
    words = ngettext(
        "Only %(left)s place is left, and %(wanted)s are wanted. Nobody was enrolled.",
        "Only %(left)s places are left, and %(wanted)s are wanted. Nobody was enrolled.",
        left,
    )
    raise EnrolmentConflict(words % {"left": left, "wanted": wanted})
