"""What decides about somebody's study years has changed: the employer or its place, a title, the industry. Higher rooms
that keep what follows from it register here, and are told in the transaction of the change.

    standing.register(refresh_ledgers)  # in AppConfig.ready; gets the numbers of the people concerned
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from people.models import Employment, Organization, Professional
from ui.errors import Conflict

Listener = Callable[[Collection[int]], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    _listeners.append(listener)


def changed(professionals: Collection[int]) -> None:
    if professionals:
        for listener in _listeners:
            listener(professionals)


def changed_for_staff(organization: Organization) -> None:
    """Whoever works or worked there. The organization is locked; who starts somewhere locks the person first and then
    the organization, so that waiting here could be waiting in a circle."""
    held = hold(Employment.objects.filter(employer=organization.pk).values_list("professional_id", flat=True))
    changed(held)


def hold(professionals: Collection[int]) -> list[int]:
    """Lock them without waiting."""
    people = Professional.objects.filter(pk__in=professionals).order_by("pk")
    try:
        with transaction.atomic():
            return list(people.select_for_update(no_key=True, nowait=True).values_list("pk", flat=True))
    except OperationalError as error:
        raise Conflict(_("Somebody is just changing what would move. Try again in a moment.")) from error
