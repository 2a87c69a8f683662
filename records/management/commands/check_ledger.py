from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser, no_translations

from records.ledger.kinds import people_of_area
from records.ledger.services import PEOPLE_AT_ONCE, differences
from records.management.commands.rebuild_ledger import digits_of_area


class Command(BaseCommand):
    help = "Ask the rule books anew about every person and study year. Names each row that differs, and ends with 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--area", type=digits_of_area, default="", help="people who work or worked there, such as 4401"
        )
        parser.add_argument("--most", type=int, default=1000, help="rows to name at most (default: %(default)s)")

    @no_translations
    def handle(self, *args: Any, area: str, most: int, **options: Any) -> None:
        started = time.monotonic()
        numbers = list(people_of_area(area).order_by("pk").values_list("pk", flat=True))
        found = 0
        for first in range(0, len(numbers), PEOPLE_AT_ONCE):
            for each in differences(numbers[first : first + PEOPLE_AT_ONCE]):
                found += 1
                if found <= most:
                    self.stdout.write(str(each))
        seconds = time.monotonic() - started
        self.stdout.write(f"{len(numbers):,} people in {seconds:.1f} s: {found:,} differences.")
        if found:
            raise SystemExit(1)
