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
from tests.factories.professionals import EmploymentFactory, ProfessionalFactory, TitleFactory

__all__ = [
    "AgencyFactory",
    "BureauFactory",
    "CommissionFactory",
    "DirectPointFactory",
    "DivisionFactory",
    "EmployerFactory",
    "EmploymentFactory",
    "IndustryAuthorityFactory",
    "InstitutionFactory",
    "MembershipFactory",
    "OrganizationFactory",
    "ProfessionalFactory",
    "TitleFactory",
    "UserFactory",
]
