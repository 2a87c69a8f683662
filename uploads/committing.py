"""The jobs that write what was decided. Each batch is checked again behind the kind's lock, in the transaction that
writes it: between preview and decision, and between two clerks, the world moves on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from jobs.collecting import collector_at_rest
from jobs.kinds import Finding as JobFinding
from jobs.kinds import JobKind, Outcome, PlannedSlice, register
from jobs.running import SliceRun
from uploads.annotating import annotated_file
from uploads.checking import upload_of
from uploads.enums import WRITABLE, UploadState
from uploads.kinds import CheckedRow
from uploads.models import StagedRow, Upload
from uploads.services import (
    COMMIT_JOB,
    COMMIT_WHOLE_JOB,
    fall_back,
    finish_commit,
    set_failed_rows_aside,
)
from uploads.staging import mark, unstaged

FALLEN_BACK = "fell_back"
FELL_BACK = gettext_noop("Nothing was written: a row has become faulty since the check. The upload shows which.")


class RowsBecameFaulty(Exception):
    def __init__(self, staged: Sequence[StagedRow], rows: Sequence[CheckedRow]) -> None:
        super().__init__()
        self.staged = staged
        self.rows = rows


@register
class UploadCommit(JobKind):
    """Row by row in the order of the file, in batches. Items are all rows of the file, so that the count of those
    left never shifts; those not to be written are passed over."""

    name: ClassVar = COMMIT_JOB
    label: ClassVar = _("Writing of an upload")
    items_label: ClassVar = _("rows")

    def may_start(self, actor: Actor) -> bool:
        return False  # by deciding alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        upload = upload_of(run)
        if upload.state != UploadState.COMMITTING:
            return []
        most = upload.upload_kind.rows_in_slice or upload.total
        return [
            PlannedSlice(size=min(most, upload.total - first), params={"first": first})
            for first in range(0, upload.total, most)
        ]

    def work(self, run: SliceRun) -> None:
        upload, first = upload_of(run), run.params["first"]
        for batch in run.batches(upload.upload_kind.rows_at_once):
            with run.step(batch):
                write(upload, upload.rows.all()[first + batch.start : first + batch.stop], actor=run.actor)

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        upload = upload_of(run)
        if upload.state != UploadState.COMMITTING:
            return Outcome(figures={FALLEN_BACK: 1})
        set_failed_rows_aside(upload)
        finish_commit(upload, annotated_file=annotated_file(upload), actor=run.actor)
        return Outcome()

    def finding(self, result: dict[str, Any]) -> JobFinding | None:
        return JobFinding(sentence=gettext(FELL_BACK), is_good=False) if result.get(FALLEN_BACK) else None


@register
class UploadCommitWhole(UploadCommit):
    """All rows in one transaction, or none."""

    name: ClassVar = COMMIT_WHOLE_JOB
    label: ClassVar = _("Writing of an upload, all or nothing")
    items_label: ClassVar = _("files")
    may_set_aside: ClassVar = False

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        return [PlannedSlice(size=1)] if upload_of(run).state == UploadState.COMMITTING else []

    def work(self, run: SliceRun) -> None:
        upload = upload_of(run)
        try:
            for batch in run.batches():
                with run.step(batch):
                    write(upload, upload.rows.all(), actor=run.actor, is_whole=True)
        except RowsBecameFaulty as faulty:
            with run.step(range(run.position, run.slice.stop)):
                mark(upload, faulty.staged, faulty.rows)
                fall_back(upload, annotated_file=annotated_file(upload), actor=run.actor)


@collector_at_rest()
def write(upload: Upload, among: Iterable[StagedRow], *, actor: Actor, is_whole: bool = False) -> None:
    """What of these rows is to be written and is not yet. In the transaction of a step."""
    kind = upload.upload_kind
    staged = [row for row in among if row.outcome in WRITABLE and not row.is_written]
    # Somebody may have the job tried again whose upload has come to an end otherwise.
    if not staged or not Upload.objects.filter(pk=upload.pk, state=UploadState.COMMITTING).exists():
        return
    rows = unstaged(upload, staged)
    kind.lock(rows, subject_id=upload.subject_id)
    kind.checker(subject_id=upload.subject_id, actor=actor)(rows)
    if is_whole and any(row.is_faulty for row in rows):
        faulty = [(before, now) for before, now in zip(staged, rows, strict=True) if now.is_faulty]
        raise RowsBecameFaulty(*zip(*faulty, strict=True))
    writable = [row for row in rows if row.outcome in WRITABLE]
    kind.commit(writable, subject_id=upload.subject_id, actor=actor)
    mark(upload, staged, rows)
