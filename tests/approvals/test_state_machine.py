"""Five people do as they like with three matters, and the engine does what a model in plain Python says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from approvals import services
from approvals.enums import VERDICTS, Action
from approvals.models import Run
from approvals.undoing import undo
from audit.actors import Actor
from audit.models import Event
from tests.approvals.conftest import FIRST_VERSION, change_subject
from tests.counts import sample_of
from ui.errors import Conflict

BODIES = ["employer", "district"]
BODY_OF = {"clerk": "employer", "colleague": "employer", "district": "district", "stranger": "elsewhere"}
PEOPLE = ["professional", *BODY_OF]
MATTERS = 3

matters = st.integers(0, MATTERS - 1)
people = st.sampled_from(PEOPLE)


class Forbidden(Exception):
    pass


class TooLate(Exception):
    pass


@dataclass
class Model:
    """One matter as the README tells it, without a database."""

    state: str = "under_way"
    steps: list[str] = field(default_factory=lambda: ["waiting", "later"])
    version: int = FIRST_VERSION
    sent: int = FIRST_VERSION
    reminded: list[bool] = field(default_factory=lambda: [False, False])
    bodies_of_lines: set[str] = field(default_factory=lambda: {"employer"})
    standing: list[tuple[str, int]] = field(default_factory=list)
    """Verdicts that nobody has acted upon: by whom, at which step."""
    decided_by: set[str] = field(default_factory=set)
    lines: int = 1

    @property
    def at(self) -> int:
        at_hand = [number for number, state in enumerate(self.steps) if state in ("waiting", "returned")]
        reached = [number for number, state in enumerate(self.steps) if state != "later"]
        return (at_hand or reached)[-1]

    @property
    def had_it(self) -> set[str]:
        reached = {BODIES[number] for number, state in enumerate(self.steps) if state != "later"}
        return reached | self.bodies_of_lines

    def write_line(self, number: int) -> None:
        self.lines += 1
        self.bodies_of_lines.add(BODIES[number])

    def may_decide(self, who: str, seen: int | None) -> None:
        if who == "professional" or BODY_OF[who] not in self.had_it:
            raise Forbidden
        if BODIES[self.at] != BODY_OF[who] or self.state != "under_way":
            raise TooLate
        if seen is not None and not seen == self.version == self.sent:
            raise TooLate

    def decide(self, action: str, who: str) -> None:
        number = self.at
        self.standing.append((who, number))
        self.decided_by.add(who)
        self.write_line(number)
        self.steps[number] = {"approve": "passed", "return": "returned", "reject": "rejected"}[action]
        if action == "approve" and number + 1 < len(BODIES):
            self.wait(number + 1)
        else:
            self.state = {"approve": "approved", "return": "returned", "reject": "rejected"}[action]

    def wait(self, number: int) -> None:
        self.steps[number] = "waiting"
        self.reminded[number] = False

    def undo(self, who: str) -> None:
        if not self.standing or self.standing[-1][0] != who:
            raise TooLate if who in self.decided_by else Forbidden
        _who, number = self.standing[-1]
        if self.version != self.sent:
            raise TooLate
        self.standing.pop()
        self.steps[number:] = ["waiting", *["later"] * (len(BODIES) - number - 1)]
        self.state = "under_way"
        self.write_line(number)

    def withdraw(self, who: str) -> None:
        self.require(who, "under_way", "returned")
        self.standing.clear()
        self.write_line(self.at)
        self.steps[self.at], self.state = "withdrawn", "withdrawn"

    def resubmit(self, who: str) -> None:
        self.require(who, "returned")
        self.standing.clear()
        number = self.at
        self.write_line(number)
        if self.version != self.sent:
            self.steps, number = ["later", "later"], 0
        self.sent, self.state = self.version, "under_way"
        self.wait(number)

    def remind(self, who: str) -> None:
        self.require(who, "under_way")
        if self.reminded[self.at]:
            raise TooLate
        self.reminded[self.at] = True
        self.write_line(self.at)

    def require(self, who: str, *allowed: str) -> None:
        if who != "professional":
            raise Forbidden
        if self.state not in allowed:
            raise TooLate


class Office(RuleBasedStateMachine):
    open_matter: Callable[..., Run]
    cast: dict[str, Actor]

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.events_before = Event.objects.count()
        self.runs = [self.open_matter(name=f"matter {number}") for number in range(MATTERS)]
        self.models = [Model() for _run in self.runs]
        self.closed_lines = 0

    def teardown(self) -> None:
        if not hasattr(self, "savepoint"):
            return
        try:
            self.compare()
            lines = self.closed_lines + sum(model.lines for model in self.models)
            assert Event.objects.count() - self.events_before == lines
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def both(self, in_model: Callable[[], object], in_engine: Callable[[], object]) -> None:
        """The engine refuses exactly where the model does, and for the same kind of reason. What is refused changes
        nothing: that shows at the next comparison."""
        try:
            in_model()
        except Forbidden:
            with pytest.raises(PermissionDenied):
                in_engine()
        except TooLate:
            with pytest.raises(Conflict):
                in_engine()
        else:
            in_engine()
            self.compare()

    @rule(chosen=st.sets(matters, min_size=1), who=people, action=st.sampled_from(VERDICTS), stale=st.booleans())
    def decide(self, chosen: set[int], who: str, action: Action, stale: bool) -> None:
        numbers = sorted(chosen)
        seen = {number: self.models[number].version - stale for number in numbers}

        def in_model() -> None:
            for check in (None, "version"):
                for number in numbers:
                    self.models[number].may_decide(who, seen[number] if check else None)
            for number in numbers:
                self.models[number].decide(action, who)

        by_run = {self.runs[number].pk: version for number, version in seen.items()}
        self.both(in_model, lambda: services.decide_many(by_run, action, actor=self.cast[who], comment="words"))

    @rule(number=matters, who=people)
    def withdraw(self, number: int, who: str) -> None:
        self.both(
            lambda: self.models[number].withdraw(who),
            lambda: services.withdraw(self.runs[number], actor=self.cast[who]),
        )

    @rule(number=matters, who=people)
    def undo(self, number: int, who: str) -> None:
        self.both(
            lambda: self.models[number].undo(who),
            lambda: undo(self.runs[number], actor=self.cast[who]),
        )

    @rule(number=matters, who=people)
    def resubmit(self, number: int, who: str) -> None:
        self.both(
            lambda: self.models[number].resubmit(who),
            lambda: services.resubmit(self.runs[number], actor=self.cast[who]),
        )

    @rule(number=matters, who=people)
    def remind(self, number: int, who: str) -> None:
        self.both(
            lambda: self.models[number].remind(who),
            lambda: services.remind(self.runs[number], actor=self.cast[who]),
        )

    @rule(number=matters)
    def amend(self, number: int) -> None:
        change_subject(self.runs[number])
        self.models[number].version += 1

    @rule(number=matters)
    def ask_anew_when_closed(self, number: int) -> None:
        if self.models[number].state in ("approved", "rejected", "withdrawn"):
            self.closed_lines += self.models[number].lines
            self.runs[number], self.models[number] = self.open_matter(name="anew"), Model()

    def compare(self) -> None:
        found = Run.objects.filter(pk__in=[run.pk for run in self.runs]).prefetch_related("steps", "decisions")
        by_number = {run.pk: run for run in found}
        for run, model in zip(self.runs, self.models, strict=True):
            stored = by_number[run.pk]
            assert (stored.state, stored.version) == (model.state, model.sent)
            assert [step.state for step in stored.steps.all()] == model.steps
            assert len(stored.decisions.all()) == model.lines
            assert (stored.closed_at is None) == (model.state in ("under_way", "returned"))


def test_whatever_five_people_do_is_as_the_model_says(
    open_matter, professional, hr_clerk, second_hr_clerk, district_clerk, other_hr_clerk
):
    Office.open_matter = staticmethod(open_matter)
    Office.cast = {
        "professional": professional.actor,
        "clerk": hr_clerk.actor,
        "colleague": second_hr_clerk.actor,
        "district": district_clerk.actor,
        "stranger": other_hr_clerk.actor,
    }

    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=sample_of(200, sample=60),
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
