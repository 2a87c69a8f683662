"""Who has a pack made: the person, and HR for its people. Which people, `Professional.objects.visible_to` answers."""

from __future__ import annotations

from audit.actors import Actor
from people.models import Professional
from records.access import may_log, may_register_for_staff


def may_order_packs(actor: Actor, professional: Professional) -> bool:
    if professional.user_id == actor.user_id:
        return may_log(actor) or may_register_for_staff(actor)
    return may_register_for_staff(actor)
