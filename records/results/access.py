"""Into which classes somebody enters results."""

from __future__ import annotations

from approvals.access import DECIDES, may_read_area
from audit.actors import Actor
from courses.access import READS_ALL
from courses.models import TrainingClass
from courses.models.classes import TrainingClassQuerySet
from records.access import UPLOADS_RESULTS


def classes_with_results_by(actor: Actor) -> TrainingClassQuerySet:
    """Those published of the institution whose hat is worn."""
    if not actor.can(UPLOADS_RESULTS) or actor.organization_id is None:
        return TrainingClass.objects.none()
    return TrainingClass.objects.published().filter(institution_id=actor.organization_id)


def may_enter_results(actor: Actor) -> bool:
    return actor.can(UPLOADS_RESULTS) and actor.organization_id is not None


def may_see_late(actor: Actor) -> bool:
    """The bureau of the area, and auditors."""
    return may_read_area(actor) or actor.can(READS_ALL)


def may_see_corrections(actor: Actor) -> bool:
    """Whoever decides for a body."""
    return actor.can(DECIDES) and actor.organization_id is not None


def may_read_roster(actor: Actor, training_class: TrainingClass) -> bool:
    """As a whole: the institution, the bureau of its area, auditors."""
    if may_enter_results(actor) and training_class.institution_id == actor.organization_id:
        return True
    is_of_area = may_read_area(actor) and training_class.area.startswith(actor.area)
    return is_of_area or actor.can(READS_ALL)
