"""The words for what is done to professionals, in the audit trail."""

from django.utils.translation import gettext_lazy as _

ACTION_NAMES = {
    "professional.registered": _("registered the professional"),
    "professional.viewed": _("opened the details of"),
    "professional.name_corrected": _("corrected the name of"),
    "identity.document_replaced": _("replaced the identity document"),
    "identity.revealed": _("looked up in full the number of"),
    "identity.keys_rotated": _("sealed identity and telephone numbers with the new key"),
    "account.phone_changed": _("changed the telephone number"),
    "title.added": _("entered the title"),
    "employment.started": _("entered the employment"),
    "employment.ended": _("ended the employment"),
    "membership.amended": _("put the hat right"),
}
OBJECT_NAMES = {
    "people.professional": _("professional"),
    "people.identitydocument": _("identity document"),
    "people.title": _("title"),
    "people.employment": _("employment"),
    "people.vault": _("vault of numbers"),
}
