"""The words for what this room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

ACTION_NAMES = {
    "upload.received": _("uploaded a file"),
    "upload.checked": _("had the file checked"),
    "upload.refused": _("was refused the file"),
    "upload.decided": _("decided to write the upload"),
    "upload.committed": _("wrote the upload"),
    "upload.fell_back": _("wrote nothing of the upload"),
    "upload.withdrawn": _("discarded the upload"),
    "upload.downloaded": _("took the checked file"),
}
OBJECT_NAMES = {"uploads.upload": _("upload")}
