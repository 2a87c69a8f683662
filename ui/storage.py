from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile

# How each of these two names its parts, and how a part stands in the whole. Our scripts share nothing, so that a pair
# of braces gives each its own names again.
BUNDLES = {
    "css/site.css": (re.compile(r'@import url\("([^"]+)"\);\n?'), "%s"),
    "js/site.js": (re.compile(r'import "\./([^"]+)";\n?'), "{\n%s}\n"),
}
COMMENT = re.compile(r"/\*.*?\*/\s*|^\s*//[^\n]*\n", re.DOTALL | re.MULTILINE)


class BundledStaticFilesStorage(ManifestStaticFilesStorage):
    """Hashed names, kept for ever by browsers; and the look and the scripts with all their parts in one file each,
    so that one request brings each of them. In development the parts are served as they are."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError:  # not collected: a page without its look is better than no page, above all an error page
            return name

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        whole = {name: bundle(paths, name, *BUNDLES[name]) for name in BUNDLES if name in paths and not dry_run}
        for name, text in whole.items():
            self.delete(name)
            self.save(name, ContentFile(text.encode()))
        yield from super().post_process(paths | {name: (self, name) for name in whole}, dry_run, **options)


def bundle(paths: dict[str, Any], name: str, naming: re.Pattern[str], frame: str) -> str:
    """The file's text with each part named in it put in the place where it is named."""
    storage, path = paths[name]
    with storage.open(path) as file:
        text = COMMENT.sub("", file.read().decode())
    folder = PurePosixPath(name).parent
    return naming.sub(lambda found: frame % bundle(paths, str(folder / found[1]), naming, frame), text)
