import sys
from typing import Any

from django.core.management.base import BaseCommand

from ops.preparation import prepare
from ops.refusals import CannotStart


class Command(BaseCommand):
    help = "Bring database and static files up to this version. Run it before starting the parts by themselves."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            prepare()
        except CannotStart as refusal:
            sys.exit(str(refusal))
