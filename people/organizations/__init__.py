"""Organizations of every kind: registered, amended, closed and merged by the bureaus that answer for them."""


def introduce() -> None:
    """Tells the rooms below what this package brings: its words for the trail, its menu entry, what a merge moves."""
    from django.utils.translation import gettext_lazy as _

    from audit import actions, objects
    from people.organizations import wording
    from people.organizations.access import may_browse
    from people.organizations.own_references import register_own_references
    from ui import navigation

    actions.name_actions(wording.ACTION_NAMES)
    objects.name_objects(wording.OBJECT_NAMES)
    navigation.register(
        navigation.NavigationEntry(
            label=_("Organizations"),
            url_name="organizations:list",
            order=40,
            shown_to=may_browse,
            summary=_(
                "Employers, institutions, authorities, agencies and bureaus of the area, with who answers for them."
            ),
        )
    )
    register_own_references()
