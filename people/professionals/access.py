"""Who may do what to professionals. Which ones somebody sees at all is `Professional.objects.visible_to`."""

from __future__ import annotations

from django.utils import timezone

from audit.actors import Actor
from people.access import may_read_everybody
from people.models import Employment, Professional
from people.roles import Role


def may_list(actor: Actor) -> bool:
    return may_read_everybody(actor) or actor.can("people.read_professionals")


def keeps_staff(actor: Actor) -> bool:
    return actor.can("people.register_professional")


def has_own_details(actor: Actor) -> bool:
    return actor.hat == Role.PROFESSIONAL


def may_end_employment(actor: Actor, professional: Professional) -> bool:
    """Whether it is there to be ended is another question (409)."""
    if not actor.can("people.end_employment"):
        return False
    return (
        Employment.objects.in_reach_of(actor).current(timezone.localdate()).filter(professional=professional).exists()
    )


def may_reveal(actor: Actor, professional: Professional) -> bool:
    """The number in full: one's own, or by a hat that may, of somebody one sees. Auditors never need it."""
    if is_oneself(actor, professional):
        return True
    if not actor.can("people.reveal_identity"):
        return False
    return Professional.objects.visible_to(actor).filter(pk=professional.pk).exists()


def is_oneself(actor: Actor, professional: Professional) -> bool:
    return actor.user_id is not None and professional.user_id == actor.user_id


def may_add_title(actor: Actor, professional: Professional) -> bool:
    """Oneself, or HR for those who work there now."""
    if is_oneself(actor, professional):
        return True
    return keeps_staff(actor) and Professional.objects.employed_under(actor).filter(pk=professional.pk).exists()
