"""What of this room points at an organization: what was issued, was so by the bureau and for the employer of then."""

from people.organizations.references import leave_alone


def register_references() -> None:
    leave_alone("certificates.Certificate", "issuer")
    leave_alone("certificates.Certificate", "employer")
    leave_alone("certificates.Confirmation", "employer")
    leave_alone("certificates.IssueRun", "issuer")
    leave_alone("certificates.CheckProgram", "bureau")
