"""Who may register, change and look at records. Which rows one sees is answered by `visible_to`; who decides about a
record is asked of `approvals.access`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.actors import Actor

if TYPE_CHECKING:
    from records.models import LearningRecord

READS_ALL = "records.read_all"
LOGS = "records.log"
REGISTERS = "records.register"
UPLOADS_RESULTS = "records.upload_results"
MANAGES_FEEDS = "records.manage_feeds"


def may_log(actor: Actor) -> bool:
    """One's own hours, in the hat of a professional."""
    return actor.can(LOGS) and actor.user_id is not None


def may_register_for_staff(actor: Actor) -> bool:
    return actor.can(REGISTERS) and actor.organization_id is not None


def is_registrant(actor: Actor, record: LearningRecord) -> bool:
    """Whoever registered the record, in the hat of then, or a colleague in that hat: they may amend and withdraw it."""
    if actor.user_id is None:
        return False
    if record.registered_for_id is not None:
        return may_register_for_staff(actor) and record.registered_for_id == actor.organization_id
    return may_log(actor) and record.professional.user_id == actor.user_id


def may_look_at_years(actor: Actor) -> bool:
    """Of others: whoever reads their details."""
    return actor.can("people.read_professionals") or actor.can(READS_ALL)


def keeps_years_of_staff(actor: Actor) -> bool:
    """HR's view of who is short of what, reminders, and the training spend."""
    return may_register_for_staff(actor)
