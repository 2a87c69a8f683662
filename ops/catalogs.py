"""Compiles translation catalogs: `python -m ops.catalogs locale/…/django.po`. Needs neither Django nor gettext."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import polib


def compile_catalog(source: Path) -> Path:
    """Write the .mo beside the .po; whoever reads it meanwhile has the old one or the new one, never half of one."""
    target = source.with_suffix(".mo")
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(unfinished))
    unfinished.replace(target)
    return target


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compile_catalog(Path(name))
