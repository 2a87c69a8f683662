"""What follows a decision (`verification.cycles.procedures`), and what follows when hours change."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.utils.translation import gettext as _

from approvals.enums import OPEN_RUNS
from approvals.looking import look_again
from approvals.matters import database_time
from approvals.models import Run
from audit.actors import SYSTEM, Actor
from audit.services import record_many
from people.bulk import update_all
from people.lookups import Numbers
from ui.errors import Conflict
from verification.cases import Figures, columns_of, same, void_taken_back
from verification.cycles import asking
from verification.cycles.services.moving import facts_kept, move_many
from verification.cycles.services.requiring import short_told
from verification.enums import Kind, Way
from verification.models import CYCLE, CycleCase, Verification

TAKEN_BACK = "复验决定已收回"
"""Kept with the void, in the language of the trail."""


def approve_cases(cases: Collection[CycleCase], *, actor: Actor) -> None:
    """复验: the last step has agreed. The figures are asked anew behind the persons' locks; whoever is short by now is
    refused in words, and nothing is decided.

    Side effects, in order: the verifications; the cases with the figures of this moment; audit.
    """
    now = asking.present_outlooks(cases)
    for case in cases:
        if now[case.pk].short:
            raise Conflict(
                _("%(name)s is short and cannot be verified: %(lines)s. Return the case, or refuse it.")
                % short_told(case.professional, now[case.pk].short)
            )
    rounds = _rounds(cases)
    figures = {case.pk: asking.figures_of(now[case.pk]) for case in cases}
    moment = database_time()
    made = [_verification(case, figures[case.pk], rounds.get(case.pk, 0), moment, actor) for case in cases]
    Verification.objects.bulk_create(made)
    for case, verification in zip(cases, made, strict=True):
        case.verification, case.figures = verification, figures[case.pk]
    move_many(cases, "approve", actor=actor, also=["verification", "figures"])


def return_cases(cases: Collection[CycleCase], *, actor: Actor, reason: str = "") -> None:
    move_many(cases, "return", actor=actor, reason=reason)


def reject_cases(cases: Collection[CycleCase], *, actor: Actor, reason: str = "") -> None:
    move_many(cases, "reject", actor=actor, reason=reason)


def close_withdrawn(cases: Collection[CycleCase], *, actor: Actor) -> None:
    move_many(cases, "withdraw", actor=actor)


def take_back(cases: Collection[CycleCase], *, actor: Actor) -> None:
    """Who decided takes it back: what was verified thereby is voided, and the case waits again; the next verification
    is of the next round.

    Side effects, in order: voids; audit; cases.
    """
    void_taken_back(cases, facts_kept, reason=TAKEN_BACK, actor=actor)
    move_many(cases, "undo", actor=actor, also=["verification"])


def _rounds(cases: Collection[CycleCase]) -> dict[int, int]:
    """How often the same cycle of each was verified before; refused where it stands verified."""
    people = {case.professional_id for case in cases}
    earlier = list(
        Verification.objects.filter(professional__in=people, kind=Kind.CYCLE).select_related("void").order_by()
    )
    rounds = {}
    for case in cases:
        own = [each for each in earlier if (each.professional_id, each.last_year) == _key(case)]
        if any(not hasattr(each, "void") for each in own):
            raise Conflict(
                _("The cycle %(years)s of %(name)s is verified already.")
                % {"years": case.years, "name": case.professional}
            )
        rounds[case.pk] = len(own)
    return rounds


def _key(case: CycleCase) -> tuple[int, int]:
    return case.professional_id, case.last_year


def _verification(case: CycleCase, figures: Figures, round: int, now: datetime.datetime, actor: Actor) -> Verification:
    return Verification(
        professional=case.professional,
        kind=Kind.CYCLE,
        way=Way.REVIEW,
        first_year=figures["years"][0],
        last_year=figures["years"][-1],
        round=round,
        employer_id=case.employer_id,
        area=case.area,
        place=case.place,
        industry=case.industry,
        title_level=case.title_level,
        verified_by_id=actor.user_id,
        verified_at=now,
        **columns_of(figures),
    )


# When hours change (records.ledger.listeners)


def refresh_open_cases(professionals: Collection[int], today: datetime.date) -> None:
    """The open cases of whoever's ledger has changed get the figures of now, and another version: who looked before is
    told to look again. Their place in the chain stays, because what they ask for is the same.

    Called behind the persons' locks. Side effects, in order: runs; cases; audit; what the queue sorts by.
    """
    cases = list(
        CycleCase.objects.open()
        .filter(professional__among=Numbers(professionals))
        .select_related("professional")
        .order_by("pk")
    )
    if not cases:
        return
    now = asking.present_figures(cases)
    changed = [case for case in cases if not same(case.figures, now[case.pk])]
    if not changed:
        return
    runs = list(
        Run.objects.filter(procedure=CYCLE, subject_id__in=[case.pk for case in changed], state__in=OPEN_RUNS)
        .order_by("pk")
        .select_for_update(no_key=True)
    )
    told = []
    for case in changed:
        before = facts_kept(case)
        case.figures, case.figures_at, case.version = now[case.pk], database_time(), case.version + 1
        told.append((case, before, facts_kept(case)))
    for run in runs:
        run.version += 1
    update_all(runs, ["version"])
    update_all(changed, ["figures", "figures_at", "version"])
    record_many("cycle.figures_changed", told, actor=SYSTEM)
    look_again(CYCLE, [case.pk for case in changed])
