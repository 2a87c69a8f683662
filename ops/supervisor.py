"""`manage.py serve`: one process that starts all parts, watches them, and stops them in order, the database last.

The parts die with this process, however it ends; so the next start finds nothing left over but the database's own
journal, from which PostgreSQL mends itself.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from django.conf import settings
from django.db import connections

from ops import gentleness, welcome
from ops.embedded.base import SUPERVISED, cluster_of
from ops.embedded.cluster import Cluster, ClusterUnavailable
from ops.listening import listen, url_of
from ops.part_logs import say
from ops.parts import Part
from ops.preparation import prepare
from ops.refusals import CannotStart

LOOK_SECONDS = 0.2
STOP_SECONDS = 10.0
WORKERS = 2


class Supervisor:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        database = settings.DATABASES["default"]
        self.cluster: Cluster | None = cluster_of(database) if database["ENGINE"] == "ops.embedded" else None
        self.parts: list[Part] = []

    def run(self) -> None:
        """Serve until told to stop. Raises CannotStart with the reason where that is impossible."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        with alone(), contextlib.closing(listen(self.host, self.port)) as listener:
            url = url_of(listener, self.host)
            try:
                self._start_database()
                prepare()
                self._start(web(listener))
                self._watch(until=lambda: answers(listener))
                welcome.show(url, self.host)
                self._start(*background_parts())
                self._watch()
            except KeyboardInterrupt:
                say("\n正在停止… · Stopping …")
            finally:
                self._stop_all()

    def _start_database(self) -> None:
        if self.cluster is None:
            return
        try:
            self.cluster.ensure_running(ends_with_me=True)
        except ClusterUnavailable as error:
            raise CannotStart(str(error)) from error

    def _start(self, *parts: Part) -> None:
        for part in parts:
            self.parts.append(part)
            part.start()

    def _watch(self, until: Callable[[], bool] = lambda: False) -> None:
        connections.close_all()  # a supervisor that sits on a connection would be one more thing to mend
        while not until():
            self._read_logs(LOOK_SECONDS)
            self._mend_database()
            for part in self.parts:
                part.restart_if_ended()

    def _read_logs(self, seconds: float) -> None:
        speaking, _, _ = select.select([part for part in self.parts if part.may_speak], [], [], seconds)
        for part in speaking:
            part.read()

    def _mend_database(self) -> None:
        if self.cluster is None or self.cluster.is_ready():
            return
        try:
            if self.cluster.ensure_running(ends_with_me=True):
                say("database was down; it has been started again")
        except ClusterUnavailable as error:
            say(str(error))
            time.sleep(1)

    def _stop_all(self) -> None:
        # A second Ctrl-C while we wait means: at once.
        with contextlib.suppress(KeyboardInterrupt):
            for group in ([part for part in self.parts if part.name == "web"], self.parts):
                self._stop(group)
        for part in self.parts:
            part.kill()
            part.close()
        if self.cluster is not None:
            connections.close_all()
            self.cluster.stop()

    def _stop(self, parts: Sequence[Part]) -> None:
        for part in parts:
            part.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        while any(part.is_running for part in parts) and time.monotonic() < deadline:
            self._read_logs(0.05)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One supervisor for one var/ folder. The lock goes with the process, so nothing has to be cleaned up."""
    with (settings.VAR_DIR / "serve.lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.seek(0)
            raise CannotStart(
                f"Xueshi is already running from {settings.VAR_DIR} (process {handle.read().strip()}). "
                "Stop it there with Ctrl-C, or name another folder in XUESHI_VAR."
            ) from error
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def web(listener: socket.socket) -> Part:
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    command += ["--bind", f"fd://{listener.fileno()}"]
    return Part("web", command, environment=environment_of_parts(), files=[listener.fileno()])


def background_parts() -> list[Part]:
    environment = environment_of_parts()
    gently = environment | {gentleness.GENTLY: gentleness.LEVEL}
    if settings.REDIS_URL:
        celery = [sys.executable, "-m", "celery", "--app", "config"]
        worker = [*celery, "worker", "--concurrency", str(WORKERS), "--without-gossip", "--without-mingle"]
        # Nothing of beat is kept on disk: which due times have fired stands in the table.
        beat = [*celery, "beat", "--scheduler", "celery.beat:Scheduler", "--pidfile", "", "--loglevel", "WARNING"]
        workers = [Part("worker", worker, environment=gently), Part("beat", beat, environment=environment)]
    else:
        workers = [Part(f"worker-{number}", manage("worker"), environment=gently) for number in range(1, WORKERS + 1)]
    return [*workers, Part("scheduler", manage("scheduler"), environment=environment)]


def manage(command: str) -> list[str]:
    # What the checks have to say, the welcome has said.
    return [sys.executable, "manage.py", command, "--skip-checks"]


def environment_of_parts() -> dict[str, str]:
    """What the libraries write on the side (uploads on their way, lists of fonts) belongs under var/ too."""
    folders = {"TMPDIR": settings.VAR_DIR / "tmp", "XDG_CACHE_HOME": settings.VAR_DIR / "cache"}
    for folder in folders.values():
        folder.mkdir(exist_ok=True)
    variables = {name: str(folder) for name, folder in folders.items()}
    return os.environ | variables | {SUPERVISED: "1", "PYTHONUNBUFFERED": "1"}


def answers(listener: socket.socket) -> bool:
    host, port = listener.getsockname()[:2]
    own = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(own, port, timeout=LOOK_SECONDS)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()  # whatever it says, it speaks
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()
