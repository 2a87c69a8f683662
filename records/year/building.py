"""One study year of one person as its page shows it: the figures of the ledger with their reasons, asked for anew."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import Run
from people.models import Professional, Title
from people.professionals.queries import present_employment
from people.titles import title_on
from policies.fields import tidy
from records.enums import UNDER_REVIEW, Outcome, RecordState
from records.ledger.judging import Answer, Judgement, judge_person_year
from records.ledger.reading import Recorded, as_recognized, read_records_of
from records.ledger.standing import Career, Standing, career_of, last_day_of
from records.models import RECORD, LearningRecord, LedgerYear
from rules.calculator.telling import Given, Rulebook, Sum, Sums, given_by, rulebook_of, sums_of, warnings_of
from ui.charts import Bar, Part, Ring
from ui.parts import Reason

ZERO = Decimal(0)


@dataclass(frozen=True)
class Line:
    """One line of the year: what counts, what would with the records under review, what is asked for."""

    sum: Sum
    waiting: Decimal
    scale: Decimal

    @property
    def counted(self) -> Decimal:
        return self.sum.counted

    @property
    def short(self) -> Decimal:
        return self.sum.short

    @property
    def still_short(self) -> Decimal:
        """Once all that waits is recognized."""
        return max(ZERO, self.short - self.waiting)

    @property
    def bar(self) -> Bar:
        fill = self.sum.line if self.sum.is_category else "specialty"
        parts = [Part(str(self.sum.name), float(self.counted), fill)]
        if self.waiting:
            parts.append(Part("", float(self.waiting), "pending" if fill == "specialty" else "waiting"))
        floor = None if self.sum.required is None else float(self.sum.required)
        return Bar(parts, float(self.scale), floor)

    @property
    def state(self) -> str:
        if self.sum.required is None:
            return "excluded"
        return "warned" if self.short else "counted"


@dataclass(frozen=True)
class Entry:
    """One record with what it gives in this year."""

    record: LearningRecord
    given: Given | None
    """None where it lacks a fact under these rules."""
    run: Run | None = None

    @property
    def is_waiting(self) -> bool:
        return self.record.state in UNDER_REVIEW

    @property
    def hours(self) -> Decimal:
        return self.given.hours if self.given else ZERO

    @property
    def reasons(self) -> list[Reason]:
        return self.given.reasons if self.given else []

    @property
    def why_not(self) -> str:
        """In the line itself, where it gives nothing."""
        if self.given is None:
            return _("It lacks a fact that the rules of this year ask for.")
        return str(self.reasons[-1].words) if not self.hours and self.reasons else ""

    @property
    def citation(self) -> Reason | None:
        return self.reasons[0] if self.hours and self.reasons else None

    @property
    def badge(self) -> str:
        return "excluded" if not self.hours and not self.is_waiting else self.record.badge_state

    @property
    def state_label(self) -> str:
        return str(_("Not counted") if self.badge == "excluded" else self.record.get_state_display())


class Year:
    """Everything is asked for once; nothing here writes."""

    def __init__(self, professional: Professional, year: int, today: datetime.date | None = None) -> None:
        self.professional = professional
        self.year = year
        self.today = today or timezone.localdate()

    @cached_property
    def career(self) -> Career:
        return career_of(self.professional)

    @cached_property
    def recognized(self) -> list[Recorded]:
        return read_records_of([self.professional.pk]).get(self.professional.pk, [])

    @cached_property
    def _judged(self) -> tuple[Standing, Judgement]:
        return judge_person_year(self.career, self.year, self.recognized)

    @property
    def standing(self) -> Standing:
        return self._judged[0]

    @property
    def answer(self) -> Answer:
        return self._judged[1].answer

    @property
    def is_judged(self) -> bool:
        return self._judged[1].is_judged

    @cached_property
    def _with_waiting(self) -> Answer:
        waiting = [as_recognized(record) for record in self.waiting_records]
        if not waiting:
            return self.answer
        together = sorted([*self.recognized, *waiting], key=lambda each: (str(each.question["end"]), each.number))
        return judge_person_year(self.career, self.year, together)[1].answer

    @cached_property
    def records(self) -> list[LearningRecord]:
        found = LearningRecord.objects.filter(
            professional=self.professional, state__in=[*UNDER_REVIEW, RecordState.RECOGNIZED]
        )
        return list(found.select_related("training_class").order_by("-ended_on", "-pk"))

    @cached_property
    def waiting_records(self) -> list[LearningRecord]:
        return [record for record in self.records if record.state in UNDER_REVIEW]

    @cached_property
    def entries(self) -> list[Entry]:
        """Those of the year, those that reach into it, and those under review for it."""
        counted, hoped = (given_by(answer) if answer else None for answer in (self.answer, self._with_waiting))
        runs = {run.subject_id: run for run in self._runs}
        entries = []
        for record in self.records:
            is_waiting = record.state in UNDER_REVIEW
            told = hoped if is_waiting else counted
            # Under no rule set nothing counts, and no rule says why.
            given = Given(ZERO, []) if told is None else told.get(str(record.pk))
            if record.study_year == self.year or (given is not None and given.hours):
                entries.append(Entry(record, given, runs.get(record.pk)))
        return entries

    @cached_property
    def _runs(self) -> list[Run]:
        if not self.waiting_records:
            return []
        numbers = [record.pk for record in self.waiting_records]
        runs = Run.objects.filter(procedure=RECORD, subject_id__in=numbers).order_by("pk")
        return list(runs.prefetch_related("steps__organization"))

    @property
    def waiting(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_waiting]

    # Sums

    @cached_property
    def sums(self) -> Sums:
        return sums_of(self.answer)

    @cached_property
    def lines(self) -> list[Line]:
        hoped = self._with_waiting["counted"]
        of = {each.line: each for each in self.sums.lines}
        for line in ("public", "specialty", "elective"):
            if line not in of and hoped[line]:
                of[line] = Sum(line, ZERO, self.answer["required"].get(line), None, Decimal(1))
        waiting = {line: max(ZERO, hoped[line] - self.answer["counted"][line]) for line in of}
        amounts = [
            amount
            for line, each in of.items()
            for amount in (each.counted + waiting[line], each.required or ZERO, Decimal(1))
        ]
        ordered = [line for line in ("public", "specialty", "mandatory", "elective") if line in of]
        return [Line(of[line], waiting[line], max(amounts)) for line in ordered]

    @property
    def waiting_hours(self) -> Decimal:
        hoped, counted = self._with_waiting["counted"]["total"], self.answer["counted"]["total"]
        return max(ZERO, Decimal(hoped - counted))

    @cached_property
    def missing(self) -> Decimal:
        return self.sums.missing

    @cached_property
    def missing_after(self) -> Decimal:
        return sums_of(self._with_waiting).missing

    @property
    def short_lines(self) -> list[Line]:
        return [line for line in self.lines if line.short]

    @property
    def ring(self) -> Ring:
        plain = self.sums.ring
        return Ring(plain.value, plain.required, float(self.waiting_hours))

    @property
    def rulebook(self) -> Rulebook | None:
        return rulebook_of(self.answer)

    @property
    def warnings(self) -> list[Reason]:
        return warnings_of(self.answer)

    @property
    def requirements(self) -> list[Sum]:
        return [each for each in self.sums.required if each.reason]

    # Time

    @property
    def last_day(self) -> datetime.date:
        return last_day_of(self.year)

    @property
    def days_left(self) -> int:
        return (self.last_day - self.today).days

    @property
    def is_under_way(self) -> bool:
        return self.year == self.today.year

    @property
    def is_over(self) -> bool:
        return self.year < self.today.year

    # The person

    @cached_property
    def title(self) -> Title | None:
        return title_on(self.professional, min(self.last_day, self.today))

    @cached_property
    def employer(self) -> Any:
        employment = present_employment(self.professional)
        return employment.employer if employment else None

    @cached_property
    def rows(self) -> list[LedgerYear]:
        """The strip of all years, the first one first."""
        return list(LedgerYear.objects.filter(professional=self.professional).order_by("study_year"))


@dataclass(frozen=True)
class StripYear:
    year: int
    counted: Decimal
    required: Decimal | None
    state: str
    """`done`, `failed`, `now`, or nothing where no rule set covers it."""
    words: str


def strip_of(year: Year) -> list[StripYear]:
    told = [_strip_year(row, year) for row in year.rows if row.study_year <= year.today.year]
    return told[-12:]


def _strip_year(row: LedgerYear, year: Year) -> StripYear:
    state = {Outcome.PASS.value: "done", Outcome.FAIL.value: "failed"}.get(row.outcome, "")
    words = str(row.get_outcome_display()) if row.outcome else _("Under no rule set")
    if row.study_year == year.today.year and state == "failed":
        state, words = "now", _("Under way")
    return StripYear(row.study_year, tidy(row.counted_total), row.required_total, state, words)
