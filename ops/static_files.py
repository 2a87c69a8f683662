"""Which static files there are, and bringing them to where the web server looks."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import apps as staticfiles
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


class StaticFilesConfig(staticfiles.StaticFilesConfig):
    """Leaves behind what libraries bring along and no page of ours asks for."""

    ignore_patterns = [
        *staticfiles.StaticFilesConfig.ignore_patterns,
        *("ext", "*-4.js", "*-4.min.js"),  # htmx 4, and extensions whose comments read like imports of missing files
        "rest_framework",
    ]


def collect_static_files() -> None:
    """Collecting takes a second or two, finding out that nothing changed a few milliseconds."""
    note = Path(settings.STATIC_ROOT) / ".collected"
    state = static_files_state()
    if note.exists() and note.read_text() == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(state)


def static_files_state() -> str:
    """Changes with every name, size and time of a static file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(StaticFilesConfig.ignore_patterns):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    return digest.hexdigest()
