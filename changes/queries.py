from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import cast

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from approvals.models import Run
from approvals.procedures import subjects_of
from approvals.queries import with_history
from audit.actors import Actor
from changes import moves
from changes.models import CORRECTION, EMPLOYER_CHANGE
from people.models import Employer, Professional
from people.supervision import supervisor_of
from ui.formatting import date_text

SHORTEST_SEARCH = 2
MOST_FOUND = 20


def professional_of(actor: Actor) -> Professional | None:
    """The person who is signed in, if registered as a professional."""
    if actor.user_id is None:
        return None
    return Professional.objects.filter(user_id=actor.user_id).select_related("user").first()


@dataclass(frozen=True)
class Request:
    run: Run
    title: str


def requests_of(professional: Professional, actor: Actor) -> list[Request]:
    """The newest first."""
    runs = Run.objects.visible_to(actor).about(professional).filter(procedure__in=[EMPLOYER_CHANGE, CORRECTION])
    newest_first = list(with_history(runs).order_by("-opened_at", "-pk"))
    subjects = subjects_of(newest_first)
    return [Request(run, run.rules.title(subjects[run.pk])) for run in newest_first]


def standing_employers() -> QuerySet[Employer]:
    return cast("QuerySet[Employer]", Employer.objects.standing())


@dataclass(frozen=True)
class Found:
    """What a stranger may know of an employer: it is public in the register of enterprises."""

    employer: Employer
    is_present: bool


def employers_found(text: str, *, present: Employer | None) -> list[Found]:
    """By a part of the name or by the whole unified social credit code; says nothing of who works there."""
    wanted = " ".join(text.split())
    if len(wanted) < SHORTEST_SEARCH:
        return []
    named = standing_employers().filter(Q(name__icontains=wanted) | Q(uscc=wanted.upper()))
    rows = named.select_related("division").order_by("name")
    return [Found(employer, present is not None and employer.pk == present.pk) for employer in rows[:MOST_FOUND]]


def foreseen(move: moves.Move) -> list[str]:
    """What will happen, in the order in which it does; shown before anything is sent."""
    told = {"old": move.old, "new": move.new, "date": date_text(move.on)}
    sentences = [_("%(new)s sees your name and this request, and decides. Until then nothing changes.") % told]
    if move.old:
        last_day = date_text(move.on - datetime.timedelta(days=1))
        sentences.append(
            _("If they agree, %(date)s is your first day there and %(last)s your last with %(old)s.")
            % (told | {"last": last_day})
        )
        sentences.append(_("%(old)s is told that you have left, not where to.") % told)
    else:
        sentences.append(_("If they agree, %(date)s is your first day there.") % told)
    sentences.append(_("What was recognized stays yours and travels with you."))
    bureau = supervisor_of(move.new, on=move.on)
    if bureau:
        sentences.append(_("From then on %(bureau)s answers for your employer.") % {"bureau": bureau})
    return sentences + moves.foresee(move)
