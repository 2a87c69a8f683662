"""What every page about one matter shows of it: the run, what the reader may do, and who has it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from approvals import access, queries
from approvals.enums import Action, Party
from approvals.forms import ReasonsForm
from approvals.matters import Matter
from approvals.undoing import can_undo
from audit.actors import Actor


def shown_of(matter: Matter, actor: Actor) -> dict[str, Any]:
    """With it `_acts.html`, `_timeline.html` and `_return_dialog.html` are drawn."""
    run, rules = matter.run, matter.run.rules
    may = {action.value: access.may(actor, action, run, matter.step) for action in Action}
    parties = access.parties_of(actor, run, matter.step)
    return {
        "run": run,
        "step": matter.step,
        "rules": rules,
        "timeline": queries.timeline_of(run, actor),
        "may": may,
        "may_undo": can_undo(matter, actor=actor, now=timezone.now()),
        "may_take_over": may[Action.REASSIGN] and Party.SUPERIOR in parties,
        "is_body": Party.BODY in parties,
        "return_form": reasons_form(matter, auto_id="return_%s"),
    }


def reasons_form(matter: Matter, data: Any = None, *, auto_id: str = "id_%s") -> ReasonsForm:
    """In a dialog it has ids of its own: the page below has a field of the same name."""
    initial = {"version": matter.version}
    return ReasonsForm(data, reasons=matter.run.rules.reasons, initial=initial, auto_id=auto_id)
