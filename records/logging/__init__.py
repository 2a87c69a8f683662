"""Logging hours by the person, or by HR for its people."""

from django.utils.translation import gettext_lazy as _


def introduce() -> None:
    from records.access import may_log, may_register_for_staff
    from ui import navigation

    navigation.register(
        navigation.NavigationEntry(
            label=_("My records"),
            url_name="records:list",
            order=12,
            shown_to=may_log,
            summary=_("Log what you did, see at once what it gives and by which article, and where it lies."),
        ),
        navigation.NavigationEntry(
            label=_("Register hours"),
            url_name="records:registered",
            order=26,
            shown_to=may_register_for_staff,
            summary=_("Enter hours for one or many of your people, with the proofs for all of them."),
        ),
    )
