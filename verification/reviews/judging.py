"""What the rule books say about the year of a review, and about the years of an appointment, side by side (A-48)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from people.models import Professional
from policies import ask
from records.enums import Outcome
from records.ledger.judging import Judgement, judge_person_year, rules_version
from records.ledger.reading import Recorded, hours_text, read_records_of
from records.ledger.standing import Career, Standing, career_of
from records.questions import Question, person_question
from rules.calculator.problems import fault_of
from rules.calculator.telling import Sums, sums_of
from verification.reviews.enums import Mode

Answer = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """One of the two judgements."""

    mode: Mode
    years: tuple[int, ...]
    answer: Answer
    rules_version: str

    @property
    def is_enough(self) -> bool:
        return bool(self.answer) and self.answer.get("outcome") == Outcome.PASS

    @property
    def counted(self) -> dict[str, Decimal]:
        return self.answer["counted"]  # type: ignore[no-any-return]

    @property
    def required(self) -> dict[str, Decimal]:
        return self.answer["required"]  # type: ignore[no-any-return]

    @property
    def short(self) -> dict[str, Decimal]:
        return self.answer["shortfall"]  # type: ignore[no-any-return]

    @cached_property
    def sums(self) -> Sums:
        return sums_of(self.answer)

    @property
    def credits(self) -> dict[str, str]:
        """What each record counts in these years, by its number; hours as text."""
        found = {}
        for told in self.answer["records"]:
            hours = sum((told["by_year"].get(str(year), Decimal(0)) for year in self.years), Decimal(0))
            if hours:
                found[told["id"]] = hours_text(hours)
        return found

    @property
    def period(self) -> str:
        return str(self.years[0]) if len(self.years) == 1 else f"{self.years[0]}–{self.years[-1]}"


class Case:
    """One person and one year, asked once; nothing here writes."""

    def __init__(self, professional: Professional, year: int) -> None:
        self.professional = professional
        self.year = year

    @cached_property
    def career(self) -> Career:
        return career_of(self.professional)

    @cached_property
    def records(self) -> Sequence[Recorded]:
        return read_records_of([self.professional.pk]).get(self.professional.pk, [])

    @cached_property
    def _judged(self) -> tuple[Standing, Judgement]:
        return judge_person_year(self.career, self.year, self.records)

    @property
    def standing(self) -> Standing:
        return self._judged[0]

    @cached_property
    def single(self) -> Judged | None:
        """None where no rule set covers the year."""
        judgement = self._judged[1]
        if not judgement.is_judged:
            return None
        return Judged(Mode.SINGLE, (self.year,), judgement.answer, rules_version())

    def over(self, first_year: int, last_year: int) -> Judged | None:
        """The average of an appointment, as far as it has come: its later years are not over yet."""
        last_year = min(last_year, self.year)
        asked = [record.question for record in self.records]
        while True:
            answer = ask(self._question(first_year, last_year, asked))
            if "error" not in answer:
                return Judged(Mode.CYCLE, tuple(answer["years"]), answer, rules_version())
            position, _name, _problem = fault_of(answer["error"])
            if position is None:
                return None
            asked.pop(position)  # it lacks a fact under these rules: it was logged under others

    def _question(self, first_year: int, last_year: int, records: Sequence[Question]) -> Question:
        return {
            "ask": "cycle",
            "ruleset": self.standing.ruleset,
            "place": self.standing.place,
            "appointed_from": first_year,
            "appointed_to": last_year,
            "person": person_question(self.standing.title_level, self.standing.industry),
            "records": list(records),
        }
