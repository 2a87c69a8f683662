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


# HR keeps its own staff; whoever looks up a number in full says why (people.professionals.access).
_STAFF = frozenset(
    {
        "people.read_professionals",
        "people.register_professional",
        "people.import_staff",
        "people.end_employment",
    }
)
_PEOPLE_OF_AREA = frozenset({"people.read_professionals", "people.reveal_identity"})

# Whoever decides, decides for the body of the hat; its head is told what lies there too long.
_DECIDES = frozenset({"approvals.decide"})
# Keeps the organizations of its area, and makes one of two that are the same (people.organizations.access).
_ORGANIZATIONS = frozenset({"people.register_organization", "people.merge_organizations"})
# Hands out the first way into an account.
_LETS_IN = frozenset({"people.make_access_links"})
# Says who acts for a body (people.officers.access).
_GIVES_HATS = frozenset({"people.give_hats"})
# Has people let in again who lost the way into their account; a bureau has to agree (changes.rescues).
_RESCUES = frozenset({"changes.ask_rescue"})
_HEADS = _DECIDES | {"approvals.oversee"}
# Registers hours and places in classes for its people, and sends their years to be reviewed.
_HOURS_OF_STAFF = frozenset(
    {
        *("records.register", "courses.enrol_staff", "verification.review_staff", "verification.ask_cycle_for_staff"),
        "certificates.confirm",
    }
)
# Looks again at a share of what the bodies of its area decided.
_SPOT_CHECKS = frozenset({"verification.spot_check"})
# Runs the year-end batch of its area, of which another one confirms the dry run; verifies on verification days.
_VERIFIES = frozenset({"verification.run_batch", "verification.dashboard", "verification.accept_days"})
# Gives certificates their numbers, one by one or to a whole county.
_ISSUES = frozenset({"certificates.issue"})
# Keeps the picture of the seal that is printed on certificates.
_KEEPS_SEAL = frozenset({"certificates.keep_seal"})
# Says what may be studied, and looks after classes.
_COURSES = frozenset({"courses.publish", "courses.inspect"})

CAPABILITIES: dict[str, frozenset[str]] = {
    Role.PROFESSIONAL: frozenset(
        {"changes.ask", "records.log", "courses.enrol", "verification.ask_cycle", "verification.ask_review"}
    ),
    Role.HR_CLERK: _STAFF | _DECIDES | _LETS_IN | _RESCUES | _HOURS_OF_STAFF,
    Role.HR_HEAD: _STAFF
    | _HEADS
    | _LETS_IN
    | _RESCUES
    | _GIVES_HATS
    | _HOURS_OF_STAFF
    | _KEEPS_SEAL
    | {"people.reveal_identity"},
    Role.INSTITUTION_CLERK: frozenset({"courses.file_class", "records.upload_results"}),
    Role.AUTHORITY_REVIEWER: _DECIDES | {"people.read_professionals", "courses.publish"},
    Role.BUREAU_CLERK: _PEOPLE_OF_AREA
    | _ORGANIZATIONS
    | _DECIDES
    | _LETS_IN
    | _COURSES
    | _VERIFIES
    | _SPOT_CHECKS
    | _ISSUES,
    # An auditor reads everything and changes nothing; starting an export or a check of the chain changes nothing.
    Role.AUDITOR: frozenset(
        {
            "audit.read",
            "people.read_all",
            "approvals.read_all",
            "uploads.read_all",
            "courses.read_all",
            "records.read_all",
            "verification.read_all",
            "certificates.read_all",
            "jobs.read_all",
            "jobs.start.audit_export",
            "jobs.start.audit_verification",
            "jobs.start.certificate_log_check",
            "jobs.start.ledger_check",
        }
    ),
    Role.BUREAU_HEAD: _PEOPLE_OF_AREA
    | _ORGANIZATIONS
    | _HEADS
    | _LETS_IN
    | _RESCUES
    | _GIVES_HATS
    | _COURSES
    | _VERIFIES
    | _SPOT_CHECKS
    | _ISSUES
    | _KEEPS_SEAL
    | {"verification.void", "verification.try_rules", "certificates.end", "certificates.open_checks"}
    | {"rules.publish_calendar", "records.manage_feeds"},
    Role.SYSTEM_ADMINISTRATOR: frozenset(
        {
            "people.read_all",
            "people.make_access_links",
            "people.give_hats",
            "jobs.read_all",
            "jobs.cancel_any",
            "jobs.retry_any",
            "jobs.start.rehearsal",
            "jobs.start.audit_verification",
            "jobs.start.certificate_log_check",
            "jobs.start.ledger_check",
            "jobs.start.ledger_rebuild",
            "ops.read",
            "rules.publish_calendar",
            "records.manage_feeds",
            "verification.run_batch",
            "verification.try_rules",
        }
    ),
}

# What the hat is good for today, in one line: shown where one is chosen. Whoever adds a capability amends its line.
SUMMARIES: dict[str, _StrPromise] = {
    Role.PROFESSIONAL: _(
        "Logs hours with their proofs and sees what is missing; enrols in classes; has a year reviewed; asks for"
        " another employer or a correction; sees own data only"
    ),
    Role.HR_CLERK: _(
        "Keeps the list of the employer's professionals: registers them, also from Excel, notes when they leave;"
        " checks and recognizes hours, registers hours and places in classes for them; decides what they ask; sends"
        " their years to be reviewed; with the bureau lets in again who lost access"
    ),
    Role.HR_HEAD: _(
        "Keeps the list of the employer's professionals, also from Excel, checks and recognizes their hours, decides"
        " what they ask, sends their years to be reviewed; with the bureau lets in again who lost access; may look up"
        " an identity number in full"
    ),
    Role.INSTITUTION_CLERK: _("Files classes, keeps their rosters, enters attendance, marks and hours"),
    Role.AUTHORITY_REVIEWER: _(
        "Publishes the guide to the specialty subjects of the industry, reads the list of its professionals, decides"
        " what the rules leave to it"
    ),
    Role.BUREAU_CLERK: _(
        "Keeps the list of organizations of the area and reads that of its professionals, decides what they ask;"
        " publishes catalogs and inspects classes, tries out and confirms the year-end, spot-checks what bodies"
        " decided; may look up an identity number in full"
    ),
    Role.AUDITOR: _("Reads the audit trail, every account, approval, class, record, upload and job; changes nothing"),
    Role.BUREAU_HEAD: _(
        "Keeps the list of organizations of the area and reads that of its professionals, decides what they ask,"
        " may look up an identity number in full; with the body above lets in again officers who lost access;"
        " publishes catalogs and the working days of a year, inspects classes, opens feeds of hours, tries out and"
        " confirms the year-end, spot-checks what bodies decided, admits programs that check certificates"
    ),
    Role.SYSTEM_ADMINISTRATOR: _(
        "Watches, stops and retries background jobs, starts a rehearsal, reads the list of accounts, publishes the "
        "working days of a year, opens feeds of hours"
    ),
}
OWN_DATA_ONLY = _("Own profile, preferences and acts; nothing of other people")


def capabilities_of(role: str) -> frozenset[str]:
    return CAPABILITIES.get(role, frozenset())


def summary_of(role: str) -> _StrPromise:
    return SUMMARIES.get(role, OWN_DATA_ONLY)
