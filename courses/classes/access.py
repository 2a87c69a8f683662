"""Who may do what with class plans, and who keeps an eye on them. Whether it is the time for it is another question."""

from __future__ import annotations

from approvals.access import DECIDES
from audit.actors import Actor
from courses.access import FILES_CLASSES, INSPECTS, READS_ALL
from courses.models import TrainingClass
from people.models import Institution


def may_file(actor: Actor) -> bool:
    return actor.can(FILES_CLASSES) and actor.organization_id is not None


def files_for(actor: Actor, training_class: TrainingClass) -> bool:
    return may_file(actor) and actor.organization_id == training_class.institution_id


def may_inspect(actor: Actor, training_class: TrainingClass) -> bool:
    """The bureau of the institution, and those above."""
    return actor.can(INSPECTS) and bool(actor.area) and training_class.area.startswith(actor.area)


def may_withdraw_commission(actor: Actor, institution: Institution) -> bool:
    return actor.can(INSPECTS) and bool(actor.area) and institution.area.startswith(actor.area)


def may_list(actor: Actor) -> bool:
    """The institution its own; officers what they decide upon or watch over; auditors all."""
    return may_file(actor) or actor.can(INSPECTS) or is_deciding_officer(actor) or actor.can(READS_ALL)


def is_deciding_officer(actor: Actor) -> bool:
    """An authority or a bureau: their hats decide, and answer for an area."""
    return actor.can(DECIDES) and bool(actor.area)
