from __future__ import annotations

from collections.abc import Mapping

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audit import actions, objects
from audit.actors import Actor
from jobs import owners
from ui import hats, navigation, preferences


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import (
            access_links,
            lookups,
            mydata,
            officers,
            organizations,
            professionals,
            second_factor,
            staff_import,
        )
        from people.access import may_read_everybody
        from people.hats import wears_still
        from people.roles import Role
        from people.wording import ACTION_NAMES, OBJECT_NAMES

        lookups.introduce()
        actions.name_actions(ACTION_NAMES)
        objects.name_objects(OBJECT_NAMES)
        hats.name_roles(dict(Role.choices))
        owners.ask_of_hats(wears_still)
        preferences.on_change(keep_on_account)
        access_links.introduce()
        officers.introduce()
        organizations.introduce()
        professionals.introduce()
        mydata.introduce()
        second_factor.introduce()
        staff_import.introduce()
        navigation.register(
            navigation.NavigationEntry(label=_("Home"), url_name="home", order=0, shown_to=is_signed_in),
            navigation.NavigationEntry(
                label=_("Accounts"),
                url_name="users",
                order=80,
                shown_to=may_read_everybody,
                summary=_("Everybody who can sign in, with the hats they hold today."),
            ),
            navigation.NavigationEntry(
                label=_("Profile"),
                url_name="profile",
                is_aside=True,
                order=90,
                shown_to=is_signed_in,
                summary=_("Your hats, language, type size and password, and what you did lately."),
            ),
        )


def is_signed_in(actor: Actor) -> bool:
    return actor.user_id is not None


def keep_on_account(request: HttpRequest, changes: Mapping[str, str | bool]) -> None:
    from people.middleware import actor_of
    from people.models import User
    from people.services import change_preferences

    assert isinstance(request.user, User)  # ui.preferences tells of nobody else's
    change_preferences(request.user, changes, actor=actor_of(request))
