"""Catalogs, courses and classes as the services leave them. Titles are invented and visibly so."""

import datetime
from decimal import Decimal

import factory
from django.utils import timezone

from courses.enums import (
    CatalogKind,
    CatalogState,
    ClassState,
    EnrolledBy,
    InspectionFinding,
    InspectionOutcome,
    SubjectCategory,
)
from courses.models import (
    Catalog,
    ClassChange,
    Course,
    Inspection,
    LostCommission,
    RosterEntry,
    StudySite,
    TrainingClass,
)
from people.enums import Industry
from tests.factories.divisions import DivisionFactory
from tests.factories.organizations import BureauFactory, InstitutionFactory
from tests.factories.professionals import ProfessionalFactory


class CatalogFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Catalog

    kind = CatalogKind.PUBLIC
    year = 2026
    publisher = factory.SubFactory(BureauFactory)
    area = factory.LazyAttribute(lambda catalog: catalog.publisher.area)
    title = factory.Sequence(lambda number: f"测试公需科目目录{number}")
    state = CatalogState.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)


class StudySiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StudySite

    name = factory.Sequence(lambda number: f"测试学习网{number}")
    url = factory.Sequence(lambda number: f"https://site{number}.example/")
    approved_by = factory.SubFactory(BureauFactory)
    area = factory.LazyAttribute(lambda site: site.approved_by.area)
    categories = [SubjectCategory.PUBLIC]
    approved_from = datetime.date(2026, 1, 1)


class CourseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Course

    catalog = factory.SubFactory(CatalogFactory)
    code = factory.Sequence(lambda number: f"T{number:04}")
    title = factory.Sequence(lambda number: f"测试课程{number}")
    category = SubjectCategory.PUBLIC
    hours = Decimal(6)


class TrainingClassFactory(factory.django.DjangoModelFactory):
    """Published, of a specialty subject, three days of March 2026 worth 18 hours."""

    class Meta:
        model = TrainingClass

    institution = factory.SubFactory(InstitutionFactory)
    area = factory.LazyAttribute(lambda each: each.institution.area)
    division = factory.LazyAttribute(lambda each: each.institution.division or DivisionFactory())
    title = factory.Sequence(lambda number: f"测试培训班{number}")
    category = SubjectCategory.SPECIALTY
    industry = Industry.CONSTRUCTION
    content = "测试内容"
    starts_on = datetime.date(2026, 3, 10)
    ends_on = datetime.date(2026, 3, 12)
    days = 3
    hours = Decimal(18)
    venue = "测试路1号"
    expected_number = 50
    teachers = "测试老师"
    exam_form = "笔试"
    contact = "测试联系人"
    phone = "020-00000000"
    state = ClassState.PUBLISHED
    filed_on = datetime.date(2026, 2, 20)
    published_at = factory.LazyFunction(timezone.now)


class RosterEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RosterEntry

    training_class = factory.SubFactory(TrainingClassFactory)
    professional = factory.SubFactory(ProfessionalFactory)
    enrolled_by = EnrolledBy.PERSON


class ClassChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClassChange

    training_class = factory.SubFactory(TrainingClassFactory)
    before = factory.LazyFunction(lambda: {"venue": "测试路1号"})
    after = factory.LazyFunction(lambda: {"venue": "测试路2号"})
    reason = "测试场地调整"


class InspectionFactory(factory.django.DjangoModelFactory):
    """All was well."""

    class Meta:
        model = Inspection

    training_class = factory.SubFactory(TrainingClassFactory)
    inspected_on = factory.LazyAttribute(lambda inspection: inspection.training_class.starts_on)
    finding = InspectionFinding.IN_ORDER
    outcome = InspectionOutcome.NOTHING
    organization = factory.SubFactory(BureauFactory)


class LostCommissionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LostCommission

    institution = factory.SubFactory(InstitutionFactory)
    year = 2027
    reason = "测试计划未完成"
    organization = factory.SubFactory(BureauFactory)
