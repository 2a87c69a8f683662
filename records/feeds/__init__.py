"""学时对接: the systems of others that send hours (rulebook §11)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def introduce() -> None:
    from records.feeds.access import may_list
    from ui import hats, navigation

    # Whoever reads the trail reads by whom: no person, a system that a body has approved.
    hats.name_roles({"feed": pgettext_lazy("hat", "feed")})
    navigation.register(
        navigation.NavigationEntry(
            label=_("Feeds"),
            url_name="feeds:list",
            is_aside=True,
            order=60,
            shown_to=may_list,
            summary=_("The systems of others that send hours: who they are, what they sent, what was refused."),
        )
    )
