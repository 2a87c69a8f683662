"""Who may have somebody let in again. That a bureau has to agree is the approval's business (`approvals.access`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.actors import Actor
from changes.rescues.enums import LostWay

if TYPE_CHECKING:
    from changes.rescues.models import Rescue


def may_ask(actor: Actor) -> bool:
    """HR for its people, heads for their officers (`queries.accounts_cared_for`). No system administrator: alone with
    the power to make links, it could open any account."""
    return actor.can("changes.ask_rescue") and actor.organization_id is not None


def is_asking_side(actor: Actor, rescue: Rescue) -> bool:
    """Whoever asked, or a colleague in the same office; never the owner, whatever the hat."""
    return may_ask(actor) and rescue.organization_id == actor.organization_id and not is_owner(actor, rescue)


def is_owner(actor: Actor, rescue: Rescue) -> bool:
    return actor.user_id is not None and rescue.account_id == actor.user_id


def may_stop(actor: Actor, rescue: Rescue) -> bool:
    """The owner who has lost nothing, or the side that asked. Where somebody else is said to use the account, whoever
    is signed in to it may be just that person, and has no say."""
    if is_owner(actor, rescue):
        return rescue.lost != LostWay.TAKEN_OVER
    return is_asking_side(actor, rescue)
