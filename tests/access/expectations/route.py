"""What a route says of who gets there."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.access.world import ANONYMOUS, ENDED

PROFESSIONAL, HR_CLERK, HR_HEAD = "professional", "hr_clerk", "hr_head"
INSTITUTION, AUTHORITY = "institution_clerk", "authority_reviewer"
CLERK, HEAD = "bureau_clerk", "bureau_head"
AUDITOR, ADMINISTRATOR = "auditor", "system_administrator"

HR = (HR_CLERK, HR_HEAD)
BUREAU = (CLERK, HEAD)
SYSTEM = (AUDITOR, ADMINISTRATOR)
SIGNED_IN = (PROFESSIONAL, *HR, INSTITUTION, AUTHORITY, *BUREAU, *SYSTEM, ENDED)
EVERYBODY = (ANONYMOUS, *SIGNED_IN)
NOBODY: tuple[str, ...] = ()
ALL = "every relation there is"

Sees = dict[str, str]
"""Role: relations, divided by commas."""


def each(roles: tuple[str, ...], relations: str) -> Sees:
    return dict.fromkeys(roles, relations)


@dataclass(frozen=True)
class Route:
    methods: str = "GET"
    roles: tuple[str, ...] = SIGNED_IN
    visitors: str = "login"
    strangers: str = "refused"
    of: str = ""
    sees: Sees = field(default_factory=dict)
    acts: Sees | None = None
    parts: dict[str, str] = field(default_factory=dict)
    """What stands in the address besides."""
    body: dict[str, str] = field(default_factory=dict)
    """What is sent, where an empty form would be turned away before anybody asks for rights."""
    but: dict[str, str] = field(default_factory=dict)
    """By method, or by role and method, the outcome for those who get through, where it looks like a refusal."""

    def expects(self, role: str, relation: str, method: str, *, is_api: bool) -> str:
        if role == ANONYMOUS and self.visitors != "in":
            return "refused" if is_api else self.visitors
        if method not in self.methods.split():
            return "no method"
        if role not in self.roles:
            return self.strangers
        if self.of and not _includes(self.sees, role, relation):
            return "hidden"
        if self.acts is not None and not _includes(self.acts, role, relation):
            return "refused"
        return self.but.get(f"{role} {method}") or self.but.get(method, "in")


def _includes(relations: Sees, role: str, relation: str) -> bool:
    said = relations.get(role, "")
    return relation != "nothing" and (said == ALL or relation in said.split(", "))


def public(methods: str = "GET") -> Route:
    return Route(methods, roles=EVERYBODY, visitors="in")


def only(roles: tuple[str, ...], methods: str = "GET", **more: object) -> Route:
    return Route(methods, roles=roles, **more)  # type: ignore[arg-type]
