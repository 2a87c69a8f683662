from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RunState(models.TextChoices):
    UNDER_WAY = "under_way", pgettext_lazy("state of an approval", "Under way")
    RETURNED = "returned", pgettext_lazy("state of an approval", "Returned")
    APPROVED = "approved", pgettext_lazy("state of an approval", "Approved")
    REJECTED = "rejected", pgettext_lazy("state of an approval", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an approval", "Withdrawn")


OPEN_RUNS = (RunState.UNDER_WAY, RunState.RETURNED)

# The shape and color of a state: suffixes of `status-badge`.
BADGES = {
    RunState.UNDER_WAY: "waiting",
    RunState.RETURNED: "returned",
    RunState.APPROVED: "counted",
    RunState.REJECTED: "refused",
    RunState.WITHDRAWN: "excluded",
}


class StepState(models.TextChoices):
    LATER = "later", pgettext_lazy("state of a step", "Not yet its turn")
    WAITING = "waiting", pgettext_lazy("state of a step", "Waiting")
    PASSED = "passed", pgettext_lazy("state of a step", "Passed")
    RETURNED = "returned", pgettext_lazy("state of a step", "Returned")
    REJECTED = "rejected", pgettext_lazy("state of a step", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a step", "Withdrawn")


UNDECIDED_STEPS = (StepState.LATER, StepState.WAITING, StepState.RETURNED)


class By(models.TextChoices):
    """Which body stands at a step, as the rule books say it (`by` of a `route` answer)."""

    EMPLOYER = "employer", pgettext_lazy("body of a step", "employer")
    AGENCY = "agency", pgettext_lazy("body of a step", "personnel agency")
    DIRECT_POINT = "direct_point", pgettext_lazy("body of a step", "direct application point")
    DEPARTMENT = "department", pgettext_lazy("body of a step", "continuing-education department of the employer")
    INDUSTRY = "industry", pgettext_lazy("body of a step", "industry authority")
    DISTRICT = "district", pgettext_lazy("body of a step", "district or county bureau")
    CITY = "city", pgettext_lazy("body of a step", "city bureau")
    PROVINCE = "province", pgettext_lazy("body of a step", "provincial bureau")
    SYSTEM = "system", pgettext_lazy("body of a step", "the system")


class Act(models.TextChoices):
    """What is done at a step: those of the rule books, and those of our own procedures."""

    FIRST_CHECK = "first_check", pgettext_lazy("act of a step", "First check")
    RECOGNITION = "recognition", pgettext_lazy("act of a step", "Recognition")
    RECHECK = "recheck", pgettext_lazy("act of a step", "Recheck")
    FIRST_VERIFICATION = "first_verification", pgettext_lazy("act of a step", "First verification")
    PRE_REVERIFICATION = "pre_reverification", pgettext_lazy("act of a step", "Preliminary reverification")
    REVERIFICATION = "reverification", pgettext_lazy("act of a step", "Reverification")
    REVIEW = "review", pgettext_lazy("act of a step", "Review")
    FILING = "filing", pgettext_lazy("act of a step", "Filing")
    ACCEPTANCE = "acceptance", pgettext_lazy("act of a step", "Acceptance by the employer")
    CORRECTION = "correction", pgettext_lazy("act of a step", "Decision on the correction")


class Action(models.TextChoices):
    """Everything that can happen to a run; each leaves one line of its history."""

    OPEN = "open", pgettext_lazy("approval action", "ask")
    APPROVE = "approve", pgettext_lazy("approval action", "agree")
    RETURN = "return", pgettext_lazy("approval action", "return")
    REJECT = "reject", pgettext_lazy("approval action", "refuse")
    WITHDRAW = "withdraw", pgettext_lazy("approval action", "withdraw")
    RESUBMIT = "resubmit", pgettext_lazy("approval action", "ask again")
    REMIND = "remind", pgettext_lazy("approval action", "remind")
    ESCALATE = "escalate", pgettext_lazy("approval action", "tell those above")
    REASSIGN = "reassign", pgettext_lazy("approval action", "hand to another body")
    UNDO = "undo", pgettext_lazy("approval action", "take back")


VERDICTS = (Action.APPROVE, Action.RETURN, Action.REJECT)


class Party(models.TextChoices):
    """In which relation to a run somebody stands. One person may stand in several at once."""

    REQUESTER = "requester", _("who asked")
    PERSON = "person", _("the person concerned")
    BODY = "body", _("a deciding hat of the body at the step, on somebody else's case")
    SUPERIOR = "superior", _("a deciding hat of the body that was told the step is overdue")
    DECIDER = "decider", _("who decided last, in a deciding hat of that body, while nobody has acted since")
    CLOCK = "clock", _("the clock")
    ROOM = "room", _("the room that owns the procedure, within its own verb")


class Alarm(models.IntegerChoices):
    """How far the reviewer clock has gone with a step."""

    NONE = 0, pgettext_lazy("alarm", "in time")
    DUE_SOON = 1, pgettext_lazy("alarm", "reminded, due soon")
    OVERDUE = 2, pgettext_lazy("alarm", "reminded, overdue")
    HEAD_TOLD = 3, pgettext_lazy("alarm", "the head was told")
    SUPERIOR_TOLD = 4, pgettext_lazy("alarm", "the body above was told")


# Why a step stands with another body than the chain names; kept as the reason of a REASSIGN.
OWN_CASE = "own_case"
NOBODY_ABOVE = "nobody_above"
EMPLOYER_CHANGED = "employer_changed"
TAKEN_OVER = "taken_over"


@dataclass(frozen=True, kw_only=True)
class Move:
    action: Action
    allowed_from: tuple[RunState, ...]
    """Empty: there is no run before it."""
    to: RunState | None
    """None: the run stays in its state."""
    step_to: StepState | None
    """What becomes of the step at hand; None: it stays as it is."""
    recorded_as: str
    """The action in the audit trail."""
    who: tuple[Party, ...]
    is_last_step: bool | None = None
    """For which step of the chain it holds; None: for every one."""


MOVES = (
    Move(
        action=Action.OPEN,
        allowed_from=(),
        to=RunState.UNDER_WAY,
        step_to=StepState.WAITING,
        recorded_as="approval.opened",
        who=(Party.ROOM,),
    ),
    Move(
        action=Action.APPROVE,
        allowed_from=(RunState.UNDER_WAY,),
        to=None,
        step_to=StepState.PASSED,
        recorded_as="approval.passed_on",
        who=(Party.BODY,),
        is_last_step=False,
    ),
    Move(
        action=Action.APPROVE,
        allowed_from=(RunState.UNDER_WAY,),
        to=RunState.APPROVED,
        step_to=StepState.PASSED,
        recorded_as="approval.approved",
        who=(Party.BODY,),
        is_last_step=True,
    ),
    Move(
        action=Action.RETURN,
        allowed_from=(RunState.UNDER_WAY,),
        to=RunState.RETURNED,
        step_to=StepState.RETURNED,
        recorded_as="approval.returned",
        who=(Party.BODY,),
    ),
    Move(
        action=Action.REJECT,
        allowed_from=(RunState.UNDER_WAY,),
        to=RunState.REJECTED,
        step_to=StepState.REJECTED,
        recorded_as="approval.rejected",
        who=(Party.BODY,),
    ),
    Move(
        action=Action.WITHDRAW,
        allowed_from=OPEN_RUNS,
        to=RunState.WITHDRAWN,
        step_to=StepState.WITHDRAWN,
        recorded_as="approval.withdrawn",
        who=(Party.REQUESTER, Party.ROOM),
    ),
    Move(
        action=Action.RESUBMIT,
        allowed_from=(RunState.RETURNED,),
        to=RunState.UNDER_WAY,
        step_to=StepState.WAITING,
        recorded_as="approval.resubmitted",
        who=(Party.REQUESTER,),
    ),
    Move(
        action=Action.REMIND,
        allowed_from=(RunState.UNDER_WAY,),
        to=None,
        step_to=None,
        recorded_as="approval.reminded",
        who=(Party.REQUESTER, Party.PERSON, Party.CLOCK),
    ),
    Move(
        action=Action.ESCALATE,
        allowed_from=(RunState.UNDER_WAY,),
        to=None,
        step_to=None,
        recorded_as="approval.escalated",
        who=(Party.CLOCK,),
    ),
    Move(
        action=Action.REASSIGN,
        allowed_from=OPEN_RUNS,
        to=None,
        step_to=None,
        recorded_as="approval.reassigned",
        who=(Party.ROOM, Party.SUPERIOR),
    ),
    Move(
        action=Action.UNDO,
        allowed_from=(RunState.UNDER_WAY, RunState.RETURNED, RunState.APPROVED, RunState.REJECTED),
        to=RunState.UNDER_WAY,
        step_to=StepState.WAITING,
        recorded_as="approval.undone",
        who=(Party.DECIDER,),
    ),
)


def move_for(action: Action, *, is_last_step: bool) -> Move:
    return next(move for move in MOVES if move.action == action and move.is_last_step in (None, is_last_step))
