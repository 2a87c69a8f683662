"""The web server, the same under `make run` and in production. Anything can be overridden on the command line."""

import ctypes
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

METRICS = settings.VAR_DIR / "metrics"
METRICS.mkdir(exist_ok=True)
# Read when prometheus_client is imported, so it has to be known before the application is.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS)


class JsonLogger(Logger):  # type: ignore[misc]
    """Leaves the writing to the application's own logging, which masks numbers and writes JSON."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


wsgi_app = "config.wsgi:application"
bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# The application is loaded once and shared: half the memory, and the first page comes sooner.
preload_app = True
timeout = 60
graceful_timeout = 8
keepalive = 5
limit_request_line = 8190  # the calculator keeps up to thirty activities in its address
logger_class = JsonLogger
accesslog = None  # each request has its `request_finished` event
worker_tmp_dir = str(settings.VAR_DIR)
control_socket_disable = True


def on_starting(server: Arbiter) -> None:
    for left_over in METRICS.glob("*.db"):
        left_over.unlink()


def post_fork(server: Arbiter, worker: Worker) -> None:
    # Workers look for their master once a second; until then they would hold the port.
    ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG


def child_exit(server: Arbiter, worker: Worker) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
