"""Celery carries hints ("look at the job table") and nothing else. `jobs/README.md` says why."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("xueshi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect  # type: ignore[untyped-decorator]
def keep_our_logging(**kwargs: object) -> None:
    """Having a receiver stops Celery from replacing the handlers that mask ID numbers."""
