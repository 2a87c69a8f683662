"""What the home page says of uploads: those that wait for a decision, and those whose work has stopped."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.actors import Actor
from jobs.enums import JobState
from ui.formatting import number_text
from ui.tasks_waiting import WaitingTask
from uploads.access import may_decide
from uploads.enums import UploadState
from uploads.models import Upload

MOST_SHOWN = 5
STOPPED = (JobState.FAILED, JobState.CANCELLED)


def waiting_uploads(actor: Actor) -> Iterator[WaitingTask]:
    if actor.organization_id is None:
        return
    visible = Upload.objects.visible_to(actor)
    for upload in visible.filter(state=UploadState.CHECKED)[:MOST_SHOWN]:
        if may_decide(actor, upload):
            yield _task(upload, hint=_what_waits(upload), order=20)
    checks = visible.filter(state=UploadState.CHECKING, check_job__state__in=STOPPED)
    commits = visible.filter(state=UploadState.COMMITTING, commit_job__state__in=STOPPED)
    for upload in [*checks[:MOST_SHOWN], *commits[:MOST_SHOWN]]:
        if may_decide(actor, upload):
            yield _task(upload, hint=_("The work on it has stopped; it can go on where it was."), order=15)


def _what_waits(upload: Upload) -> str:
    words = ngettext(
        "%(count)s row can be written, %(refused)s cannot.",
        "%(count)s rows can be written, %(refused)s cannot.",
        upload.writable,
    )
    return words % {"count": number_text(upload.writable), "refused": number_text(upload.refused)}


def _task(upload: Upload, *, hint: str, order: int) -> WaitingTask:
    return WaitingTask(
        name=_("%(kind)s: %(file)s") % {"kind": upload.title, "file": upload.file_name},
        url=reverse("uploads:detail", args=[upload.pk]),
        hint=hint,
        state=upload.badge_state,
        state_label=upload.get_state_display(),
        order=order,
    )
