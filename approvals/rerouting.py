"""What becomes of a person's open matters when the person has another employer."""

from __future__ import annotations

import datetime

from approvals.chains import standing_body
from approvals.enums import UNDECIDED_STEPS, By
from approvals.models import Run, RunQuerySet, Step
from approvals.services import reroute
from audit.actors import Actor
from people.models import Employer, Organization, Professional
from ui.errors import Conflict


def runs_laid_for(professional: Professional, employer: Employer) -> RunQuerySet:
    """Open matters of the person whose chain is that of this employer."""
    return Run.objects.open().about(professional).filter(employer=employer)


def reroute_runs(professional: Professional, *, old: Employer, new: Employer, on: datetime.date, actor: Actor) -> int:
    """Every undecided step goes to the body that stands there for the new employer. What was decided stays decided."""
    runs = list(runs_laid_for(professional, old))
    steps = Step.objects.filter(run__in=runs, state__in=UNDECIDED_STEPS).select_related("organization")
    bodies: dict[int, dict[int, Organization | None]] = {run.pk: {} for run in runs}
    for step in steps:
        bodies[step.run_id][step.position] = _new_body(step, professional, new, on)
    return reroute(runs, bodies, employer=new, actor=actor)


def _new_body(step: Step, professional: Professional, employer: Employer, on: datetime.date) -> Organization | None:
    """Where nobody stands for the new employer yet, the body that has the step keeps it."""
    try:
        return standing_body(By(step.by), employer=employer, industry=professional.industry, on=on)
    except Conflict:
        return step.organization
