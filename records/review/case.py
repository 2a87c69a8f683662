"""A record as its reviewer sees it: what it says, what proves it, what the rules make of it, what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from approvals import queries
from approvals.filters import queue_filter
from approvals.forms import CHOSEN_AT_MOST
from approvals.matters import Matter
from approvals.models import Run
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
    previous: str = ""
    """Its address: what waits beside a record may be of another kind, which has a page of its own."""
    next: str = ""
    query: str = field(default="")


def place_of_run(number: int, query: Mapping[str, Any], actor: Actor) -> Place:
    """Within the first thousand, which is what one can go through by hand."""
    data = query if isinstance(query, QueryDict) else QueryDict()
    kinds = queries.kinds_waiting_for(actor, on=timezone.localdate())
    found = queue_filter(data, queries.queue_of(actor), kinds=kinds)
    waiting = found.qs.order_by(*ORDER).values_list("run_id", flat=True)
    numbers = list(waiting[:CHOSEN_AT_MOST])
    here = numbers.index(number) if number in numbers else None
    around = [*numbers, None]
    previous = around[here - 1] if here else None
    following = around[0 if here is None else here + 1]
    addresses = _addresses({previous, following}, data.urlencode())
    return Place(
        len(numbers),
        0 if here is None else here + 1,
        addresses.get(previous, ""),
        addresses.get(following, ""),
        data.urlencode(),
    )


def _addresses(numbers: set[int | None], query: str) -> dict[int | None, str]:
    runs = Run.objects.filter(pk__in=[number for number in numbers if number is not None])
    behind = f"?{query}" if query else ""
    return {run.pk: reverse(run.rules.page_url_name or "approvals:detail", args=[run.pk]) + behind for run in runs}
