import sys
from typing import Any

from django.core.management.base import BaseCommand

from policies.command import answer_lines


class Command(BaseCommand):
    help = "Answer questions about the rules: JSON Lines on standard input, JSON Lines on standard output."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        sys.exit(answer_lines(sys.stdin.buffer, sys.stdout))
