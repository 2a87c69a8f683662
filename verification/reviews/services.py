"""Everything that happens to an annual review. Deciding is `approvals`', and comes back through `procedures.py`.

"You may not" is PermissionDenied, "it is too late" and "that way is not open" are Conflict, in words.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from approvals import services as approvals
from approvals.chains import ChainStep, chain_of_route, standing_body
from approvals.enums import Act, Action, By
from approvals.matters import database_day, lock_matters, lock_person
from approvals.models import Run
from audit.actors import Actor
from audit.services import Values, record, record_many
from people.models import Employer, Professional
from people.professionals.queries import present_employment
from people.supervision import employer_facts, place_of
from people.titles import title_level_on
from records.ledger.standing import Standing, careers_of
from records.questions import person_question, route_of
from ui.errors import Conflict
from verification.cases import Figures, columns_of, digest_of, same, void_taken_back
from verification.enums import Kind, Way
from verification.models import (
    ANNUAL_REVIEW,
    EligibilityCancellation,
    RealTimeWish,
    ReviewCase,
    Verification,
)
from verification.reviews.access import keeps_employer, may_ask
from verification.reviews.declarations import appointment_over, filing_of
from verification.reviews.enums import CASE_MOVES, CaseState, Filing, Mode, Occasion, Purpose, Sex
from verification.reviews.figures import figures_of, present_figures
from verification.reviews.judging import Case
from verification.reviews.texts import sentence
from verification.reviews.timing import form_timing_of, timing_of

TAKEN_BACK = "decision taken back"
BODY_TERM = 10
"""Working days for the review body outside of the concentrated review. Our own figure: the notice names none."""


@dataclass(frozen=True)
class FormSaid:
    """What a 电子登记表 says that the system does not know."""

    purpose: Purpose
    sex: Sex
    born_on: datetime.date
    profession: str


# Filing


def file_form(professional: Professional, said: FormSaid, *, actor: Actor) -> Run:
    """填报电子登记表: the person, or, where the employer files on paper, HR from the sheet that was handed in.

    Which year is judged, and whether the review is concentrated or supplementary, follows from the day. Side effects,
    in order: the case with its figures; audit; the run with its first step at the employer.
    """
    with transaction.atomic():
        lock_person(professional)
        employer = employer_of(professional)
        _require_may_file(actor, professional, employer)
        today = database_day()
        place = place_of(employer, today)
        timing, form_timing = timing_of(place, today), form_timing_of(place, today)
        if timing is None or form_timing is None:
            raise Conflict(_("At the place of %(employer)s there is no annual review.") % {"employer": employer})
        require_eligible(professional, today.year)
        chain = chain_for(professional, employer, on=today, is_open=timing.occasion == Occasion.CONCENTRATED)
        case = new_case(professional, employer, timing.study_year, timing.occasion, said, today, actor)
        if timing.occasion == Occasion.CONCENTRATED:  # afterwards nobody waits for the form any more
            case.days_late = form_timing.days_late
        return open_case(case, chain, actor=actor)


def new_case(
    professional: Professional,
    employer: Employer,
    year: int,
    occasion: Occasion,
    said: FormSaid,
    today: datetime.date,
    actor: Actor,
) -> ReviewCase:
    require_unreviewed(professional, year)
    judged = Case(professional, year).single
    if judged is None:
        raise Conflict(_("No rule set of your place covers the year %(year)s.") % {"year": year})
    return ReviewCase(
        professional=professional,
        employer=employer,
        area=employer.area,
        study_year=year,
        occasion=occasion,
        purpose=said.purpose,
        sex=said.sex,
        born_on=said.born_on.replace(day=1),
        profession=said.profession,
        filed_on=today,
        filed_by_id=actor.user_id,
        figures=figures_of(judged),
    )


def open_case(case: ReviewCase, chain: Sequence[ChainStep], *, actor: Actor, comment: str = "") -> Run:
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError as error:
        raise Conflict(_("This year is under review already.")) from error
    record("review_case.filed", case, actor=actor, after=facts_of(case))
    return approvals.open_run(
        ANNUAL_REVIEW,
        case,
        chain,
        actor=actor,
        professional=case.professional,
        employer=case.employer,
        area=case.employer.area,
        comment=comment,
    )


def amend_form(case: ReviewCase, said: FormSaid, *, actor: Actor, comment: str = "") -> Run:
    """Send a returned form again, with what counts now. It begins with the employer again if anything of it is new.

    Side effects, in order: the case; audit; the run goes on.
    """
    with transaction.atomic():
        lock_person(case.professional)
        locked = ReviewCase.objects.locked().select_related("professional").get(pk=case.pk)
        if not is_filer(actor, locked):
            raise PermissionDenied(_("Only who filed the form changes it."))
        _require_state(locked, *CASE_MOVES["resubmit"].allowed_from)
        judged = Case(locked.professional, locked.study_year).single
        if judged is None:
            raise Conflict(_("No rule set of your place covers the year %(year)s.") % {"year": locked.study_year})
        before = _told_by(locked)
        locked.purpose, locked.sex, locked.profession = said.purpose, said.sex, said.profession
        locked.born_on, locked.figures = said.born_on.replace(day=1), figures_of(judged)
        if before != _told_by(locked):
            locked.version += 1
        locked.save()
        move_many([locked], "resubmit", actor=actor)
        return approvals.resubmit(run_of(locked), actor=actor, comment=comment)


# Deciding


def agree(run: Run, *, version: int, mode: Mode, digest: str, actor: Actor, comment: str = "") -> Run:
    """审定: the reviewer chooses over what is judged, and agrees to the figures that were on the screen.

    Side effects, in order: mode and figures, where they are others than those that were sent; audit; the decision.
    """
    with transaction.atomic():
        for matter in lock_matters([run.pk]):
            approvals.require(matter, Action.APPROVE, actor)
            case: ReviewCase = matter.subject
            before = {"mode": str(case.mode), "figures": case.figures}
            _choose(case, mode)
            now = present_figures([case]).get(case.pk)
            if now is None or digest_of(now) != digest:
                raise Conflict(
                    _("The hours of %(name)s have changed since you opened this. Look at the new figures, then decide.")
                    % {"name": case.professional}
                )
            case.figures = now
            if before != (after := {"mode": str(case.mode), "figures": now}):
                case.save(update_fields=["mode", "appointment", "figures"])
                record("review_case.figures_seen", case, actor=actor, before=before, after=after)
        return approvals.approve(run, version=version, actor=actor, comment=comment)


def _choose(case: ReviewCase, mode: Mode) -> None:
    """The average only where the employer has declared an appointment (A-48)."""
    appointment = appointment_over(case.professional, case.employer, case.study_year)
    if mode == Mode.CYCLE and appointment is None:
        source = sentence("cycle")
        raise Conflict(
            _("%(employer)s has declared no appointment over %(year)s, so the single year is judged (%(cite)s).")
            % {"employer": case.employer, "year": case.study_year, "cite": source.citation}
        )
    case.mode, case.appointment = mode, appointment if mode == Mode.CYCLE else None


# What follows a decision (verification.reviews.procedures)


def qualify(cases: Collection[ReviewCase], *, actor: Actor) -> None:
    """继续教育审验合格. Refused in words for whoever is short, and where hours have changed since somebody looked.

    Side effects, in order: the verifications, with the figures of this moment; cases; audit; wishes for it end.
    """
    now = present_figures(cases)
    this_year = database_day().year
    for case in cases:
        require_eligible(case.professional, this_year)
        figures = now.get(case.pk)
        if figures is None or not same(figures, case.figures):
            raise Conflict(
                _("The hours of %(name)s have changed since the form was sent. Open the case and look at them.")
                % {"name": case.professional}
            )
        if figures["short"]:
            source = sentence("short")
            raise Conflict(
                _("%(name)s is short of hours and cannot be verified: “%(quote)s” (%(cite)s)")
                % {"name": case.professional, "quote": source.quote, "cite": source.citation}
            )
    careers = careers_of({case.professional_id for case in cases})
    for case in cases:
        standing = careers[case.professional_id].standing_in(case.study_year)
        case.verification = _verification(case, now[case.pk], standing, actor)
        case.save(update_fields=["verification"])
    move_many(cases, "qualify", actor=actor)
    record_many("verification.reviewed", [(_verified(each), None, facts_of(each)) for each in cases], actor=actor)
    for case in cases:
        wishes = RealTimeWish.objects.filter(professional=case.professional, study_year=case.study_year)
        wishes.filter(ended_at=None).update(ended_at=Now())


def _verified(case: ReviewCase) -> Verification:
    assert case.verification is not None  # `qualify` has just written it
    return case.verification


def refuse(cases: Collection[ReviewCase], *, actor: Actor, reason: str = "") -> None:
    move_many(cases, "refuse", actor=actor, reason=reason)


def give_back(cases: Collection[ReviewCase], *, actor: Actor, reason: str = "") -> None:
    move_many(cases, "return", actor=actor, reason=reason)


def close_withdrawn(cases: Collection[ReviewCase], *, actor: Actor) -> None:
    move_many(cases, "withdraw", actor=actor)


def take_back(cases: Collection[ReviewCase], *, actor: Actor) -> None:
    """The reviewer takes back the own decision: what was verified thereby stands no longer, and the case waits again.

    Side effects, in order: voids; cases; audit.
    """
    verified = void_taken_back(cases, facts_of, reason=TAKEN_BACK, actor=actor)
    move_many(cases, "undo", actor=actor)
    for case in verified:
        case.save(update_fields=["verification"])


def _verification(case: ReviewCase, figures: Figures, standing: Standing, actor: Actor) -> Verification:
    of_person = Verification.objects.filter(professional=case.professional, kind=Kind.REVIEW, last_year=case.study_year)
    if of_person.standing().exists():
        raise Conflict(
            _("%(year)s of %(name)s is verified already.") % {"year": case.study_year, "name": case.professional}
        )
    return Verification.objects.create(
        professional=case.professional,
        kind=Kind.REVIEW,
        way=Way.REVIEW,
        first_year=figures["years"][0],
        last_year=case.study_year,
        round=of_person.count(),
        employer=case.employer,
        area=case.area,
        place=standing.place,
        industry=standing.industry,
        title_level=standing.title_level,
        verified_by_id=actor.user_id,
        **columns_of(figures),
    )


# What the verbs share


def chain_for(professional: Professional, employer: Employer, *, on: datetime.date, is_open: bool) -> list[ChainStep]:
    """Who checks and who reviews (`route`). The day of the concentrated review binds only while that lasts."""
    question = {
        "ask": "route",
        "procedure": ANNUAL_REVIEW,
        "place": place_of(employer, on),
        "year": on.year,
        "person": person_question(title_level_on(professional, on), professional.industry),
        "employer": employer_facts(employer),
    }
    answer = route_of(question)
    if "steps" not in answer:
        raise Conflict(_("At the place of %(employer)s there is no annual review.") % {"employer": employer})
    steps = answer["steps"]
    if not is_open:
        steps = [{name: value for name, value in step.items() if name != "due"} for step in steps]
    return chain_of_route(answer | {"steps": steps}, employer=employer, industry=professional.industry, on=on)


def real_time_chain(professional: Professional, employer: Employer, *, on: datetime.date) -> list[ChainStep]:
    """The training centre of the city alone (XZ16 二.4(3))."""
    body = standing_body(By.CITY, employer=employer, industry=professional.industry, on=on)
    source = sentence("real_time")
    return [
        ChainStep(by=By.CITY, act=Act.REVIEW, organization=body, term=BODY_TERM, rule=source.rule, cite=source.cite)
    ]


def employer_of(professional: Professional) -> Employer:
    employment = present_employment(professional)
    if employment is None:
        raise Conflict(
            _("Who decides follows from your employer, and you have none here. Ask one to take you on, then send this.")
        )
    return employment.employer


def _require_may_file(actor: Actor, professional: Professional, employer: Employer) -> None:
    if professional.user_id == actor.user_id and may_ask(actor):
        if filing_of(employer) == Filing.PAPER:
            raise Conflict(
                _("%(employer)s files on paper: hand your form to HR, who enters it here.") % {"employer": employer}
            )
        return
    if professional.user_id == actor.user_id or not keeps_employer(actor, employer):
        raise PermissionDenied(_("Everybody files the own form."))
    if filing_of(employer) == Filing.ELECTRONIC:
        raise Conflict(
            _("%(employer)s files electronically: %(name)s files the form here, and you check it.")
            % {"employer": employer, "name": professional}
        )


def is_filer(actor: Actor, case: ReviewCase) -> bool:
    if actor.user_id is None:
        return False
    return actor.user_id in (case.filed_by_id, case.professional.user_id if case.filed_by_id is None else None)


def require_unreviewed(professional: Professional, year: int) -> None:
    standing = Verification.objects.standing().filter(professional=professional, kind=Kind.REVIEW)
    if standing.of_year(year).filter(last_year=year).exists():
        raise Conflict(_("%(year)s of %(name)s is verified already.") % {"year": year, "name": professional})
    if ReviewCase.objects.open().filter(professional=professional, study_year=year).exists():
        raise Conflict(_("This year is under review already."))


def require_eligible(professional: Professional, year: int) -> None:
    """Whose fraud was confirmed is reviewed for nothing in that year (S-7)."""
    if EligibilityCancellation.objects.filter(professional=professional, year=year).exists():
        source = sentence("fraud")
        raise Conflict(
            _("In %(year)s nothing can be applied for: “%(quote)s” (%(cite)s)")
            % {"year": year, "quote": source.quote, "cite": source.citation}
        )


def run_of(case: ReviewCase) -> Run:
    return Run.objects.of_subject(ANNUAL_REVIEW, case).order_by("-pk")[0]


def move_many(cases: Collection[ReviewCase], action: str, *, actor: Actor, reason: str = "") -> None:
    """Apply one row of CASE_MOVES to locked cases, all or none."""
    rule = CASE_MOVES[action]
    changes: list[tuple[ReviewCase, Values, Values]] = []
    for case in cases:
        _require_state(case, *rule.allowed_from)
        before = {"state": str(case.state)}
        case.state = rule.to
        changes.append((case, before, facts_of(case)))
    ReviewCase.objects.filter(pk__in=[case.pk for case in cases]).update(state=rule.to)
    record_many(rule.recorded_as, changes, actor=actor, reason=reason)


def _told_by(case: ReviewCase) -> tuple[object, ...]:
    """Of what whoever checked it would have to look again, were it another."""
    return case.purpose, case.sex, case.born_on, case.profession, digest_of(case.figures)


def _require_state(case: ReviewCase, *states: CaseState) -> None:
    if case.state not in states:
        raise Conflict(
            _("The review of %(year)s of %(name)s is %(state)s by now.")
            % {"year": case.study_year, "name": case.professional, "state": case.get_state_display()}
        )


def facts_of(case: ReviewCase) -> Values:
    """What the trail keeps."""
    return {
        "state": str(case.state),
        "year": case.study_year,
        "occasion": str(case.occasion),
        "purpose": str(case.purpose),
        "mode": str(case.mode),
        "counted": case.figures["counted"],
        "short": case.figures["short"],
        "version": case.version,
    }
