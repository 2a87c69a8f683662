"""What a title application brings of continuing education: certificates, summary form and proofs in one file."""


def introduce() -> None:
    """Called by `verification.apps` once all rooms are loaded."""
    from django.utils.translation import gettext_lazy as _

    from audit import actions
    from records.access import may_log
    from ui import navigation
    from verification.packs import kinds  # noqa: F401 - registers its kind

    actions.name_actions({"pack.ordered": _("had a pack for a title application made")})
    navigation.register(
        navigation.NavigationEntry(
            label=_("For a title application"),
            url_name="packs:own",
            order=72,
            shown_to=may_log,
            summary=_("The certificates that are asked for, the summary form and the proofs, in one file."),
            is_aside=True,
        )
    )
