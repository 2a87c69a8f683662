"""Files and rows are kept for as long as somebody may come back to them, then they go; what was decided stays."""

from __future__ import annotations

import datetime

from django.conf import settings

from uploads import files
from uploads.enums import FINAL
from uploads.models import Upload

LONGEST_OPEN = datetime.timedelta(days=1)


def forget_uploads(now: datetime.datetime) -> int:
    """Of uploads that ended long ago the file, the annotated file and the rows; the upload itself tells that it was."""
    limit = now - datetime.timedelta(days=settings.JOB_RESULT_DAYS)
    old = Upload.objects.filter(state__in=FINAL, ended_at__lt=limit).exclude(stored_file="")
    for upload in old:
        upload.forget_rows()
        files.forget(upload.stored_file, upload.rows_file, upload.annotated_file)
        Upload.objects.filter(pk=upload.pk).update(stored_file="", rows_file="", annotated_file="")
    return len(old) + _remove_stray_files(now)


def _remove_stray_files(now: datetime.datetime) -> int:
    kept = Upload.objects.exclude(stored_file="")
    known = {name for names in kept.values_list("stored_file", "rows_file", "annotated_file") for name in names}
    return files.forget(*files.stray(known, before=now - LONGEST_OPEN))
