from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certificates.checking.answers import Answer
from ui.formatting import date_text, number_text
from ui.parts import Event


def events_of(answer: Answer) -> list[Event]:
    """What became of a certificate, in the order in which it happened."""
    before = answer.printed.get("replaces")
    issued = [date_text(answer.issued_on), _place(answer.leaf)]
    if before:
        issued.append(_("it stands for %(number)s, which is good no longer") % {"number": before})
    events = [Event(pgettext("of a certificate", "Issued"), _joined(issued))]
    if answer.ended_on is None:
        return events
    ended = [date_text(answer.ended_on), answer.why_ended, _place(answer.end_leaf)]
    if answer.state == "replaced":
        return [*events, Event(pgettext("of a certificate", "Replaced"), _joined(ended), "void")]
    return [*events, Event(pgettext("of a certificate", "Void"), _joined(ended), "void")]


def _place(leaf: int | None) -> str:
    if leaf is None:
        return _("in the log from tonight")
    return _("entry %(number)s of the log") % {"number": number_text(leaf)}


def _joined(parts: list[str]) -> str:
    return _("; ").join(parts)
