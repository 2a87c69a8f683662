"""The job that reads an uploaded file and stages what it says. Nothing but staged rows is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from jobs.collecting import collector_at_rest
from jobs.kinds import Finding as JobFinding
from jobs.kinds import JobKind, Outcome, PlannedSlice, register
from jobs.running import SliceRun
from uploads import files
from uploads.annotating import annotated_file
from uploads.enums import UploadState
from uploads.kinds import CheckedRow
from uploads.models import Upload
from uploads.opening import opened
from uploads.reading.refusals import FileRefused
from uploads.reading.sandbox import ReadFile
from uploads.rows import ReadRow, RowReader, ahead
from uploads.services import CHECK_JOB, finish_check, refuse_file
from uploads.staging import stage

REFUSED = "refused"
FILE_REFUSED = gettext_noop("The file cannot be used. The page of the upload says why, and what to do.")


@register
class UploadCheck(JobKind):
    name: ClassVar = CHECK_JOB
    label: ClassVar = _("Check of an upload")
    items_label: ClassVar = _("rows")
    may_set_aside: ClassVar = False

    def may_start(self, actor: Actor) -> bool:
        return False  # by uploading alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        """A file that cannot be used has no rows to be checked: that is an answer, and no failure of the job."""
        upload = upload_of(run)
        if upload.state != UploadState.CHECKING:
            return []
        try:
            with opened(upload) as file:
                kept = upload.rows_file or files.keep_pieces(file.answers)
                _note_what_was_found(upload, file, kept)
                return [PlannedSlice(size=file.count)]
        except FileRefused as refusal:
            refuse_file(upload, refusal, actor=run.actor)
            return []

    def work(self, run: SliceRun) -> None:
        """One slice, because doubled rows are found by whoever has seen all of them."""
        upload = upload_of(run)
        kind = upload.upload_kind
        with opened(upload) as file:
            reader, check = RowReader(kind, file.places), kind.checker(subject_id=upload.subject_id, actor=run.actor)
            with collector_at_rest(), closing(ahead(reader, file.rows(), kind.rows_checked_at_once)) as following:
                _pass_over(following, run.position)
                for batch in run.batches(kind.rows_checked_at_once):
                    read = list(islice(following, len(batch)))
                    check(_readable(read))
                    with run.step(batch):
                        stage(upload, read)

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        upload = upload_of(run)
        if upload.state != UploadState.CHECKING:
            return Outcome(figures={REFUSED: int(upload.state == UploadState.REFUSED)})
        finish_check(upload, annotated_file=annotated_file(upload), actor=run.actor)
        return Outcome()

    def finding(self, result: dict[str, Any]) -> JobFinding | None:
        return JobFinding(sentence=gettext(FILE_REFUSED), is_good=False) if result.get(REFUSED) else None


def upload_of(run: SliceRun) -> Upload:
    return Upload.objects.get(pk=run.params["upload"])


@transaction.atomic
def _note_what_was_found(upload: Upload, file: ReadFile, kept: str) -> None:
    upload.forget_rows()
    upload.rows_file = kept
    upload.sheet, upload.header_row, upload.total = file.sheet, file.header_row, file.count
    upload.columns_found = file.places
    upload.save(update_fields=["rows_file", "sheet", "header_row", "total", "columns_found"])


def _pass_over(rows: Iterator[ReadRow], count: int) -> None:
    """What was staged before a worker was lost; the reader has to see it again, to know what is doubled."""
    next(islice(rows, count, count), None)


def _readable(rows: Iterable[ReadRow]) -> list[CheckedRow]:
    return [row.checked for row in rows if not row.checked.is_faulty]
