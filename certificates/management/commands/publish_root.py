from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from audit.actors import SYSTEM
from certificates.log.roots import kept_outside, publish_root
from certificates.log.sequencing import place_backlog


class Command(BaseCommand):
    help = "Publish the root of the certificate log as that of today. Every night at 23:59 it happens by itself."

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        place_backlog(600)
        root, is_new = publish_root(actor=SYSTEM)
        if root is None:
            raise CommandError("The root of today was lost in a restore. The next one is that of tomorrow.")
        said = "published" if is_new else "was published before; what was issued since comes with the next one"
        self.stdout.write(f"Root of {root.date}: {root.size:,} leaves, {root.root_hash.hex()}: {said}.")
        self.stdout.write(f"Kept in {kept_outside()}: copy it to where nobody who runs this system can change it.")
