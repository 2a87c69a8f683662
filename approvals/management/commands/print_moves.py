from typing import Any

from django.core.management.base import BaseCommand

from approvals.moves_table import moves_as_markdown


class Command(BaseCommand):
    help = "Print the table of what may happen to an approval, as it stands in approvals/README.md."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(moves_as_markdown())
