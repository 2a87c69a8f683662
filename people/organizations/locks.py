"""Holding an organization still while something is done to it or tied to it."""

from __future__ import annotations

from collections.abc import Collection
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
    _require_standing(locked)
    return locked


def lock_all_standing(numbers: Collection[int]) -> None:
    """The same for many at once, in the order in which everybody locks them."""
    locked = Organization.objects.select_for_update(no_key=True, of=("self",)).select_related("merged_into")
    for organization in locked.filter(pk__in=numbers).order_by("pk"):
        _require_standing(organization)


def _require_standing(organization: Organization) -> None:
    if organization.merged_into_id:
        told = {"name": organization, "kept": organization.merged_into}
        raise Conflict(_("“%(name)s” was merged into “%(kept)s”.") % told)
    if organization.closed_on:
        raise Conflict(_("“%(name)s” is closed.") % {"name": organization})
