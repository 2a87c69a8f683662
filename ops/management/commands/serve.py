import sys
from typing import Any

from django.core.management.base import BaseCommand

from ops.listening import address_from_environment
from ops.refusals import CannotStart
from ops.supervisor import Supervisor


class Command(BaseCommand):
    help = "Start everything (database, web server, workers, scheduler), watch over it, and stop it on Ctrl-C."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            Supervisor(*address_from_environment()).run()
        except CannotStart as refusal:
            sys.exit(str(refusal))
