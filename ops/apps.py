from django.apps import AppConfig
from django.db.backends.signals import connection_created


class OpsConfig(AppConfig):
    name = "ops"

    def ready(self) -> None:
        from ops import capabilities, kinds  # noqa: F401 - they register their check and their job kinds
        from ops.durability import refuse_forgetful_database

        kinds.register_schedule()
        connection_created.connect(refuse_forgetful_database, dispatch_uid="ops.durability")
