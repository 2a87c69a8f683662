from __future__ import annotations

import signal
from threading import Event
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections

from audit.actors import SYSTEM
from audit.services import ChainBroken, seal_backlog, sign_head_anew

PAUSE_SECONDS = 1

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Link the audit events written so far into the chain. Any number may run; one at a time does the work."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="go on until told to stop")
        parser.add_argument(
            "--sign-head-anew",
            metavar="REASON",
            help="after a break was looked into, or AUDIT_KEY was lost: go on from the last event there is",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if reason := options["sign_head_anew"]:
            head = sign_head_anew(actor=SYSTEM, reason=reason)
            self.stdout.write(f"The chain goes on from position {head.position}.")
        elif options["watch"]:
            self._watch()
        else:
            self._seal_once()

    def _seal_once(self) -> None:
        try:
            self.stdout.write(f"{seal_backlog()} events sealed.")
        except ChainBroken as error:
            raise CommandError(str(error)) from error

    def _watch(self) -> None:
        stopping = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        while not stopping.wait(PAUSE_SECONDS):
            try:
                close_old_connections()
                seal_backlog()
            except (OperationalError, InterfaceError) as error:
                log.warning("database_away", error=str(error).partition("\n")[0])
            except ChainBroken as error:
                log.error("audit_chain_broken", error=str(error))
