"""Who files, declares and sends for reviews. Who decides about a case is asked of `approvals.access`."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.access import DECIDES
from audit.actors import Actor
from people.models import Employer, Professional
from people.models.divisions import CODE_LENGTH
from people.models.professionals import BUREAU_ROLES
from verification.access import READS_ALL
from verification.reviews.timing import has_reviews

ASKS = "verification.ask_review"
KEEPS = "verification.review_staff"


def may_ask(actor: Actor) -> bool:
    """For oneself, in the hat of a professional."""
    return actor.can(ASKS) and actor.user_id is not None


def may_keep(actor: Actor) -> bool:
    """As HR of an employer, or as the agency that holds its files."""
    return actor.can(KEEPS) and actor.organization_id is not None


def decides_reviews(actor: Actor) -> bool:
    """A bureau of an area."""
    return bool(actor.area) and actor.can(DECIDES) and actor.hat in BUREAU_ROLES


def looks_at_reviews(actor: Actor) -> bool:
    """In the menu: bureaus and HR where years are reviewed, and whoever reads everything."""
    if actor.can(READS_ALL):
        return True
    return (decides_reviews(actor) or may_keep(actor)) and _seat_has_reviews(actor)


def is_reviewed(actor: Actor) -> bool:
    """In the menu: people of an employer where years are reviewed."""
    return may_ask(actor) and _seat_has_reviews(actor)


def _seat_has_reviews(actor: Actor) -> bool:
    return bool(actor.seat) and has_reviews(actor.seat.ljust(CODE_LENGTH, "0"), timezone.localdate())


def may_look_at_sheets(actor: Actor) -> bool:
    """Of employers: HR, the review body, whoever reads everything."""
    return may_keep(actor) or decides_reviews(actor) or actor.can(READS_ALL)


def keeps_employer(actor: Actor, employer: Employer) -> bool:
    return may_keep(actor) and actor.organization_id in (employer.pk, employer.files_held_by_id)


def require_keeps(actor: Actor, employer: Employer) -> None:
    if not keeps_employer(actor, employer):
        raise PermissionDenied(_("HR of the employer does this."))


def require_not_oneself(actor: Actor, professional: Professional) -> None:
    if professional.user_id == actor.user_id:
        raise PermissionDenied(_("Nobody decides on their own case. A colleague or the body above does."))
