"""The words for what this room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

ACTION_NAMES = {
    "account.opened": _("opened an account"),
    "account.signed_in": _("signed in"),
    "account.signed_out": _("signed out"),
    "account.sign_in_failed": _("failed to sign in"),
    "account.sign_in_refused": _("was refused at a closed account"),
    "account.password_changed": _("changed the password"),
    "account.sessions_ended": _("signed out everywhere else"),
    "account.preferences_changed": _("changed preferences"),
    "hat.switched": _("switched to the hat"),
    "membership.granted": _("granted the hat"),
    "membership.ended": _("ended the hat"),
    "organization.registered": _("registered an organization"),
}
OBJECT_NAMES = {
    "people.user": _("account"),
    "people.organization": _("organization"),
    "people.membership": _("hat"),
}
