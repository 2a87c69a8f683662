"""Real worker processes on a database of their own, to be killed, paused and left without broker or database."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
import redis
from django.conf import settings

from ops.embedded.cluster import DATABASE, Cluster
from tests.grounds import MIGRATED, lay_ground
from tests.servers import RedisServer

WITH_CELERY = pytest.param("celery", marks=pytest.mark.redis)
ONLY_POLLING = pytest.mark.parametrize("crew", ["polling"], indirect=True)
ONLY_CELERY = pytest.mark.parametrize("crew", [WITH_CELERY], indirect=True)
LEASE_SECONDS = 2
WORKERS = 4
WORKER = "a worker of the crew"
"""How their sessions are called in the database."""
NOT_RUNNING = (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)


class Crew:
    """Polling workers, or with a Redis the pool of a Celery worker; beside them a scheduler."""

    def __init__(self, folder: Path, broker: RedisServer | None) -> None:
        self.folder, self.broker = folder, broker
        self.cluster = Cluster(folder / "postgres", {"fsync": "off"})
        self.log = (folder / "crew.log").open("ab")
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "XUESHI_VAR": str(folder),
            "XUESHI_SUPERVISED": "1",
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "JOB_SWEEP_SECONDS": "0.5",
            "REDIS_URL": broker.url if broker else "",
        }
        self.of_workers = self.environment | {"PGAPPNAME": WORKER}
        self.processes: list[psutil.Popen] = []

    def start(self) -> None:
        lay_ground(MIGRATED, self.folder)
        self.cluster.ensure_running()
        self.scheduler = self._launch(self.environment, sys.executable, "manage.py", "scheduler")
        if self.broker:
            self.celery = self._launch_celery()
        else:
            for _number in range(WORKERS):
                self._launch_worker()

    def stop(self) -> None:
        for process in self.processes:
            if process.is_running():
                family = [process, *process.children(recursive=True)]
                for member in family:
                    with contextlib.suppress(psutil.NoSuchProcess):
                        member.kill()
            process.wait()
        self.cluster.stop()
        self.log.close()

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        finished = subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, check=True, capture_output=True, text=True
        )
        return finished.stdout.strip()

    def in_shell(self, room: str, code: str) -> str:
        """In a process of its own, with all that the planting of the room's tests offers."""
        return self.manage("shell", "--no-imports", "-c", f"from tests.{room}.planting import *; {code}")

    def query(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Ask the database, through a restart of it if need be. Whoever waits for something asks again and again: so
        this is where Celery is looked after."""
        self._start_celery_again_if_it_ended()
        deadline = time.monotonic() + 60
        while True:
            try:
                with self.cluster.connect(DATABASE) as connection:
                    return connection.execute(statement, parameters).fetchall()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    # What may happen to them

    def workers(self) -> list[psutil.Process]:
        if self.broker:
            self._start_celery_again_if_it_ended()
            return self.celery.children()
        return [process for process in self.processes if process is not self.scheduler and process.is_running()]

    def _start_celery_again_if_it_ended(self) -> None:
        """As a supervisor would. Celery may give up when its broker goes away while it reads ("unrecoverable")."""
        if self.broker and status_of(self.celery) in NOT_RUNNING:
            self.celery = self._launch_celery()

    def kill_one(self) -> None:
        self.kill(random.choice(self._unpaused(at_least=1)))

    def kill(self, victim: psutil.Process) -> None:
        victim.kill()
        if not self.broker:
            victim.wait()
            self.processes.remove(victim)
            self._launch_worker()

    def kill_whoever(self, at_work: str, *parameters: Any) -> bool:
        """One of the workers that the statement names."""
        numbers = {int(name.rpartition(":")[2]) for (name,) in self.query(at_work, *parameters)}
        victims = [worker for worker in self.workers() if worker.pid in numbers]
        if victims:
            self.kill(random.choice(victims))
        return bool(victims)

    def _unpaused(self, *, at_least: int) -> list[psutil.Process]:
        """The workers that run, once Celery has filled up its pool again."""
        deadline = time.monotonic() + 120  # a busy machine takes its time
        while time.monotonic() < deadline:
            workers = self.workers()
            running = [worker for worker in workers if status_of(worker) not in NOT_RUNNING]
            if len(running) >= at_least and (not self.broker or is_settled(workers)):
                return running
            time.sleep(0.05)
        raise AssertionError("the pool was not filled up again")

    def pause_two(self) -> list[psutil.Process]:
        paused = random.sample(self._unpaused(at_least=2), 2)
        for worker in paused:
            worker.suspend()
        return paused

    def _launch_celery(self) -> psutil.Popen:
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel=WARNING"]
        options = [f"--concurrency={WORKERS}", "--without-gossip", "--without-mingle"]
        return self._launch(self.of_workers, *command, *options)

    def _launch_worker(self) -> None:
        self._launch(self.of_workers, sys.executable, "manage.py", "worker")

    def _launch(self, environment: dict[str, str], *command: str) -> psutil.Popen:
        process = psutil.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
        )
        self.processes.append(process)
        return process


@pytest.fixture(params=["polling", WITH_CELERY])
def crew(request: pytest.FixtureRequest) -> Iterator[Crew]:
    broker = request.getfixturevalue("redis_server") if request.param == "celery" else None
    with tempfile.TemporaryDirectory(prefix="crew-") as folder:
        crew = Crew(Path(folder), broker)
        try:
            crew.start()
            yield crew
        finally:
            crew.stop()
            print(Path(crew.log.name).read_text()[-4000:])  # pytest shows it if the test failed


class Echo(threading.Thread):
    """Delivers every message of the broker two more times, as a broker that lost its acknowledgements would."""

    def __init__(self, broker: RedisServer) -> None:
        super().__init__(daemon=True)
        self.broker = broker
        self.repeated = 0

    def run(self) -> None:
        sent: set[str] = set()
        while self.broker.process is not None:
            try:
                with self._client() as client, client.monitor() as monitor:
                    for line in monitor.listen():
                        command, _space, rest = line["command"].partition(" ")
                        if command.upper() == "LPUSH" and rest.startswith("celery ") and rest not in sent:
                            sent.add(rest)
                            self._repeat(rest.removeprefix("celery "))
            except (redis.ConnectionError, redis.TimeoutError, OSError):
                time.sleep(0.1)

    def _repeat(self, message: str) -> None:
        with self._client() as client:
            client.rpush("celery", message, message)  # the other end of the queue, so as not to echo the echo
        self.repeated += 2

    def _client(self) -> redis.Redis:
        return redis.Redis.from_url(self.broker.url, socket_timeout=None)


def is_settled(pool: list[psutil.Process]) -> bool:
    """Celery gives up altogether if one of a pool dies while it is being filled."""
    try:
        return len(pool) == WORKERS and time.time() - max(worker.create_time() for worker in pool) > 1
    except psutil.NoSuchProcess:
        return False


def status_of(process: psutil.Process) -> str:
    try:
        return process.status()
    except psutil.NoSuchProcess:
        return psutil.STATUS_DEAD


def resume(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.resume()
