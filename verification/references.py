"""What of this room points at an organization, for the day on which two that are the same are merged."""

from people.organizations.references import leave_alone


def register_references() -> None:
    # What was verified, was so with the employer of then.
    leave_alone("verification.Verification", "employer")
