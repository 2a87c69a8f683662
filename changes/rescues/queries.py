from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from approvals.enums import Action
from approvals.models import Decision, Run
from approvals.queries import with_history
from audit.actors import Actor
from changes.rescues.access import may_ask
from changes.rescues.enums import Stage
from changes.rescues.models import RESCUE, Rescue
from people.access_links.queries import NO_PASSWORD, offices_beyond
from people.models import Employment, Membership, Organization, Professional, User, UserQuerySet
from people.officers.access import NAMED_FROM_ABOVE, may_give_hats
from people.professionals.access import keeps_staff
from people.roles import Role

MOST_FOUND = 20


def accounts_cared_for(actor: Actor) -> UserQuerySet:
    """Those for whom this actor may ask: HR for the people at work there, a head for the officers of its body and for
    those whom it names elsewhere, and a bureau for people whom no employer speaks for. Never for oneself, not for
    an account that opens offices beyond the actor, and not for who never came in: a first link needs no rescue."""
    if not may_ask(actor) or actor.user_id is None:
        return User.objects.none()
    cared_for = Q(professional__in=_own_people(actor)) | Q(pk__in=_officers_under(actor).values("user"))
    lost_a_way_in = User.objects.filter(is_active=True).exclude(password__startswith=NO_PASSWORD)
    own_to_open = lost_a_way_in.exclude(pk__in=offices_beyond(actor).values("user"))
    return own_to_open.filter(cared_for).exclude(pk=actor.user_id)


def _own_people(actor: Actor) -> QuerySet[Professional]:
    if keeps_staff(actor):
        return Professional.objects.employed_under(actor)
    today = timezone.localdate()
    left = Employment.objects.answered_for_by(actor, today).filter(ended_on__lt=today)
    return Professional.objects.filter(pk__in=left.values("professional"))


def _officers_under(actor: Actor) -> QuerySet[Membership]:
    hats = Membership.objects.current(timezone.localdate()).exclude(role=Role.PROFESSIONAL)
    if not may_give_hats(actor):
        return hats.none()
    under = Q(organization_id=actor.organization_id)
    if actor.area:
        under |= Q(organization__area__startswith=actor.area, role__in=NAMED_FROM_ABOVE)
    return hats.filter(under)


def people_found(actor: Actor, name: str) -> list[User]:
    """By characters, pinyin or initials of a professional, by a part of the name of anybody else."""
    called = Q(professional__in=Professional.objects.called(name)) | Q(display_name__icontains=name)
    found = accounts_cared_for(actor).filter(called).with_current_hats(timezone.localdate())
    return list(found.order_by("display_name", "pk")[:MOST_FOUND])


def speaking_for(account: User, actor: Actor) -> Organization:
    """The body whose bureau decides: the employer of one of HR's people, or else the actor's own."""
    today = timezone.localdate()
    if keeps_staff(actor):
        reached = Employment.objects.in_reach_of(actor).current(today).filter(professional__user=account)
        employment = reached.select_related("employer").first()
        if employment:
            return employment.employer
    return asking_body(actor)


def asking_body(actor: Actor) -> Organization:
    assert actor.organization_id is not None  # of nobody else does `may_ask` hold
    return Organization.objects.get(pk=actor.organization_id)


def run_of(rescue: Rescue) -> Run:
    """With steps and history; a rescue is made together with its run."""
    return with_history(Run.objects.of_subject(RESCUE, rescue)).get()


@dataclass(frozen=True)
class Staged:
    rescue: Rescue
    stage: Stage


def staged(rescues: Iterable[Rescue], at: datetime.datetime) -> list[Staged]:
    """Each with how far it has come. `rescues` have fetched their links along."""
    rescues = list(rescues)
    runs = Run.objects.filter(procedure=RESCUE, subject_id__in=[rescue.pk for rescue in rescues])
    states = dict(runs.values_list("subject_id", "state"))
    return [Staged(rescue, rescue.stage(states[rescue.pk], at)) for rescue in rescues]


@dataclass(frozen=True)
class Hands:
    """The two who let somebody in, each with the body for which they did."""

    asked: Decision
    granted: Decision | None


def hands_in(run: Run) -> Hands:
    lines = list(run.decisions.all())
    return Hands(
        asked=next(line for line in lines if line.action == Action.OPEN),
        granted=next((line for line in reversed(lines) if line.action == Action.APPROVE), None),
    )
