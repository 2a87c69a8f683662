"""Holding an organization still while something is done to it or tied to it."""

from __future__ import annotations

from typing import TypeVar, cast

from django.utils.translation import gettext as _

from people.models import Organization
from ui.errors import Conflict

Kind = TypeVar("Kind", bound=Organization)


def lock(organization: Kind) -> Kind:
    """The row as it is now; nobody amends, closes or merges the organization before this transaction ends."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    return cast(Kind, type(organization).objects.get(pk=organization.pk))


def lock_standing(organization: Kind) -> Kind:
    """For every verb that ties something to an organization: afterwards no merge can leave it behind.

    A merge takes the same lock before it looks for what refers to the organization.
    """
    locked = lock(organization)
    if locked.merged_into_id:
        raise Conflict(_("“%(name)s” was merged into “%(kept)s”.") % {"name": locked, "kept": locked.merged_into})
    if locked.closed_on:
        raise Conflict(_("“%(name)s” is closed.") % {"name": locked})
    return locked
