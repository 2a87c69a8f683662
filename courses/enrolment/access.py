"""Who may take a place in a class for whom. Which places one sees is `RosterEntry.objects.visible_to`."""

from __future__ import annotations

from audit.actors import Actor
from courses.access import ENROLS, ENROLS_STAFF
from courses.classes.access import files_for
from courses.models import RosterEntry, TrainingClass
from people.models import Professional


def may_enrol(actor: Actor) -> bool:
    return actor.can(ENROLS) and actor.user_id is not None


def enrols_oneself(actor: Actor, professional: Professional) -> bool:
    return may_enrol(actor) and professional.user_id == actor.user_id


def may_enrol_staff(actor: Actor) -> bool:
    return actor.can(ENROLS_STAFF) and actor.organization_id is not None


def enrols_for_institution(actor: Actor, training_class: TrainingClass) -> bool:
    return files_for(actor, training_class)


def may_take_off(actor: Actor, entry: RosterEntry) -> bool:
    """Oneself; HR its people; the institution whoever is on its roster."""
    if enrols_oneself(actor, entry.professional) or enrols_for_institution(actor, entry.training_class):
        return True
    if not may_enrol_staff(actor):
        return False
    return Professional.objects.employed_under(actor).filter(pk=entry.professional_id).exists()


def may_see_places(actor: Actor) -> bool:
    """The page of one's own places, or of those of one's people."""
    return may_enrol(actor) or may_enrol_staff(actor)
