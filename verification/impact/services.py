"""A draft is kept, and tried over everybody of an area. Neither touches what is in force."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from approvals.matters import database_day
from audit.actors import Actor
from audit.services import record
from jobs.services import start_job
from policies.drafts import draft_shelf
from ui.errors import Conflict
from verification.access import may_try_rules
from verification.models import ImpactRun, RuleDraft

IMPACT_JOB = "policy_impact"
MOST_YEARS = 5


@transaction.atomic
def keep_draft(name: str, text: str, *, actor: Actor) -> RuleDraft:
    """BookFault where it is not sound: nothing is kept then.

    Side effects, in order: the draft; audit.
    """
    _require(may_try_rules(actor))
    found = draft_shelf(text, name)
    draft = RuleDraft.objects.create(
        name=name,
        text=text,
        ruleset=found.book.id,
        base=found.base.id if found.base else "",
        first_year=found.book.first_year,
        area=actor.area,
        made_by_id=actor.user_id,
    )
    record("rule_draft.kept", draft, actor=actor, after={"name": name, "ruleset": draft.ruleset, "base": draft.base})
    return draft


@transaction.atomic
def try_draft(draft: RuleDraft, first_year: int, last_year: int, *, area: str, actor: Actor) -> ImpactRun:
    """Side effects, in order: the trial; audit; its job is queued."""
    _require(may_try_rules(actor) and area.startswith(actor.area))
    if not first_year <= last_year <= database_day().year or last_year - first_year >= MOST_YEARS:
        raise Conflict(_("At most %(most)d years are tried at once, up to this one.") % {"most": MOST_YEARS})
    run = ImpactRun.objects.create(
        draft=draft, first_year=first_year, last_year=last_year, area=area, started_by_id=actor.user_id
    )
    told = {"draft": draft.pk, "first_year": first_year, "last_year": last_year, "area": area}
    record("policy_impact.started", run, actor=actor, after=told)
    run.job = start_job(IMPACT_JOB, {"run": run.pk, "area": area}, actor=actor)
    run.save(update_fields=["job"])
    return run


def finish(run: ImpactRun) -> None:
    ImpactRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=Now())


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied(_("Rules are tried by the head of a bureau, for the own area."))
