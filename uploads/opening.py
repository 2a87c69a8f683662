"""The kept file of an upload, read by the rules of its kind; or what was read in it, where that is kept already."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from uploads import files
from uploads.models import Upload
from uploads.reading.sandbox import ReadFile, read_file


@contextlib.contextmanager
def opened(upload: Upload, place: files.Place | None = None) -> Iterator[ReadFile]:
    """As a whole, or what was kept from a place on. Raises FileRefused."""
    if upload.rows_file:
        with contextlib.closing(files.pieces_of(upload.rows_file, place)) as answers:
            yield ReadFile.told_by(answers)
        return
    kind = upload.upload_kind
    titles = {column.key: column.titles for column in kind.columns}
    required = [column.key for column in kind.columns if column.is_required]
    content = files.content_of(upload.stored_file)
    with read_file(content, titles=titles, required=required, max_rows=kind.max_rows) as file:
        yield file
