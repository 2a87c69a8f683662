"""The form of one record: what it is called, and just the facts that the rule set in force asks about its activity."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.enums import SubjectCategory
from records.logging.fields import NameField, RelatedField
from records.logging.kinds import LABELS, Kind, holder_label, title_label
from records.models import LearningRecord
from records.questions import COMMON_FACTS
from rules import labels
from rules.calculator import vocabulary
from rules.calculator.drafts import KEYS, Draft, key_of
from rules.calculator.forms import ActivityForm
from rules.calculator.needs import Need, Setting

ONE = 1
"""A form holds one activity, where those of the calculator hold many."""
TITLE_LENGTH = 200
OF_THE_HEAD = ("activity", "title", "held_by", "class")
MOST_TYPED = 300
FACTS_OF_FORM = {key_of(fact, ONE): fact for fact in KEYS if fact != "activity"}
KNOWN_BY_THE_SYSTEM = frozenset({"evidence", "state", "recognized_on", "source", "course"})
FIRST = ("start", "end")


def typed_in(data: Mapping[str, Any]) -> dict[str, str]:
    """What somebody typed into this form, and nothing else that was sent along; kept as it is, right or wrong."""
    names = (*OF_THE_HEAD, *FACTS_OF_FORM)
    return {name: str(data[name]).replace("\0", "")[:MOST_TYPED] for name in names if name in data}


def typed_of(learning_record: LearningRecord) -> dict[str, str]:
    """A record as if it had just been typed."""
    if learning_record.typed is not None:
        return dict(learning_record.typed)
    facts = {**learning_record.facts, "category": learning_record.category, "end": learning_record.ended_on}
    if learning_record.started_on:
        facts["start"] = learning_record.started_on
    if learning_record.makeup_for:
        facts["makeup_for"] = learning_record.makeup_for
    head = {
        "activity": learning_record.activity,
        "title": learning_record.title,
        "held_by": learning_record.held_by,
        **({"class": str(learning_record.training_class_id)} if learning_record.training_class_id else {}),
    }
    return head | {key_of(fact, ONE): _as_typed(fact, value) for fact, value in facts.items()}


def _as_typed(fact: str, value: Any) -> str:
    if fact in vocabulary.FLAGS:
        return "1" if value == (fact not in vocabulary.DENIED) else ""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


class HeadForm(forms.Form):
    use_required_attribute = False
    activity = forms.ChoiceField(label=gettext_lazy("What was it, exactly?"))
    title = forms.CharField(
        max_length=TITLE_LENGTH, required=False, help_text=gettext_lazy("As it stands on the proof.")
    )
    held_by = forms.CharField(max_length=TITLE_LENGTH, required=False)

    def __init__(self, kind: Kind, typed: Mapping[str, str]) -> None:
        activity = typed.get("activity", "")
        self.chosen = activity if activity in kind.activities else kind.activities[0]
        super().__init__({"title": "", "held_by": "", **typed, "activity": self.chosen})
        self.fields["title"].label = title_label(self.chosen)
        self.fields["held_by"].label = holder_label(self.chosen)
        if len(kind.activities) > 1:
            choices = [(name, labels.ACTIVITIES[name]) for name in kind.activities]
            self.fields["activity"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["activity"]
        for name, field in self.fields.items():
            hint = f"id_{name}_helptext " if field.help_text else ""
            field.widget.attrs["aria-describedby"] = f"{hint}id_{name}_error"
        self.full_clean()
        self.fields["title"].required = True  # before it is sent, not while it is typed

    @property
    def title_typed(self) -> str:
        return " ".join(str(self.data.get("title", "")).split())

    @property
    def holder_typed(self) -> str:
        return " ".join(str(self.data.get("held_by", "")).split())[:TITLE_LENGTH]


class RecordedActivityForm(ActivityForm):
    """As in the calculator, without what the system itself knows; the days come first."""

    def __init__(self, activity: str, typed: Mapping[str, str], setting: Setting) -> None:
        given = {fact: typed[key] for key, fact in FACTS_OF_FORM.items() if key in typed}
        super().__init__(Draft(ONE, activity, given), setting, [])

    def asks(self, need: Need) -> bool:
        """A reviewer's figure is asked for only where there is no other (self-study)."""
        return need.fact not in KNOWN_BY_THE_SYSTEM and (need.fact != "proposed" or need.is_needed)

    def is_rare(self, need: Need) -> bool:
        return need.is_rare and need.fact not in ("start", "related", "project")

    def _fields(self, setting: Setting, others: Iterable[Draft]) -> dict[str, forms.Field]:
        fields = super()._fields(setting, others)
        first = {name: fields[name] for name in FIRST if name in fields}
        later = {name: field for name, field in fields.items() if name not in FIRST}
        related = {"related": later.pop("related")} if "related" in later else {}
        rare = {name: later.pop(name) for name in [*later] if name in self.rare}
        return first | later | related | rare

    def _field(self, need: Need, setting: Setting, others: Iterable[Draft]) -> forms.Field:
        if need.fact in LABELS:
            field = super()._field(need, setting, others)
            field.label = LABELS[need.fact]
            return field
        if need.fact == "related":
            return RelatedField()
        if need.fact == "project":
            asked = vocabulary.asking(self.draft.activity, "project")
            return NameField(label=_("Name of the project"), help_text=asked.help)
        return super()._field(need, setting, others)

    @property
    def last_day(self) -> datetime.date | None:
        return day_in(self.said("end"))

    @property
    def first_day(self) -> datetime.date | None:
        return day_in(self.said("start"))

    def question(self, names: Mapping[str, str]) -> dict[str, Any]:
        project = {"project": self.said("project")} if self.said("project") else {}
        return self.record({**project, **names})

    def said_of_record(self, names: Mapping[str, str]) -> dict[str, Any]:
        """As `records.services` takes it. Only of what is a day and a number by now."""
        asked = self.question(names)
        of_activity = (*vocabulary.FACTS[self.draft.activity], *COMMON_FACTS)
        makeup_for = asked.get("makeup_for")
        return {
            "activity": self.draft.activity,
            "category": asked.get("category", SubjectCategory.SPECIALTY.value),
            "started_on": self.first_day,
            "ended_on": self.last_day,
            "makeup_for": makeup_for if isinstance(makeup_for, int) and 1900 < makeup_for < 2100 else None,
            "facts": {name: asked[name] for name in of_activity if name in asked},
        }


def day_in(typed: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(typed)
    except ValueError:
        return None
