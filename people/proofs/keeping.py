from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, Http404

from people.enums import FileType

CONTENT_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.HEIC: "image/heic",
    FileType.OFD: "application/ofd",
}
INLINE = (FileType.PDF, FileType.JPEG, FileType.PNG)
"""What browsers show by themselves."""
# A picture is shut in wholly; the reader of a PDF that browsers have would not start then, and has walls of its own.
_ALONE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_POLICIES = {FileType.PDF: f"{_ALONE}; object-src 'self'; style-src 'unsafe-inline'", None: f"{_ALONE}; sandbox"}


def served(file: Any, kind: FileType, name: str, *, inline: bool = False) -> FileResponse:
    """The file itself, as the type its content has and under a name of ours. It is somebody else's: without `inline`
    only the reader's own programs open it, with it a page of ours may show it, and nothing in it can act."""
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    is_shown = inline and kind in INLINE
    response = FileResponse(
        content, as_attachment=not is_shown, filename=f"{name}.{kind.value}", content_type=CONTENT_TYPES[kind]
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    if is_shown:
        response.headers["Content-Security-Policy"] = _POLICIES.get(kind, _POLICIES[None])
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@contextlib.contextmanager
def removed_on_failure(*fields: Any) -> Iterator[None]:
    """A file is no part of a transaction: where that fails, it is taken away again."""
    try:
        yield
    except BaseException:
        for field in fields:
            if field.name:
                field.storage.delete(field.name)
        raise
