"""Filing a class plan (开班备案), and what follows the decision on it. Deciding is `approvals`' business.

Each verb locks, checks, writes and records in one transaction. A plan that is under way is locked by way of its run, in
the order of every decision: the run first, then the class.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from approvals import services as approvals
from approvals.enums import Action
from approvals.matters import database_day, database_time, lock_matters
from approvals.models import Run
from approvals.queries import matter_of, with_history
from audit.actors import Actor
from audit.services import Values, record
from courses.classes.access import files_for, may_file
from courses.classes.makeups import why_no_makeup
from courses.classes.rulings import REFUSED, Chain, Ruling, chain_of_plan, plan_deadline, results_deadline
from courses.enums import CLASS_MOVES, ClassState
from courses.models import CLASS_PLAN, LostCommission, TrainingClass
from people.models import Institution
from ui.errors import Conflict
from ui.formatting import date_text

OF_PLAN = (
    *("category", "industry", "line", "makeup_for", "course", "title", "content", "hours", "mandatory_hours", "form"),
    *("starts_on", "ends_on", "days", "division", "venue", "expected_number", "capacity", "enrol_until"),
    *("teachers", "textbook", "exam_form", "fee", "fee_basis", "contact", "phone", "notes"),
)
"""What the 开班备案表 asks for (附件3, rulebook §10a); what a form may say of a class."""


# Drafts


@transaction.atomic
def draft_class(institution: Institution, said: Mapping[str, Any], *, actor: Actor) -> TrainingClass:
    """A plan that nobody but the institution sees. Side effects, in order: the row; audit."""
    if not may_file(actor) or actor.organization_id != institution.pk:
        raise PermissionDenied(_("An institution files its own classes."))
    draft = TrainingClass(institution=institution, area=institution.area, created_by_id=actor.user_id)
    put(draft, said)
    draft.save()
    record("class.drafted", draft, actor=actor, after=facts_of(draft))
    return draft


@transaction.atomic
def amend_class(training_class: TrainingClass, said: Mapping[str, Any], *, actor: Actor) -> TrainingClass:
    """Change a draft, or a plan that was returned; it is sent again from its page. Side effects: the row; audit."""
    require_filer(actor, training_class)
    if training_class.state != ClassState.DRAFT:
        _lock_returned(training_class, actor=actor)
    locked = lock_class(training_class)
    if training_class.state == ClassState.DRAFT:
        require_state(locked, ClassState.DRAFT)
    before = facts_of(locked)
    put(locked, said)
    locked.version += 1
    locked.save()
    record("class.amended", locked, actor=actor, before=before, after=facts_of(locked))
    return locked


@transaction.atomic
def discard_class(training_class: TrainingClass, *, actor: Actor) -> None:
    """A draft was never sent: it is taken away, and the trail says so. One that was withdrawn has a history."""
    require_filer(actor, training_class)
    locked = lock_class(training_class)
    if locked.state != ClassState.DRAFT or run_of(locked) is not None:
        raise Conflict(_("Only a draft that was never sent can be discarded."))
    record("class.discarded", locked, actor=actor, before=facts_of(locked))
    locked.delete()


# Filing


def file_class(training_class: TrainingClass, *, actor: Actor, comment: str = "") -> Run:
    """Send the plan to those who take it. Refused in words where it is too late, or the commission is lost.

    Side effects, in order: state and day of filing; audit; the run with its first step.
    """
    with transaction.atomic():
        require_filer(actor, training_class)
        locked = lock_class(training_class)
        require_state(locked, ClassState.DRAFT)
        today = database_day()
        require_commission(locked)
        require_makeup(locked)
        ruling = require_in_time(locked, filed_on=today, today=today)
        chain = chain_of_plan(locked, on=today)
        locked.filed_on, locked.filing_notice = today, ruling.outcome
        locked.save(update_fields=["filed_on", "filing_notice"])
        move(locked, "file", actor=actor)
        return approvals.open_run(CLASS_PLAN, locked, chain.steps, actor=actor, area=locked.area, comment=comment)


def refile_class(training_class: TrainingClass, *, actor: Actor, comment: str = "") -> Run:
    """Send a returned plan again. It counts as filed on the day it was first filed; it must not have begun."""
    with transaction.atomic():
        require_filer(actor, training_class)
        run = _lock_returned(training_class, actor=actor)
        locked = lock_class(training_class)
        today = database_day()
        assert locked.filed_on is not None  # filed with its run
        require_commission(locked)
        require_makeup(locked)
        ruling = require_in_time(locked, filed_on=locked.filed_on, today=today)
        _require_same_bodies(run, chain_of_plan(locked, on=today))
        locked.filing_notice = ruling.outcome
        locked.save(update_fields=["filing_notice"])
        return approvals.resubmit(run, actor=actor, comment=comment)


def require_returned(training_class: TrainingClass, *, actor: Actor) -> Run:
    """Only what was returned can be amended, and by whoever sent it: asked before the form is filled in."""
    run = run_of(training_class)
    if run is None or training_class.state != ClassState.FILED:
        raise Conflict(_("Only a draft can be sent, or what was returned to you."))
    approvals.require(matter_of(with_history(Run.objects.filter(pk=run.pk)).get()), Action.RESUBMIT, actor)
    return run


def _lock_returned(training_class: TrainingClass, *, actor: Actor) -> Run:
    run = require_returned(training_class, actor=actor)
    matter = lock_matters([run.pk])[0]
    approvals.require(matter, Action.RESUBMIT, actor)
    return matter.run


def _require_same_bodies(run: Run, chain: Chain) -> None:
    """A chain stays as it was laid. Another category or industry has other bodies: that is another plan."""
    laid = list(run.steps.order_by("position").values_list("by", flat=True))
    if laid != [str(step.by) for step in chain.steps]:
        raise Conflict(_("By what you changed, other bodies decide. Withdraw this plan, then send it anew."))


# What follows a decision (courses.classes.procedures)


def publish_class(training_class: TrainingClass, *, actor: Actor) -> None:
    """All have agreed: everybody sees the class, and people may enrol. Side effects: state, days; audit."""
    training_class.published_at = database_time()
    training_class.results_due_on = results_deadline(training_class).due
    training_class.save(update_fields=["published_at", "results_due_on"])
    move(training_class, "publish", actor=actor)


def refuse_class(training_class: TrainingClass, *, actor: Actor, reason: str = "") -> None:
    move(training_class, "refuse", actor=actor, reason=reason)


def take_class_back(training_class: TrainingClass, *, actor: Actor) -> None:
    """Withdrawn by the institution: it is a draft again, and filed anew counts from that day."""
    training_class.filed_on, training_class.filing_notice = None, ""
    training_class.save(update_fields=["filed_on", "filing_notice"])
    move(training_class, "take_back", actor=actor)


# What must hold


def require_filer(actor: Actor, training_class: TrainingClass) -> None:
    if not files_for(actor, training_class):
        raise PermissionDenied(_("An institution files its own classes."))


def require_state(training_class: TrainingClass, *states: ClassState) -> None:
    if training_class.state not in states:
        raise Conflict(
            _("“%(class)s” is %(state)s by now. Its page shows what happened.")
            % {"class": training_class.title, "state": training_class.get_state_display()}
        )


def require_commission(training_class: TrainingClass) -> None:
    why = why_without_commission(training_class)
    if why:
        raise Conflict(why)


def why_without_commission(training_class: TrainingClass) -> str:
    """S-5: who did not deliver its plan is not commissioned in the next year (ST14 四(三))."""
    year = training_class.starts_on.year
    lost = LostCommission.objects.filter(institution_id=training_class.institution_id, year=year).first()
    if lost is None:
        return ""
    return _("The commission for %(year)s was withdrawn (S-5, ST14 四(三)): %(reason)s") % {
        "year": year,
        "reason": lost.reason,
    }


def require_makeup(training_class: TrainingClass) -> None:
    """ST14 四(六): the courses that the notice names, each for its year, by who is commissioned for them, in 2014."""
    why = why_no_makeup(training_class)
    if why:
        raise Conflict(why)


def require_in_time(training_class: TrainingClass, *, filed_on: datetime.date, today: datetime.date) -> Ruling:
    ruling = plan_deadline(training_class, filed_on=filed_on)
    why = why_too_late(training_class, ruling, today)
    if why:
        raise Conflict(why)
    return ruling


def why_too_late(training_class: TrainingClass, ruling: Ruling, today: datetime.date) -> str:
    if ruling.outcome == REFUSED and ruling.due is not None:
        told = {"date": date_text(ruling.due), "cite": ruling.reason.citation if ruling.reason else _("our own rule")}
        return _("It is too late: such a plan is filed by %(date)s (%(cite)s). Choose a later first day.") % told
    if training_class.starts_on <= today:
        return _("The first day must lie after today.")
    return ""


# What the verbs share


def put(training_class: TrainingClass, said: Mapping[str, Any]) -> None:
    unknown = said.keys() - {*OF_PLAN}
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: no part of a class plan")
    for name, value in said.items():
        setattr(training_class, name, value)


def lock_class(training_class: TrainingClass) -> TrainingClass:
    locked = TrainingClass.objects.locked().select_related("institution__division", "course")
    return locked.get(pk=training_class.pk)


def run_of(training_class: TrainingClass) -> Run | None:
    """The newest: one that was withdrawn may be followed by another."""
    return Run.objects.of_subject(CLASS_PLAN, training_class).order_by("-pk").first()


def move(training_class: TrainingClass, action: str, *, actor: Actor, reason: str = "") -> None:
    """Apply one row of CLASS_MOVES to a locked class."""
    rule = CLASS_MOVES[action]
    require_state(training_class, *rule.allowed_from)
    before = {"state": str(training_class.state)}
    training_class.state = rule.to
    training_class.save(update_fields=["state"])
    record(rule.recorded_as, training_class, actor=actor, before=before, after=facts_of(training_class), reason=reason)


def facts_of(training_class: TrainingClass, names: tuple[str, ...] = OF_PLAN) -> Values:
    """What the trail keeps; rows of other tables by name."""
    facts = {name: getattr(training_class, name) for name in names}
    plain = {name: str(value) if isinstance(value, models.Model) else value for name, value in facts.items()}
    return {"state": str(training_class.state), **plain, "version": training_class.version}
