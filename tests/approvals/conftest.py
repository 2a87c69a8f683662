"""A matter of the professional that goes to her employer, then to the bureau of the district."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from approvals import procedures
from approvals.chains import ChainStep
from approvals.enums import Act, By
from approvals.models import Run
from approvals.procedures import Procedure
from approvals.services import open_run
from audit.actors import Actor
from people.models import Bureau, Employer, Professional, Title
from people.roles import Role
from tests.cast import CastMember, _cast
from tests.factories import BureauFactory, TitleFactory

FIRST_VERSION = 2018


@dataclass
class Effects:
    """What the engine let follow, in order: what, and on which subject."""

    seen: list[tuple[str, int]] = field(default_factory=list)
    refuse_with: Exception | None = None

    def named(self, name: str) -> Callable[..., None]:
        def effect(run: Run, subject: Title, *, actor: Actor, decision: Any) -> None:
            if self.refuse_with:
                raise self.refuse_with
            self.seen.append((name, subject.pk))

        return effect


@pytest.fixture
def effects() -> Effects:
    return Effects()


@pytest.fixture
def procedure(effects: Effects) -> Iterator[Procedure]:
    """About a title; the year in which it was obtained counts as its version."""
    made = Procedure(
        name="test_matter",
        label="Test matter",
        model=Title,
        title=lambda title: f"{title.name} {title.obtained_on.year}",
        version_of=lambda title: title.obtained_on.year,
        reasons={"unclear": "Nobody can read it", "wrong": "It is wrong"},
        anomalies=lambda titles: {title.pk: ["Look here first"] for title in titles if title.name == "odd"},
        on_approved=effects.named("approved"),
        on_returned=effects.named("returned"),
        on_rejected=effects.named("rejected"),
        on_withdrawn=effects.named("withdrawn"),
        on_undone=effects.named("undone"),
        is_routine=True,
    )
    procedures.register(made)
    yield made
    procedures.unregister(made.name)


@pytest.fixture
def district_bureau(db: None) -> Bureau:
    return BureauFactory(name="甲区测试人社局", place="440105")


@pytest.fixture
def district_clerk(district_bureau: Bureau) -> CastMember:
    return _cast("海测试", "hai.test", Role.BUREAU_CLERK, district_bureau)


@pytest.fixture
def second_hr_clerk(employer: Employer) -> CastMember:
    return _cast("冯测试", "feng.test", Role.HR_CLERK, employer)


@pytest.fixture
def hr_head(employer: Employer) -> CastMember:
    return _cast("黄测试", "huang.test", Role.HR_HEAD, employer)


@pytest.fixture
def chain(employer: Employer, district_bureau: Bureau) -> list[ChainStep]:
    return [
        ChainStep(by=By.EMPLOYER, act=Act.FIRST_CHECK, organization=employer, rule="8.2", cite="粤…办法 十三"),
        ChainStep(by=By.DISTRICT, act=Act.RECOGNITION, organization=district_bureau, term=10),
    ]


@pytest.fixture
def open_matter(procedure: Procedure, professional: CastMember, employer: Employer, chain: list[ChainStep]) -> Any:
    def make(
        *,
        steps: list[ChainStep] | None = None,
        person: Professional | None = None,
        actor: Actor | None = None,
        name: str = "工程师",
    ) -> Run:
        person = person or professional.user.professional
        obtained_on = datetime.date(FIRST_VERSION, 1, 1) + datetime.timedelta(days=person.titles.count())
        title = TitleFactory(professional=person, name=name, obtained_on=obtained_on)
        return open_run(
            procedure.name,
            title,
            chain if steps is None else steps,
            professional=person,
            employer=employer,
            area=employer.area,
            actor=actor or professional.actor,
        )

    return make


@pytest.fixture
def run(open_matter: Callable[..., Run]) -> Run:
    return open_matter()


def change_subject(run: Run) -> None:
    title = Title.objects.get(pk=run.subject_id)
    title.obtained_on = title.obtained_on.replace(year=title.obtained_on.year + 1)
    title.save()


def version_of(run: Run) -> int:
    return Title.objects.get(pk=run.subject_id).obtained_on.year
