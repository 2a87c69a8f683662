"""What the status page shows."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from audit.queries import last_position
from jobs.enums import JobState
from ops import capabilities, health
from ops.durability import PROMISES
from ui.formatting import duration_text, number_text

Facts = list[tuple[str, str]]

LIBRARIES = ("Django", "psycopg", "celery", "gunicorn", "weasyprint")
SHOWN_SETTINGS = (*PROMISES, "max_connections", "shared_buffers", "TimeZone")


def overview() -> dict[str, Any]:
    seen = health.figures()
    return {
        "concerns": [concern.label for concern in health.concerns_about(seen)],
        "background_work": background_work(seen),
        "jobs": [(state.label, seen.queue.jobs_by_state.get(state, 0)) for state in JobState],
        "trail": trail(seen),
        "database": database(),
        "database_settings": database_settings(),
        "software": software(),
        "packages": [(package, package.is_present()) for package in capabilities.PACKAGES],
    }


def background_work(seen: health.Figures) -> Facts:
    queue, redis_answers = seen.queue, health.redis_answers()
    return [
        (_("Workers alive"), number_text(queue.workers)),
        (_("Last sign of life of the scheduler"), _ago(queue.last_scheduler_sign_seconds)),
        (_("Slices waiting"), number_text(queue.waiting_slices)),
        (_("The oldest has been waiting"), duration_text(queue.oldest_waiting_seconds)),
        (_("Slices rescued so far"), number_text(queue.rescues)),
        (_("Items set aside"), number_text(queue.parked)),
        (_("Redis"), {None: _("not used"), True: _("answers"), False: _("does not answer")}[redis_answers]),
    ]


def trail(seen: health.Figures) -> Facts:
    return [
        (_("Events sealed"), number_text(last_position())),
        (_("Events waiting to be sealed"), number_text(seen.backlog.count)),
        (_("The oldest has been waiting"), duration_text(seen.sealing_lag.total_seconds())),
    ]


def database() -> Facts:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), current_database(), pg_database_size(current_database()),"
            " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')"
        )
        server, name, size, connections = cursor.fetchone()
    return [
        (_("PostgreSQL"), server),
        (_("Database"), name),
        (_("Size"), _("%(size)s MB") % {"size": number_text(size // 1024**2)}),
        (_("Open connections"), number_text(connections)),
    ]


def database_settings() -> list[tuple[str, str, bool]]:
    """Name, value, and whether it breaks a promise of durability."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s) ORDER BY name",
            [list(SHOWN_SETTINGS)],
        )
        return [(name, value, name in PROMISES and value == "off") for name, value in cursor.fetchall()]


def software() -> Facts:
    return [("Python", platform.python_version()), *((name, version(name)) for name in LIBRARIES)]


def _ago(seconds: float | None) -> str:
    return _("never") if seconds is None else _("%(duration)s ago") % {"duration": duration_text(seconds)}
