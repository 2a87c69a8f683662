from celery import shared_task
from django.utils import timezone


@shared_task(name="jobs.look", ignore_result=True)  # type: ignore[untyped-decorator]
def look() -> None:
    """Somebody said there is work. The table knows whether that is true."""
    from jobs.worker import work_for

    work_for()


@shared_task(name="jobs.tick", ignore_result=True)  # type: ignore[untyped-decorator]
def tick() -> None:
    """Sent by Celery beat: a round of `manage.py scheduler`, by the same function. Each due time fires once,
    whoever comes first."""
    from jobs.scheduling import Scheduler

    Scheduler().tick(timezone.now())
