"""Whether the system is well: asked by load balancers, instruments and the status page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache

import redis
import structlog
from django.conf import settings
from django.db import Error, connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.queries import Backlog, unsealed_backlog
from certificates.log.nightly import faults_found
from certificates.log.restoring import locked_since
from jobs.queries import QueueFigures, queue_figures
from ops.capabilities import missing_packages
from ops.preparation import unapplied_migrations

log = structlog.get_logger(__name__)

# Sealing happens every second; work is taken within one. Beyond these somebody should look.
SEALING_IS_LATE_AFTER = datetime.timedelta(seconds=30)
WORK_IS_LATE_AFTER_SECONDS = 300


class Concern(models.TextChoices):
    DATABASE_GONE = "database_gone", _("The database does not answer. Nothing can be read or kept until it does.")
    MIGRATIONS_MISSING = "migrations_missing", _("The database is older than the program. Run: manage.py prepare")
    NO_WORKER = "no_worker", _("No worker is alive. What was started waits. Run: manage.py worker")
    NO_SCHEDULER = (
        "no_scheduler",
        _("No scheduler is alive. Nothing is started on time, rescued or sealed. Run: manage.py scheduler"),
    )
    WORK_LATE = "work_late", _("Work has been waiting for more than five minutes. Look at the workers, or start more.")
    SEALING_LATE = "sealing_late", _("Events wait to be sealed. Look into the log of the scheduler.")
    REDIS_GONE = "redis_gone", _("Redis does not answer. Work goes on, but begins later and is slower.")
    PACKAGES_MISSING = "packages_missing", _("System packages are missing; some things cannot be done.")
    ISSUING_LOCKED = (
        "issuing_locked",
        _(
            "Issuing of certificates is locked: the database is older than the last published root, as after a restore."
            " Run: manage.py release_issuing"
        ),
    )
    CERTIFICATE_LOG_FAULTY = (
        "certificate_log_faulty",
        _("The last check of the certificate log found faults. Issue nothing and look: manage.py verify_log"),
    )


# With these a server should get no visitors. The others are for people to look after.
NOT_READY = {Concern.DATABASE_GONE, Concern.MIGRATIONS_MISSING}


@dataclass(frozen=True, kw_only=True)
class Figures:
    at: datetime.datetime
    queue: QueueFigures
    backlog: Backlog

    @property
    def sealing_lag(self) -> datetime.timedelta:
        return self.backlog.age(self.at)


def figures() -> Figures:
    now = timezone.now()
    return Figures(at=now, queue=queue_figures(now), backlog=unsealed_backlog())


def reasons_not_ready() -> list[Concern]:
    """Cheap: one round to the database, and the migrations only until they were once complete."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        require_migrations()
    except MigrationsMissing:
        return [Concern.MIGRATIONS_MISSING]
    except Error as error:
        log.warning("database_gone", error=str(error).partition("\n")[0])
        return [Concern.DATABASE_GONE]
    return []


def concerns_about(seen: Figures) -> list[Concern]:
    """What a person should look after while the system serves."""
    found = {
        Concern.NO_WORKER: not seen.queue.workers,
        Concern.NO_SCHEDULER: not seen.queue.schedulers,
        Concern.WORK_LATE: seen.queue.oldest_waiting_seconds > WORK_IS_LATE_AFTER_SECONDS,
        Concern.SEALING_LATE: seen.sealing_lag > SEALING_IS_LATE_AFTER,
        Concern.REDIS_GONE: redis_answers() is False,
        Concern.PACKAGES_MISSING: bool(missing_packages()),
        Concern.ISSUING_LOCKED: locked_since() is not None,
        Concern.CERTIFICATE_LOG_FAULTY: faults_found() > 0,
    }
    return [concern for concern, is_true in found.items() if is_true]


class MigrationsMissing(Exception):
    pass


@cache
def require_migrations() -> None:
    """Asked until it once holds: new migrations come with new code, and that with a new process.
    (`cache` keeps answers, not exceptions.)"""
    if unapplied_migrations():
        raise MigrationsMissing


def redis_answers() -> bool | None:
    """None where no Redis is used."""
    if not settings.REDIS_URL:
        return None
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
