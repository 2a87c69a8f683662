"""Into which classes somebody enters results."""

from __future__ import annotations

from audit.actors import Actor
from courses.models import TrainingClass
from courses.models.classes import TrainingClassQuerySet
from records.access import UPLOADS_RESULTS


def classes_with_results_by(actor: Actor) -> TrainingClassQuerySet:
    """Those published of the institution whose hat is worn."""
    if not actor.can(UPLOADS_RESULTS) or actor.organization_id is None:
        return TrainingClass.objects.none()
    return TrainingClass.objects.published().filter(institution_id=actor.organization_id)
