"""What the home page says of results: due and late ones to the institution, late ones to the bureau, and from the sixth
working day on to everybody who took part and is not on the list."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from approvals.matters import database_day
from audit.actors import Actor
from courses.enums import ClassState
from courses.models import RosterEntry, TrainingClass
from records.access import may_log
from records.models import ClassResult
from records.results.access import classes_with_results_by, may_enter_results, may_see_corrections, may_see_late
from records.results.deadlines import due_days
from records.results.queries import LATE_AT_MOST, corrections_for, late_classes, without_results
from ui.formatting import date_text, number_text
from ui.tasks_waiting import WaitingTask

MOST_SHOWN = 5


def waiting_results(actor: Actor) -> Iterator[WaitingTask]:
    if may_enter_results(actor):
        yield from _of_institution(actor)
    if may_see_late(actor) and actor.area:
        yield from _of_bureau(actor)
    if may_see_corrections(actor):
        yield from _of_deciders(actor)
    if actor.user_id is not None and may_log(actor):
        yield from _of_learner(actor.user_id)


def _of_institution(actor: Actor) -> Iterator[WaitingTask]:
    today = database_day()
    waiting = without_results(classes_with_results_by(actor), today).order_by("ends_on")
    for each, due in due_days(waiting[:MOST_SHOWN]):
        is_late = due is not None and due < today
        yield WaitingTask(
            name=_("Results: %(class)s") % {"class": each.title},
            url=reverse("results:class", args=[each.pk]),
            hint=_words_of(due, is_late=is_late),
            state="refused" if is_late else "warned",
            state_label=pgettext("results", "Late") if is_late else pgettext("results", "Due"),
            order=10 if is_late else 25,
        )


def _words_of(due: datetime.date | None, *, is_late: bool) -> str:
    if due is None:
        return _("Enter attendance, marks and hours.")
    if is_late:
        words = _("They were due by %(date)s. The bureau and the learners see that they are missing.")
    else:
        words = _("Enter attendance, marks and hours by %(date)s.")
    return words % {"date": date_text(due)}


def _of_bureau(actor: Actor) -> Iterator[WaitingTask]:
    late = late_classes(actor, database_day()).count()
    if not late:
        return
    words = ngettext("Results of %(count)s class are late", "Results of %(count)s classes are late", late)
    yield WaitingTask(
        name=words % {"count": number_text(late)},
        url=reverse("results:late"),
        hint=_("The list names the institutions and whom to ask."),
        state="warned",
        state_label=pgettext("results", "Late"),
        order=40,
    )


def _of_deciders(actor: Actor) -> Iterator[WaitingTask]:
    corrected = corrections_for(actor, database_day()).count()
    if not corrected:
        return
    words = ngettext(
        "%(count)s record you recognized was corrected", "%(count)s records you recognized were corrected", corrected
    )
    yield WaitingTask(
        name=words % {"count": number_text(corrected)},
        url=reverse("results:corrections"),
        hint=_("By the institution of the class, within the last 14 days. Nothing is to be decided."),
        state="warned",
        state_label=pgettext("results", "Corrected"),
        order=60,
        needs_you=False,
    )


def _of_learner(user_id: int) -> Iterator[WaitingTask]:
    today = database_day()
    entries = RosterEntry.objects.standing().filter(
        professional__user_id=user_id,
        training_class__state=ClassState.PUBLISHED,
        training_class__lost_status_at=None,
        training_class__ends_on__lt=today,
        training_class__ends_on__gte=today - LATE_AT_MOST,
    )
    own = ClassResult.objects.filter(professional__user_id=user_id).values("training_class")
    missing = entries.exclude(training_class__in=own).select_related("training_class__institution")
    classes = [entry.training_class for entry in missing.order_by("training_class__ends_on")[:MOST_SHOWN]]
    for each, due in due_days(classes):
        if due is not None and due < today:
            yield _ask_them(each)


def _ask_them(training_class: TrainingClass) -> WaitingTask:
    facts = {
        "institution": training_class.institution,
        "contact": training_class.contact,
        "phone": training_class.phone,
    }
    if training_class.results_at is None:
        hint = _(
            "%(institution)s had five working days to enter the results, and you are not on the list. Ask %(contact)s,"
            " %(phone)s."
        )
    else:
        hint = _("%(institution)s has reported the results without you. If you took part, ask %(contact)s, %(phone)s.")
    return WaitingTask(
        name=_("Your result is missing: %(class)s") % {"class": training_class.title},
        url=reverse("results:class", args=[training_class.pk]),
        hint=hint % facts,
        state="warned",
        state_label=pgettext("results", "Missing"),
        order=30,
    )
