"""What this room itself writes into the trail, in words."""

from django.utils.translation import gettext_lazy as _

ACTION_NAMES = {
    "employer_change.carried_out": _("moved to another employer by"),
    "departure.noted": _("noted the departure"),
    "correction.proof_taken": _("took the proof of"),
    "correction.number_revealed": _("looked up the new number in full of"),
}
OBJECT_NAMES = {
    "changes.employerchange": _("change of employer"),
    "changes.correction": _("correction"),
    "changes.departure": _("departure"),
}
