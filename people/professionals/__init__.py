from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit import actions, objects
from ui.navigation import NavigationEntry, register


def introduce() -> None:
    """Called once all models are there: the words of the trail, and what stands in the menu."""
    from people.professionals.access import has_own_details, keeps_staff, may_list
    from people.professionals.wording import ACTION_NAMES, OBJECT_NAMES

    actions.name_actions(ACTION_NAMES)
    objects.name_objects(OBJECT_NAMES)
    register(
        NavigationEntry(
            label=_("Our people"),
            url_name="professionals:list",
            order=20,
            shown_to=keeps_staff,
            summary=_("Your professionals: enter them, find them, note when they leave."),
        ),
        NavigationEntry(
            label=pgettext_lazy("page", "Professionals"),
            url_name="professionals:list",
            order=20,
            shown_to=lambda actor: may_list(actor) and not keeps_staff(actor),
            summary=_("The professionals you answer for, with titles and employers."),
        ),
        NavigationEntry(
            label=_("My details"),
            url_name="professionals:own",
            is_aside=True,
            order=30,
            shown_to=has_own_details,
            summary=_("Your title, your employers, your documents, masked."),
        ),
    )
