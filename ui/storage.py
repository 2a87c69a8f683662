from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile

STYLESHEET = "css/site.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\);\n?')
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class BundledStaticFilesStorage(ManifestStaticFilesStorage):
    """Hashed names, kept forever by browsers; and the stylesheet with all its parts in one file, so that
    one request brings the look. In development the parts are served as they are."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError:  # not collected: a page without its look is better than no page, above all an error page
            return name

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if STYLESHEET in paths and not dry_run:
            self.delete(STYLESHEET)
            self._save(STYLESHEET, ContentFile(bundle(paths, STYLESHEET).encode()))
            paths = paths | {STYLESHEET: (self, STYLESHEET)}
        yield from super().post_process(paths, dry_run, **options)


def bundle(paths: dict[str, Any], stylesheet: str) -> str:
    """The stylesheet's text with each `@import` replaced by the text of the file it names."""
    storage, path = paths[stylesheet]
    with storage.open(path) as file:
        text = COMMENT.sub("", file.read().decode())
    folder = PurePosixPath(stylesheet).parent
    return IMPORT.sub(lambda found: bundle(paths, str(folder / found[1])), text)
