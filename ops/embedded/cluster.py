"""Starting, mending and stopping the embedded PostgreSQL cluster."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psycopg
from django.db.utils import OperationalError

from ops.embedded import programs
from ops.processes import is_alive, signal_when_parent_dies, wait_until

DATABASE = "xueshi"
SUPERUSER = "postgres"
PORT = 5432  # only a part of the socket's name: the server does not listen on the network
SETTINGS = {
    # The tests open 50 workers at once; a backend at rest costs about 2 MB.
    "max_connections": "160",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "listen_addresses": "",
    "unix_socket_directories": ".",
    "port": str(PORT),
}
TIMEOUT_SECONDS = 60
SESSION_END_SECONDS = 0.5
LONGEST_SOCKET_PATH = 107
LARGEST_LOG = 10 * 1024 * 1024


class ClusterUnavailable(OperationalError):
    """The embedded PostgreSQL is not running and could not be started; the message says why in one sentence."""


class Cluster:
    def __init__(self, data: Path, settings: Mapping[str, str] | None = None) -> None:
        self.data = data.resolve()
        self.settings = SETTINGS | dict(settings or {})
        self.log = self.data.parent / "log" / f"{self.data.name}.log"

    def ensure_running(self, *, ends_with_me: bool = False) -> bool:
        """Start (and if need be mend) the server unless it runs. Answers whether it was started just now.

        With `ends_with_me` the kernel shuts the server down should this process be killed.
        """
        if self.is_ready():
            return False
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with self._start_lock():
            return self._start_unless_running(signal_when_parent_dies(signal.SIGINT) if ends_with_me else None)

    def is_ready(self) -> bool:
        return self.process_id() is not None and self._pid_file_lines()[7:8] == ["ready"]

    def process_id(self) -> int | None:
        """The id of our postmaster, or None. A number that another program has taken since does not count."""
        number = next(iter(self._pid_file_lines()), "")
        if not number.isdigit() or not is_alive(int(number)):
            return None
        with contextlib.suppress(OSError):
            if os.fsencode(self.data) in Path(f"/proc/{number}/cmdline").read_bytes():
                return int(number)
        return None

    def host(self) -> str:
        """Where libpq finds the socket. The path of a socket has 107 characters at most; behind a longer one
        we go by the server's working folder, which is the cluster."""
        if len(os.fsencode(self.data / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return str(self.data)
        return f"/proc/{self.process_id()}/cwd"

    def connect(self, database: str = SUPERUSER) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=self.host(), port=PORT, user=SUPERUSER, dbname=database, connect_timeout=5, autocommit=True
        )

    def stop(self) -> None:
        process_id = self.process_id()
        if process_id is None:
            return
        os.kill(process_id, signal.SIGINT)  # "fast" shutdown: ends sessions, writes a checkpoint
        wait_until(lambda: self.process_id() is None, seconds=TIMEOUT_SECONDS)

    def stop_if_unused(self) -> None:
        """Stop it unless others are connected. Sessions that were closed just now take a moment to disappear."""
        with contextlib.suppress(psycopg.OperationalError), self.connect() as connection:
            if wait_until(lambda: not _others_are_connected(connection), seconds=SESSION_END_SECONDS):
                self.stop()

    def kill(self) -> None:
        """SIGKILL the server with all its backends, as a power cut would. For the fault tests."""
        process_id = self.process_id()
        if process_id is not None:
            os.kill(process_id, signal.SIGKILL)
            wait_until(lambda: not is_alive(process_id), seconds=TIMEOUT_SECONDS)

    # How it is done

    def _start_unless_running(self, in_child: Callable[[], None] | None) -> bool:
        # A server that is just starting, recovering or shutting down is waited for.
        wait_until(lambda: self.is_ready() or self.process_id() is None, seconds=TIMEOUT_SECONDS)
        if self.is_ready():
            return False
        try:
            self._initialize()
            self._forget_a_dead_server()
            self._launch(in_child)
        except (subprocess.SubprocessError, OSError) as error:
            raise ClusterUnavailable(
                f"The embedded PostgreSQL in {self.data} did not start: {error}. "
                f"Its own words are in {self.log}. Set DATABASE_URL to use another server."
            ) from error
        self._create_database()
        return True

    def _initialize(self) -> None:
        """Make the cluster beside its place and move it there when it is whole: half a cluster never starts."""
        owner = programs.account()
        if owner:
            programs.open_the_way(self.data)
        if (self.data / "PG_VERSION").exists():
            return
        unfinished = self.data.with_name(f"{self.data.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if owner:
            os.chown(unfinished, owner.pw_uid, owner.pw_gid)
        command: list[str | Path] = [
            *(programs.program("initdb"), "-D", unfinished, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"),
            # The same order of letters on every machine, whatever locales it has.
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(["--no-sync"] if self.settings.get("fsync") == "off" else []),
        ]
        try:
            subprocess.run(command, cwd="/", check=True, capture_output=True, text=True, **programs.run_as(owner))
        except subprocess.CalledProcessError as error:
            raise OSError(_reason(error.stderr)) from error
        unfinished.rename(self.data)

    def _launch(self, in_child: Callable[[], None] | None) -> None:
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        command: list[str | Path] = [programs.program("postgres"), "-D", self.data, *options]
        self.log.parent.mkdir(exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while True:
            with self.log.open("ab") as output:
                said_before = output.tell()
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    # Its own session: Ctrl-C in the terminal is for the supervisor, which stops the database last.
                    start_new_session=True,
                    preexec_fn=in_child,
                    **programs.run_as(programs.account()),
                )
            if self._came_up(process):
                return
            words = self.log.read_bytes()[said_before:].decode(errors="replace")
            # After kill -9 the old backends hold the shared memory until they notice, a second at most.
            if "shared memory block" not in words or time.monotonic() > deadline:
                raise OSError(_reason(words))
            time.sleep(0.1)

    def _came_up(self, process: subprocess.Popen[bytes]) -> bool:
        wait_until(lambda: self.is_ready() or process.poll() is not None, seconds=TIMEOUT_SECONDS)
        return self.is_ready()

    def _create_database(self) -> None:
        with self.connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _pid_file_lines(self) -> list[str]:
        try:
            return [line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()]
        except FileNotFoundError:
            return []

    def _forget_a_dead_server(self) -> None:
        """After kill -9 or a power cut the number in the file may be that of a zombie nobody collects, or by now of
        another program, and PostgreSQL would refuse to start for ever. A number that is free it clears away itself."""
        number = next(iter(self._pid_file_lines()), "")
        if not number.isdigit() or Path(f"/proc/{number}").exists():
            for name in ("postmaster.pid", f".s.PGSQL.{PORT}.lock"):
                (self.data / name).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _start_lock(self) -> Iterator[None]:
        with (self.data.parent / f"{self.data.name}.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _others_are_connected(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    others = "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    return connection.execute(others).fetchone() is not None


def _reason(words: str) -> str:
    """Why it gave up; else what it said last."""
    if found := re.search(r"(?:FATAL|error):\s+(.*)", words):
        return found[1]
    return (words.strip().splitlines() or ["it said nothing"])[-1]
