"""Who may issue, confirm, end and look at certificates. Which rows one sees is answered by `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.actors import Actor
from records.access import may_log

if TYPE_CHECKING:
    from certificates.models import Certificate

READS_ALL = "certificates.read_all"
ISSUES = "certificates.issue"
ENDS = "certificates.end"
OPENS_CHECKS = "certificates.open_checks"
CONFIRMS = "certificates.confirm"


def may_issue_for(actor: Actor, area: str) -> bool:
    """The bureau itself, or one above it (GD10 十四)."""
    return actor.can(ISSUES) and bool(actor.area) and area.startswith(actor.area)


def may_end(actor: Actor, certificate: Certificate) -> bool:
    return actor.can(ENDS) and bool(actor.area) and certificate.issuer.area.startswith(actor.area)


def may_confirm(actor: Actor) -> bool:
    """HR, for whoever works there (GD18 三(五))."""
    return actor.can(CONFIRMS) and actor.organization_id is not None


def may_see_register(actor: Actor) -> bool:
    return (actor.can(ISSUES) and bool(actor.area)) or actor.can(READS_ALL)


def may_note_receipt(actor: Actor, certificate: Certificate) -> bool:
    """Whoever hands the paper over: the employer, or the bureau that issued it; never to themselves."""
    if certificate.professional.user_id == actor.user_id:
        return False
    is_employer = may_confirm(actor) and certificate.employer_id == actor.organization_id
    return is_employer or may_issue_for(actor, certificate.issuer.area)


def has_own(actor: Actor) -> bool:
    """Who studies has certificates, or a page that says why there is none yet."""
    return may_log(actor)


def may_open_checks(actor: Actor) -> bool:
    """The head of a bureau admits the programs of employers and review boards."""
    return actor.can(OPENS_CHECKS) and actor.organization_id is not None
