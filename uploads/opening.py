"""The kept file of an upload, opened and read by the rules of its kind."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from uploads import files
from uploads.models import Upload
from uploads.reading.sandbox import ReadFile, read_file


@contextlib.contextmanager
def opened(upload: Upload, *, count: int = 0) -> Iterator[ReadFile]:
    """Raises FileRefused. `count`: of rows, where they were counted before, which takes as long as reading them."""
    kind = upload.upload_kind
    titles = {column.key: column.titles for column in kind.columns}
    required = [column.key for column in kind.columns if column.is_required]
    content = files.content_of(upload.stored_file)
    with read_file(content, titles=titles, required=required, max_rows=kind.max_rows, count=count) as file:
        yield file
