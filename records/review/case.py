"""A record as its reviewer sees it: what it says, what proves it, what the rules make of it, what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from approvals import queries
from approvals.filters import queue_filter
from approvals.forms import CHOSEN_AT_MOST
from approvals.matters import Matter
from approvals.several import ORDER
from audit.actors import Actor
from records.logging.foresight import Foresight, foresee
from records.models import Evidence, LearningRecord
from records.questions import record_question
from records.review.figures import Range, range_of


@dataclass(frozen=True)
class Case:
    record: LearningRecord
    foresight: Foresight
    evidence: list[Evidence]
    allowed: Range | None

    @property
    def figure(self) -> Decimal | None:
        """The one proposed so far, else what the rule books would put."""
        if self.allowed is None:
            return None
        proposed = self.record.facts.get("proposed")
        return Decimal(proposed) if proposed else self.allowed.usual


def case_of(matter: Matter, actor: Actor) -> Case:
    learning_record: LearningRecord = matter.subject
    return Case(
        learning_record,
        foresee(learning_record, record_question(learning_record, as_recognized=True)),
        list(Evidence.objects.visible_to(actor).filter(record=learning_record)),
        range_of(learning_record),
    )


@dataclass(frozen=True)
class Place:
    """Where a matter stands in the queue as it is filtered: the one before and the one after."""

    total: int
    number: int = 0
    """0: it does not stand there any more."""
    previous: int | None = None
    next: int | None = None
    query: str = field(default="")


def place_of_run(number: int, query: Mapping[str, Any], actor: Actor) -> Place:
    """Within the first thousand, which is what one can go through by hand."""
    data = query if isinstance(query, QueryDict) else QueryDict()
    kinds = queries.kinds_waiting_for(actor, on=timezone.localdate())
    found = queue_filter(data, queries.queue_of(actor), kinds=kinds)
    waiting = found.qs.order_by(*ORDER).values_list("run_id", flat=True)
    numbers = list(waiting[:CHOSEN_AT_MOST])
    if number not in numbers:
        return Place(len(numbers), next=next(iter(numbers), None), query=data.urlencode())
    here = numbers.index(number)
    around = [*numbers, None]
    return Place(len(numbers), here + 1, around[here - 1] if here else None, around[here + 1], data.urlencode())
