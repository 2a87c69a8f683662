import signal
from typing import Any

from django.core.management.base import BaseCommand

from jobs.scheduling import Scheduler


class Command(BaseCommand):
    help = "Fire what is due, rescue what was left behind, seal the audit trail. Any number may run."

    def handle(self, *args: Any, **options: Any) -> None:
        scheduler = Scheduler()
        signal.signal(signal.SIGTERM, scheduler.stop)
        signal.signal(signal.SIGINT, scheduler.stop)
        scheduler.run()
