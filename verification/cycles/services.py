"""Everything that happens to an application for a cycle. Deciding is `approvals`', and comes back through
`procedures.py`. "You may not" is PermissionDenied, "it is too late" and "it cannot be" are Conflict, in words."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from approvals import services as approvals
from approvals.chains import ChainStep, chain_of_route
from approvals.enums import OPEN_RUNS
from approvals.looking import look_again
from approvals.matters import database_day, database_time, lock_people, lock_person
from approvals.models import Run
from audit.actors import SYSTEM, Actor
from audit.services import Values, record_many
from people.bulk import update_all
from people.models import Employer, Professional, Title
from people.titles import group_of_level, title_on
from records.questions import Question
from ui.errors import Conflict
from ui.formatting import date_text
from verification.cases import Figures, columns_of, same, short_words, void_taken_back
from verification.cycles import asking
from verification.cycles.access import is_requester, keeps, may_ask
from verification.cycles.asking import Facts, Outlook
from verification.cycles.enums import CYCLE_MOVES, CycleState
from verification.enums import Kind, Way
from verification.models import CYCLE, CycleCase, Verification

TAKEN_BACK = "复验决定已收回"
"""Kept with the void, in the language of the trail."""
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
        _require_keeps(actor, professional)
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
    return Grounds(asking.records_of([each.pk for each in people]), _already(people))


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
            _require_keeps(actor, person, prepared.employer)
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
        raise Conflict(_("%(name)s is short: %(lines)s.") % _short(professional, outlook.short))
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
        _require_state(locked, *CYCLE_MOVES["resubmit"].allowed_from)
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


# What follows a decision (verification.cycles.procedures)


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
                % _short(case.professional, now[case.pk].short)
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
        .filter(professional__in=list(professionals))
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


# What the verbs share


def require_facts(
    professional: Professional, on: datetime.date, places: dict[int, str] | None = None
) -> tuple[Facts, Title, Employer]:
    found = asking.facts_of(professional, on, places)
    if found is not None:
        return found
    if title_on(professional, on) is None:
        raise Conflict(
            _("The years of a cycle begin with the present title, and none is entered for %(name)s.")
            % {"name": professional}
        )
    raise Conflict(
        _("Who verifies follows from your employer, and you have none here. Ask one to take you on, then apply.")
    )


def require_years(outlook: Outlook) -> None:
    """Without a year there is no cycle (B9): the day on which there is one, or the article that ended it."""
    if outlook.has_years:
        return
    if outlook.possible_from is not None:
        raise Conflict(
            _(
                "There is no full year in the present title yet. A cycle is possible from %(day)s on"
                " (穗人社函〔2016〕755号 一(一))."
            )
            % {"day": date_text(outlook.possible_from)}
        )
    if outlook.has_ended:
        raise Conflict(
            _(
                "From 2017 on cycles are no longer verified: every year is verified by itself"
                " (穗人社函〔2016〕755号 四)."
            )
        )
    raise Conflict(_("At the place of the employer cycles are not verified; they were in Guangzhou until 2016."))


def require_new(professional: Professional, outlook: Outlook, known: Collection[tuple[int, int]] | None = None) -> None:
    if (professional.pk, outlook.years[-1]) in (_already([professional]) if known is None else known):
        raise Conflict(_already_words(professional, outlook))


def foreseen_steps(outlook: Outlook, employer: Employer, level: str) -> list[ChainStep]:
    """Who would decide, for the page before it is sent; nothing where the rules name nobody."""
    try:
        return chain_for(outlook.facts, employer, level)
    except Conflict:
        return []


def chain_for(facts: Facts, employer: Employer, applying_for: str) -> list[ChainStep]:
    answer = asking.route(facts, employer, applying_for)
    if "steps" not in answer:
        raise Conflict(
            _("The rules name nobody who verifies the cycles of %(employer)s (穗人社函〔2016〕755号 二(四)).")
            % {"employer": employer}
        )
    return chain_of_route(answer, employer=employer, industry=facts.industry, on=facts.asked_on)


def approvals_run(case: CycleCase) -> Run:
    return Run.objects.of_subject(CYCLE, case).order_by("-pk")[0]


def _require_keeps(actor: Actor, professional: Professional, employer: Employer | None = None) -> None:
    if employer is None:
        employer = asking.employer_of(professional)
    if employer is None or not keeps(actor, employer):
        raise PermissionDenied(_("Everybody applies for the own cycle; HR for its own people."))


def _already(people: Sequence[Professional]) -> set[tuple[int, int]]:
    """People and last years of cycles that are under verification or verified."""
    numbers = [each.pk for each in people]
    open_cases = CycleCase.objects.open().filter(professional__in=numbers).order_by()
    verified = Verification.objects.standing().filter(professional__in=numbers, kind=Kind.CYCLE).order_by()
    return {
        *open_cases.values_list("professional_id", "last_year"),
        *verified.values_list("professional_id", "last_year"),
    }


def _already_words(professional: Professional, outlook: Outlook) -> str:
    told = {"years": outlook.period, "name": professional}
    return _("The cycle %(years)s of %(name)s is under verification, or verified already.") % told


def _short(professional: Professional, short: Mapping[str, Decimal]) -> Values:
    return {"name": professional, "lines": short_words(short)}


def move_many(
    cases: Collection[CycleCase], action: str, *, actor: Actor, reason: str = "", also: Sequence[str] = ()
) -> None:
    """Apply one row of CYCLE_MOVES to locked cases, all or none."""
    rule = CYCLE_MOVES[action]
    _require_states(cases, action)
    changes: list[tuple[CycleCase, Values, Values]] = []
    for case in cases:
        before = {"state": str(case.state)}
        case.state = rule.to
        changes.append((case, before, facts_kept(case)))
    update_all(list(cases), ["state", *also])
    record_many(rule.recorded_as, changes, actor=actor, reason=reason)


def _require_states(cases: Collection[CycleCase], action: str) -> None:
    for case in cases:
        _require_state(case, *CYCLE_MOVES[action].allowed_from)


def _require_state(case: CycleCase, *states: CycleState) -> None:
    if case.state not in states:
        raise Conflict(
            _("The cycle %(years)s of %(name)s is %(state)s by now.")
            % {"years": case.years, "name": case.professional, "state": case.get_state_display()}
        )


def facts_kept(case: CycleCase) -> Values:
    """What the trail keeps."""
    return {
        "state": str(case.state),
        "years": case.years,
        "applying_for": str(case.applying_for),
        "occasion": str(case.occasion),
        "asked_on": case.asked_on,
        "counted": case.figures["counted"],
        "short": case.figures["short"],
        "version": case.version,
    }


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
