"""One form as somebody sees it: what was typed, which fields are asked for, what it would give, what is still wrong."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.matters import database_day
from audit.actors import Actor
from courses.enums import SubjectCategory
from courses.models import TrainingClass
from people.models import Professional
from records.enums import STANDING, EvidenceState, RecordSource, RecordState
from records.logging.foresight import NEW, Foresight, foresee, setting_of, standing_of
from records.logging.forms import HeadForm, RecordedActivityForm, day_in, typed_of
from records.logging.kinds import Kind, kind_of_activity
from records.models import Evidence, LearningRecord
from rules import labels
from rules.calculator.answers import Question
from rules.calculator.drafts import key_of
from rules.calculator.problems import is_still_missing, told
from rules.calculator.sheets import whole_year
from ui.formatting import hours_text

SALT = "records.form"
LAST_DAY, MAKEUP = key_of("end", 1), key_of("makeup_for", 1)
LONGEST_KEPT = 60 * 60 * 24 * 30


def seal_token(token: uuid.UUID, user_id: int) -> str:
    """The form of this person, so that nobody's typing is laid into the form of another."""
    return signing.dumps([token.hex, user_id], salt=SALT)


def opened_token(sealed: str) -> tuple[uuid.UUID, int] | None:
    try:
        token, user_id = signing.loads(sealed, salt=SALT, max_age=LONGEST_KEPT)
        return uuid.UUID(hex=token), int(user_id)
    except (signing.BadSignature, ValueError, TypeError):
        return None


@dataclass
class Problem:
    """In the summary of what is to be put right."""

    words: str
    field: BoundField | None = None
    anchor: str = ""


FIRST_WHOLE_YEAR = 1000


def _is_half_typed(name: str, value: str) -> bool:
    """On the way to 2026 a browser sends the years 2, 20 and 202: no day yet, and whoever is typing must not be given
    other fields."""
    day = day_in(value) if name == LAST_DAY else None
    return day is not None and day.year < FIRST_WHOLE_YEAR


