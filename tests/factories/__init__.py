from tests.factories.courses import (
    CatalogFactory,
    CourseFactory,
    RosterEntryFactory,
    StudySiteFactory,
    TrainingClassFactory,
)
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
from tests.factories.records import LearningRecordFactory

__all__ = [
    "AgencyFactory",
    "BureauFactory",
    "CatalogFactory",
    "CommissionFactory",
    "CourseFactory",
    "DirectPointFactory",
    "DivisionFactory",
    "EmployerFactory",
    "EmploymentFactory",
    "IndustryAuthorityFactory",
    "InstitutionFactory",
    "LearningRecordFactory",
    "MembershipFactory",
    "OrganizationFactory",
    "ProfessionalFactory",
    "RosterEntryFactory",
    "StudySiteFactory",
    "TitleFactory",
    "TrainingClassFactory",
    "UserFactory",
]
