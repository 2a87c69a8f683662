"""One command starts everything, and nothing that dies leaves what the next start cannot mend."""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ops.embedded.cluster import Cluster
from ops.processes import wait_until
from tests.grounds import PLANTED, lay_ground
from tests.ops.serving import Served, manage
from tests.servers import free_port as some_free_port

pytestmark = pytest.mark.faults

Serve = Callable[..., Served]


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """Shared by all tests of this file: each goes on where the one before was interrupted."""
    # Not in tmp_path: every pytest that starts closes that folder to other accounts, and PostgreSQL runs under one.
    with tempfile.TemporaryDirectory(prefix="serve-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "var"


@pytest.fixture(scope="module")
def started(var: Path) -> Iterator[list[Served]]:
    """All of this file."""
    started: list[Served] = []
    yield started
    for served in started:
        served.end()


@pytest.fixture
def serve(var: Path, started: list[Served]) -> Serve:
    """A start of its own, after whatever the test before left running has been stopped."""

    def start(**variables: str) -> Served:
        for earlier in started:
            earlier.end()
        started.append(Served(var, some_free_port(), **variables))
        return started[-1]

    return start


@pytest.fixture
def standing(serve: Serve, started: list[Served]) -> Served:
    """One that works: that of the test before, unless it is no more. A start takes longer than most tests."""
    served = started[-1] if started and started[-1].is_plain() and started[-1].process.poll() is None else serve()
    served.wait_until_it_works()
    return served


def test_the_first_start_shows_where_to_go_and_as_whom(serve: Serve) -> None:
    served = serve()
    served.wait_until_it_works()

    said = served.said()
    assert f"http://127.0.0.1:{served.port}/" in said
    assert "lin.xiaolan" in said
    assert "luo.siyuan" in said
    assert "Ctrl-C" in said
    assert wait_until(lambda: served.inside()["workers"] == 2, seconds=60)


@pytest.mark.alone
def test_the_first_page_of_a_later_start_comes_within_six_seconds(serve: Serve) -> None:
    served = serve()

    assert wait_until(served.shows_pages, seconds=6, interval=0.02), served.said()


@pytest.mark.alone
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_within_seconds_without_a_trace(standing: Served, number: signal.Signals) -> None:
    served = standing

    took = served.stop(number)

    assert served.process.returncode == 0
    assert took < 10
    assert served.processes() == {}
    assert "Traceback" not in served.said()
    assert "Error" not in served.said()


def test_it_can_be_stopped_while_it_is_still_starting(serve: Serve) -> None:
    served = serve()
    assert wait_until(lambda: bool(served.find("postgres", "-D")), seconds=60, interval=0.01)

    served.stop()

    assert served.process.returncode == 0
    assert served.processes() == {}
    assert "Traceback" not in served.said()


@pytest.mark.alone
def test_a_killed_supervisor_takes_everything_along(serve: Serve, standing: Served) -> None:
    served = standing

    served.process.kill()
    served.process.wait()

    assert wait_until(lambda: not served.processes(), seconds=30), served.processes()
    again = serve()
    again.wait_until_it_works()


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("gunicorn",), id="web server"),
        pytest.param(("manage.py worker",), id="worker"),
        pytest.param(("manage.py scheduler",), id="scheduler"),
        pytest.param(("postgres", "-D"), id="database"),
        pytest.param(("postgres: postgres xueshi",), id="database session"),
        pytest.param(("postgres: checkpointer",), id="database checkpointer"),
    ],
)
def test_a_killed_part_comes_back_by_itself(standing: Served, words: tuple[str, ...]) -> None:
    served = standing
    victim = served.find(*words)[0]

    os.kill(victim, signal.SIGKILL)

    assert wait_until(lambda: victim not in served.processes(), seconds=30)
    assert wait_until(lambda: bool(served.find(*words)) and served.works(), seconds=90, interval=0.1), served.said()


