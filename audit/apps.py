from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ui import navigation


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        from audit import actions, objects
        from audit.access import may_read_trail
        from audit.wording import ACTION_NAMES, OBJECT_NAMES

        actions.name_actions(ACTION_NAMES)
        objects.name_objects(OBJECT_NAMES)
        navigation.register(
            navigation.NavigationEntry(
                label=_("Audit trail"), url_name="audit:events", order=70, shown_to=may_read_trail
            )
        )
