"""Learning records as the services leave them."""

import datetime
import hashlib
from decimal import Decimal

import factory
from django.core.files.base import ContentFile

from courses.enums import SubjectCategory
from people.enums import TitleLevel
from records.enums import FeedKind, FileType, Outcome, RecordSource, RecordState
from records.models import (
    CalendarFeed,
    ClassResult,
    Evidence,
    FeedSource,
    LearningRecord,
    LedgerYear,
    RecordCorrection,
    Reminder,
    TrainingSpend,
)
from tests.factories.courses import TrainingClassFactory
from tests.factories.organizations import BureauFactory, EmployerFactory
from tests.factories.professionals import ProfessionalFactory


class LearningRecordFactory(factory.django.DjangoModelFactory):
    """A draft of the person's own: a class of 18 hours in March 2026."""

    class Meta:
        model = LearningRecord

    professional = factory.SubFactory(ProfessionalFactory)
    activity = "class"
    category = SubjectCategory.SPECIALTY
    title = factory.Sequence(lambda number: f"测试学习{number}")
    started_on = None
    makeup_for = None
    ended_on = datetime.date(2026, 3, 12)
    study_year = factory.LazyAttribute(lambda record: record.makeup_for or record.ended_on.year)
    facts = factory.LazyFunction(lambda: {"hours": "18"})
    source = RecordSource.PERSON
    registered_by = factory.LazyAttribute(lambda record: record.professional.user)

    class Params:
        recognized = factory.Trait(
            state=RecordState.RECOGNIZED, recognized_on=factory.LazyAttribute(lambda record: record.ended_on)
        )


class EvidenceFactory(factory.django.DjangoModelFactory):
    """A PDF. The test says where files go (MEDIA_ROOT)."""

    class Meta:
        model = Evidence

    record = factory.SubFactory(LearningRecordFactory)
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7\n%%EOF\n", name="x"))
    file_type = FileType.PDF
    size = factory.LazyAttribute(lambda evidence: evidence.file.size)
    sha256 = factory.LazyAttribute(lambda evidence: hashlib.sha256(evidence.file.read()).hexdigest())
    uploaded_by = factory.LazyAttribute(lambda evidence: evidence.record.registered_by)


class RecordCorrectionFactory(factory.django.DjangoModelFactory):
    """Asked for, and open: 12 hours instead of 18."""

    class Meta:
        model = RecordCorrection

    record = factory.SubFactory(LearningRecordFactory, recognized=True)
    before = factory.LazyAttribute(lambda correction: {"facts": correction.record.facts})
    after = factory.LazyFunction(lambda: {"facts": {"hours": "12"}})
    reason = "测试学时有误"
    asked_by = factory.LazyAttribute(lambda correction: correction.record.registered_by)


class ClassResultFactory(factory.django.DjangoModelFactory):
    """All hours attended, and passed."""

    class Meta:
        model = ClassResult

    training_class = factory.SubFactory(TrainingClassFactory)
    professional = factory.SubFactory(ProfessionalFactory)
    hours = factory.LazyAttribute(lambda result: result.training_class.hours)
    attended_hours = factory.LazyAttribute(lambda result: result.hours)
    exam_mark = "合格"
    passed = True


class LedgerYearFactory(factory.django.DjangoModelFactory):
    """As GD-2021 has it of somebody who did nothing yet. Figures that must be right come from `refresh_ledger`."""

    class Meta:
        model = LedgerYear

    professional = factory.SubFactory(ProfessionalFactory)
    study_year = 2026
    area = factory.LazyAttribute(lambda year: year.employer.area if year.employer else "")
    place = factory.LazyAttribute(lambda year: year.area)
    title_level = TitleLevel.INTERMEDIATE
    ruleset = "GD-2021"
    required_total = short_total = Decimal(90)
    required_public = short_public = Decimal(30)
    required_specialty = short_specialty = Decimal(42)
    outcome = Outcome.FAIL


class FeedSourceFactory(factory.django.DjangoModelFactory):
    """`token` is what its system sends."""

    class Meta:
        model = FeedSource
        exclude = ("token",)

    token = factory.Sequence(lambda number: f"feed-token-of-tests-{number:06}")
    name = factory.Sequence(lambda number: f"测试学时接口{number}")
    kind = FeedKind.PROVINCE_PUBLIC
    organization = factory.SubFactory(BureauFactory)
    area = factory.LazyAttribute(lambda feed: feed.organization.area)
    token_hash = factory.LazyAttribute(lambda feed: hashlib.sha256(feed.token.encode()).hexdigest())
    token_tail = factory.LazyAttribute(lambda feed: feed.token[-4:])
    started_on = datetime.date(2026, 1, 1)


class ReminderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reminder

    professional = factory.SubFactory(ProfessionalFactory)
    study_year = 2026
    organization = factory.SubFactory(EmployerFactory)


class CalendarFeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CalendarFeed

    professional = factory.SubFactory(ProfessionalFactory)
    token_hash = factory.Sequence(lambda number: hashlib.sha256(f"calendar-{number}".encode()).hexdigest())
    language = "zh-hans"


class TrainingSpendFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TrainingSpend

    employer = factory.SubFactory(EmployerFactory)
    year = 2026
    wages = Decimal(1_000_000)
    spent = Decimal(12_000)
