"""The words for what this room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

ACTION_NAMES = {
    "calendar.published": _("published the working days of"),
}
OBJECT_NAMES = {
    "rules.calendaredition": _("edition of the calendar"),
}
