from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.actors import SYSTEM
from people import vault
from people.professionals.rotation import Rotation, rotate


class Command(BaseCommand):
    help = (
        "Seal every identity and telephone number with the first key of IDENTITY_KEYS. May be stopped and started"
        " again; afterwards the other keys are no longer needed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        reached = Rotation()
        for reached in rotate(actor=SYSTEM):
            self.stdout.write(f"{reached.done} numbers sealed anew")
        if reached.unreadable:
            raise CommandError(
                f"No key in IDENTITY_KEYS opens {len(reached.unreadable)} rows: {', '.join(reached.unreadable[:20])}."
                " Keep the former keys until that is cleared up."
            )
        self.stdout.write(f"Every number is under the key {vault.current_key_id()}.")