@dataclass
class Entry:
    kind: Kind
    professional: Professional
    typed: Mapping[str, str]
    token: uuid.UUID
    record: LearningRecord | None = None
    is_by_employer: bool = False
    problems: list[Problem] = field(default_factory=list)
    refused_proofs: list[str] = field(default_factory=list)
    has_proof: bool = False
    """Beyond those of the record: a file that came along with a form for several people."""

    def __post_init__(self) -> None:
        self.typed = {name: value for name, value in self.typed.items() if not _is_half_typed(name, value)}
        self.year = self._year()
        self.head = HeadForm(self.kind, self.typed)
        self.activity = self.head.chosen
        self.standing = standing_of(self.professional, self.year)
        setting = setting_of(self.standing, self.year, makes_up=bool(self.typed.get(MAKEUP)))
        self.form = RecordedActivityForm(self.activity, self.typed, setting)
        self.training_class = self._training_class()
        self.foresight = self._foreseen()
        self._note_faults()

    @classmethod
    def of_record(cls, learning_record: LearningRecord, typed: Mapping[str, str] | None = None) -> Entry:
        values = typed_of(learning_record) if typed is None else typed
        said = values.get("activity", "")
        activity = said if said in labels.ACTIVITIES else learning_record.activity
        return cls(
            kind=kind_of_activity(activity),
            professional=learning_record.professional,
            typed=values,
            token=learning_record.form_token or uuid.uuid4(),
            record=learning_record,
            is_by_employer=learning_record.registered_for_id is not None,
        )

    # What it is about

    def _year(self) -> int:
        """The year follows from the last day (A-18), or is the past one that is made up for."""
        makeup_for, last_day = whole_year(self.typed.get(MAKEUP, "")), day_in(self.typed.get(LAST_DAY, ""))
        return makeup_for or (last_day or timezone.localdate()).year

    def _training_class(self) -> TrainingClass | None:
        chosen = self.typed.get("class", "")
        return (
            TrainingClass.objects.published().filter(pk=chosen).first()
            if chosen.isdecimal() and len(chosen) < 10
            else None
        )

    @property
    def course_key(self) -> str:
        """By which the rule books know two of the same: the code of a course, or the name of what counts once."""
        if self.training_class:
            return self.training_class.course_key
        is_made_up = bool(self.typed.get(MAKEUP))  # the rules name the courses that make up for a year
        is_once = self.activity == "degree" or is_made_up or self.form.said("category") == SubjectCategory.PUBLIC
        return self.head.title_typed[:200] if is_once else ""

    @property
    def said(self) -> dict[str, Any]:
        return {
            **self.form.said_of_record({}),
            "title": self.head.title_typed[:200],
            "held_by": self.head.holder_typed,
            "course_key": self.course_key,
            "training_class": self.training_class,
        }

    @property
    def source(self) -> RecordSource:
        return RecordSource.EMPLOYER if self.is_by_employer else RecordSource.PERSON

    @property
    def question(self) -> Question:
        """As if it were recognized and proven."""
        names = {"course": self.course_key} if self.course_key else {}
        number = str(self.record.pk) if self.record else NEW
        return self.form.question(names) | {"id": number, "source": self.source.value}

    def _unsaved(self) -> LearningRecord:
        said = self.form.said_of_record({})
        return LearningRecord(
            professional=self.professional,
            activity=self.activity,
            category=said["category"],
            study_year=self.year,
            source=self.source.value,
            makeup_for=said["makeup_for"],
            ended_on=said["ended_on"],
            course_key=self.course_key,
        )

    def _foreseen(self) -> Foresight:
        return foresee(self._unsaved(), self.question)

    # What is wrong with it

    def _note_faults(self) -> None:
        """Each fault at its field. What has not been said yet is no fault before it is sent."""
        for fault in self.foresight.faults:
            if not is_still_missing(fault.problem):
                self.form.refuse(fault.field, told(fault.problem))

    @property
    def open_fields(self) -> list[BoundField]:
        untitled = [] if self.head.title_typed else [self.head["title"]]
        missing = {fault.field for fault in self.foresight.faults if is_still_missing(fault.problem)}
        named = [bound for bound in self.form if bound.name in missing]
        return [*untitled, *dict.fromkeys([*self.form.open_fields, *named])]

    @property
    def doubles(self) -> list[LearningRecord]:
        """What stands on the record of this person already and looks the same."""
        last_day = self.form.last_day
        own = LearningRecord.objects.filter(professional=self.professional, state__in=STANDING)
        if self.record:
            own = own.exclude(pk=self.record.pk)
        if self.training_class and (same := list(own.filter(training_class=self.training_class)[:1])):
            return same
        if last_day is None or not self.head.title_typed:
            return []
        return list(own.filter(activity=self.activity, ended_on=last_day, title__iexact=self.head.title_typed)[:3])

    @property
    def evidence(self) -> list[Evidence]:
        return list(self.record.evidence.standing()) if self.record else []

    def prepare_to_send(self) -> bool:
        """Whether it can be sent. Says of every field what is still to be done."""
        for bound in self.open_fields:
            if not bound.errors:
                bound.form.add_error(bound.name, _("This has to be filled in."))
        last_day = self.form.last_day
        if last_day and last_day > database_day() and not self.form["end"].errors:
            self.form.add_error("end", _("This day is still to come. Send it when it is over; the draft is kept."))
        if not (self.evidence or self.has_proof) and not self.refused_proofs:
            self.problems.append(Problem(self._unproven(), anchor="proofs"))
        if self.foresight.route.refusal:
            self.problems.append(Problem(self.foresight.route.refusal))
        if self.training_class and self.doubles:
            self.problems.append(Problem(_("This class stands on the record already. Nothing is to be sent.")))
        return not self.summary

    def _unproven(self) -> str:
        hours = self.foresight.hours
        if hours:
            return _("There is no proof yet. Without one these %(hours)s do not count.") % {"hours": hours_text(hours)}
        return _("There is no proof yet. Without one nothing counts.")

    @property
    def summary(self) -> list[Problem]:
        """In the order of the page."""
        of_fields = [
            Problem(str(words), bound) for form in (self.head, self.form) for bound in form for words in bound.errors
        ]
        of_forms = [Problem(str(words)) for form in (self.head, self.form) for words in form.non_field_errors()]
        of_proofs = [Problem(words, anchor="proofs") for words in self.refused_proofs]
        return [*of_fields, *of_forms, *of_proofs, *self.problems]

    @property
    def proof_problems(self) -> list[str]:
        return [*self.refused_proofs, *(each.words for each in self.problems if each.anchor == "proofs")]

    # How it is drawn

    @property
    def signature(self) -> str:
        """Stays the same as long as a page shows the right fields."""
        shown = [
            (bound.auto_id, str(bound.label), len([*getattr(bound.field, "choices", "")]))
            for form in (self.head, self.form)
            for bound in form
        ]
        return f"{zlib.crc32(repr(shown).encode()):08x}"

    @property
    def fields(self) -> list[BoundField]:
        return [*self.head, *self.form.main_fields, *self.form.rare_fields]

    @property
    def can_go_on(self) -> bool:
        return not self.foresight.route.refusal

    @property
    def is_returned(self) -> bool:
        return self.record is not None and self.record.state == RecordState.RETURNED

    @property
    def is_sent(self) -> bool:
        """Decided or under way: nothing is typed into it any more."""
        return self.record is not None and self.record.state not in (RecordState.DRAFT, RecordState.RETURNED)

    @property
    def evidence_state(self) -> EvidenceState:
        return EvidenceState.COMPLETE if self.evidence else EvidenceState.MISSING

    def sealed_token(self, actor: Actor) -> str:
        return seal_token(self.token, actor.user_id or 0)
