"""Six people do as they like with one cycle, hours come and go, and everything is as a model in plain Python says."""

from __future__ import annotations

import copy
import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from approvals import services as approvals
from approvals.enums import VERDICTS, Action, StepState
from approvals.models import Run
from approvals.undoing import undo
from audit.actors import Actor
from people.enums import TitleLevel
from people.models import Professional
from records.ledger.services import refresh_ledger
from tests.cast import CastMember
from tests.counts import sample_of
from tests.verification.cycles.conftest import SENIOR, Days, in_all, learned
from ui.errors import Conflict
from verification.cycles.enums import CYCLE_MOVES, CycleState, Occasion
from verification.cycles.services import Said, amend_case, apply_for_cycle, withdraw_case
from verification.models import CycleCase, Verification

OTHER = Said(applying_for=TitleLevel.SENIOR, occasion=Occasion.ENTRUSTED, applying_name="正高级工程师")
BODIES = ["employer", "district", "city"]
BODY_OF = {
    "clerk": "employer",
    "colleague": "employer",
    "district": "district",
    "city": "city",
    "stranger": "elsewhere",
}
ROLES = ["person", *BODY_OF]
ACTS = ("approve", "return", "reject", "withdraw", "resubmit", "amend", "undo")
ENDED = {"approved", "rejected", "withdrawn"}


@dataclass
class Model:
    """The case as README and the printed table tell it."""

    state: str = "submitted"
    at: int = 0
    said: Said = SENIOR
    hours: int = 360
    standing: list[tuple[str, Model]] = field(default_factory=list)
    """Verdicts that nobody has acted upon: by whom, and how everything stood before."""
    verified: int = 0
    """Verifications ever made; all but the last are void, and that too where the case is not approved."""

    def lets(self, act: str, role: str) -> bool:
        if act in ("approve", "return", "reject"):
            is_enough = self.hours >= 360 or act != "approve" or self.at < len(BODIES) - 1
            return self.state == "submitted" and BODY_OF.get(role) == BODIES[self.at] and is_enough
        if act == "undo":
            return bool(self.standing) and self.standing[-1][0] == role and self.state != "withdrawn"
        if act == "withdraw":
            return role == "person" and self.state in ("submitted", "returned")
        return role == "person" and self.state == "returned"

    def do(self, act: str, role: str) -> None:
        if act in ("approve", "return", "reject"):
            self.standing.append((role, copy.deepcopy(self)))
            if act == "approve" and self.at < len(BODIES) - 1:
                self.at += 1
            else:
                self.state = {"approve": "approved", "return": "returned", "reject": "rejected"}[act]
                self.verified += act == "approve"
        elif act == "undo":
            _role, before = self.standing.pop()
            self.state, self.at = before.state, before.at
        else:
            self.standing = []
            if act == "withdraw":
                self.state = "withdrawn"
                return
            said = OTHER if act == "amend" else self.said
            if said != self.said:
                self.said, self.at = said, 0
            self.state = "submitted"


@dataclass
class World:
    actors: dict[str, Actor]
    person: Professional
    run: Run
    extra: Any
    """The record of 24 hours that comes and goes."""

    @property
    def case(self) -> CycleCase:
        return CycleCase.objects.get(pk=self.run.subject_id)

    def do(self, act: str, role: str, model: Model) -> bool:
        """Whether it was let; all or nothing."""
        try:
            with transaction.atomic():
                self._do(act, self.actors[role], model)
        except (PermissionDenied, Conflict):
            return False
        return True

    def _do(self, act: str, actor: Actor, model: Model) -> None:
        if act in VERDICTS:
            seen = {self.run.pk: self.case.version}
            approvals.decide_many(
                seen, Action(act), actor=actor, reasons=[] if act == "approve" else ["doubtful_proof"]
            )
        elif act == "withdraw":
            withdraw_case(self.case, actor=actor)
        elif act == "undo":
            undo(Run.objects.get(pk=self.run.pk), actor=actor)
        else:
            amend_case(self.case, OTHER if act == "amend" else model.said, actor=actor)

    def change_hours(self, hours: int) -> None:
        self.extra.state = "recognized" if hours == 360 else "void"
        self.extra.credited_hours = None
        self.extra.save()
        refresh_ledger([self.person.pk])

    def told(self) -> tuple[Any, ...]:
        case = self.case
        steps = list(self.run.steps.order_by("position"))
        at_hand = [each.position - 1 for each in steps if each.state in (StepState.WAITING, StepState.RETURNED)]
        standing = Verification.objects.standing().filter(professional=self.person).count()
        made = Verification.objects.filter(professional=self.person).count()
        return case.state, at_hand, case.applying_for, made, standing

    def expected(self, model: Model) -> tuple[Any, ...]:
        at_hand = [] if model.state in ENDED else [model.at]
        return model.state, at_hand, model.said.applying_for, model.verified, int(model.state == "approved")


