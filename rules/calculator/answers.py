"""Asking on behalf of a form: what is wrong with one activity must not keep the others from their answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from policies import ask
from rules.calculator.problems import fault_of
from rules.calendar.queries import current_calendar

Question = dict[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """What `ask` has against one field: of the activity whose record this is, or of the head of the question."""

    record: str | None
    field: str
    problem: str


@dataclass(frozen=True)
class Reply:
    question: Question
    """The one that was answered in the end."""
    answer: Answer
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        return "error" not in self.answer

    @property
    def is_judged(self) -> bool:
        return "counted" in self.answer

    @property
    def left_out(self) -> set[str]:
        """The records that could not be judged."""
        return {fault.record for fault in self.faults if fault.record is not None}


def reply_to(question: Question) -> Reply:
    """The answer for as many records as can be judged, and what is wrong with each of the others."""
    faults: list[Fault] = []
    calendar = current_calendar()
    while True:
        answer = ask(question, calendar=calendar)
        if "error" not in answer:
            return Reply(question, answer, faults)
        position, name, problem = fault_of(answer["error"])
        if position is None:
            return Reply(question, answer, [*faults, Fault(None, name, problem)])
        records = question["records"]
        faults.append(Fault(records[position]["id"], name, problem))
        question = question | {"records": [*records[:position], *records[position + 1 :]]}
