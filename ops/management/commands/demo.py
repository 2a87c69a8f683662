from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ops import demo
from people.models import Organization


class Command(BaseCommand):
    help = "Plant the demo world into a database that has none: organizations, an account for every role, colleagues."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=2026, help="which colleagues are drawn (default: %(default)s)")

    def handle(self, *args: Any, seed: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo world has public passwords and is only for demo mode; XUESHI_MODE is 'production'. "
                "Nothing was changed."
            )
        if demo.is_planted():
            told = "The demo world is planted already. Nothing was changed."
        else:
            demo.plant(seed)
            told = (
                f"Planted the demo world of seed {seed}: {Organization.objects.count()} organizations, "
                f"{len(demo.CAST)} accounts with the password {demo.DEMO_PASSWORD}, {demo.COLLEAGUES} colleagues."
            )
        if options["verbosity"]:
            self.stdout.write(told)
