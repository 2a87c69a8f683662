"""What this room says: of its acts in the trail, of a run's history, of what somebody else did meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from approvals.enums import EMPLOYER_CHANGED, NOBODY_ABOVE, OWN_CASE, TAKEN_OVER, Action
from ui.formatting import date_time_text

if TYPE_CHECKING:
    from approvals.models import Decision, Run

ACTION_NAMES = {
    "approval.opened": gettext_lazy("sent for approval"),
    "approval.passed_on": gettext_lazy("agreed and passed on"),
    "approval.approved": gettext_lazy("agreed to"),
    "approval.returned": gettext_lazy("returned"),
    "approval.rejected": gettext_lazy("refused"),
    "approval.withdrawn": gettext_lazy("withdrew"),
    "approval.resubmitted": gettext_lazy("sent again"),
    "approval.reminded": gettext_lazy("reminded of"),
    "approval.escalated": gettext_lazy("told those above of"),
    "approval.reassigned": gettext_lazy("handed to another body"),
    "approval.undone": gettext_lazy("took back a decision on"),
}
OBJECT_NAMES = {
    "approvals.run": gettext_lazy("approval"),
}

REASSIGNED_BECAUSE = {
    OWN_CASE: gettext_lazy("The person concerned decides there; nobody decides on their own case."),
    NOBODY_ABOVE: gettext_lazy("The person concerned decides there, but no body stands above. A colleague decides."),
    EMPLOYER_CHANGED: gettext_lazy("The person has another employer now."),
    TAKEN_OVER: gettext_lazy("It was overdue, and the body above took it over."),
}

# A line of the history, as a sentence. `who` is a name, `act` what the step is called.
LINES = {
    Action.OPEN: pgettext_lazy("line of a history", "%(who)s asked for it"),
    Action.APPROVE: pgettext_lazy("line of a history", "%(act)s: %(who)s agreed"),
    Action.RETURN: pgettext_lazy("line of a history", "%(act)s: %(who)s returned it"),
    Action.REJECT: pgettext_lazy("line of a history", "%(act)s: %(who)s refused it"),
    Action.WITHDRAW: pgettext_lazy("line of a history", "%(who)s withdrew it"),
    Action.RESUBMIT: pgettext_lazy("line of a history", "%(who)s sent it again"),
    Action.REMIND: pgettext_lazy("line of a history", "%(who)s reminded %(body)s"),
    Action.ESCALATE: pgettext_lazy("line of a history", "Overdue: %(to)s was told"),
    Action.REASSIGN: pgettext_lazy("line of a history", "Went from %(body)s to %(to)s"),
    Action.UNDO: pgettext_lazy("line of a history", "%(act)s: %(who)s took the decision back"),
}
STAYED = pgettext_lazy("line of a history", "Stays with %(body)s")
HEAD_TOLD = pgettext_lazy("line of a history", "Overdue: the head of %(body)s was told")
SYSTEM_PASSED = pgettext_lazy("line of a history", "%(act)s: passed by the system")
SYSTEM_REMINDED = pgettext_lazy("line of a history", "The system reminded %(body)s")


def counted(matters: int, people: int) -> str:
    """“48 人 96 条”"""
    return _("%(matters)s of %(people)s") % {
        "matters": ngettext("%(count)s matter", "%(count)s matters", matters) % {"count": matters},
        "people": ngettext("%(count)s person", "%(count)s people", people) % {"count": people},
    }


def line_words(line: Decision) -> str:
    facts = {
        "who": line.person or _("the system"),
        "act": line.step.get_act_display(),
        "body": line.body,
        "to": line.handed_to,
    }
    return _sentence_of(line) % facts


def _sentence_of(line: Decision) -> str:
    if line.action == Action.REASSIGN and line.handed_to_id == line.body_id:
        return str(STAYED)
    if line.action == Action.ESCALATE and line.handed_to_id == line.body_id:
        return str(HEAD_TOLD)
    if line.person_id is None and line.action == Action.APPROVE:
        return str(SYSTEM_PASSED)
    if line.person_id is None and line.action == Action.REMIND:
        return str(SYSTEM_REMINDED)
    return str(LINES[Action(line.action)])


def meanwhile(run: Run) -> str:
    """For whoever comes too late: what happened last, and when."""
    line = run.decisions.select_related("person", "step", "body", "handed_to").last()
    if line is None:
        return _("It is no longer waiting.")
    return _("It is no longer waiting for that. %(what)s, %(when)s.") % {
        "what": line_words(line),
        "when": date_time_text(line.at),
    }
