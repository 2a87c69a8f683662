"""Who may run the year-end batch, halt it, and void a verification."""

from __future__ import annotations

from dataclasses import replace

from audit.actors import SYSTEM, Actor

READS_ALL = "verification.read_all"
RUNS_BATCH = "verification.run_batch"
VOIDS = "verification.void"
SPOT_CHECKS = "verification.spot_check"
DASHBOARD = "verification.dashboard"
TRIES_RULES = "verification.try_rules"
ACCEPTS_DAYS = "verification.accept_days"


def may_run_batch(actor: Actor, area: str) -> bool:
    """Of one's own area or a part of it; the whole for who looks after the system."""
    return actor.can(RUNS_BATCH) and area.startswith(actor.area)


def may_see_batches(actor: Actor) -> bool:
    return actor.can(RUNS_BATCH) or actor.can(READS_ALL)


def may_see_spot_checks(actor: Actor) -> bool:
    return (actor.can(SPOT_CHECKS) and bool(actor.area)) or actor.can(READS_ALL)


def may_see_dashboard(actor: Actor) -> bool:
    return (actor.can(DASHBOARD) and bool(actor.area)) or actor.can(READS_ALL)


def may_try_rules(actor: Actor) -> bool:
    return actor.can(TRIES_RULES)


def may_accept_days(actor: Actor) -> bool:
    """验证盖章: on the verification days of its bureau (ST14 五(二)2)."""
    return actor.can(ACCEPTS_DAYS) and actor.organization_id is not None


CLOCK = replace(SYSTEM, capabilities=SYSTEM.capabilities | {RUNS_BATCH})
"""The system itself, on December 31 and behind `manage.py year_end`."""
