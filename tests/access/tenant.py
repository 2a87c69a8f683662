"""One of the two districts of the world."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from people.enums import Industry, Level
from people.models import Employer, Organization, Professional
from people.roles import Role
from tests.access.rows import name_correction
from tests.cast import CastMember
from tests.factories import (
    BureauFactory,
    CommissionFactory,
    EmployerFactory,
    IndustryAuthorityFactory,
    InstitutionFactory,
    MembershipFactory,
    ProfessionalFactory,
    TitleFactory,
)


@dataclass
class Tenant:
    """A district: an employer, its neighbour, the bureau above them, and who works there."""

    word: str
    district: str
    bureau_name: str
    members: dict[str, CastMember] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.employer = self._employer("employer")
        self.neighbour = self._employer("neighbour")
        self.above = self._employer("above", belongs_to=Level.CITY)
        self.bureau = BureauFactory(name=self.bureau_name, place=self.district)
        self.institution = InstitutionFactory(name=f"{self.word} institution", place=self.district, run_by=Level.COUNTY)
        self.authority = IndustryAuthorityFactory(name=f"{self.word} authority", place=self.district)
        CommissionFactory(institution=self.institution, line=f"{self.word} line")
        self._hire()
        self.person = self._professional("person", self.employer)
        self.colleague = self._professional("colleague", self.employer)
        self.stranger = self._professional("stranger", self.neighbour)
        self.members[Role.PROFESSIONAL] = CastMember(self.person.user, self.person.user.memberships.get())

    def _employer(self, name: str, **facts: Any) -> Employer:
        uscc = f"91{self.district}{self.word}{name}".upper()[:18]
        employer: Employer = EmployerFactory(name=f"{self.word} {name}", place=self.district, uscc=uscc, **facts)
        return employer

    def _hire(self) -> None:
        bodies: dict[Role, Organization] = {
            Role.HR_CLERK: self.employer,
            Role.HR_HEAD: self.employer,
            Role.INSTITUTION_CLERK: self.institution,
            Role.AUTHORITY_REVIEWER: self.authority,
            Role.BUREAU_CLERK: self.bureau,
            Role.BUREAU_HEAD: self.bureau,
        }
        for role, body in bodies.items():
            self.members[role] = self.member(role, body)
        self.neighbours_head = self.member(Role.HR_HEAD, self.neighbour)

    def member(self, role: Role, body: Organization, **terms: Any) -> CastMember:
        hat = MembershipFactory(
            user__display_name=f"{self.word} {role} of {body.pk}", role=role, organization=body, **terms
        )
        return CastMember(hat.user, hat)

    def _professional(self, name: str, employer: Employer) -> Professional:
        professional: Professional = ProfessionalFactory(
            name=f"{self.word} {name}",
            industry=Industry.CONSTRUCTION,
            employer=employer,
            employer__staff_number=f"{self.word}-{name}",
            employer__position=f"{self.word} position",
        )
        TitleFactory(professional=professional, name=f"{self.word} title")
        return professional

    def more_waits(self) -> None:
        """Somebody else here asks for a correction."""
        name_correction(self._professional("another", self.employer), self.word)
