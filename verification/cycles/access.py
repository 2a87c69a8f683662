"""Who applies for a cycle. Who decides about a case is asked of `approvals.access`."""

from __future__ import annotations

from audit.actors import Actor
from people.models import Employer
from people.models.divisions import CODE_LENGTH
from people.models.professionals import BUREAU_ROLES
from rules.calculator.vocabulary import cycle_around
from verification.access import READS_ALL
from verification.models import CycleCase

ASKS = "verification.ask_cycle"
ASKS_FOR_STAFF = "verification.ask_cycle_for_staff"


def may_ask(actor: Actor) -> bool:
    """For oneself, in the hat of a professional."""
    return actor.can(ASKS) and actor.user_id is not None


def may_ask_for_staff(actor: Actor) -> bool:
    """As HR of an employer, or as the agency that holds its files."""
    return actor.can(ASKS_FOR_STAFF) and actor.organization_id is not None


def keeps(actor: Actor, employer: Employer) -> bool:
    return may_ask_for_staff(actor) and actor.organization_id in (employer.pk, employer.files_held_by_id)


def may_list(actor: Actor) -> bool:
    """Cases of others: HR, bureaus, whoever reads everything."""
    return may_ask_for_staff(actor) or is_bureau(actor) or actor.can(READS_ALL)


def is_bureau(actor: Actor) -> bool:
    return bool(actor.area) and actor.hat in BUREAU_ROLES


def is_requester(actor: Actor, case: CycleCase) -> bool:
    """Whoever sent it amends and withdraws it."""
    if actor.user_id is None or actor.user_id != case.registered_by_id:
        return False
    return may_ask(actor) if case.registered_for_id is None else actor.organization_id == case.registered_for_id


def looks_at_cycles(actor: Actor) -> bool:
    """In the menu: bureaus of a place that had cycles, and whoever reads everything. Everybody else comes from the home
    page, which knows who has to do with one."""
    if actor.can(READS_ALL):
        return True
    return is_bureau(actor) and cycle_around(actor.area.ljust(CODE_LENGTH, "0")) is not None
