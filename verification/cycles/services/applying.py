"""An application for a cycle is made, amended, withdrawn; by the person or by HR for many."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from approvals import services as approvals
from approvals.chains import ChainStep
from approvals.matters import database_day, database_time, lock_people, lock_person
from approvals.models import Run
from audit.actors import Actor
from audit.services import record_many
from people.models import Employer, Professional, Title
from people.titles import group_of_level, title_on
from records.questions import Question
from ui.errors import Conflict
from verification.cases import short_words
from verification.cycles import asking
from verification.cycles.access import is_requester, may_ask
from verification.cycles.asking import Outlook
from verification.cycles.enums import CYCLE_MOVES
from verification.cycles.services.moving import facts_kept, move_many, require_state
from verification.cycles.services.requiring import (
    already,
    chain_for,
    require_facts,
    require_keeps,
    require_new,
    require_years,
    short_told,
)
from verification.models import CYCLE, CycleCase

MANY = 500


@dataclass(frozen=True)
class Said:
    """What the form says."""

    applying_for: str
    occasion: str
    applying_name: str = ""


def today() -> datetime.date:
    """Of the database."""
    return database_day()


# Asking


def apply_for_cycle(professional: Professional, said: Said, *, although_short: bool = False, actor: Actor) -> Run:
    """Side effects, in order: the case, with the figures of this moment; audit; its run waits with the first step."""
    if professional.user_id == actor.user_id:
        if not may_ask(actor):
            raise PermissionDenied(_("Everybody applies for the own cycle in the hat of a professional."))
    else:
        require_keeps(actor, professional)
    with transaction.atomic():
        lock_person(professional)
        prepared = prepare(professional, said, on=database_day(), although_short=although_short, actor=actor)
        return _open([prepared], actor=actor)[0]


@dataclass(frozen=True)
class Grounds:
    """What many applications of one day share, asked for once."""

    records: Mapping[int, Sequence[Question]]
    known: Collection[tuple[int, int]]
    places: dict[int, str] = field(default_factory=dict)
    chains: dict[tuple[int, str, str], list[ChainStep]] = field(default_factory=dict)
    now: datetime.datetime = field(default_factory=database_time)


def grounds_of(people: Sequence[Professional]) -> Grounds:
    return Grounds(asking.records_of([each.pk for each in people]), already(people))


@dataclass(frozen=True)
class Foreseen:
    """One of many people for whom HR would apply."""

    professional: Professional
    outlook: Outlook | None = None
    refused: str = ""


@dataclass
class Outcome:
    """Of one sending for many."""

    runs: list[Run] = field(default_factory=list)
    refused: list[Foreseen] = field(default_factory=list)


def foresee(people: Sequence[Professional], said: Said, *, actor: Actor) -> list[Foreseen]:
    """What would come of an application today, of each; writes nothing."""
    return [each for each, _prepared in _foreseen(people, said, actor)]


@transaction.atomic
def apply_for_many(
    people: Sequence[Professional], said: Said, *, without_refused: bool = False, actor: Actor
) -> Outcome:
    """HR applies for several. If somebody is refused, nothing is sent unless HR said that the others go on.

    A fixed number of statements for the cases and their runs. Side effects as of one.
    """
    if len(people) > MANY:
        raise Conflict(_("At most %(count)d people at once.") % {"count": MANY})
    lock_people([each.pk for each in people])
    found = _foreseen(people, said, actor)
    refused = [each for each, prepared in found if prepared is None]
    outcome = Outcome(refused=refused)
    if not refused or without_refused:
        outcome.runs = _open([prepared for _each, prepared in found if prepared is not None], actor=actor)
    return outcome


def _foreseen(people: Sequence[Professional], said: Said, actor: Actor) -> list[tuple[Foreseen, Prepared | None]]:
    today, grounds = database_day(), grounds_of(people)
    found: list[tuple[Foreseen, Prepared | None]] = []
    for person in people:
        try:
            if person.user_id == actor.user_id:
                raise Conflict(_("The own cycle is applied for in the hat of a professional."))
            prepared = prepare(person, said, on=today, actor=actor, grounds=grounds)
            require_keeps(actor, person, prepared.employer)
        except (Conflict, PermissionDenied) as refusal:
            found.append((Foreseen(person, refused=str(refusal)), None))
        else:
            found.append((Foreseen(person, prepared.outlook), prepared))
    return found


@dataclass(frozen=True)
class Prepared:
    case: CycleCase
    chain: list[ChainStep]
    employer: Employer
    outlook: Outlook


def prepare(
    professional: Professional,
    said: Said,
    *,
    on: datetime.date,
    although_short: bool = False,
    actor: Actor,
    grounds: Grounds | None = None,
) -> Prepared:
    """The case as it would be sent; refused in words where it cannot be."""
    grounds = grounds or grounds_of([professional])
    facts, title, employer = require_facts(professional, on, grounds.places)
    outlook = asking.outlook(facts, grounds.records[professional.pk])
    require_years(outlook)
    if said.applying_for not in asking.levels_above(title):
        raise Conflict(
            _("The cycle is verified for a higher title: %(name)s holds “%(title)s” already (穗人社函〔2016〕755号).")
            % {"name": professional, "title": title.get_level_display()}
        )
    require_new(professional, outlook, grounds.known)
    if outlook.short and not although_short:
        raise Conflict(_("%(name)s is short: %(lines)s.") % short_told(professional, outlook.short))
    figures = asking.figures_of(outlook)
    case = CycleCase(
        professional=professional,
        employer=employer,
        area=employer.area,
        place=facts.place,
        industry=facts.industry,
        title_level=facts.title_level,
        title_name=title.name,
        title_on=title.obtained_on,
        applying_for=said.applying_for,
        applying_name=said.applying_name,
        occasion=said.occasion,
        asked_on=on,
        first_year=outlook.years[0],
        last_year=outlook.years[-1],
        sent_figures=figures,
        figures=figures,
        figures_at=grounds.now,
        registered_by_id=actor.user_id,
        registered_for_id=None if professional.user_id == actor.user_id else actor.organization_id,
    )
    way = (employer.pk, facts.industry, group_of_level(said.applying_for))
    if way not in grounds.chains:
        grounds.chains[way] = chain_for(facts, employer, said.applying_for)
    return Prepared(case, grounds.chains[way], employer, outlook)


def _open(prepared: Sequence[Prepared], *, actor: Actor) -> list[Run]:
    cases = [each.case for each in prepared]
    try:
        with transaction.atomic():
            CycleCase.objects.bulk_create(cases)
    except IntegrityError as error:
        raise Conflict(_("This cycle is under verification already.")) from error
    record_many("cycle.asked", [(case, None, facts_kept(case)) for case in cases], actor=actor)
    asked = [
        approvals.Asked(each.case, each.chain, each.case.professional, each.employer, each.employer.area)
        for each in prepared
    ]
    return approvals.open_runs(CYCLE, asked, actor=actor)


def amend_case(case: CycleCase, said: Said, *, actor: Actor, comment: str = "") -> Run:
    """Send a returned case again. Unchanged it goes on where it was; with another title it begins with the first step
    again. The day of the application stays, and with it the years.

    Side effects, in order: the case; audit; the run goes on.
    """
    with transaction.atomic():
        lock_person(case.professional)
        run = approvals_run(case)
        _lock_run(run)
        locked = CycleCase.objects.locked().select_related("professional").get(pk=case.pk)
        if not is_requester(actor, locked):
            raise PermissionDenied(_("Only who sent it changes it."))
        require_state(locked, *CYCLE_MOVES["resubmit"].allowed_from)
        _require_same_chain(locked, said)
        before = (locked.applying_for, locked.occasion, locked.applying_name)
        locked.applying_for, locked.occasion, locked.applying_name = after = (
            said.applying_for,
            said.occasion,
            said.applying_name,
        )
        locked.version += before != after
        locked.save(update_fields=["applying_for", "occasion", "applying_name", "version"])
        move_many([locked], "resubmit", actor=actor, reason=comment)
        return approvals.resubmit(run, actor=actor, comment=comment)


def _require_same_chain(case: CycleCase, said: Said) -> None:
    """Senior titles go another way (GZ16 二(四)): that is another application."""
    if group_of_level(said.applying_for) != group_of_level(case.applying_for):
        raise Conflict(_("Another level goes another way. Withdraw this application, then apply for the other title."))


def _lock_run(run: Run) -> None:
    """Before the case, as decisions do (`approvals.matters`)."""
    Run.objects.select_for_update(no_key=True).get(pk=run.pk)


def withdraw_case(case: CycleCase, *, actor: Actor, comment: str = "") -> Run:
    """Whoever asked no longer wants it; possible until it is decided."""
    return approvals.withdraw(approvals_run(case), actor=actor, comment=comment)


def approvals_run(case: CycleCase) -> Run:
    return Run.objects.of_subject(CYCLE, case).order_by("-pk")[0]


# What it would bring


@dataclass(frozen=True)
class PersonRow:
    """One of HR's people on the list from which HR applies."""

    professional: Professional
    title: Title | None
    outlook: Outlook | None
    why_not: str = ""

    @property
    def is_ready(self) -> bool:
        return not self.why_not


def outlooks(people: Sequence[Professional]) -> list[PersonRow]:
    """What an application of today would bring each, whatever the title; a fixed number of queries."""
    today, grounds = database_day(), grounds_of(people)
    rows = []
    for person in people:
        title, outlook, why_not = title_on(person, today), None, ""
        try:
            facts, title, _employer = require_facts(person, today, grounds.places)
            outlook = asking.outlook(facts, grounds.records[person.pk])
            require_years(outlook)
            require_new(person, outlook, grounds.known)
            if outlook.short:
                why_not = short_words(outlook.short)
        except Conflict as refusal:
            why_not = str(refusal)
        rows.append(PersonRow(person, title, outlook, why_not))
    return rows
