"""What this room itself writes into the trail, in words."""

from django.utils.translation import gettext_lazy as _

ACTION_NAMES = {
    "chain.head_signed": _("signed the head of the audit chain anew"),
}
OBJECT_NAMES = {
    "audit.chainhead": _("head of the audit chain"),
}
