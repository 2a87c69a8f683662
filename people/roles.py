"""Which hats there are, and what each allows. Capabilities are named `room.verb` by the room that asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


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
    Role.AUDITOR: frozenset(
        {"audit.read", "people.read_all", "jobs.read_all", "jobs.start.audit_export", "jobs.start.audit_verification"}
    ),
    Role.BUREAU_HEAD: frozenset({"rules.publish_calendar"}),
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {
            "people.read_all",
            "jobs.read_all",
            "jobs.cancel_any",
            "jobs.retry_any",
            "jobs.start.rehearsal",
            "jobs.start.audit_verification",
            "ops.read",
            "rules.publish_calendar",
        }
    ),
}

# What the hat is good for today, in one line: shown where one is chosen. Whoever adds a capability amends its line.
SUMMARIES: dict[str, _StrPromise] = {
    Role.AUDITOR: _("Reads the audit trail, every account and every job; changes nothing"),
    Role.BUREAU_HEAD: _("Publishes the working days of a year"),
    Role.SYSTEM_ADMINISTRATOR: _(
        "Watches, stops and retries background jobs, starts a rehearsal, reads the list of accounts, publishes the "
        "working days of a year"
    ),
}
OWN_DATA_ONLY = _("Own profile, preferences and acts; nothing of other people")


def capabilities_of(role: str) -> frozenset[str]:
    return CAPABILITIES.get(role, frozenset())


def summary_of(role: str) -> _StrPromise:
    return SUMMARIES.get(role, OWN_DATA_ONLY)
