from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _
from django_structlog.signals import bind_extra_request_metadata

from audit import actions
from ui import navigation, tasks_waiting


class OpsConfig(AppConfig):
    name = "ops"

    def ready(self) -> None:
        from ops import capabilities, kinds  # noqa: F401 - they register their check and their job kinds
        from ops.access import may_see_status
        from ops.addresses import note_address
        from ops.durability import refuse_forgetful_database
        from ops.gentleness import follow_environment
        from ops.waiting import waiting_operator

        kinds.register_schedule()
        tasks_waiting.register(waiting_operator)
        connection_created.connect(refuse_forgetful_database, dispatch_uid="ops.durability")
        connection_created.connect(follow_environment, dispatch_uid="ops.gentleness")
        bind_extra_request_metadata.connect(note_address, dispatch_uid="ops.addresses")
        actions.name_actions(
            {
                "demo.planted": _("planted the demo world"),
                "demo.filled": _("filled the database for load tests"),
            }
        )
        navigation.register(
            navigation.NavigationEntry(
                label=_("System status"),
                url_name="ops:status",
                order=85,
                shown_to=may_see_status,
                summary=_("Workers, database, audit trail and system packages at a glance."),
            )
        )
