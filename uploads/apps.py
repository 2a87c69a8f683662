from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UploadsConfig(AppConfig):
    name = "uploads"

    def ready(self) -> None:
        from audit import actions, objects
        from jobs import housekeeping
        from ui import navigation, tasks_waiting
        from uploads import checking, committing  # noqa: F401 - they register their kinds of jobs
        from uploads.access import may_use_uploads
        from uploads.housekeeping import forget_uploads
        from uploads.waiting import waiting_uploads
        from uploads.wording import ACTION_NAMES, OBJECT_NAMES

        actions.name_actions(ACTION_NAMES)
        objects.name_objects(OBJECT_NAMES)
        tasks_waiting.register(waiting_uploads)
        housekeeping.add_chore(forget_uploads, _("Uploads past their time"))
        navigation.register(
            navigation.NavigationEntry(
                label=_("Uploads"),
                url_name="uploads:list",
                is_aside=True,
                order=55,
                shown_to=may_use_uploads,
                summary=_("Tables from Excel: checked, shown before anything is written, and given back with words."),
            )
        )
