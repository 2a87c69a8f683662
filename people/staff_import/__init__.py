"""HR brings its people in from Excel: the first kind of upload."""

from django.utils.translation import gettext_lazy as _

from audit import actions


def introduce() -> None:
    """To the rooms to the left, when the program starts."""
    from people.sealed_uploads import VaultSealer
    from people.staff_import.kind import StaffImport
    from people.staff_import.words import FINDINGS
    from uploads.kinds import register
    from uploads.sealing import seal_with
    from uploads.words import name_findings

    actions.name_actions({"professional.amended": _("brought up to date by a staff list")})
    seal_with(VaultSealer())
    name_findings(FINDINGS)
    register(StaffImport)
