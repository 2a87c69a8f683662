"""What this part itself writes into the trail, in words."""

from django.utils.translation import gettext_lazy as _

ACTION_NAMES = {
    "rescue.asked": _("asked to let in again"),
    "rescue.granted": _("agreed to let in again"),
    "rescue.slip_made": _("made the slip to let in again"),
    "rescue.stopped": _("stopped letting in again"),
    "rescue.lapsed": _("let lapse the agreement to let in again"),
    "rescue.noted": _("read about the renewed access of"),
}
OBJECT_NAMES = {"changes.rescue": _("lost access")}
