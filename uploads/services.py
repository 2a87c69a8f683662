"""What happens to an upload: received, checked, decided upon, written, or discarded."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from audit.masking import mask_numbers
from audit.services import record
from jobs.models import Job
from jobs.services import cancel_job, start_job
from ui.errors import Conflict
from uploads import files
from uploads.enums import FINAL, UPLOAD_MOVES, Level, Outcome, UploadState
from uploads.kinds import Finding, UploadKind
from uploads.models import Upload
from uploads.reading.refusals import FileRefused

CHECK_JOB, COMMIT_JOB, COMMIT_WHOLE_JOB = "upload_check", "upload_commit", "upload_commit_whole"

TOO_LATE = _("This upload has been decided upon meanwhile. Its page shows how it stands.")
FAULTY_ROWS = _(
    "All or nothing is not possible: some rows cannot be written. Put them right and upload the file again."
)
NOTHING_TO_WRITE = _("There is nothing to write.")
STILL_RUNNING = _("The work on this upload is still going on.")


def receive_upload(
    kind: UploadKind, name: str, content: bytes, *, actor: Actor, subject_id: int | None = None
) -> tuple[Upload, bool]:
    """Keep the file and have it checked. The same file while it is still open is the same upload; the second value
    says whether it is a new one.

    Side effects, in order: the file is kept, sealed; the upload; audit; its check is queued.
    """
    if actor.user_id is None or actor.organization_id is None:
        raise PermissionDenied
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        upload, is_new = Upload.objects.exclude(state__in=FINAL).get_or_create(
            organization_id=actor.organization_id,
            kind=kind.name,
            subject_id=subject_id,
            sha256=digest,
            defaults={
                "owner_id": actor.user_id,
                "language": get_language(),
                "file_name": mask_numbers(name)[-200:],
                "file_size": len(content),
            },
        )
        if is_new:
            upload.stored_file = files.keep(content)
            upload.save(update_fields=["stored_file"])
            record("upload.received", upload, actor=actor, after=_facts(upload))
            _move(upload, "start_check", actor=actor)
            _start_check(upload, actor=actor)
    return upload, is_new


def check_again(upload: Upload, *, actor: Actor) -> None:
    """After a check that was stopped or failed."""
    with transaction.atomic():
        upload = _locked(upload, UploadState.CHECKING)
        _require_ended(upload.check_job)
        _start_check(upload, actor=actor)


def decide_upload(upload: Upload, *, is_whole: bool, actor: Actor) -> Upload:
    """Have the writable rows written: those alone, or with `is_whole` all rows or none.

    Side effects, in order: state; audit; the commit is queued.
    """
    with transaction.atomic():
        upload = _locked(upload, UploadState.CHECKED)
        if not upload.writable:
            raise Conflict(NOTHING_TO_WRITE)
        if is_whole and upload.refused:
            raise Conflict(FAULTY_ROWS)
        upload.is_whole = is_whole
        upload.save(update_fields=["is_whole"])
        _move(upload, "commit", actor=actor)
        _start_commit(upload, actor=actor)
    return upload


def resume_commit(upload: Upload, *, actor: Actor) -> None:
    """After a commit that was stopped or failed: what is written stays, the rest is written now."""
    with transaction.atomic():
        upload = _locked(upload, UploadState.COMMITTING)
        _require_ended(upload.commit_job)
        _start_commit(upload, actor=actor)


def withdraw_upload(upload: Upload, *, actor: Actor) -> None:
    """Nothing of it is written. Side effects, in order: a check under way is stopped; the rows go; state; audit."""
    with transaction.atomic():
        upload = _locked(upload, *UPLOAD_MOVES["withdraw"].allowed_from)
        if upload.check_job and not upload.check_job.is_final:
            cancel_job(upload.check_job, actor=actor)
        upload.forget_rows()
        _move(upload, "withdraw", actor=actor)


# Moves of the machinery


def refuse_file(upload: Upload, refusal: FileRefused, *, actor: Actor) -> None:
    with transaction.atomic():
        upload = _locked(upload, UploadState.CHECKING)
        upload.refusal, upload.refusal_params = refusal.code, refusal.params
        upload.save(update_fields=["refusal", "refusal_params"])
        upload.forget_rows()
        _move(upload, "refuse", actor=actor)


def finish_check(upload: Upload, *, annotated_file: str, actor: Actor) -> None:
    with transaction.atomic():
        upload = Upload.objects.locked().get(pk=upload.pk)
        if upload.state != UploadState.CHECKING:  # finished before, by a worker that fell silent afterwards
            return
        _take_stock(upload, annotated_file)
        _move(upload, "finish_check", actor=actor)


def finish_commit(upload: Upload, *, annotated_file: str, actor: Actor) -> None:
    with transaction.atomic():
        upload = Upload.objects.locked().get(pk=upload.pk)
        if upload.state != UploadState.COMMITTING:
            return
        _take_stock(upload, annotated_file)
        _move(upload, "finish_commit", actor=actor)
        upload.upload_kind.finished(subject_id=upload.subject_id, actor=actor)


def fall_back(upload: Upload, *, annotated_file: str, actor: Actor) -> None:
    """All or nothing, and a row is faulty by now: back to the preview, which shows it."""
    with transaction.atomic():
        upload = _locked(upload, UploadState.COMMITTING)
        _take_stock(upload, annotated_file)
        _move(upload, "fall_back", actor=actor)


def set_failed_rows_aside(upload: Upload) -> None:
    """Rows that the machinery gave up on must not look as if they had been written."""
    left = upload.rows.writable().filter(is_written=False)
    column = upload.upload_kind.key_column
    finding = Finding(column, Level.ERROR, "failed").to_json()
    left.update(outcome=Outcome.REFUSED, weight=2, findings=[finding])


def _take_stock(upload: Upload, annotated_file: str) -> None:
    """Count what is really there."""
    counts = upload.rows.aggregate(
        **{outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome},
        written=Count("pk", filter=Q(is_written=True)),
    )
    superseded = upload.annotated_file
    for name, count in counts.items():
        setattr(upload, name, count)
    upload.annotated_file = annotated_file
    upload.save(update_fields=[*counts, "annotated_file"])
    transaction.on_commit(lambda: files.forget(superseded))


def _move(upload: Upload, action: str, *, actor: Actor) -> None:
    """Apply one row of UPLOAD_MOVES to a locked upload."""
    rule = UPLOAD_MOVES[action]
    if upload.state not in rule.allowed_from:
        raise Conflict(TOO_LATE)
    before = upload.state
    upload.state = rule.to
    upload.ended_at = Now() if upload.state in FINAL else None
    upload.save(update_fields=["state", "ended_at"])
    if rule.recorded_as:
        record(rule.recorded_as, upload, actor=actor, before={"state": before}, after=_facts(upload))


def _locked(upload: Upload, *states: UploadState) -> Upload:
    locked = Upload.objects.locked().get(pk=upload.pk)
    if locked.state not in states:
        raise Conflict(TOO_LATE)
    return locked


def _require_ended(job: Job | None) -> None:
    if job and not job.is_final:
        raise Conflict(STILL_RUNNING)


def _start_check(upload: Upload, *, actor: Actor) -> None:
    upload.check_job = start_job(CHECK_JOB, {"upload": upload.pk}, actor=actor)
    upload.save(update_fields=["check_job"])


def _start_commit(upload: Upload, *, actor: Actor) -> None:
    kind = COMMIT_WHOLE_JOB if upload.is_whole else COMMIT_JOB
    upload.commit_job = start_job(kind, {"upload": upload.pk}, actor=actor)
    upload.save(update_fields=["commit_job"])


def _facts(upload: Upload) -> dict[str, Any]:
    facts = {"kind": upload.kind, "file": upload.file_name, "sha256": upload.sha256, "state": upload.state}
    if upload.total:
        names = ("total", "accepted", "warned", "refused", "unchanged", "written")
        facts |= {name: getattr(upload, name) for name in names}
    return facts
