"""The words for what happens to places and organizations, in the audit trail."""

from django.utils.translation import gettext_lazy as _

ACTION_NAMES = {
    "organization.amended": _("amended an organization"),
    "organization.closed": _("closed an organization"),
    "organization.reopened": _("opened an organization again"),
    "organization.merged": _("merged two organizations"),
    "organization.merge_undone": _("took back a merge"),
    "organization.row_moved": _("moved it along with a merge"),
    "organization.row_moved_back": _("moved it back with a merge"),
    "institution.commissioned": _("commissioned an institution"),
    "divisions.loaded": _("brought the list of places up to date"),
}
OBJECT_NAMES = {
    "people.employer": _("employer"),
    "people.institution": _("institution"),
    "people.industryauthority": _("industry authority"),
    "people.bureau": _("bureau"),
    "people.agency": _("personnel agency"),
    "people.directpoint": _("direct application point"),
    "people.division": _("administrative division"),
    "people.commission": _("commission of an institution"),
}
