"""Cases that offices decide in a chain."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from approvals.models import Run
from people.models import Professional
from verification.access import READS_ALL

if TYPE_CHECKING:
    from audit.actors import Actor

CaseModel = TypeVar("CaseModel", bound=models.Model)


class CaseQuerySet(models.QuerySet[CaseModel]):
    procedure: ClassVar[str]
    """Under which `approvals` knows their runs."""
    open_states: ClassVar[Collection[str]]

    def visible_to(self, actor: Actor) -> Self:
        """Of the people one sees, and what lies or lay with the body of one's hat."""
        if actor.can(READS_ALL):
            return self.all()
        if actor.user_id is None:
            return self.none()
        seen = Q(professional__in=Professional.objects.visible_to(actor))
        if actor.organization_id is not None:
            runs = Run.objects.visible_to(actor).filter(procedure=self.procedure)
            seen |= Q(pk__in=runs.values("subject_id"))
        return self.filter(seen)

    def locked(self) -> Self:
        return self.select_for_update(no_key=True, of=("self",))

    def open(self) -> Self:
        return self.filter(state__in=self.open_states)
