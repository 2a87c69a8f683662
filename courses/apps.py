from __future__ import annotations

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from audit import actions, objects
        from courses.holdings import register_holdings
        from courses.references import register_references
        from courses.wording import ACTION_NAMES, OBJECT_NAMES

        actions.name_actions(ACTION_NAMES)
        objects.name_objects(OBJECT_NAMES)
        register_references()
        register_holdings()
