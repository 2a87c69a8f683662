"""What the home page says of classes: changes to read, what an inspection wants put right."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.actors import Actor
from courses.access import INSPECTS
from courses.classes.queries import corrections_due, corrections_overdue
from courses.enrolment.access import may_enrol
from courses.enrolment.queries import unread_places
from courses.enums import ClassState
from ui.formatting import date_text
from ui.tasks_waiting import WaitingTask

MOST_SHOWN = 5


def waiting_classes(actor: Actor) -> Iterator[WaitingTask]:
    if actor.user_id is None:
        return
    if may_enrol(actor):
        yield from _changes_to_read(actor)
    yield from _corrections_due(actor)
    if actor.can(INSPECTS) and actor.area:
        yield from _corrections_overdue(actor)


def _changes_to_read(actor: Actor) -> Iterator[WaitingTask]:
    for entry in unread_places(actor).order_by("-pk")[:MOST_SHOWN]:
        training_class = entry.training_class
        is_cancelled = training_class.state == ClassState.CANCELLED
        name = _("“%(class)s” was cancelled") if is_cancelled else _("“%(class)s” was changed")
        yield WaitingTask(
            name=name % {"class": training_class.title},
            url=reverse("classes:place", args=[training_class.pk]),
            hint=_("You are enrolled: see what is different."),
            state="void" if is_cancelled else "warned",
            state_label=_("To read"),
            order=8,
        )


def _corrections_due(actor: Actor) -> Iterator[WaitingTask]:
    today = timezone.localdate()
    for inspection in corrections_due(actor)[:MOST_SHOWN]:
        assert inspection.correct_by is not None  # of a correction
        is_late = inspection.correct_by < today
        yield WaitingTask(
            name=_("Put right what an inspection of “%(class)s” found") % {"class": inspection.training_class.title},
            url=reverse("classes:correction", args=[inspection.pk]),
            hint=_("Due by %(date)s: %(finding)s")
            % {"date": date_text(inspection.correct_by), "finding": inspection.get_finding_display()},
            state="warned" if is_late else "waiting",
            state_label=_("Overdue") if is_late else _("To put right"),
            order=9,
        )


def _corrections_overdue(actor: Actor) -> Iterator[WaitingTask]:
    count = corrections_overdue(actor, on=timezone.localdate())
    if count:
        words = ngettext(
            "%(count)s institution has not put right what an inspection found",
            "%(count)s findings of inspections were not put right in time",
            count,
        )
        yield WaitingTask(
            name=words % {"count": count},
            url=reverse("classes:list") + "?state=overdue",
            state="warned",
            state_label=_("Overdue"),
            order=16,
        )
