"""What the home page of a former employer says: who has left."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.actors import Actor
from changes.access import is_told_of_departures
from changes.models import Departure
from ui.tasks_waiting import WaitingTask


def waiting_departures(actor: Actor) -> Iterator[WaitingTask]:
    if not is_told_of_departures(actor):
        return
    count = Departure.objects.visible_to(actor).unnoted().count()
    if count:
        name = ngettext(
            "%(count)s person has left for another employer", "%(count)s people have left for another employer", count
        )
        yield WaitingTask(
            name=name % {"count": count},
            url=reverse("changes:departures"),
            hint=_("Nothing is to be decided; note that you have read it."),
            state="held",
            state_label=_("To read"),
            order=40,
        )