def test_mended_so_often_it_still_stops_without_a_trace(standing: Served) -> None:
    standing.stop()

    assert standing.process.returncode == 0
    assert standing.processes() == {}


def test_a_killed_web_worker_is_replaced_under_the_same_server(standing: Served) -> None:
    served = standing
    master, *workers = served.find("gunicorn")

    os.kill(workers[0], signal.SIGKILL)

    assert wait_until(lambda: len(served.find("gunicorn")) == 3 and served.shows_pages(), seconds=60)
    assert served.find("gunicorn")[0] == master


def test_everything_killed_at_once_is_mended_by_the_next_start(serve: Serve, standing: Served) -> None:
    served = standing

    for number in served.processes():
        with contextlib.suppress(ProcessLookupError):  # it went down with its parent
            os.kill(number, signal.SIGKILL)

    assert wait_until(lambda: not served.processes(), seconds=30)
    again = serve()
    again.wait_until_it_works()


def test_a_second_start_in_the_same_folder_is_refused(standing: Served, var: Path) -> None:
    served = standing

    second = manage("serve", var=var, PORT=str(some_free_port()))

    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr == (
        f"Xueshi is already running from {var} (process {served.process.pid}). "
        "Stop it there with Ctrl-C, or name another folder in XUESHI_VAR.\n"
    )
    assert served.shows_pages()


@pytest.mark.redis
def test_with_redis_the_work_goes_through_celery(serve: Serve, redis_server: Any) -> None:
    served = serve(REDIS_URL=redis_server.url)
    served.wait_until_it_works()

    rehearsal = manage("rehearse", "--slices", "4", "--items", "5", var=served.var, REDIS_URL=redis_server.url)

    assert rehearsal.returncode == 0, rehearsal.stderr
    assert served.find("config worker")
    assert served.find("config beat")
    assert not served.find("manage.py worker")
    assert served.stop() < 15
    assert served.processes() == {}


def test_without_its_database_it_answers_503_and_recovers_by_itself(serve: Serve, own_cluster: Cluster) -> None:
    folder = own_cluster.data.parent
    lay_ground(PLANTED, folder)  # how long planting takes is asked elsewhere
    own_cluster.ensure_running()
    address = f"postgresql://postgres@/xueshi?host={own_cluster.host()}"
    keys = {name: (folder / name.lower().replace("_", "-")).read_text() for name in ("AUDIT_KEY", "CERTIFICATE_KEY")}
    roots = str(folder / "certificate-roots.jsonl")  # those of another database would lock the issuing
    served = serve(DATABASE_URL=address, CERTIFICATE_ROOTS_FILE=roots, **keys)
    served.wait_until_it_works()  # how long a start takes is asked elsewhere

    own_cluster.kill()

    assert [served.get(address)[0] for address in ("/accounts/login/", "/readyz", "/healthz")] == [503, 503, 200]
    assert served.inside() == {"ready": False, "reasons": ["database_gone"]}
    own_cluster.ensure_running()
    assert wait_until(served.works, seconds=90, interval=0.1)
    assert "Traceback" not in served.said()


def test_requests_are_added_up_over_the_processes_of_the_web_server(standing: Served) -> None:
    served = standing

    for _ in range(20):
        served.get("/no/such/page/")

    counted = served.get("/metrics")[1].decode()
    assert 'xueshi_http_requests_total{method="GET",route="none",status="404"} 20.0' in counted
    assert "xueshi_database_up 1.0" in counted


def test_what_the_parts_say_is_kept_as_json_in_var(standing: Served, var: Path) -> None:
    served = standing
    # Several, because what is kept is asked here; that now and then a request leaves no line is not understood yet.
    for _ in range(8):
        assert served.get("/no/such/page/?q=990101199003071234")[0] == 404
    served.stop()

    written = (var / "log" / "web.log").read_text()
    assert '"request": "GET /no/such/page/?q=9901*************4"' in written
    assert "990101199003071234" not in written
    assert all(line.startswith("{") for line in written.splitlines())
