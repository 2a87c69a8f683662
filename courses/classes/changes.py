"""What happens to a class after its publication: a change, a cancellation (ST14 六(二): at once). Whoever is enrolled
is told of it on the home page until it is read."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.matters import database_day, database_time
from audit.actors import Actor
from audit.services import Values, record
from courses.classes import plans
from courses.classes.rulings import REFUSED, plan_deadline, results_deadline
from courses.enums import ClassState
from courses.models import ClassChange, RosterEntry, TrainingClass
from ui.errors import Conflict
from ui.formatting import date_text

CHANGEABLE = (
    *("starts_on", "ends_on", "enrol_until", "division", "venue", "teachers", "textbook", "capacity"),
    *("contact", "phone", "notes"),
)
"""Time, place and people. Category, hours and content are what was agreed to: another one is another plan."""


@transaction.atomic
def change_class(
    training_class: TrainingClass, said: Mapping[str, Any], *, reason: str, actor: Actor
) -> ClassChange | None:
    """Side effects, in order: the class; the change, which everybody enrolled is told of; audit. Nothing changed:
    nothing is told."""
    plans.require_filer(actor, training_class)
    locked = plans.lock_class(training_class)
    plans.require_state(locked, ClassState.PUBLISHED)
    today = database_day()
    if locked.has_ended(today):
        raise Conflict(_("The class has ended; nothing of it can be changed any more."))
    unknown = said.keys() - {*CHANGEABLE}
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: needs a new plan")
    changed = {name: value for name, value in said.items() if value != getattr(locked, name)}
    if not changed:
        return None
    before = _told(locked, changed)
    old_start = locked.starts_on
    plans.put(locked, changed)
    _require_possible(locked, old_start, changed, today)
    if "ends_on" in changed:
        locked.results_due_on = results_deadline(locked).due
    locked.version += 1
    locked.save()
    return _tell(locked, "class.changed", before, _told(locked, changed), reason=reason, actor=actor)


def _require_possible(
    training_class: TrainingClass, old_start: datetime.date, changed: Mapping[str, Any], today: datetime.date
) -> None:
    why = _why_impossible_in_time(training_class, old_start, changed, today)
    if not why and "capacity" in changed and training_class.capacity is not None:
        taken = RosterEntry.objects.standing().filter(training_class=training_class).count()
        if training_class.capacity < taken:
            why = ngettext(
                "%(count)s person is enrolled already; so many places there must be.",
                "%(count)s people are enrolled already; so many places there must be.",
                taken,
            ) % {"count": taken}
    if why:
        raise Conflict(why)


def _why_impossible_in_time(
    training_class: TrainingClass, old_start: datetime.date, changed: Mapping[str, Any], today: datetime.date
) -> str:
    if "starts_on" in changed:
        if old_start <= today:
            return _("The class has begun; its first day cannot be changed any more.")
        if training_class.starts_on <= today:
            return _("The first day must lie after today.")
        assert training_class.filed_on is not None  # published
        ruling = plan_deadline(training_class, filed_on=training_class.filed_on)
        if ruling.outcome == REFUSED:
            return _("For so early a first day the plan was filed too late (%(date)s).") % {
                "date": date_text(training_class.filed_on)
            }
    if "ends_on" in changed and training_class.ends_on < today:
        return _("The last day must not lie before today.")
    if training_class.ends_on < training_class.starts_on:
        return _("The last day must not lie before the first.")
    if training_class.days > (training_class.ends_on - training_class.starts_on).days + 1:
        return _("The days of teaching of the plan do not fit between the first and the last day.")
    return ""


@transaction.atomic
def cancel_class(training_class: TrainingClass, *, reason: str, actor: Actor) -> ClassChange:
    """It will not be held. Side effects, in order: state; audit; everybody enrolled is told."""
    plans.require_filer(actor, training_class)
    locked = plans.lock_class(training_class)
    plans.require_state(locked, ClassState.PUBLISHED)
    if locked.results_at is not None:
        raise Conflict(_("Results were entered already; a class that was held cannot be cancelled."))
    locked.cancelled_at, locked.cancellation = database_time(), reason
    locked.save(update_fields=["cancelled_at", "cancellation"])
    before = {"state": str(locked.state)}
    plans.move(locked, "cancel", actor=actor, reason=reason)
    return note_change(locked, before, {"state": str(locked.state)}, reason=reason, actor=actor)


def note_change(
    training_class: TrainingClass, before: Values, after: Values, *, reason: str, actor: Actor
) -> ClassChange:
    """From now on everybody enrolled has a line on the home page, until they have read it."""
    return ClassChange.objects.create(
        training_class=training_class, before=before, after=after, reason=reason, changed_by_id=actor.user_id
    )


def _tell(
    training_class: TrainingClass, action: str, before: Values, after: Values, *, reason: str, actor: Actor
) -> ClassChange:
    change = note_change(training_class, before, after, reason=reason, actor=actor)
    record(action, training_class, actor=actor, before=before, after=after, reason=reason)
    return change


def _told(training_class: TrainingClass, names: Mapping[str, Any]) -> Values:
    facts = {name: getattr(training_class, name) for name in names}
    return {name: str(value) if isinstance(value, models.Model) else value for name, value in facts.items()}


# Reading


@transaction.atomic
def read_changes(training_class: TrainingClass, *, actor: Actor) -> int:
    """The person has read what was changed; reading twice changes nothing."""
    if actor.user_id is None:
        raise PermissionDenied
    newest = training_class.changes.order_by("-pk").values_list("pk", flat=True).first() or 0
    own = RosterEntry.objects.filter(training_class=training_class, professional__user_id=actor.user_id)
    return own.filter(seen_change__lt=newest).update(seen_change=newest)
