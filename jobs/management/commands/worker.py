import signal
from typing import Any

from django.core.management.base import BaseCommand

from jobs.worker import PollingWorker


class Command(BaseCommand):
    help = "Work on jobs until told to stop. Start as many as you like, on as many machines as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = PollingWorker()
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        worker.run()
