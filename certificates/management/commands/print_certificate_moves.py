from typing import Any

from django.core.management.base import BaseCommand

from certificates.issuing.moves import moves_as_markdown


class Command(BaseCommand):
    help = "Print the table of what may happen to an issue and a certificate, as it stands in certificates/README.md."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(moves_as_markdown())
