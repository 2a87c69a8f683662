"""What the rows of a call are compared with, looked up for all of them at once: a fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import cast

from approvals.chains import ChainStep, chain_of_route
from approvals.enums import Act, By
from courses.enums import CatalogState
from courses.models import Course
from people.documents import DocumentFault, check_document
from people.enums import DocumentKind
from people.models import Employer, Employment, IdentityDocument, Professional
from records.enums import SOURCE_OF_FEED, FeedKind
from records.feeds.kinds import KINDS
from records.feeds.reading import SentRow
from records.feeds.refusals import RowFault
from records.models import FeedSource
from records.questions import Answer, Question, route_of, route_question
from ui.errors import Conflict


class People:
    """Those whom the rows are about. They are locked first of all, by number, as every verb about a person does."""

    def __init__(self, rows: Iterable[SentRow], others: Iterable[int], *, area: str, today: datetime.date) -> None:
        self.area, self.today = area, today
        indexes = {row.number_index for row in rows}
        held = IdentityDocument.objects.in_use().filter(number_index__in=indexes)
        self._numbers = dict(held.values_list("number_index", "professional_id"))
        wanted = {*self._numbers.values(), *others}
        locked = Professional.objects.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True, of=("self",))
        self._people = {person.pk: person for person in locked.prefetch_related("titles")}
        begun = Employment.objects.filter(professional__in=wanted, started_on__lte=today).order_by("started_on")
        self._employments = {employment.professional_id: employment for employment in begun}
        numbers = {employment.employer_id for employment in self._employments.values()}
        # Many work at one employer: it is read once.
        employers = Employer.objects.select_related("division", "files_held_by").in_bulk(numbers)
        self._employers = cast("dict[int, Employer]", employers)

    def meant_by(self, row: SentRow) -> tuple[Professional, Employer]:
        """Whoever is of another area is as unknown as who is registered nowhere: where they are is not for this feed
        to learn."""
        person = self._people.get(self._numbers.get(row.number_index, 0))
        employment = self._employments.get(person.pk) if person else None
        employer = self._employers[employment.employer_id] if employment else None
        if person is None or employment is None or employer is None or not employer.area.startswith(self.area):
            raise self._unknown(row)
        if row.name != person.name:
            raise RowFault("name_differs", "person.name")
        if not employment.is_current(self.today):
            raise RowFault("no_employer", "person")
        return person, employer

    def _unknown(self, row: SentRow) -> RowFault:
        """A number that cannot be right is said to be wrong; of others nobody knows anything here."""
        if len(row.number) >= 15:
            try:
                check_document(DocumentKind.RESIDENT_ID, row.number, today=self.today)
            except DocumentFault as fault:
                return RowFault(f"document_{fault.code}", "person.number", count=len(row.number))
        return RowFault("person_unknown", "person.number")


class Courses:
    """Those of published catalogs that hold in the area of the feed, by code and year."""

    def __init__(self, rows: Iterable[SentRow], *, area: str) -> None:
        codes = {row.said["course_key"] for row in rows}
        holding = [area[:digits] for digits in (2, 4, 6) if digits <= len(area)]
        found = Course.objects.filter(
            code__in=codes, catalog__state=CatalogState.PUBLISHED, catalog__area__in=holding, for_year=None
        )
        self._courses = {(course.code, course.catalog.year): course for course in found.select_related("catalog")}

    def meant_by(self, row: SentRow) -> Course | None:
        said = row.said
        course = self._courses.get((said["course_key"], said["ended_on"].year))
        if course is None:
            return None
        if course.category != said["category"]:
            raise RowFault("other_category", "category")
        hours = said["facts"].get("hours")
        if hours is not None and Decimal(hours) > course.hours:
            raise RowFault("above_catalog", "hours", hours=f"{course.hours.normalize():f}")
        return course


class Chains:
    """Who decides about a record of this feed. What is asked of the rule books for one is not asked again for the next
    whose answer must be the same."""

    def __init__(self, feed: FeedSource, *, today: datetime.date) -> None:
        self.feed, self.today = feed, today
        self._answers: dict[tuple[object, ...], Answer] = {}
        self._chains: dict[tuple[object, ...], tuple[Employer, list[ChainStep]]] = {}

    def of(self, person: Professional, employer: Employer, *, category: str, year: int) -> list[ChainStep]:
        question = route_question(
            professional=person,
            employer=employer,
            category=category,
            source=SOURCE_OF_FEED[FeedKind(self.feed.kind)].value,
            study_year=year,
            on=self.today,
        )
        key = _key_of(question)
        if key not in self._answers:
            self._answers[key] = already_decided(self.feed.kind, route_of(question))
        answer = self._answers[key]
        if "error" in answer:
            raise RowFault("no_rules", "ended_on", year=year)
        if "steps" not in answer:
            raise _refused(answer)
        return self._laid(key, answer, person, employer)

    def _laid(
        self, key: tuple[object, ...], answer: Answer, person: Professional, employer: Employer
    ) -> list[ChainStep]:
        """Employers of one place have the same bodies above them; only their own steps differ."""
        alike = (*key, person.industry, employer.area, employer.division_id, employer.files_held_by_id)
        if alike not in self._chains:
            try:
                chain = chain_of_route(answer, employer=employer, industry=person.industry, on=self.today)
            except Conflict as conflict:
                raise RowFault("nobody_stands") from conflict
            self._chains[alike] = (employer, chain)
        first, chain = self._chains[alike]
        return [replace(step, organization=employer) if step.organization == first else step for step in chain]


def already_decided(kind: str, answer: Answer) -> Answer:
    """Where the sender has decided already, the system only takes note of it.

    Education and health: their authority recognizes in a system of its own, and what comes from there is recognized:
    “由本级教育、卫生健康行业主管部门在各自信息管理系统认定后，学时数据自动对接” (GDQ18 五, R-18-5). That is
    the only step; under older rule sets, which have no such system, the chain is the usual one.

    Distance learning of Xuzhou: the centre of the city registers and reviews, “由市职业技术培训中心通过互联网实时
    做好继续教育登记和审验工作” (XZ16 二.4(3), D-19); neither the employer nor the bureau looks at it again.
    """
    rules = KINDS[kind]
    if "steps" not in answer:
        return answer
    if kind == FeedKind.DISTANCE:
        return answer | {"steps": [_by_system(Act.REVIEW, rules.rule, rules.cite)]}
    if rules.industry and answer["because"][0]["rule"] == rules.rule:
        return answer | {
            "steps": [
                _by_system(step["act"], rules.rule, rules.cite) if step["by"] == By.INDUSTRY else step
                for step in answer["steps"]
            ]
        }
    return answer


def _by_system(act: str, rule: str, cite: str) -> dict[str, str]:
    return {"by": By.SYSTEM.value, "act": str(act), "rule": rule, "cite": cite}


def _refused(answer: Answer) -> RowFault:
    quoted = answer["because"][0]
    cite = f"{quoted['rule']}, {quoted['cite']}"
    return RowFault(
        "may_not_register", reason=answer["reason"], cite=cite, told_en={"reason": answer.get("reason_en", "")}
    )


def _key_of(question: Question) -> tuple[object, ...]:
    facts, person = question["employer"], question["person"]
    return (
        *(question[name] for name in ("place", "year", "category")),
        *(person.get(name) for name in ("title_level", "industry")),
        *(facts[name] for name in ("belongs_to", "ownership", "agency")),
    )
