"""Everything that happens to an application for a cycle. Deciding is `approvals`', and comes back through
`procedures.py`. "You may not" is PermissionDenied, "it is too late" and "it cannot be" are Conflict, in words."""

from verification.cycles.services.applying import (
    MANY,
    Foreseen,
    Outcome,
    PersonRow,
    Said,
    amend_case,
    apply_for_cycle,
    apply_for_many,
    approvals_run,
    foresee,
    outlooks,
    today,
    withdraw_case,
)
from verification.cycles.services.deciding import (
    approve_cases,
    close_withdrawn,
    refresh_open_cases,
    reject_cases,
    return_cases,
    take_back,
)
from verification.cycles.services.requiring import foreseen_steps, require_facts, require_new, require_years

__all__ = [
    "MANY",
    "Foreseen",
    "Outcome",
    "PersonRow",
    "Said",
    "amend_case",
    "apply_for_cycle",
    "apply_for_many",
    "approvals_run",
    "approve_cases",
    "close_withdrawn",
    "foresee",
    "foreseen_steps",
    "outlooks",
    "refresh_open_cases",
    "reject_cases",
    "require_facts",
    "require_new",
    "require_years",
    "return_cases",
    "take_back",
    "today",
    "withdraw_case",
]
