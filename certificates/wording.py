"""The words of this room in the audit trail."""

from django.utils.translation import gettext_lazy

ACTION_NAMES = {
    "certificate.confirmed": gettext_lazy("confirmed a year for its certificate"),
    "certificate.issued": gettext_lazy("issued certificates"),
    "check_program.opened": gettext_lazy("admitted a program that checks certificates"),
    "check_program.ended": gettext_lazy("ended the access of a program that checks certificates"),
    "share_link.made": gettext_lazy("made a link to show a certificate"),
    "share_link.revoked": gettext_lazy("took back a link to a certificate"),
    "certificate.ended": gettext_lazy("ended a certificate"),
    "certificate.handed_over": gettext_lazy("noted who took a certificate"),
    "issue_run.started": gettext_lazy("tried out an issue of certificates"),
    "issue_run.confirmed": gettext_lazy("confirmed an issue of certificates"),
    "issue_run.taken_up": gettext_lazy("took up an issue of certificates that had been stopped"),
    "issue_run.finished": gettext_lazy("finished an issue of certificates"),
    "issue_run.closed": gettext_lazy("closed an issue of certificates that had been stopped"),
    "issue_run.discarded": gettext_lazy("discarded an issue of certificates"),
    "certificate.issuing_released": gettext_lazy("let issuing go on after a restore"),
    "recovery.asked": gettext_lazy("asked for a way back by a certificate"),
    "recovery.failed": gettext_lazy("typed wrong characters on the way back by a certificate"),
    "recovery.used": gettext_lazy("came back in by a certificate"),
    "recovery.stopped": gettext_lazy("stopped the way back by a certificate"),
    "recovery.noted": gettext_lazy("read about the way back by a certificate"),
    "certificate.root_published": gettext_lazy("published the root of the certificate log"),
}
OBJECT_NAMES = {
    "certificates.restoration": gettext_lazy("Restoration of the certificate log"),
    "certificates.logroot": gettext_lazy("Root of the certificate log"),
    "certificates.certificate": gettext_lazy("Certificate"),
    "certificates.checkprogram": gettext_lazy("Program that checks certificates"),
    "certificates.sharelink": gettext_lazy("Link to a certificate"),
    "certificates.recovery": gettext_lazy("Way back by a certificate"),
    "certificates.series": gettext_lazy("Series of certificate numbers"),
    "certificates.issuerun": gettext_lazy("Issue of certificates"),
}
