"""补修: may a past year that is not done still be made up, with which courses, until when."""


def introduce() -> None:
    """Called by `verification.apps` once all rooms are loaded."""
    from django.utils.translation import gettext_lazy as _

    from records.access import may_log, may_register_for_staff
    from ui import navigation

    navigation.register(
        navigation.NavigationEntry(
            label=_("Make-up study"),
            url_name="makeups:start",
            order=70,
            shown_to=lambda actor: may_log(actor) or may_register_for_staff(actor),
            summary=_("Which past years may still be made up, with which courses, until when, and why others may not."),
            is_aside=True,
        )
    )
