"""Five roles do as they like with the year-end of two counties, and it goes as a model in plain Python says."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from audit.actors import Actor
from audit.models import Event
from jobs.models import Job
from jobs.services import cancel_job
from people.models import Professional
from records.models import LedgerYear
from tests.cast import CastMember
from tests.counts import sample_of
from tests.factories import EmployerFactory, ProfessionalFactory
from tests.verification.conftest import YEAR, work_all
from ui.errors import Conflict
from verification.access import CLOCK
from verification.batch import services
from verification.models import BatchRun, Hold, Verification
from verification.services import pass_late, void_verification

COUNTIES = ("440105", "440511")
AREA_OF = {"clerk": "4401", "head": "4401", "other_head": "4405", "auditor": None, "administrator": ""}
MAY_VOID = ("head", "other_head")
AREAS = ("", "4401", "4405", *COUNTIES)
IN_GRACE, AFTER_GRACE = datetime.date(YEAR + 1, 1, 20), datetime.date(YEAR + 1, 2, 1)
PEOPLE = 4

people = st.integers(0, PEOPLE - 1)
roles = st.sampled_from(list(AREA_OF))
areas = st.sampled_from(AREAS)
officers = st.sampled_from(["head", "administrator", "other_head", *AREA_OF])
"""Those who may, more often than not: refusals alone lead nowhere."""
numbers = st.integers(0, 11)
batch_areas = st.sampled_from(["", "4401", "4405"])


class Forbidden(Exception):
    pass


class TooLate(Exception):
    pass


def county_of(person: int) -> str:
    return COUNTIES[person % 2]


@dataclass
class Batch:
    state: str
    tester: str
    counties: dict[str, str]
    """What each is waiting for, has become."""
    stopped: bool = False
    asked: tuple[str, ...] = ()


@dataclass
class Model:
    """The README, without a database."""

    batches: dict[str, Batch] = field(default_factory=dict)
    """The newest of each area."""
    held: set[str] = field(default_factory=set)
    meets: set[int] = field(default_factory=set)
    verified: dict[int, str] = field(default_factory=dict)
    finished: bool = False

    def require(self, who: str, area: str) -> None:
        own = AREA_OF[who]
        if own is None or not area.startswith(own):
            raise Forbidden

    def try_year(self, who: str, area: str) -> None:
        self.require(who, area)
        if area in self.batches and self.batches[area].state in ("dry", "tried", "running"):
            raise TooLate
        self.batches[area] = Batch("dry", who, {each: "waiting" for each in COUNTIES if each.startswith(area)})

    def confirm(self, who: str, area: str) -> None:
        self.require(who, area)
        batch = self.batches[area]
        if batch.tester == who:
            raise Forbidden
        if batch.state != "tried":
            raise TooLate
        self.start(batch, tuple(batch.counties))

    def start(self, batch: Batch, asked: tuple[str, ...]) -> None:
        batch.state, batch.asked, batch.stopped = "running", asked, False
        for county in asked:
            batch.counties[county] = "waiting"

    def run_again(self, who: str, area: str, alone: str) -> None:
        self.require(who, area)
        batch = self.batches[area]
        takes_up = batch.state == "running" and batch.stopped
        if batch.state != "done" and not takes_up:
            raise TooLate
        chosen = (alone,) if alone in batch.counties else tuple(batch.counties)
        if takes_up and alone not in batch.counties:
            chosen = tuple(county for county, state in batch.counties.items() if state != "done") or chosen
        self.start(batch, chosen)

    def discard(self, who: str, area: str) -> None:
        self.require(who, area)
        if self.batches[area].state not in ("dry", "tried"):
            raise TooLate
        self.batches[area].state = "discarded"

    def halt(self, who: str, area: str) -> None:
        self.require(who, area)
        if area in self.held:
            raise TooLate
        self.held.add(area)

    def lift(self, who: str, area: str) -> None:
        self.require(who, area)
        if area not in self.held:
            raise TooLate
        self.held.remove(area)

    def work(self) -> None:
        for batch in self.batches.values():
            if batch.state == "dry" and not batch.stopped:
                batch.state = "tried"
            elif batch.state == "running" and not batch.stopped:
                for county in batch.asked:
                    if any(county.startswith(area) for area in self.held):
                        batch.counties[county] = "held"
                        continue
                    batch.counties[county] = "done"
                    for person in self.meets:
                        if county_of(person) == county:
                            self.verified.setdefault(person, "stands")
                batch.state, self.finished = "done", True

    def recognize(self, person: int, day: datetime.date) -> None:
        self.meets.add(person)
        if self.finished and day == IN_GRACE:
            self.verified.setdefault(person, "stands")

    def void(self, who: str, person: int) -> None:
        if who not in MAY_VOID or not county_of(person).startswith(AREA_OF[who] or "-"):
            raise Forbidden
        if self.verified[person] == "void":
            raise TooLate
        self.verified[person] = "void"


class YearEnd(RuleBasedStateMachine):
    cast: dict[str, Actor]
    people: list[Professional]

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.model = Model()
        self.runs: dict[str, BatchRun] = {}
        for person in (0, 1):
            self.recognize(person, AFTER_GRACE)
        for who, area in (("clerk", "4401"), ("administrator", "")):
            self.try_year(who, area)
        self.work()
        self.confirm("head", self.number_of("4401"))
        self.work()

    def number_of(self, area: str) -> int:
        return sorted(self.model.batches).index(area)

    def chosen(self, number: int) -> str:
        """One of the areas that have had a batch."""
        known = sorted(self.model.batches)
        return known[number % len(known)]

    def teardown(self) -> None:
        if not hasattr(self, "savepoint"):
            return
        try:
            self.compare()
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def both(self, in_model: Callable[[], object], in_system: Callable[[], Any]) -> Any:
        """The system refuses exactly where the model does, and for the same kind of reason."""
        try:
            in_model()
        except Forbidden:
            with pytest.raises(PermissionDenied):
                in_system()
        except TooLate:
            with pytest.raises(Conflict):
                in_system()
        else:
            return in_system()
        return None

    @rule(who=roles, area=batch_areas)
    def try_year(self, who: str, area: str) -> None:
        actor = self.cast[who]
        run = self.both(lambda: self.model.try_year(who, area), lambda: services.try_year(YEAR, area=area, actor=actor))
        self.runs[area] = run or self.runs.get(area)

    @rule(who=roles, area=batch_areas)
    def confirm(self, who: str, area: str) -> None:
        if area in self.model.batches:
            actor = self.cast[who]
            self.both(lambda: self.model.confirm(who, area), lambda: services.confirm_run(self.runs[area], actor=actor))

    @rule(who=roles, area=batch_areas, alone=st.sampled_from(["", *COUNTIES]))
    def run_again(self, who: str, area: str, alone: str) -> None:
        if area in self.model.batches:
            chosen = [alone] if alone in self.model.batches[area].counties else []
            self.both(
                lambda: self.model.run_again(who, area, alone),
                lambda: services.run_again(self.runs[area], areas=chosen, actor=self.cast[who]),
            )

    @rule(who=roles, area=batch_areas)
    def discard(self, who: str, area: str) -> None:
        if area in self.model.batches:
            self.both(
                lambda: self.model.discard(who, area),
                lambda: services.discard_run(self.runs[area], actor=self.cast[who]),
            )

    @rule(area=batch_areas)
    def stop_the_job(self, area: str) -> None:
        batch = self.model.batches.get(area)
        if batch and batch.state in ("dry", "running") and not batch.stopped:
            batch.stopped = True
            job = services.job_of(BatchRun.objects.get(pk=self.runs[area].pk))
            cancel_job(Job.objects.get(pk=job.pk), actor=CLOCK)

    @rule(who=roles, area=areas)
    def halt(self, who: str, area: str) -> None:
        actor = self.cast[who]
        self.both(lambda: self.model.halt(who, area), lambda: services.halt(area, reason="核查中", actor=actor))

    @rule(who=officers, number=numbers)
    def lift(self, who: str, number: int) -> None:
        """One that is in force or was."""
        holds = list(Hold.objects.order_by("area", "-pk"))
        if holds:
            hold = holds[number % len(holds)]
            hold, area = Hold.objects.filter(area=hold.area)[0], hold.area
            self.both(lambda: self.model.lift(who, area), lambda: services.lift(hold, actor=self.cast[who]))

    @rule(person=people, day=st.sampled_from([IN_GRACE, AFTER_GRACE]))
    def recognize(self, person: int, day: datetime.date) -> None:
        """What was missing: the ledger tells of it on that day."""
        self.model.recognize(person, day)
        LedgerYear.objects.filter(professional=self.people[person]).update(outcome="pass", short_total=0)
        pass_late([self.people[person].pk], day)

    @rule(who=officers, number=numbers)
    def void(self, who: str, number: int) -> None:
        if self.model.verified:
            person = sorted(self.model.verified)[number % len(self.model.verified)]
            found = Verification.objects.get(professional=self.people[person])
            self.both(
                lambda: self.model.void(who, person),
                lambda: void_verification(found, reason="证明系伪造", actor=self.cast[who]),
            )

    @rule()
    def work(self) -> None:
        self.model.work()
        work_all()
        self.compare()

    def compare(self) -> None:
        for area, batch in self.model.batches.items():
            run = BatchRun.objects.get(pk=self.runs[area].pk)
            assert run.state == batch.state, area
            if batch.state in ("running", "done"):
                assert dict(run.items.values_list("area", "state")) == batch.counties
        found = Verification.objects.values_list("professional_id", "void__id")
        assert len(found) == len(self.model.verified)
        by_number = {person.pk: number for number, person in enumerate(self.people)}
        told = {by_number[person]: "void" if void else "stands" for person, void in found}
        assert told == self.model.verified
        assert {hold.area for hold in Hold.objects.in_force()} == self.model.held
        voided = sum(state == "void" for state in self.model.verified.values())
        assert Event.objects.filter(action="verification.voided").count() == voided


def test_whatever_five_roles_do_is_as_the_model_says(
    city_clerk: CastMember,
    city_head: CastMember,
    other_head: CastMember,
    auditor: CastMember,
    administrator: CastMember,
) -> None:
    members = (city_clerk, city_head, other_head, auditor, administrator)
    YearEnd.cast = {role: member.actor for role, member in zip(AREA_OF, members, strict=True)}
    YearEnd.people = [ProfessionalFactory(employer=EmployerFactory(place=county_of(one))) for one in range(PEOPLE)]
    for person in YearEnd.people:
        employer = person.employments.get().employer
        LedgerYear.objects.create(
            professional=person, study_year=YEAR, employer=employer, area=employer.area, place=employer.area,
            industry="general", title_level="intermediate", ruleset="GD-2021", outcome="fail", short_total=2,
        )  # fmt: skip

    run_state_machine_as_test(
        YearEnd,
        settings=settings(
            max_examples=sample_of(200, sample=4),
            stateful_step_count=sample_of(50, sample=30),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
