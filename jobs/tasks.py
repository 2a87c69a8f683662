from celery import shared_task


@shared_task(name="jobs.look", ignore_result=True)  # type: ignore[untyped-decorator]
def look() -> None:
    """Somebody said there is work. The table knows whether that is true."""
    from jobs.worker import work_for

    work_for()
