"""`make check` runs this: every English string must have its Chinese, and no catalog may be behind the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.commands import makemessages

MOST_SHOWN = 40
EXTRACTION = {
    "ignore_patterns": [".venv", "var", "tests", "benchmarks", "node_modules"],
    "no_wrap": True,
    "add_location": "file",
    "no_obsolete": True,
}


class Extraction(makemessages.Command):
    """A guess at a translation helps nobody: a string is translated by a person, or it is missing."""

    msgmerge_options = ["-q", "--backup=none", "--no-fuzzy-matching", "--update"]


class Command(BaseCommand):
    help = "Name every string without a Chinese translation. With --write, take new strings into the catalog."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--write", action="store_true", help="keep the catalog that was brought up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        before = {path: path.read_bytes() for path in catalogs()}
        try:
            call_command(Extraction(), locale=["zh_Hans"], verbosity=0, **EXTRACTION)
            problems = [problem for path in catalogs() for problem in problems_in(path)]
        finally:
            if not options["write"]:
                for path, content in before.items():
                    path.write_bytes(content)
        if problems:
            shown = "\n".join(problems[:MOST_SHOWN])
            raise CommandError(f"{len(problems)} strings are not translated, for example:\n{shown}")
        self.stdout.write("Every string has its translation.")


def catalogs() -> list[Path]:
    return sorted(path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po"))


def problems_in(path: Path) -> list[str]:
    catalog = polib.pofile(str(path))
    fuzzy = [entry for entry in catalog if entry.fuzzy]
    return [describe(entry) for entry in [*catalog.untranslated_entries(), *fuzzy] if not entry.obsolete]


def describe(entry: polib.POEntry) -> str:
    places = ", ".join(path for path, _line in entry.occurrences)
    context = f" ({entry.msgctxt})" if entry.msgctxt else ""
    return f"  {places}: {entry.msgid!r}{context}{', only guessed' if entry.fuzzy else ''}"
