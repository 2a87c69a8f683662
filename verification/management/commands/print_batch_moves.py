from typing import Any

from django.core.management.base import BaseCommand

from verification.batch.moves import moves_as_markdown


class Command(BaseCommand):
    help = "Print the table of what may happen to a year-end batch, as it stands in verification/README.md."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(moves_as_markdown())
