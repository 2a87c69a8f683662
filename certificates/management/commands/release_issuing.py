from __future__ import annotations

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from audit.actors import SYSTEM
from certificates.log.restoring import CannotRelease, Lag, SeriesKey, lag, release_issuing
from certificates.models import LAST_SEQUENCE

REACHED = re.compile(r"([0-9]{6})/([0-9]{4})=([0-9]{1,6})")


class Command(BaseCommand):
    help = (
        "After a restore: tell how far the database is behind the published roots, and with --reason let issuing go on,"
        " past all numbers that may have been given. docs/operator.md says when."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reason", help="what happened; it is published beside the roots that were lost")
        parser.add_argument(
            "--ahead", type=int, metavar="N", help="how many numbers one series may have given after the last root"
        )
        parser.add_argument(
            "--reached",
            action="append",
            default=[],
            metavar="CODE/YEAR=N",
            help="a series that is known to have reached N, such as 440105/2026=123; as often as needed",
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            behind = lag()
            self._tell(behind)
            if not behind:
                return
            if not options["reason"] or options["ahead"] is None or options["ahead"] < 0:
                raise CommandError("Nothing was changed. To let issuing go on, give --reason and --ahead.")
            restoration = release_issuing(
                ahead=options["ahead"], reason=options["reason"], reached=reached(options["reached"]), actor=SYSTEM
            )
        except CannotRelease as error:
            raise CommandError(str(error)) from error
        for code, years in restoration.skipped.items():
            for year, (first, last) in years.items():
                self.stdout.write(f"{code} {year}: the numbers {first} to {last} are given to nobody.")
        self.stdout.write("Issuing goes on.")

    def _tell(self, behind: Lag) -> None:
        if not behind:
            self.stdout.write("Issuing is not locked: the database knows every root that is kept outside.")
        for root in behind.lost:
            self.stdout.write(f"The database does not know the root of {root['date']}, of {root['size']:,} leaves.")
        for (code, year), last in sorted(behind.behind.items()):
            self.stdout.write(f"{code} {year}: published was {last}, the database is behind.")


def reached(said: list[str]) -> dict[SeriesKey, int]:
    found = {}
    for each in said:
        match = REACHED.fullmatch(each)
        if match is None or int(match[3]) > LAST_SEQUENCE:
            raise CommandError(f"--reached {each}: this must look like 440105/2026=123.")
        found[match[1], int(match[2])] = int(match[3])
    return found
