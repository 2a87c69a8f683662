"""Professionals as the services leave them: account, document, employment and hat in step. Numbers are invented."""

import datetime
import uuid

import factory

from people.documents import CheckedDocument, check_character, check_document
from people.enums import DocumentKind, Industry, TitleLevel, TitleSeries
from people.models import Employment, Professional, Title
from people.professionals.numbers import put_phone, sealed_document
from people.professionals.registration import tokens_of
from people.roles import Role
from tests.factories.organizations import EmployerFactory
from tests.factories.people import MembershipFactory, UserFactory

TODAY = datetime.date(2026, 11, 20)
STARTED_ON = datetime.date(2020, 1, 1)


def invented_number(count: int) -> str:
    """A resident ID number with a place, a birthday and a check character that are right, and no bearer."""
    day = datetime.date(1970, 1, 1) + datetime.timedelta(days=count % 10_000)
    first = f"440105{day:%Y%m%d}{count // 10_000 % 1000:03}"
    return first + check_character(first)


def checked(number: str, kind: DocumentKind = DocumentKind.RESIDENT_ID) -> CheckedDocument:
    return check_document(kind, number, today=TODAY)


class ProfessionalFactory(factory.django.DjangoModelFactory):
    """`number` and `phone` are sealed into their rows; with an `employer` come the employment and the hat."""

    class Meta:
        model = Professional
        skip_postgeneration_save = True

    class Params:
        phone = ""

    name = factory.Sequence(lambda count: f"测试人{count}")
    name_search = factory.LazyAttribute(lambda professional: tokens_of(professional.name))
    industry = Industry.CONSTRUCTION

    @factory.lazy_attribute
    def user(self):
        account = UserFactory.build(display_name=self.name, uuid=uuid.uuid4())
        put_phone(account, self.phone)
        account.save()
        return account

    @factory.post_generation
    def number(self, create, given, **_options):
        sealed_document(self, checked(given or invented_number(self.pk))).save()

    @factory.post_generation
    def employer(self, create, given, started_on=STARTED_ON, ended_on=None, **details):
        if given:
            EmploymentFactory(professional=self, employer=given, started_on=started_on, ended_on=ended_on, **details)
        elif not self.user.memberships.exists():
            MembershipFactory(user=self.user, organization=None, started_on=started_on)


class EmploymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employment
        skip_postgeneration_save = True

    professional = factory.SubFactory(ProfessionalFactory)
    employer = factory.SubFactory(EmployerFactory)
    started_on = STARTED_ON

    @factory.post_generation
    def hat(self, create, given, **_options):
        has_one = self.professional.user.memberships.filter(role=Role.PROFESSIONAL, organization=self.employer).exists()
        if not has_one:
            MembershipFactory(
                user=self.professional.user,
                organization=self.employer,
                role=Role.PROFESSIONAL,
                started_on=self.started_on,
                ended_on=self.ended_on,
            )


class TitleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Title

    professional = factory.SubFactory(ProfessionalFactory)
    series = TitleSeries.ENGINEERING
    level = TitleLevel.INTERMEDIATE
    name = "工程师"
    obtained_on = datetime.date(2018, 12, 1)
