"""What each address is good for, in one line and in the language of the reader. Whoever adds one adds its line here, or
gives it a `summary` where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = dict[str, _StrPromise]

SUMMARIES: Words = {
    "approvals_list": _("List what was asked, and where it lies now"),
    "approvals_retrieve": _("Read one matter with its whole history"),
    "approvals_approval_create": _("Agree to it"),
    "approvals_return_create": _("Return it to whoever asked"),
    "approvals_rejection_create": _("Refuse it for good"),
    "approvals_withdrawal_create": _("Withdraw what one has asked"),
    "approvals_reminder_create": _("Remind those with whom it lies, once a day"),
    "approvals_undoing_create": _("Take back one's own decision, until the next step has acted"),
    "approvals_decisions_create": _("Decide several at once, all or none"),
    "audit_events_list": _("List events of the audit trail"),
    "audit_events_retrieve": _("Read one event with its place in the chain"),
    "catalogs_list": _("List published catalogs and guides"),
    "catalogs_retrieve": _("Read one catalog or guide"),
    "courses_list": _("List courses, and what each counts"),
    "courses_retrieve": _("Read one course, and what it counts"),
    "classes_list": _("List classes that are open, and what each counts"),
    "classes_retrieve": _("Read one class, and what it counts"),
    "study_sites_list": _("List approved study sites"),
    "study_sites_retrieve": _("Read one approved study site"),
    "jobs_list": _("List background jobs"),
    "jobs_retrieve": _("Read how far a job has come"),
    "jobs_cancellation_create": _("Stop a job"),
    "jobs_retry_create": _("Try a failed job again"),
    "organizations_list": _("List organizations"),
    "organizations_retrieve": _("Read one organization"),
    "professionals_list": _("List professionals; numbers are masked"),
    "professionals_retrieve": _("Read one professional; the number is masked"),
    "records_list": _("List learning records"),
    "records_retrieve": _("Read one learning record"),
    "records_create": _("Draft a learning record"),
    "records_submission_create": _("Send a draft, or send again what was returned"),
    "records_withdrawal_create": _("Withdraw a record that is not decided yet"),
    "certificates_list": _("List certificates, with their state"),
    "certificates_retrieve": _("Read one certificate as it was printed"),
    "certificates_waiting_list": _("List verified years that have no certificate yet"),
    "certificates_issue_create": _("Issue certificates to some, as the bureau"),
    "certificates_confirmations_create": _("Confirm years of the own people, as HR"),
    "certificates_end_create": _("Declare a certificate void"),
    "certificates_replacement_create": _("Put another certificate in its place"),
    "certificates_receipt_create": _("Note who took the paper"),
    "cycles_list": _("List applications for the verification of a cycle"),
    "cycles_retrieve": _("Read one application with its figures, then and now"),
    "cycles_create": _("Apply for the verification of a cycle"),
    "cycles_applications_create": _("Apply for several people at once, as HR"),
    "cycles_amendment_create": _("Send a returned application again"),
    "cycles_withdrawal_create": _("Withdraw an application that is not decided yet"),
    "ledger_list": _("List years of the ledger: required, counted, short"),
    "ledger_retrieve": _("Read one year of the ledger"),
    "rules_ask": _("Ask the rule books"),
    "check_certificates": _("Check certificates, one or a thousand"),
    "feed_site": _("Send hours earned on an approved site"),
    "feed_province_public": _("Send public subjects finished on the provincial platform"),
    "feed_education": _("Send specialty hours recognized in the system of the education authorities"),
    "feed_health": _("Send specialty hours recognized in the system of the health authorities"),
    "feed_distance": _("Send distance learning of Xuzhou, registered and reviewed in real time"),
}

# The groups of the page, in its order.
TAGS: Words = {
    "feeds": _("Feeds: send hours"),
    "check": pgettext_lazy("interface", "Checking certificates"),
    "rules": pgettext_lazy("interface", "Rule books"),
    "records": pgettext_lazy("interface", "Records"),
    "classes": pgettext_lazy("interface", "Classes"),
    "ledger": pgettext_lazy("interface", "Ledger"),
    "certificates": pgettext_lazy("interface", "Certificates"),
    "cycles": pgettext_lazy("interface", "Cycle verification"),
    "courses": pgettext_lazy("interface", "Courses"),
    "catalogs": pgettext_lazy("interface", "Catalogs and guides"),
    "study-sites": pgettext_lazy("interface", "Approved study sites"),
    "approvals": pgettext_lazy("interface", "Approvals"),
    "professionals": pgettext_lazy("interface", "Professionals"),
    "organizations": pgettext_lazy("interface", "Organizations"),
    "jobs": pgettext_lazy("interface", "Background jobs"),
    "audit": pgettext_lazy("interface", "Audit trail"),
}

# What a code of an error body means, for whoever writes a program.
CODES: Words = {
    "bad_request": _("The request is broken: no JSON, or a wrong encoding."),
    "bad_question": _("A question to the rule books that cannot be answered; `error` names the field."),
    "not_json": _("The body is no JSON in UTF-8."),
    "bad_call": _("The body is JSON, but not what this address takes."),
    "invalid": _("A field is wrong; `fields` says which and why."),
    "token_missing": _("No token was sent."),
    "token_unknown": _("The token is wrong, or was renewed."),
    "feed_ended": _("The feed is not open today."),
    "other_kind": _("The token belongs to a feed of another kind."),
    "forbidden": _("You are not signed in, or your hat does not allow it."),
    "not_found": _("There is no such thing, or you may not know of it."),
    "method_not_allowed": _("This address does not take this method."),
    "not_acceptable": _("Answers are JSON; ask for it, or for anything."),
    "conflict": _("It may be done, but not now: it changed meanwhile. Read it again."),
    "content_too_large": _("The body is too large."),
    "too_many_rows": _("Too many rows in one call."),
    "unsupported_media_type": _("Send `application/json`."),
    "too_many_requests": _("Too fast; `Retry-After` says how long to wait."),
    "server_error": _("Our fault. Tell us the `request_id`."),
    "unavailable": _("Down for a moment. Try again as `Retry-After` says."),
}
