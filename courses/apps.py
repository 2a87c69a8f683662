from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from audit import actions, objects
        from courses import classes, course_import
        from courses.catalogs.access import may_publish
        from courses.holdings import register_holdings
        from courses.references import register_references
        from courses.waiting import waiting_guides
        from courses.wording import ACTION_NAMES, OBJECT_NAMES
        from ui import navigation, tasks_waiting

        actions.name_actions(ACTION_NAMES)
        objects.name_objects(OBJECT_NAMES)
        register_references()
        register_holdings()
        course_import.introduce()
        classes.introduce()
        tasks_waiting.register(waiting_guides)
        navigation.register(
            navigation.NavigationEntry(
                label=_("Find courses"),
                url_name="courses:finder",
                order=38,
                shown_to=lambda actor: True,
                summary=_("What can still be taken: where, when, at what price, and by which article it counts."),
            ),
            navigation.NavigationEntry(
                label=_("Catalogs and guides"),
                url_name="courses:publishing",
                order=36,
                shown_to=may_publish,
                summary=_("Write and publish the yearly catalog or guide, and approve study sites."),
            ),
        )
