"""An answer in words, for the template. Two answers of the same shape differ in nothing but these words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from certificates.checking.answers import Answer
from certificates.sheets.reading import Sheet
from ui.formatting import date_text, number_text
from ui.parts import Event
from ui.templatetags.ui import date_long

AS_PRINTED = ("employer", "total", "public", "specialty", "issuer", "blank_form", "confirmed_by", "replaces")


@dataclass(frozen=True)
class Shown:
    state: str
    is_masked: bool
    is_proven: bool
    is_signed: bool
    """Whether the root that proves it is."""
    words: dict[str, str]
    """What is not there is empty. Marked as safe is what is HTML already."""

    @property
    def shape(self) -> tuple[Any, ...]:
        there = (name for name, text in self.words.items() if text)
        return (self.state, self.is_masked, self.is_proven, self.is_signed, *there)

    def with_marks(self, marks: dict[str, str]) -> Shown:
        return replace(self, words={name: marks[name] if text else "" for name, text in self.words.items()})

    def events(self) -> list[Event]:
        """What became of a certificate, in the order in which it happened."""
        events = [Event(pgettext("of a certificate", "Issued"), self.words["issued_note"])]
        if self.state == "replaced":
            events.append(Event(pgettext("of a certificate", "Replaced"), self.words["ended_note"], "void"))
        elif self.state == "void":
            events.append(Event(pgettext("of a certificate", "Void"), self.words["ended_note"], "void"))
        return events


def shown(answer: Answer, *, proof_url: str = "") -> Shown:
    words = {name: str(answer.printed.get(name, "")) for name in AS_PRINTED} | {
        "number": answer.number,
        "name": answer.name,
        "when": answer.when,
        "says": answer.says,
        "says_translated": answer.says_translated,
        "title_level": Sheet(answer.printed, "").title_level if "title_level" in answer.printed else "",
        "act": answer.act,
        "issued_on": date_long(answer.issued_on),
        "confirmed_on": date_long(answer.confirmed_on),
        "ended_on": date_long(answer.ended_on),
        "why_ended": answer.why_ended,
        "successor": answer.successor or "",
        "issued_note": _joined(_issue(answer)),
        "ended_note": _joined(_end(answer)),
        "leaf": "" if answer.leaf is None else number_text(answer.leaf),
        "proof_url": proof_url,
    }
    is_signed = answer.is_proven and answer.is_root_genuine
    return Shown(answer.state, answer.is_masked, answer.is_proven, is_signed, words | _proof(answer))


def _proof(answer: Answer) -> dict[str, str]:
    if not answer.is_proven:
        return {}
    nodes = answer.path_length
    return {
        "leaf_digest": answer.leaf_digest,
        "path": ngettext("%(number)s node", "%(number)s nodes", nodes) % {"number": nodes},
        "root_digest": answer.root_digest,
        "root_date": date_long(answer.root_date),
        "root_key": answer.root_key_id,
    }


def _issue(answer: Answer) -> list[str]:
    parts = [date_text(answer.issued_on), _place(answer.leaf)]
    if before := answer.printed.get("replaces"):
        parts.append(_("it stands for %(number)s, which is good no longer") % {"number": before})
    return parts


def _end(answer: Answer) -> list[str]:
    if answer.ended_on is None:
        return []
    return [date_text(answer.ended_on), answer.why_ended, _place(answer.end_leaf)]


def _place(leaf: int | None) -> str:
    if leaf is None:
        return _("in the log from tonight")
    return _("entry %(number)s of the log") % {"number": number_text(leaf)}


def _joined(parts: list[str]) -> str:
    return _("; ").join(parts)
