from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from audit.actors import Actor
from changes.rescues.queries import accounts_cared_for
from people.models import Professional
from people.professionals.person_links import PersonLink


def rescue_link(actor: Actor, professional: Professional) -> PersonLink | None:
    if not accounts_cared_for(actor).filter(pk=professional.user_id).exists():
        return None
    return PersonLink(_("Cannot sign in any more"), reverse("changes:rescue_request", args=[professional.user_id]))
