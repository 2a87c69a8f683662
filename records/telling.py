"""A record in words: its facts by the names under which the forms ask for them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.logging.kinds import LABELS, title_label
from rules import labels
from rules.calculator import vocabulary
from rules.calculator.vocabulary import asking
from ui.formatting import date_text, number_text

if TYPE_CHECKING:
    from records.models import LearningRecord, RecordCorrection


def told_facts(activity: str, facts: Mapping[str, Any]) -> list[tuple[Any, str]]:
    return [(_fact_label(activity, name), told_value(activity, name, value)) for name, value in facts.items()]


def _fact_label(activity: str, name: str) -> Any:
    return LABELS.get(name) or asking(activity, name).label


def told_value(activity: str, name: str, value: Any) -> str:
    if name in vocabulary.FLAGS:
        return _("Yes") if bool(value) == (name not in vocabulary.DENIED) else _("No")
    if name in vocabulary.DATES:
        return _told_day(value)
    words = dict(vocabulary.values_of(activity, name)).get(str(value))
    if words is not None:
        return str(words)
    if isinstance(value, int | Decimal) or str(value).replace(".", "", 1).isdecimal():
        return str(value) if name.endswith("year") else number_text(Decimal(str(value)))
    return str(value)


def _told_day(value: Any) -> str:
    return date_text(datetime.date.fromisoformat(value)) if isinstance(value, str) else date_text(value)


def told_changes(correction: RecordCorrection) -> list[tuple[Any, str, str]]:
    """Label, as it stands, as it is right: field by field, and of the facts one by one."""
    told: list[tuple[Any, str, str]] = []
    activity = correction.after.get("activity", correction.record.activity)
    for name, after in correction.after.items():
        before = correction.before.get(name)
        if name == "facts":
            told += _changed_facts(activity, before or {}, after)
        elif name != "course_key":
            told.append((_label(correction.record, name), _told_field(name, before), _told_field(name, after)))
    return told


def _changed_facts(activity: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[Any, str, str]]:
    names = [name for name in {**before, **after} if str(before.get(name)) != str(after.get(name))]
    return [
        (
            _fact_label(activity, name),
            told_value(activity, name, before[name]) if name in before else "–",
            told_value(activity, name, after[name]) if name in after else "–",
        )
        for name in names
    ]


def _label(learning_record: LearningRecord, name: str) -> Any:
    if name == "title":
        return title_label(learning_record.activity)
    return {
        "activity": _("What was done"),
        "category": _("Subject category"),
        "held_by": pgettext("of an activity", "Held by"),
        "started_on": LABELS["start"],
        "ended_on": _("Last day"),
        "makeup_for": _("Made up for the year"),
    }[name]


def _told_field(name: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if name == "activity":
        return str(labels.ACTIVITIES[value])
    if name == "category":
        return str(labels.CATEGORIES[value])
    return _told_day(value) if name in ("started_on", "ended_on") else str(value)
