"""What every test may ask for, and how the suite keeps out of its own way."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as of_hypothesis

from ops.embedded.base import cluster_of, stop_after_us
from ops.embedded.cluster import Cluster
from tests import servers
from tests.grounds import lay_test_database
from ui import limits

pytest_plugins = ["tests.cast", "tests.chromium", "tests.jobs.crew"]

# The work is handed out file by file, to whichever worker is free: the longest files first, so that none is left over
# for one worker at the end. Those of real processes spend their time waiting; another worker fills it. One that waits
# for nothing begins beside those for which a demo world is being planted.
FIRST = (
    *("browser/test_pages_in_chinese", "access/test_matrix", "browser/test_pages_in_english", "jobs/test_faults"),
    *("browser/", "records/results/test_faults", "uploads/test_faults"),
    "verification/test_faults",
    "certificates/test_faults",
    *("ops/test_serve", "access/"),
)


# How fast examples come says how busy the machine is, and nothing of what is tested.
of_hypothesis.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
of_hypothesis.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    is_xdist_worker = hasattr(config, "workerinput")
    if not is_xdist_worker and settings.DATABASES["default"]["ENGINE"] == "ops.embedded":
        cluster = cluster_of(settings.DATABASES["default"])
        if cluster.ensure_running():
            config.add_cleanup(lambda: stop_after_us(cluster))
    if not is_xdist_worker:
        config.pluginmanager.register(FailuresAtOnce(config))


class FailuresAtOnce:
    """Tells of a failure when it happens: a run that is stopped for taking too long never comes to its summary."""

    def __init__(self, config: pytest.Config) -> None:
        self.plugins = config.pluginmanager

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed or report.outcome == "rerun":
            terminal = self.plugins.getplugin("terminalreporter")
            terminal.line("")
            terminal.write_line(f"{report.when} of {report.nodeid} failed:")
            terminal.write_line(report.longreprtext[-3000:])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _turn(item.nodeid.removeprefix("tests/")))
    for item in items:
        if item.nodeid.startswith("tests/browser/test_pages_in_"):
            # Six hundred pages on a machine that others use too: one that comes too late is no fault of ours, one that
            # comes too late twice is. The first failure is told all the same. Whole ways change what they find: once.
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_collection_finish() -> None:
    """What has been loaded and collected stays to the end: it is not looked through again in each search for circles,
    and there are fewer searches. Of three files of tests/rules it took 1.3 of 27 seconds away, measured once."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _turn(name: str) -> int:
    return next((turn for turn, beginning in enumerate(FIRST) if name.startswith(beginning)), len(FIRST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """A test that times real processes waits for those of the other worker, and they for it. Whoever waits holds the
    gate, or the tests of the other worker would slip through one after the other."""
    is_alone = item.get_closest_marker("alone") is not None
    with (settings.VAR_DIR / "gate.lock").open("w") as gate, (settings.VAR_DIR / "alone.lock").open("w") as handle:
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(handle, fcntl.LOCK_EX if is_alone else fcntl.LOCK_SH)
        fcntl.flock(gate, fcntl.LOCK_UN)
        return (yield)


@pytest.fixture(autouse=True)
def in_the_language_of_the_source() -> Iterator[None]:
    """Tests quote source strings; the language of a page that one test fetched is none of the next one's business."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def migrations_digest() -> str:
    files = sorted(settings.BASE_DIR.glob("*/migrations/*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


@pytest.fixture(scope="session")
def migrations_note(worker_id: str) -> Path:
    """Holds the digest of the migrations by which this worker's test database was made."""
    return settings.VAR_DIR / f"migrated-{worker_id}"


@pytest.fixture(scope="session")
def django_db_createdb(
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    migrations_digest: str,
    migrations_note: Path,
) -> bool:
    """A kept test database takes new migrations, but never learns of one that was edited: it is laid anew, and only the
    first of the workers has to migrate for it."""
    is_known = migrations_note.exists() and migrations_note.read_text() == migrations_digest
    if not is_known and not django_db_createdb:
        with django_db_blocker.unblock():
            lay_test_database(migrations_digest)
    return django_db_createdb


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: Any, migrations_digest: str, migrations_note: Path
) -> Iterator[None]:
    migrations_note.write_text(migrations_digest)
    # On the class: beside the event loop of a browser test Django opens another connection of its own.
    operations = type(connection.ops)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", _delete_from(operations.sql_flush))
        with django_db_blocker.unblock():  # a run that was killed may have left rows in the kept database
            call_command("flush", interactive=False, verbosity=0)
        yield


def _delete_from(truncate: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """Between transactional tests everything is emptied; the audit trail's triggers would rightly refuse. To truncate
    makes new files for two hundred tables and their indexes; to delete a handful of rows is done in no time."""

    def statements(self: Any, style: Any, tables: list[str], **options: Any) -> list[str]:
        past_triggers = "SET LOCAL session_replication_role = replica"
        if options.get("reset_sequences"):
            return [past_triggers, *truncate(self, style, tables, **options)]
        return [past_triggers, *(f"DELETE FROM {self.quote_name(table)}" for table in tables)]

    return statements


@pytest.fixture(autouse=True)
def no_roots_of_other_tests() -> Iterator[None]:
    """A root kept outside locks the issuing of whoever's database does not know it."""
    yield
    Path(settings.CERTIFICATE_ROOTS_FILE).unlink(missing_ok=True)


@pytest.fixture
def free_port() -> int:
    return servers.free_port()


@pytest.fixture
def connect(transactional_db: None) -> Iterator[Callable[[], psycopg.Connection]]:
    """Opens further real connections to the test database, beside Django's own."""
    opened: list[psycopg.Connection] = []

    def open_one() -> psycopg.Connection:
        parameters = connection.get_connection_params()
        parameters.pop("cursor_factory", None)
        parameters.pop("context", None)
        opened.append(psycopg.connect(**parameters))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def one_stretch_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """For whoever is stopped by a limit: no count begins anew while the test runs."""
    monkeypatch.setattr(limits, "_now", lambda: 1_800_000_000)


@pytest.fixture
def race(transactional_db: None) -> Callable[..., list[Any]]:
    """Calls all functions at the same moment, each in a thread with its own connection.

    Answers what they returned, or the exception they ended with, in the order given.
    """

    def run(*functions: Callable[[], Any]) -> list[Any]:
        start = threading.Barrier(len(functions))

        def call(function: Callable[[], Any]) -> Any:
            try:
                connection.ensure_connection()
                start.wait()
                return function()
            except Exception as error:
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(functions)) as threads:
            return list(threads.map(call, functions))

    return run


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A PostgreSQL of the test's own, which it may stop and kill as it likes. Not yet started."""
    with servers.a_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def installed_redis() -> Iterator[servers.RedisServer]:
    if not servers.RedisServer.is_installed():
        pytest.skip("needs the Debian package redis-server")
    server = servers.RedisServer()
    yield server
    server.remove()


@pytest.fixture
def redis_server(installed_redis: servers.RedisServer) -> servers.RedisServer:
    """A running, empty Redis on a port of its own, whatever the test before did to it."""
    if installed_redis.process is None or not installed_redis.answers():
        installed_redis.restart()
    installed_redis.flush()
    return installed_redis
