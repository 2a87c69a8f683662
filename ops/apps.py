from django.apps import AppConfig
from django.db.backends.signals import connection_created


class OpsConfig(AppConfig):
    name = "ops"

    def ready(self) -> None:
        from ops import capabilities  # noqa: F401 - registers its check
        from ops.durability import refuse_forgetful_database

        connection_created.connect(refuse_forgetful_database, dispatch_uid="ops.durability")
