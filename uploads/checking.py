"""The job that reads an uploaded file and stages what it says. Nothing but staged rows is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
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
from uploads.kinds import CheckedRow, UploadKind
from uploads.models import Upload
from uploads.opening import opened
from uploads.reading.refusals import FileRefused
from uploads.reading.sandbox import ReadFile
from uploads.rows import DoubledRows, ReadRow, RowReader
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
                portions = Portions(upload.upload_kind, file)
                kept = keep_rows(file, portions)
                _note_what_was_found(upload, file, kept)
                return [each.planned() for each in portions]
        except FileRefused as refusal:
            refuse_file(upload, refusal, actor=run.actor)
            return []

    def work(self, run: SliceRun) -> None:
        upload, params = upload_of(run), run.params
        kind = upload.upload_kind
        doubled = {int(number): first for number, first in params["doubled"].items()}
        with opened(upload, files.Place(*params["place"])) as file, collector_at_rest():
            reader = RowReader(kind, file.places, doubled)
            check = kind.checker(subject_id=upload.subject_id, actor=run.actor)
            rows = islice(file.rows(), run.position, None)
            for batch in run.batches(kind.rows_checked_at_once):
                read = reader.read(list(islice(rows, len(batch))))
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


@dataclass
class Portion:
    """What one worker checks: so many rows from a place on."""

    place: files.Place
    size: int = 0
    doubled: dict[int, int] = field(default_factory=dict)

    def planned(self) -> PlannedSlice:
        return PlannedSlice(size=self.size, params={"place": self.place, "doubled": self.doubled})


class Portions(list[Portion]):
    def __init__(self, kind: UploadKind, file: ReadFile) -> None:
        super().__init__()
        self.file = file
        self.most = kind.rows_checked_in_slice
        self.doubled = DoubledRows(kind, file.places)

    def add(self, answer: bytes, place: files.Place) -> None:
        """The next ones, and where they are kept."""
        rows = self.file.rows_in(answer)
        if not rows:
            return
        if not self or self[-1].size + len(rows) > self.most:
            self.append(Portion(place))
        self[-1].size += len(rows)
        self[-1].doubled |= dict(self.doubled.among(rows))


def keep_rows(file: ReadFile, portions: Portions) -> str:
    kept = files.PieceFile()
    with collector_at_rest():
        for answer in file.whole_answers():
            portions.add(answer, kept.add(answer))
    return kept.keep()


@transaction.atomic
def _note_what_was_found(upload: Upload, file: ReadFile, kept: str) -> None:
    upload.forget_rows()
    upload.rows_file = kept
    upload.sheet, upload.header_row, upload.total = file.sheet, file.header_row, file.count
    upload.columns_found = file.places
    upload.save(update_fields=["rows_file", "sheet", "header_row", "total", "columns_found"])


def _readable(rows: Iterable[ReadRow]) -> list[CheckedRow]:
    return [row.checked for row in rows if not row.checked.is_faulty]
