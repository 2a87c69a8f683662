"""The words of cycles in the audit trail."""

from django.utils.translation import gettext_lazy

ACTION_NAMES = {
    "cycle.asked": gettext_lazy("applied for the verification of a cycle"),
    "cycle.resubmitted": gettext_lazy("sent the application for a cycle again"),
    "cycle.returned": gettext_lazy("returned the application for a cycle"),
    "cycle.approved": gettext_lazy("verified a cycle"),
    "cycle.rejected": gettext_lazy("did not verify a cycle"),
    "cycle.withdrawn": gettext_lazy("withdrew the application for a cycle"),
    "cycle.undone": gettext_lazy("took back the decision of a cycle"),
    "cycle.figures_changed": gettext_lazy("counted a cycle anew because hours changed"),
}
OBJECT_NAMES = {"verification.cyclecase": gettext_lazy("cycle verification")}