@pytest.fixture
def open_world(
    days: Days,
    applicant: Callable[..., Professional],
    hr_clerk: CastMember,
    second_hr_clerk: CastMember,
    district_clerk: CastMember,
    bureau_clerk: CastMember,
    other_hr_clerk: CastMember,
) -> Callable[[], World]:
    def opened() -> World:
        person = applicant(last=0)
        extra = learned(person, "specialty", 24, datetime.date(2016, 4, 15))
        refresh_ledger([person.pk])
        own = CastMember(person.user, person.user.memberships.get())
        actors = {
            "person": own.actor,
            "clerk": hr_clerk.actor,
            "colleague": second_hr_clerk.actor,
            "district": district_clerk.actor,
            "city": bureau_clerk.actor,
            "stranger": other_hr_clerk.actor,
        }
        return World(actors, person, apply_for_cycle(person, SENIOR, actor=own.actor), extra)

    return opened


def test_random_acts_leave_what_the_model_says(open_world: Callable[[], World]) -> None:
    runs, steps = sample_of(200, sample=5), sample_of(50, sample=25)
    for number in range(runs):
        dice, model, world = random.Random(number), Model(), open_world()
        for _step in range(steps):
            act, role = dice.choice([*ACTS, "approve", "approve", "hours"]), dice.choice(ROLES)
            if model.state == "submitted" and dice.random() < 0.5:  # else hardly anything would get far
                role = next(name for name, body in BODY_OF.items() if body == BODIES[model.at])
            if act == "hours":
                model.hours = 696 - model.hours  # 360 or 336
                world.change_hours(model.hours)
                if model.state not in ENDED:
                    assert in_all(world.case.figures) == model.hours
                continue
            wanted = model.lets(act, role)
            before = copy.deepcopy(model)
            assert world.do(act, role, before) == wanted, (number, act, role, before)
            if wanted:
                model.do(act, role)
            assert world.told() == world.expected(model), (number, act, role, before)


def test_every_state_act_and_role_is_let_or_refused_as_the_table_says(open_world: Callable[[], World]) -> None:
    """CYCLE_MOVES says from which states; the model by whom. Each is tried, and taken back."""
    ways: dict[str, list[tuple[str, str]]] = {
        "submitted": [],
        "returned": [("return", "clerk")],
        "approved": [("approve", "clerk"), ("approve", "district"), ("approve", "city")],
        "rejected": [("reject", "clerk")],
        "withdrawn": [("withdraw", "person")],
    }
    assert ways.keys() == set(CycleState)
    for state, way in ways.items():
        model, world = Model(), open_world()
        for act, role in way:
            assert world.do(act, role, model)
            model.do(act, role)
        assert world.case.state == state
        for act in ACTS:
            move = CYCLE_MOVES["resubmit" if act == "amend" else act]
            for role in ROLES:
                wanted = model.lets(act, role)
                assert not wanted or state in move.allowed_from or act == "undo", (state, act, role)
                with transaction.atomic():
                    assert world.do(act, role, model) == wanted, (state, act, role)
                    transaction.set_rollback(True)
