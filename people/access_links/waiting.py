from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from audit.actors import Actor
from people.access_links.queries import waiting_for_access
from ui.tasks_waiting import WaitingTask


def people_without_way_in(actor: Actor) -> Iterator[WaitingTask]:
    if not actor.can("people.make_access_links"):
        return
    count = waiting_for_access(actor).count()
    if count:
        name = ngettext("%(count)d person cannot sign in yet", "%(count)d people cannot sign in yet", count) % {
            "count": count
        }
        yield WaitingTask(name=name, url=reverse("access_links"), order=60)
