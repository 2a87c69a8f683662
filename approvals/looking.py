"""Looking again at what waits, because something that bears on it has changed."""

from __future__ import annotations

from collections.abc import Collection

from approvals.models import Run, Step
from approvals.procedures import procedure_of, subjects_of
from people.bulk import update_all


def look_again(procedure: str, subjects: Collection[int]) -> None:
    """Whether the queue shows these first. Called by the room of the procedure within a verb of its own; what the queue
    sorts by is no state of the matter, and nobody decides by it: the page looks anew at each row that it shows."""
    if not subjects:
        return
    runs = list(Run.objects.open().filter(procedure=procedure, subject_id__in=subjects))
    found = subjects_of(runs)
    flags = procedure_of(procedure).anomalies(list(found.values()))
    odd = {run.pk: bool(flags.get(run.subject_id)) for run in runs}
    changed = [step for step in Step.objects.waiting().filter(run__in=runs) if step.is_odd != odd[step.run_id]]
    for step in changed:
        step.is_odd = odd[step.run_id]
    update_all(changed, ["is_odd"])
