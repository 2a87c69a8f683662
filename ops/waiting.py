"""What the home page of an administrator says of certificates: these two are nothing to find by chance."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.actors import Actor
from certificates.log.nightly import faults_found, last_check
from certificates.log.restoring import locked_since
from ops.access import may_see_status
from ui.formatting import number_text
from ui.tasks_waiting import WaitingTask


def waiting_operator(actor: Actor) -> Iterator[WaitingTask]:
    if not may_see_status(actor):
        return
    if locked_since():
        yield WaitingTask(
            name=_("Issuing of certificates is locked"),
            url=reverse("ops:status"),
            hint=_("The database is older than the last published root. Check it, then run manage.py release_issuing."),
            state="refused",
            state_label=_("Locked"),
            order=1,
        )
    count, check = faults_found(), last_check()
    if count and check:
        name = ngettext("%(count)s fault in the certificate log", "%(count)s faults in the certificate log", count)
        yield WaitingTask(
            name=name % {"count": number_text(count)},
            url=reverse("jobs:detail", args=[check.pk]),
            hint=_("Found by the nightly check. docs/operator.md says what to do."),
            state="refused",
            state_label=_("Look at it"),
            order=1,
        )
