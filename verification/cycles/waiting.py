"""Lines of the home page. Whoever has to do with no cycle has none."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from audit.actors import Actor
from ui.formatting import date_text
from ui.tasks_waiting import WaitingTask
from verification.cycles.access import may_ask, may_ask_for_staff
from verification.cycles.enums import CycleState
from verification.models import CycleCase

ORDER = 46


def waiting_cycles(actor: Actor) -> Iterator[WaitingTask]:
    """The own application; of HR that there are such of its people."""
    if may_ask(actor):
        case = CycleCase.objects.filter(professional__user=actor.user_id).order_by("-pk").first()
        if case is not None:
            told = {"years": case.years, "state": case.get_state_display(), "day": date_text(case.asked_on)}
            yield WaitingTask(
                name=_("Cycle verification %(years)s") % told,
                url=reverse("cycles:mine"),
                hint=_("%(state)s; sent on %(day)s.") % told,
                order=ORDER,
                needs_you=case.state == CycleState.RETURNED,
            )
    elif may_ask_for_staff(actor) and CycleCase.objects.filter(employer=actor.organization_id).exists():
        yield WaitingTask(
            name=_("Cycle verifications"),
            url=reverse("cycles:cases"),
            hint=_("What was applied for in the years until 2016, and what became of it."),
            order=ORDER,
            needs_you=False,
        )
