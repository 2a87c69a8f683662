"""Everything a start needs to find in place: tables, the cache table, divisions, static files, a demo world."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from ops.database import may_not_migrate, require_usable_database
from ops.static_files import collect_static_files

# Two starts at once, perhaps on two machines: one prepares, the other waits and finds everything done.
PREPARATION_LOCK = int.from_bytes(b"prepare")


def prepare() -> None:
    """Bring database and static files up to the code. Does nothing, quickly, where nothing is to be done."""
    require_usable_database()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARATION_LOCK])
        try:
            migrate()
            call_command("createcachetable", verbosity=0)
            call_command("load_divisions", verbosity=0)
            collect_static_files()
            plant_demo_world()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARATION_LOCK])


def unapplied_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate() -> None:
    if not unapplied_migrations():
        return
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        if "permission denied" in str(error):
            raise may_not_migrate(error) from error
        raise


def plant_demo_world() -> None:
    if settings.DEMO and not get_user_model().objects.exists():
        call_command("demo", verbosity=0)
