"""What the status page shows."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.queries import last_position
from certificates.log.nightly import last_check
from jobs.enums import JobState
from ops import capabilities, health
from ops.durability import PROMISES
from ops.health import Concern
from ui.formatting import date_time_text, duration_text, number_text

Facts = list[tuple[str, str]]

LIBRARIES = ("Django", "psycopg", "celery", "gunicorn", "weasyprint")
SHOWN_SETTINGS = (*PROMISES, "max_connections", "shared_buffers", "TimeZone")


@dataclass(frozen=True)
class PartState:
    """One line of the first table."""

    name: str
    note: str
    concern: Concern | None = None
    is_used: bool = True


def overview() -> dict[str, Any]:
    seen = health.figures()
    concerns = health.concerns_about(seen)
    return {
        "concerns": [concern.label for concern in concerns],
        "parts": parts(seen, concerns),
        "sections": [
            ("background-work", _("Background work"), background_work(seen)),
            ("trail", _("Audit trail"), trail(seen)),
            ("certificates", _("Certificate log"), certificate_log()),
            ("database", _("Settings of the database"), database_settings()),
            ("software", _("Software"), software()),
        ],
        "packages": [(package, package.is_present()) for package in capabilities.PACKAGES],
    }


def parts(seen: health.Figures, concerns: list[Concern]) -> list[PartState]:
    def worry(concern: Concern) -> Concern | None:
        return concern if concern in concerns else None

    workers = ngettext("%(count)s alive", "%(count)s alive", seen.queue.workers)
    sign = _("last sign of life: %(when)s")
    late = _("the oldest unsealed event has been waiting for %(duration)s")
    return [
        PartState(_("Web server"), _("it has drawn this page")),
        PartState(_("Database"), database()),
        PartState(_("Workers"), workers % {"count": number_text(seen.queue.workers)}, worry(Concern.NO_WORKER)),
        PartState(
            _("Scheduler"),
            sign % {"when": _ago(seen.queue.last_scheduler_sign_seconds)},
            worry(Concern.NO_SCHEDULER),
        ),
        PartState(
            _("Sealing of the trail"),
            late % {"duration": duration_text(seen.sealing_lag.total_seconds())}
            if seen.backlog.count
            else _("all events are sealed"),
            worry(Concern.SEALING_LATE),
        ),
        redis_part(worry(Concern.REDIS_GONE)),
    ]


def redis_part(concern: Concern | None) -> PartState:
    if concern:
        return PartState("Redis", _("does not answer"), concern)
    if health.redis_answers() is None:
        return PartState("Redis", _("workers look for work by themselves"), is_used=False)
    return PartState("Redis", _("wakes the workers at once"))


def background_work(seen: health.Figures) -> Facts:
    queue = seen.queue
    return [
        *((_("Jobs: %(state)s") % {"state": state.label}, _count(queue.jobs_by_state, state)) for state in JobState),
        (_("Slices waiting"), number_text(queue.waiting_slices)),
        (_("The oldest has been waiting"), duration_text(queue.oldest_waiting_seconds)),
        (_("Slices rescued so far"), number_text(queue.rescues)),
        (_("Items set aside"), number_text(queue.parked)),
    ]


def trail(seen: health.Figures) -> Facts:
    return [
        (_("Events sealed"), number_text(last_position())),
        (_("Events waiting to be sealed"), number_text(seen.backlog.count)),
    ]


def certificate_log() -> Facts:
    last = last_check()
    if last is None or last.finished_at is None:
        return [(_("Last check"), _("not yet; it runs every night"))]
    return [
        (_("Last check"), date_time_text(last.finished_at)),
        (_("Certificates checked"), number_text(last.result["certificates"])),
        (_("Faults found"), number_text(last.result["faults"])),
    ]


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_database_size(current_database()),"
            " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')"
        )
        server, size, connections = cursor.fetchone()
    return _("PostgreSQL %(version)s, %(size)s MB, %(connections)s connections") % {
        "version": server,
        "size": number_text(size // 1024**2),
        "connections": number_text(connections),
    }


def database_settings() -> Facts:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s) ORDER BY name",
            [list(SHOWN_SETTINGS)],
        )
        return list(cursor.fetchall())


def software() -> Facts:
    return [("Python", platform.python_version()), *((name, version(name)) for name in LIBRARIES)]


def _count(by_state: dict[str, int], state: JobState) -> str:
    return number_text(by_state.get(state, 0))


def _ago(seconds: float | None) -> str:
    return _("never") if seconds is None else _("%(duration)s ago") % {"duration": duration_text(seconds)}
