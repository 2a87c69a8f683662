"""Why a row is not taken: a code for programs, which never changes, and a sentence for whoever looks after them, in
both languages, because a program has none. No sentence repeats what was sent: it may hold a number or a name."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from people.staff_import.words import FINDINGS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LANGUAGES = {"message": "zh-hans", "message_en": "en"}

SENTENCES: dict[str, str | _StrPromise] = {
    # what the row itself says
    "not_an_object": _("A row must be an object with named fields. Compare it with the example."),
    "unknown_field": _("This kind of feed sends no such field. Compare its name with the list, or leave it out."),
    "missing": _("This field is missing."),
    "not_text": _("This must be text in quotation marks."),
    "empty": _("This is empty."),
    "too_long": _("This has more than %(most)s characters."),
    "bad_characters": _("This contains control characters or half characters. Send plain text in UTF-8."),
    "not_a_day": _("This must be a day, written YYYY-MM-DD."),
    "no_such_day": _("There is no such day in the calendar."),
    "day_to_come": _("This day has not come yet. Send what was finished."),
    "too_long_ago": _("This lies too long ago: no rule set reaches so far back."),
    "ends_before_start": _("The last day is before the first."),
    "not_a_number": _("This must be a number, without quotation marks."),
    "not_positive": _("This must be more than 0."),
    "negative": _("This must not be negative."),
    "too_large": _("This is more than %(most)s. Send hours of one activity, not a sum."),
    "too_many_decimals": _("This must have at most two decimals."),
    "not_whole": _("This must be a whole number."),
    "not_true_or_false": _("This must be true or false, without quotation marks."),
    "not_one_of": _("This must be one of: %(choices)s."),
    "not_of_activity": _("This does not belong to this activity. Leave it out."),
    "doubled": _("The same external_id stands in row %(first)s of this call already. Send each row once."),
    # whom it is about
    "person_unknown": _(
        "Nobody of the area of this feed is registered under this number. Ask the person's employer to register them;"
        " then send the row again."
    ),
    "name_differs": _("The name does not fit the number. Compare both with the identity document."),
    "no_employer": _("The person has no employer now, and so nobody decides. Send the row again when there is one."),
    "other_industry": _("The person works in another industry. This feed sends hours of its own industry only."),
    # what the rules say
    "no_rules": _("No rule set covers this person's place in the study year %(year)s."),
    "may_not_register": "%(reason)s (%(cite)s)",
    "nobody_stands": _("Nobody is registered who would decide about it. Ask the bureau of the area."),
    "not_approved_then": _("The site was not approved on the last day of the activity."),
    "category_not_approved": _("The site is not approved for this subject category."),
    "above_catalog": _("The catalog gives this course %(hours)s hours; the row has more."),
    "other_category": _("In the catalog the course belongs to another subject category."),
    # what was sent before
    "other_person": _(
        "Under this external_id stands a record of somebody else. Withdraw it, and send this under a new external_id."
    ),
    "frozen": _("A certificate rests on the record; it cannot be changed. Ask the bureau of the area."),
    "closed": _(
        "The record was refused or withdrawn and stays so. If it is right after all, send it under a new external_id."
    ),
    "correction_open": _("A correction of this record is being decided. Send the row again afterwards."),
    "never_taken": _("No row was ever taken under this external_id: there is nothing to withdraw."),
}


@dataclass(frozen=True)
class Refusal:
    code: str
    field: str = ""
    told: dict[str, Any] = dataclasses.field(default_factory=dict)
    told_en: dict[str, Any] = dataclasses.field(default_factory=dict)
    """What is said differently in English."""

    def sentence(self, *, in_english: bool) -> str:
        """In the language that is active."""
        words = document_words(self.code) or SENTENCES[self.code]
        return str(words) % (self.told | (self.told_en if in_english else {}))


class RowFault(Exception):
    def __init__(self, code: str, field: str = "", *, told_en: dict[str, Any] | None = None, **told: Any) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, field, told, told_en or {})


def document_words(code: str) -> str:
    """Of a number that cannot be right, as the staff lists say it; every other code has a sentence of its own."""
    words = FINDINGS.get(code) if code.startswith("document_") else None
    return f"{words.problem} {words.advice}" if words else ""


def sentences_of(refusals: list[Refusal]) -> list[dict[str, str]]:
    """Of each, in both languages; each language is spoken once."""
    told: list[dict[str, str]] = [{} for _refusal in refusals]
    for name, language in LANGUAGES.items():
        with translation.override(language):
            for each, refusal in zip(told, refusals, strict=True):
                each[name] = refusal.sentence(in_english=name == "message_en")
    return told
