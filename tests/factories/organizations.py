"""One factory for each kind of organization. Names are invented and visibly so; places are real codes."""

import factory

from people.enums import Industry, Level, Ownership
from people.models import (
    Agency,
    Bureau,
    Commission,
    DirectPoint,
    Employer,
    IndustryAuthority,
    Institution,
)
from tests.factories.divisions import DivisionFactory, level_of


class OrganizationOfKindFactory(factory.django.DjangoModelFactory):
    """`EmployerFactory(place="440106")` stands in Tianhe."""

    class Meta:
        abstract = True
        exclude = ("place",)

    place = "440105"
    division = factory.LazyAttribute(lambda organization: DivisionFactory(code=organization.place))


class BureauFactory(OrganizationOfKindFactory):
    class Meta:
        model = Bureau

    name = factory.Sequence(lambda number: f"测试人社局{number}")
    place = "440100"
    level = factory.LazyAttribute(lambda bureau: level_of(bureau.place))


class EmployerFactory(OrganizationOfKindFactory):
    class Meta:
        model = Employer

    name = factory.Sequence(lambda number: f"测试单位{number}")
    ownership = Ownership.PUBLIC
    belongs_to = Level.COUNTY
    industry = Industry.GENERAL


class InstitutionFactory(OrganizationOfKindFactory):
    class Meta:
        model = Institution

    name = factory.Sequence(lambda number: f"测试施教机构{number}")
    run_by = Level.CITY


class CommissionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commission

    institution = factory.SubFactory(InstitutionFactory)
    year = 2026
    line = factory.Sequence(lambda number: f"测试行业{number}")


class IndustryAuthorityFactory(OrganizationOfKindFactory):
    class Meta:
        model = IndustryAuthority

    name = factory.Sequence(lambda number: f"测试行业主管部门{number}")
    place = "440100"
    level = factory.LazyAttribute(lambda authority: level_of(authority.place))
    industry = Industry.CONSTRUCTION


class AgencyFactory(OrganizationOfKindFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda number: f"测试人事代理机构{number}")
    place = "440100"
    level = factory.LazyAttribute(lambda agency: level_of(agency.place))


class DirectPointFactory(OrganizationOfKindFactory):
    class Meta:
        model = DirectPoint

    name = factory.Sequence(lambda number: f"测试直接申报点{number}")
    place = "440100"
