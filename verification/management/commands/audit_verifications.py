"""`manage.py audit_verifications 2026`: every verification of a year, checked by another way."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from verification.auditing import audited, differences

MOST_SHOWN = 100


class Command(BaseCommand):
    help = "Ask the rule books anew about every verification of a year or of a cycle that ends with it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--area", default="", help="only there: 44, 4401 or 440105")

    def handle(self, *args: Any, year: int, area: str, **options: Any) -> None:
        found = 0
        for difference in differences(year, area=area):
            found += 1
            if found <= MOST_SHOWN:
                self.stdout.write(str(difference))
        of_year = audited(year, area)
        if found:
            raise CommandError(f"{found} differences in {of_year.count():,} verifications of {year}.")
        self.stdout.write(f"{of_year.count():,} verifications of {year}: no difference.")
