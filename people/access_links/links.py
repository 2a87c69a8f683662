"""What the page of a person offers to whoever hands out the first way in."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from audit.actors import Actor
from people.access_links.queries import waiting_for_access
from people.models import Professional
from people.professionals.person_links import PersonLink


def first_link(actor: Actor, professional: Professional) -> PersonLink | None:
    """While the person cannot sign in yet."""
    if not actor.can("people.make_access_links"):
        return None
    if not waiting_for_access(actor).filter(pk=professional.user_id).exists():
        return None
    return PersonLink(_("One-time links"), reverse("access_links"))
