"""Which hats there are, and what each allows. Capabilities are named `room.verb` by the room that asks for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    PROFESSIONAL = "professional", _("Professional")
    HR_CLERK = "hr_clerk", _("HR clerk")
    HR_HEAD = "hr_head", _("HR head")
    INSTITUTION_CLERK = "institution_clerk", _("Institution clerk")
    AUTHORITY_REVIEWER = "authority_reviewer", _("Authority reviewer")
    BUREAU_CLERK = "bureau_clerk", _("Bureau clerk")
    BUREAU_HEAD = "bureau_head", _("Bureau head")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")


CAPABILITIES: dict[str, frozenset[str]] = {
    # An auditor reads everything and changes nothing; starting an export or a check of the chain changes nothing.
    Role.AUDITOR: frozenset({"audit.read", "jobs.read_all", "jobs.start.audit_export", "jobs.start.audit_verification"}),
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {"jobs.read_all", "jobs.cancel_any", "jobs.retry_any", "jobs.start.rehearsal", "jobs.start.audit_verification", "ops.read"}
    ),
}


def capabilities_of(role: str) -> frozenset[str]:
    return CAPABILITIES.get(role, frozenset())
