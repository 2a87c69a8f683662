"""What is wrong with rows of results, and what each asks for: a new result, a correction, or nothing.

Looked at when the file comes, again in the transaction that writes, and for the form on the page of the class. A fixed
number of queries, however many rows. Nothing that is said of a row tells of anybody but whom the row names rightly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Q

from approvals.matters import database_day
from audit.actors import Actor
from courses.enums import ClassState, SubjectCategory
from courses.models import RosterEntry, TrainingClass
from people.documents import DocumentFault, check_document
from people.enums import DocumentKind
from people.lookups import Numbers
from people.models import Employer, IdentityDocument
from people.names import tidied
from people.professionals.numbers import indexes_of_typed_numbers
from records.enums import STANDING, RecordSource, RecordState
from records.models import ClassResult, LearningRecord
from records.results.routing import Person, RouteRefused, Routes, Standing, Standings
from records.results.words import MARKS_OF_FAILING, MARKS_OF_PASSING, PASSED
from uploads.kinds import CheckedRow, Finding, Values

LEAST_MARK = Decimal(60)
"""Of a hundred; where a class has another line, the column “passed” says so."""
MOST_POINTS = Decimal(100)
HUNDREDTH = Decimal("0.01")
DIGITS_OF_CARD = 15
FIGURES_OF = itemgetter("attended", "mark", "hours", "passed", "remark")
NOBODY: Mapping[int, Person] = {}
GIVES_WAY = (RecordSource.PERSON, RecordSource.EMPLOYER)


class Said(NamedTuple):
    """What the institution says of one person."""

    attended_hours: Decimal
    exam_mark: str
    hours: Decimal
    passed: bool
    remark: str


@dataclass(slots=True)
class ResultPlan:
    """What is to be done for a row."""

    professional_id: int
    said: Said
    standing: Standing
    result: ClassResult | None = None
    """As it stands, with its record."""
    rivals: list[LearningRecord] = field(default_factory=list)
    """What the person or the employer registered of the same class: it gives way."""
    is_enrolled: bool = True

    @property
    def record(self) -> LearningRecord | None:
        """The one that stands; one that was refused or voided does not."""
        record = self.result.record if self.result else None
        return record if record is not None and record.state in STANDING else None


class Heard(NamedTuple):
    said: Said
    warnings: list[Finding]
    """Of the figures alone, whoever the row is about."""


class Known(NamedTuple):
    """Of the people in a batch, by their numbers."""

    standings: dict[int, Standing]
    results: dict[int, ClassResult]
    rivals: dict[int, list[LearningRecord]]
    enrolled: set[int]


class ResultCheck:
    """Of one class. What it learns of employers and of ways it knows for the batches that follow."""

    def __init__(self, training_class: TrainingClass, *, actor: Actor) -> None:
        self.training_class = training_class
        self.actor = actor
        self.today = database_day()
        self.routes = Routes(training_class, on=self.today)
        self.standings = Standings(on=self.today)
        self._heard: dict[tuple[str, ...], Heard] = {}

    def look_at(self, rows: Sequence[CheckedRow], chosen: Mapping[int, Person] = NOBODY) -> None:
        """`chosen`: who is meant by a row, where that was not found by a number but picked on the roster."""
        if self._is_wrong_class(rows):
            return
        found = self._people([row for row in rows if row.number not in chosen and not row.is_faulty])
        found |= chosen
        ready = [
            (row, person)
            for row in rows
            if (person := found.get(row.number)) is not None and self._is_of_another(row, person)
        ]
        known = self._known_of([person for _row, person in ready])
        for row, person in ready:
            self._look_at(row, person, known)

    # The class

    def _is_wrong_class(self, rows: Sequence[CheckedRow]) -> bool:
        each = self.training_class
        if each.state != ClassState.PUBLISHED or each.lost_status_at is not None:
            _all_wrong(rows, "class_without_status")
            return True
        if not each.has_ended(self.today):
            _all_wrong(rows, "class_not_ended", date=each.ends_on.isoformat())
            return True
        return False

    # The person

    def _people(self, rows: Sequence[CheckedRow]) -> dict[int, Person]:
        indexes = indexes_of_typed_numbers([row.values["number"] for row in rows])
        known = people_under(indexes)
        found = {}
        for row, index in zip(rows, indexes, strict=True):
            person = known.get(index)
            if person is None:
                self._say_who_is_missing(row)
            elif row.values["name"] != person.name and tidied(row.values["name"]) != person.name:
                row.error("name", "name_of_another")
            else:
                found[row.number] = person
        return found

    def _is_of_another(self, row: CheckedRow, person: Person) -> bool:
        """Nobody enters the own result."""
        if person.user_id == self.actor.user_id:
            row.error("name", "own_result")
        return not row.is_faulty

    def _say_who_is_missing(self, row: CheckedRow) -> None:
        """A number that cannot be right is told so; of a right one, that nobody has it."""
        number = row.values["number"]
        if sum(map(str.isdigit, number)) >= DIGITS_OF_CARD:
            try:
                check_document(DocumentKind.RESIDENT_ID, number, today=self.today)
            except DocumentFault as fault:
                row.error("number", f"document_{fault.code}", count=len(number))
                return
        row.error("number", "person_unknown")

    # What is known of the people

    def _known_of(self, people: Sequence[Person]) -> Known:
        numbers = Numbers(person.professional_id for person in people)
        return Known(
            self.standings.of(people), self._results_of(numbers), self._rivals_of(numbers), self._enrolled(numbers)
        )

    def _results_of(self, people: Numbers) -> dict[int, ClassResult]:
        results = ClassResult.objects.filter(training_class=self.training_class, professional__among=people)
        return {result.professional_id: result for result in results.select_related("record")}

    def _rivals_of(self, people: Numbers) -> dict[int, list[LearningRecord]]:
        """The same class, or the same course to the same end."""
        records = LearningRecord.objects.standing().filter(professional__among=people)
        same_course = Q(
            course_key=self.training_class.course_key, ended_on=self.training_class.ends_on, training_class=None
        )
        same = records.filter(Q(training_class=self.training_class) | same_course, source__in=GIVES_WAY)
        rivals = defaultdict(list)
        for record in same.order_by("pk"):
            rivals[record.professional_id].append(record)
        return rivals

    def _enrolled(self, people: Numbers) -> set[int]:
        roster = RosterEntry.objects.standing().filter(training_class=self.training_class, professional__among=people)
        return set(roster.order_by().values_list("professional_id", flat=True))

    # The row

    def _look_at(self, row: CheckedRow, person: Person, known: Known) -> None:
        number = person.professional_id
        standing = known.standings.get(number)
        if standing is None:
            row.error("employer" if row.values["employer"] else "name", "never_employed")
            return
        heard = self._hear(row.values)
        if heard is None:
            row.error("passed", "passed_unclear")
            return
        plan = ResultPlan(
            number,
            heard.said,
            standing,
            result=known.results.get(number),
            rivals=known.rivals.get(number, []),
            is_enrolled=number in known.enrolled,
        )
        row.plan = plan
        if plan.result is not None:
            self._compare(row, plan, plan.result)
            if row.is_unchanged or row.is_faulty:
                return
        self._ask_the_way(row, plan)
        row.findings += heard.warnings
        self._warn(row, plan)

    def _hear(self, values: Values) -> Heard | None:
        """What is said of one is said of thousands: it is made out once. None: whether they passed cannot be told."""
        key = FIGURES_OF(values)
        heard = self._heard.get(key)
        if heard is None and (said := self._said(values)):
            heard = self._heard[key] = Heard(said, self._warnings_of(values, said))
        return heard

    def _said(self, values: Values) -> Said | None:
        planned = self.training_class.hours
        passed = passed_by(values)
        if passed is None:
            return None
        hours = Decimal(values["hours"]) if values["hours"] else planned
        return Said(
            attended_hours=Decimal(values["attended"]),
            exam_mark=values["mark"],
            hours=min(hours, planned),
            passed=passed,
            remark=values["remark"],
        )

    def _warnings_of(self, values: Values, said: Said) -> list[Finding]:
        row = CheckedRow(0, "", values)
        self._warn_of_hours(row, said)
        if said.passed and is_below_line(values["mark"]):
            row.warn("mark", "mark_against_passed", least=f"{LEAST_MARK}")
        if not said.passed:
            row.warn("passed", "failed_exam")
        return row.findings

    def _compare(self, row: CheckedRow, plan: ResultPlan, result: ClassResult) -> None:
        if said_by(result) == plan.said:
            row.is_unchanged = True
            return
        if plan.record is not None and plan.record.is_frozen:
            row.error("hours", "result_frozen")
            return
        before = told(said_by(result))
        if plan.record is not None and plan.record.state == RecordState.RECOGNIZED:
            row.warn("hours", "recognized_corrected", before=before)
        else:
            row.note("hours", "result_corrected", before=before)

    def _ask_the_way(self, row: CheckedRow, plan: ResultPlan) -> None:
        try:
            self.routes.chain_for(plan.standing)
        except RouteRefused as refusal:
            row.error("name", refusal.code, **refusal.params)

    def _warn(self, row: CheckedRow, plan: ResultPlan) -> None:
        if row.values["employer"] and not is_named(plan.standing.employer, row.values["employer"]):
            row.warn("employer", "other_employer")
        if not plan.is_enrolled:
            row.warn("name", "not_on_roster")
        if plan.rivals:
            self._warn_of_rivals(row, plan)

    def _warn_of_rivals(self, row: CheckedRow, plan: ResultPlan) -> None:
        if any(rival.is_frozen for rival in plan.rivals):
            row.error("name", "own_record_frozen")
        else:
            row.warn("name", "own_record_gives_way")

    def _warn_of_hours(self, row: CheckedRow, said: Said) -> None:
        planned = self.training_class.hours
        if row.values["hours"] and Decimal(row.values["hours"]) > planned:
            row.warn("hours", "above_plan", plan=plain(planned))
        if said.attended_hours > planned:
            row.warn("attended", "attended_above_plan", plan=plain(planned))
        elif said.attended_hours < said.hours and said.passed:
            row.warn("attended", "attended_less", attended=row.values["attended"], hours=plain(said.hours))


def _all_wrong(rows: Iterable[CheckedRow], code: str, **params: str) -> None:
    for row in rows:
        row.error("name", code, **params)


def people_under(indexes: Iterable[str]) -> dict[str, Person]:
    """Whose document has one of these numbers, by its blind index."""
    documents = IdentityDocument.objects.in_use().filter(number_index__among=Numbers(indexes)).order_by()
    of_person = ("user_id", "name", "industry")
    rows = documents.values_list("number_index", "professional_id", *(f"professional__{name}" for name in of_person))
    return {index: Person(*told) for index, *told in rows}


def passed_by(values: Values) -> bool | None:
    """What the column says; else what the mark says."""
    if values["passed"]:
        return values["passed"] == PASSED
    mark = values["mark"]
    if mark in MARKS_OF_PASSING:
        return True
    if mark in MARKS_OF_FAILING:
        return False
    points = points_of(mark)
    return None if points is None else points >= LEAST_MARK


def points_of(mark: str) -> Decimal | None:
    plain = mark.removesuffix("分").strip()
    if not plain.replace(".", "", 1).isdecimal():
        return None
    points = Decimal(plain)
    return points if points <= MOST_POINTS else None


def is_below_line(mark: str) -> bool:
    points = points_of(mark)
    return mark in MARKS_OF_FAILING or (points is not None and points < LEAST_MARK)


def is_named(employer: Employer, typed: str) -> bool:
    """A shorter name of it is no other employer."""
    if typed == employer.name:
        return True
    wanted, known = "".join(typed.split()), "".join(employer.name.split())
    return wanted == known or (len(wanted) >= 4 and (wanted in known or known in wanted))


def said_by(result: ClassResult) -> Said:
    return Said(result.attended_hours, result.exam_mark, result.hours, result.passed, result.remark)


def plain(hours: Decimal) -> str:
    """As it is typed: 18, 7.5."""
    return f"{hours.normalize():f}"


def told(said: Said) -> str:
    """Without words, so that it reads in every language: 18 / 18 · 86 · 合格"""
    verdict = "合格" if said.passed else "不合格"
    parts = [f"{plain(said.attended_hours)} / {plain(said.hours)}", said.exam_mark, verdict]
    return " · ".join(part for part in parts if part)


def mandatory_part(training_class: TrainingClass, hours: Decimal) -> Decimal:
    """Of the hours granted, in the proportion of the plan. The rule books know it of specialty subjects only."""
    if training_class.category != SubjectCategory.SPECIALTY:
        return Decimal(0)
    share: Decimal = training_class.mandatory_hours * hours / training_class.hours
    return share.quantize(HUNDREDTH, rounding=ROUND_DOWN)
