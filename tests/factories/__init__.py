from tests.factories.courses import (
    CatalogFactory,
    ClassChangeFactory,
    CourseFactory,
    InspectionFactory,
    LostCommissionFactory,
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
from tests.factories.records import (
    CalendarFeedFactory,
    ClassResultFactory,
    EvidenceFactory,
    FeedSourceFactory,
    LearningRecordFactory,
    LedgerYearFactory,
    RecordCorrectionFactory,
    ReminderFactory,
    TrainingSpendFactory,
)
from tests.factories.verification import VerificationFactory

__all__ = [
    "AgencyFactory",
    "BureauFactory",
    "CalendarFeedFactory",
    "CatalogFactory",
    "ClassChangeFactory",
    "ClassResultFactory",
    "CommissionFactory",
    "CourseFactory",
    "DirectPointFactory",
    "DivisionFactory",
    "EmployerFactory",
    "EmploymentFactory",
    "EvidenceFactory",
    "FeedSourceFactory",
    "IndustryAuthorityFactory",
    "InspectionFactory",
    "InstitutionFactory",
    "LearningRecordFactory",
    "LedgerYearFactory",
    "LostCommissionFactory",
    "MembershipFactory",
    "OrganizationFactory",
    "ProfessionalFactory",
    "RecordCorrectionFactory",
    "ReminderFactory",
    "RosterEntryFactory",
    "StudySiteFactory",
    "TitleFactory",
    "TrainingClassFactory",
    "TrainingSpendFactory",
    "UserFactory",
    "VerificationFactory",
]
