"""Cases that offices decide in a chain."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from approvals.access import may_read_area
from approvals.models import subjects_known_to
from people.access import may_read_everybody
from people.models import Employment, Professional
from verification.access import READS_ALL

if TYPE_CHECKING:
    from audit.actors import Actor

CaseModel = TypeVar("CaseModel", bound=models.Model)


class CaseQuerySet(models.QuerySet[CaseModel]):
    procedure: ClassVar[str]
    """Under which `approvals` knows their runs."""
    open_states: ClassVar[Collection[str]]

    def visible_to(self, actor: Actor) -> Self:
        """Of the people one sees, and what lies or lay with the body of one's hat.

        A bureau's own area comes first, and the rest is looked for elsewhere alone: so a list opens as quickly where a
        hundred thousand cases are its own as where they are the neighbour's."""
        if actor.can(READS_ALL) or may_read_everybody(actor):
            return self.all()
        if actor.user_id is None:
            return self.none()
        own = Q(area__startswith=actor.area) if may_read_area(actor) else Q(pk__in=[])
        elsewhere = self.model._default_manager.exclude(own).order_by()
        answered_for = Employment.objects.answered_for_by(actor, timezone.localdate())
        sets = [
            elsewhere.filter(professional__in=Professional.objects.filter(user_id=actor.user_id)),
            elsewhere.filter(professional__in=answered_for.values("professional")),
        ]
        if actor.organization_id is not None:
            sets += [elsewhere.filter(pk__in=known) for known in subjects_known_to(actor, self.procedure)]
        seen = own
        for each in sets:
            seen |= Q(pk__in=each.values("pk"))
        return self.filter(seen)

    def locked(self) -> Self:
        return self.select_for_update(no_key=True, of=("self",))

    def open(self) -> Self:
        return self.filter(state__in=self.open_states)
