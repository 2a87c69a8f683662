"""The words for what this room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

ACTION_NAMES = {
    "account.opened": _("opened an account"),
    "account.signed_in": _("signed in"),
    "account.signed_out": _("signed out"),
    "account.sign_in_failed": _("failed to sign in"),
    "account.sign_in_refused": _("was refused at a closed account"),
    "account.password_changed": _("changed the password"),
    "account.renamed": _("changed the user name"),
    "access_link.made": _("made a one-time link"),
    "access_link.failed": _("failed to prove to own a one-time link"),
    "access_link.used": _("came in by a one-time link"),
    "single_sign_on.connected": _("connected single sign-on"),
    "single_sign_on.disconnected": _("disconnected single sign-on"),
    "second_factor.added": _("set up a second factor"),
    "second_factor.removed": _("removed a second factor"),
    "second_factor.codes_made": _("made new recovery codes"),
    "second_factor.code_used": _("used a recovery code"),
    "second_factor.failed": _("failed at the second step"),
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
