from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.actors import SYSTEM
from people.divisions.files import FaultyDivisions
from people.divisions.services import load_divisions
from people.organizations.services import move_to_successors


class Command(BaseCommand):
    help = "Bring the administrative divisions in line with people/data, and organizations to where their places went."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_divisions(actor=SYSTEM)
        except FaultyDivisions as error:
            raise CommandError(str(error)) from error
        moved = move_to_successors(actor=SYSTEM)
        if options["verbosity"]:
            self.stdout.write(f"{len(loaded.added)} added, {len(loaded.changed)} changed, {moved} organizations moved.")
            if loaded.only_here:
                self.stdout.write(f"In the table only, left alone: {', '.join(loaded.only_here)}.")
