"""The words of this room in the audit trail."""

from django.utils.translation import gettext_lazy

ACTION_NAMES = {
    "certificate.confirmed": gettext_lazy("confirmed a year for its certificate"),
    "certificate.issued": gettext_lazy("issued certificates"),
    "certificate.ended": gettext_lazy("ended a certificate"),
}
OBJECT_NAMES = {
    "certificates.certificate": gettext_lazy("Certificate"),
    "certificates.series": gettext_lazy("Series of certificate numbers"),
}
