"""What the two tenants study: a lean row of everything in `courses` and `records` that has an address.

A part that adds a route of these rooms needs one line in tests/access/expectations/records.py, such as

    "records/<int:pk>/": Route(of="record", sees=RECORDS),

with `of` a key of `LEARNING` and `sees` one of the tables there (RECORDS, CLASSES, CATALOGS, …), or one of its own in
the relations named beside each key. A route that needs a row in another state adds a relation here, to its one kind;
a model that has none yet, a function and its line in `learning_of`. Keep it lean: each relation is tried in eleven
roles by every route of the kind. Besides: lists and searches go into LISTS and SEARCHES of test_markers.py, forms into
forms.py; who sees a row at all is tried by test_learning.py, without any route.

Words: as everywhere, a row bears the word of its tenant, and tests/access/test_markers.py looks for it in the other's
pages. What is published is there for everybody: the catalog and the classes named `published` say `公开` instead. The
second tenant's class that people took part in is over, so that no list of what is open tells its institution.

What is sent goes through the services where they stand. A filed class has no run and a correction none: whoever builds
their procedures has them filed and asked for here by the new verb instead.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone

from approvals.models import Run
from courses.enums import CatalogKind, CatalogState, ClassState
from courses.models import Course, TrainingClass
from people.models import Organization, Professional
from people.roles import Role
from records.corrections.services import ask_correction
from records.enums import EvidenceState, FileType, RecordSource
from records.models import RECORD, LearningRecord, RecordCorrection
from records.services import submit_record
from tests.cast import CastMember
from tests.factories import (
    CalendarFeedFactory,
    CatalogFactory,
    ClassResultFactory,
    CourseFactory,
    EvidenceFactory,
    FeedSourceFactory,
    InspectionFactory,
    LearningRecordFactory,
    LedgerYearFactory,
    ReminderFactory,
    RosterEntryFactory,
    StudySiteFactory,
    TrainingClassFactory,
    TrainingSpendFactory,
)

if TYPE_CHECKING:
    from tests.access.tenant import Tenant

Rows = dict[str, Model]
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55")


class Learning:
    """Of one tenant."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant, self.word = tenant, tenant.word
        self.today = timezone.localdate()
        self.held = self.training_class("held", published=True, starts=-30)
        self.filed = self.training_class("filed", state=ClassState.FILED)
        self.roster = {one.pk: RosterEntryFactory(training_class=self.held, professional=one) for one in self.people}
        self.records = {one.pk: self.submitted(one) for one in self.people}
        self.proofs = {number: self.proof(record) for number, record in self.records.items()}
        self.years = {one.pk: self.ledger_year(one) for one in self.people}
        self.result = self.result_of(tenant.person)
        self.correction = self.correction_of(tenant.person)
        self.feed = FeedSourceFactory(name=f"{self.word} feed", organization=tenant.bureau)
        self.site = StudySiteFactory(name="公开测试学习网", approved_by=tenant.bureau)
        self.inspection = InspectionFactory(
            training_class=self.held, organization=tenant.bureau, words=f"{self.word} words"
        )
        self.reminder = ReminderFactory(
            professional=tenant.person,
            organization=tenant.employer,
            study_year=self.today.year,
            words=f"{self.word} words",
        )
        self.calendar_feed = CalendarFeedFactory(professional=tenant.person)
        self.spend = TrainingSpendFactory(employer=tenant.employer, year=self.today.year)
        self.catalog = self.catalog_of(tenant.bureau, state=CatalogState.DRAFT)
        self.guide = self.catalog_of(tenant.authority, kind=CatalogKind.GUIDE, industry=tenant.authority.industry)

    @property
    def people(self) -> tuple[Professional, ...]:
        return self.tenant.person, self.tenant.colleague, self.tenant.stranger

    def day(self, days: int) -> datetime.date:
        return self.today + datetime.timedelta(days=days)

    # Courses

    def catalog_of(self, publisher: Organization, **facts: Any) -> Model:
        """A draft, with a course in it, unless said otherwise."""
        draft = {"state": CatalogState.DRAFT, "published_at": None, "title": f"{self.word} catalog"}
        catalog: Model = CatalogFactory(publisher=publisher, year=self.today.year, **(draft | facts))
        CourseFactory(catalog=catalog, title=facts.get("title", f"{self.word} course"))
        return catalog

    def training_class(
        self, name: str, *, published: bool = False, starts: int = 20, state: ClassState = ClassState.PUBLISHED
    ) -> TrainingClass:
        said = "公开测试班" if published else f"{self.word} {name}"
        facts: dict[str, Any] = {} if published else {"published_at": None, "state": state}
        if state == ClassState.DRAFT:
            facts["filed_on"] = None
        days = {"starts_on": self.day(starts), "ends_on": self.day(starts + 2)}
        made: TrainingClass = TrainingClassFactory(
            institution=self.tenant.institution, title=said, created_by=self.clerk.user, **days, **facts
        )
        return made

    @property
    def clerk(self) -> CastMember:
        return self.tenant.members[Role.INSTITUTION_CLERK]

    def result_of(self, person: Professional) -> Any:
        """The institution has entered what came of the class, and it counts."""
        recognized = LearningRecordFactory(
            professional=person,
            employer=self.tenant.employer,
            training_class=self.held,
            title=f"{self.word} result",
            source=RecordSource.INSTITUTION,
            registered_by=self.clerk.user,
            registered_for=self.tenant.institution,
            ended_on=self.held.ends_on,
            recognized=True,
        )
        return ClassResultFactory(
            training_class=self.held, professional=person, record=recognized, entered_by=self.clerk.user
        )

    # Records

    def draft(self, person: Professional, **facts: Any) -> LearningRecord:
        drafted: LearningRecord = LearningRecordFactory(
            professional=person, title=f"{self.word} study", ended_on=self.day(-3), **facts
        )
        return drafted

    def submitted(self, person: Professional) -> LearningRecord:
        """Lies with the employer."""
        sent = self.draft(person, evidence_state=EvidenceState.MISSING)
        submit_record(sent, actor=CastMember(person.user, person.user.memberships.get()).actor)
        sent.refresh_from_db()
        return sent

    def correction_of(self, person: Professional) -> Model:
        """Of what the person logged and the employer recognized; lies with the employer."""
        logged = self.draft(person, employer=self.tenant.employer, recognized=True)
        said = {"facts": {"hours": "12"}}
        actor = CastMember(person.user, person.user.memberships.get()).actor
        run = ask_correction(logged, said, reason=f"{self.word} reason", actor=actor)
        return RecordCorrection.objects.get(pk=run.subject_id)

    def staff_draft(self) -> LearningRecord:
        """The clerk has begun to register it for the colleague."""
        clerk = self.tenant.members[Role.HR_CLERK]
        return self.draft(
            self.tenant.colleague,
            source=RecordSource.EMPLOYER,
            registered_by=clerk.user,
            registered_for=self.tenant.employer,
        )

    def proof(self, record: LearningRecord) -> Model:
        content = ContentFile(PNG + self.word.encode(), name="x")
        kept: Model = EvidenceFactory(record=record, file=content, file_type=FileType.PNG)
        return kept

    def ledger_year(self, person: Professional) -> Model:
        row: Model = LedgerYearFactory(
            professional=person, study_year=self.today.year, employer=person.employments.get().employer
        )
        return row


