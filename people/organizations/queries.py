"""Reads over the kinds of organizations."""

from __future__ import annotations

from people.models import Agency, Bureau, DirectPoint, Employer, IndustryAuthority, Institution, Organization

KINDS: dict[str, type[Organization]] = {
    str(kind.KIND): kind for kind in (Employer, Institution, IndustryAuthority, Bureau, Agency, DirectPoint)
}


def of_own_kind(organization: Organization) -> Organization:
    """The same organization with the facts of its kind. The operator of the system has none."""
    kind = KINDS.get(organization.kind)
    if kind is None or isinstance(organization, kind):
        return organization
    return kind.objects.get(pk=organization.pk)
