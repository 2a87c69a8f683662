from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ops import demo
from ops.demo import load
from ops.demo.crowd import MOST_PEOPLE
from people.models import Organization


class Command(BaseCommand):
    help = (
        "Plant the demo world into a database that has none: organizations, an account for every role, professionals. "
        "With --people, fill the database for load tests as well."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=2026, help="which people are drawn (default: %(default)s)")
        parser.add_argument("--people", type=number_of_people, metavar="N", help="so many more, written by COPY")
        parser.add_argument(
            "--records", type=int, default=0, metavar="N", help="so many recognized records for each of them"
        )
        parser.add_argument("--force", action="store_true", help="fill even a database that holds other people")

    def handle(self, *args: Any, seed: int, people: int | None, records: int, force: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo world has public passwords and is only for demo mode; XUESHI_MODE is 'production'. "
                "Nothing was changed."
            )
        if people and not force and load.holds_strangers():
            raise CommandError(
                "This database holds people whom no demo brought. Load tests would bury them among invented ones, and "
                "nothing takes those out again; --force fills it all the same. Nothing was changed."
            )
        self.is_silent = not options["verbosity"]
        if not demo.is_planted():
            self._plant(seed)
        elif not people:
            self._say("The demo world is planted already. Nothing was changed.")
        if people:
            load.fill(
                people,
                seed,
                records=records,
                progress=lambda done, seconds: self._say(_told(done, people, seconds)),
            )
            self._say(f"Filled with {people:,} people of seed {seed}.")

    def _plant(self, seed: int) -> None:
        demo.plant(seed)
        self._say(
            f"Planted the demo world of seed {seed}: {Organization.objects.count()} organizations, "
            f"{len(demo.CAST)} accounts with the password {demo.DEMO_PASSWORD}, {demo.PROFESSIONALS} professionals."
        )

    def _say(self, told: str) -> None:
        if not self.is_silent:
            self.stdout.write(told)


def _told(done: int, people: int, seconds: float) -> str:
    return f"{done:>11,} of {people:,} people, {done / seconds:,.0f} a second"


def number_of_people(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= number <= MOST_PEOPLE:
        raise ArgumentTypeError(f"a number between 1 and {MOST_PEOPLE:,}")
    return number
