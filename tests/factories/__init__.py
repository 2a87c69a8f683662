from tests.factories.divisions import DivisionFactory
from tests.factories.organizations import (
    AgencyFactory,
    BureauFactory,
    CommissionFactory,
    DirectPointFactory,
    EmployerFactory,
    IndustryAuthorityFactory,
    InstitutionFactory,
)
from tests.factories.people import MembershipFactory, OrganizationFactory, UserFactory

__all__ = [
    "AgencyFactory",
    "BureauFactory",
    "CommissionFactory",
    "DirectPointFactory",
    "DivisionFactory",
    "EmployerFactory",
    "IndustryAuthorityFactory",
    "InstitutionFactory",
    "MembershipFactory",
    "OrganizationFactory",
    "UserFactory",
]