def run_of(record: LearningRecord) -> Run:
    return Run.objects.get(procedure=RECORD, subject_id=record.pk)


def learning_of(first: Tenant, second: Tenant) -> dict[str, Rows]:
    """By what `of` says, the row in each relation."""
    here, there = Learning(first), Learning(second)
    own, colleague, neighbour, elsewhere = first.person.pk, first.colleague.pk, first.stranger.pk, second.person.pk
    own_draft = here.draft(first.person)
    catalogs = {
        "draft": here.catalog,
        "guide": here.guide,
        "published": here.catalog_of(
            first.bureau,
            kind=CatalogKind.MAKEUP,
            state=CatalogState.PUBLISHED,
            published_at=timezone.now(),
            title="公开测试目录",
        ),
        "elsewhere": there.catalog,
    }

    def by_person(rows: Callable[[Learning], dict[int, Any]]) -> Rows:
        of_here = rows(here)
        return {
            "own": of_here[own],
            "colleague": of_here[colleague],
            "neighbour": of_here[neighbour],
            "elsewhere": rows(there)[elsewhere],
        }

    def of_each(row: Callable[[Learning], Model]) -> Rows:
        return {"own": row(here), "elsewhere": row(there)}

    return {
        "record": by_person(lambda it: it.records)
        | {
            "own draft": own_draft,
            "staff draft": here.staff_draft(),
            "own recognized": here.result.record,
        },
        "evidence": by_person(lambda it: it.proofs) | {"own draft": here.proof(own_draft)},
        "ledger_year": by_person(lambda it: it.years),
        "roster_entry": by_person(lambda it: it.roster),
        "class_result": of_each(lambda it: it.result),
        "record_correction": of_each(lambda it: it.correction),
        "reminder": of_each(lambda it: it.reminder),
        "calendar_feed": of_each(lambda it: it.calendar_feed),
        "training_spend": of_each(lambda it: it.spend),
        "feed": of_each(lambda it: it.feed),
        # Of the first bureau and the first authority; the published one is for all.
        "catalog": catalogs,
        "course": {name: Course.objects.get(catalog=catalog) for name, catalog in catalogs.items()},
        "site": of_each(lambda it: it.site),
        # Of the first institution: those open and over are published.
        "training_class": {
            "draft": here.training_class("draft", state=ClassState.DRAFT),
            "filed": here.filed,
            "published": here.training_class("open", published=True),
            "held": here.held,
            "elsewhere": there.filed,
        },
        "inspection": of_each(lambda it: it.inspection),
    }
