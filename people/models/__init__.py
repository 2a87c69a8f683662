from people.models.access_links import AccessLink, AccessLinkQuerySet
from people.models.accounts import Membership, MembershipQuerySet, User, UserManager, UserQuerySet
from people.models.divisions import Division, DivisionQuerySet
from people.models.merges import Merge, MergeQuerySet, MovedRow
from people.models.organizations import (
    Agency,
    Bureau,
    Commission,
    DirectPoint,
    Employer,
    IndustryAuthority,
    Institution,
    Organization,
    OrganizationQuerySet,
)
from people.models.professionals import (
    Employment,
    EmploymentQuerySet,
    IdentityDocument,
    IdentityDocumentQuerySet,
    Professional,
    ProfessionalQuerySet,
    Title,
    TitleQuerySet,
)

__all__ = [
    "AccessLink",
    "AccessLinkQuerySet",
    "Agency",
    "Bureau",
    "Commission",
    "DirectPoint",
    "Division",
    "DivisionQuerySet",
    "Employer",
    "Employment",
    "EmploymentQuerySet",
    "IdentityDocument",
    "IdentityDocumentQuerySet",
    "IndustryAuthority",
    "Institution",
    "Membership",
    "MembershipQuerySet",
    "Merge",
    "MergeQuerySet",
    "MovedRow",
    "Organization",
    "OrganizationQuerySet",
    "Professional",
    "ProfessionalQuerySet",
    "Title",
    "TitleQuerySet",
    "User",
    "UserManager",
    "UserQuerySet",
]
