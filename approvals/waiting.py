"""What the home page says of approvals: what waits for a decision, what lies too long, what came back, what is under
way. Each figure is a link to its list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.access import DECIDES, OVERSEES
from approvals.enums import Alarm, RunState, StepState
from approvals.models import Run, Step
from approvals.procedures import subjects_of
from approvals.queries import PEOPLE_COUNTED, backlog_in, kinds_waiting_for, people_waiting_for
from audit.actors import Actor
from ui.formatting import waiting_text
from ui.tasks_waiting import WaitingTask

MOST_SHOWN = 5


def waiting_approvals(actor: Actor) -> Iterator[WaitingTask]:
    if actor.user_id is None:
        return
    yield from _returned_to(actor)
    if actor.can(DECIDES):
        yield from _decisions_waiting_for(actor)
        yield from _overdue_below(actor)
    if actor.can(OVERSEES):
        yield from _overdue_at_own_body(actor)
    yield from _under_way_of(actor)


def _decisions_waiting_for(actor: Actor) -> Iterator[WaitingTask]:
    backlog = backlog_in(kinds_waiting_for(actor, on=timezone.localdate()))
    if not backlog.matters or backlog.oldest is None:
        return
    people = people_waiting_for(actor) if backlog.matters <= PEOPLE_COUNTED else 0
    words = {"count": people or backlog.matters, "since": waiting_text(backlog.oldest)}
    if people:
        name = ngettext(
            "%(count)s person waits for you; the oldest %(since)s",
            "%(count)s people wait for you; the oldest %(since)s",
            people,
        )
    else:
        name = ngettext(
            "%(count)s matter waits for you; the oldest %(since)s",
            "%(count)s matters wait for you; the oldest %(since)s",
            backlog.matters,
        )
    late = ngettext("%(count)s is overdue.", "%(count)s are overdue.", backlog.overdue) % {"count": backlog.overdue}
    yield WaitingTask(
        name=name % words,
        url=reverse("approvals:queue"),
        hint=late if backlog.overdue else "",
        state="warned" if backlog.overdue else "waiting",
        state_label=_("Overdue") if backlog.overdue else _("To decide"),
        order=10,
    )


def _overdue_at_own_body(actor: Actor) -> Iterator[WaitingTask]:
    told = Step.objects.at_body_of(actor).filter(alarm__gte=Alarm.HEAD_TOLD).count()
    if told:
        name = ngettext("%(count)s matter lies too long with us", "%(count)s matters lie too long with us", told)
        yield _told_task(name % {"count": told}, reverse("approvals:queue") + "?sort=due")


def _overdue_below(actor: Actor) -> Iterator[WaitingTask]:
    told = Step.objects.overdue_below(actor).count()
    if told:
        name = ngettext(
            "%(count)s matter lies too long with a body below us",
            "%(count)s matters lie too long with bodies below us",
            told,
        )
        yield _told_task(name % {"count": told}, reverse("approvals:runs") + "?late=1")


def _told_task(name: str, url: str) -> WaitingTask:
    return WaitingTask(name=name, url=url, state="warned", state_label=_("Overdue"), order=15)


def _returned_to(actor: Actor) -> Iterator[WaitingTask]:
    returned = Run.objects.visible_to(actor).filter(opened_by_id=actor.user_id, state=RunState.RETURNED)
    runs = list(returned.select_related("professional").order_by("-opened_at")[:MOST_SHOWN])
    names = _names_of(runs)
    for run in runs:
        yield WaitingTask(
            name=names[run.pk],
            url=reverse("approvals:detail", args=[run.pk]),
            hint=_("It was returned to you: see why, amend it and send it again."),
            state=run.badge_state,
            state_label=run.get_state_display(),
            order=12,
        )


def _under_way_of(actor: Actor) -> Iterator[WaitingTask]:
    own = Run.objects.visible_to(actor).filter(opened_by_id=actor.user_id, state=RunState.UNDER_WAY)
    at_hand = Step.objects.filter(run__in=own, state=StepState.WAITING).select_related(
        "run__professional", "organization"
    )
    steps = list(at_hand.order_by("-since")[:MOST_SHOWN])
    names = _names_of([step.run for step in steps])
    for step in steps:
        assert step.since is not None
        where = _("With %(body)s %(since)s.") % {"body": step.organization, "since": waiting_text(step.since)}
        yield WaitingTask(
            name=names[step.run_id],
            url=reverse("approvals:detail", args=[step.run_id]),
            hint=where,
            state=step.run.badge_state,
            state_label=step.run.get_state_display(),
            order=60,
            needs_you=False,
        )


def _names_of(runs: Sequence[Run]) -> dict[int, str]:
    """Where a matter concerns no person, what is asked tells it from others of its kind: one query for each kind."""
    subjects = subjects_of([run for run in runs if run.professional is None])
    titles = {run.pk: run.rules.title(subjects[run.pk]) for run in runs if run.pk in subjects}
    return {run.pk: f"{run} · {titles[run.pk]}" if run.pk in titles else str(run) for run in runs}
