"""Every way in which a database can be unusable: one sentence, what to do, exit code 1, no traceback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops import database
from ops.embedded.cluster import Cluster
from ops.refusals import CannotStart
from tests.ops.serving import manage
from tests.servers import a_cluster

pytestmark = pytest.mark.faults


def refusal(var: Path, url: str, **variables: str) -> str:
    done = manage("prepare", var=var, DATABASE_URL=url, **variables)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "DATABASE_URL does not name a PostgreSQL"),
        ("mysql://xueshi@localhost/xueshi", "DATABASE_URL does not name a PostgreSQL"),
        ("postgresql://xueshi@localhost", "DATABASE_URL does not say which database to use"),
        ("postgresql://xueshi@localhost:port/xueshi", "DATABASE_URL cannot be read"),
        ("postgresql://xueshi@no-such-host.invalid/xueshi", "There is no such host: correct it."),
        ("postgresql://xueshi@localhost/xueshi?nonsense=1", "Remove that option."),
    ],
)
def test_unreadable_address(tmp_path: Path, url: str, sentence: str) -> None:
    assert sentence in refusal(tmp_path, url)


def test_nobody_answers(tmp_path: Path, free_port: int) -> None:
    said = refusal(tmp_path, f"postgresql://xueshi:secret@127.0.0.1:{free_port}/xueshi")

    assert said == (
        f"The database in DATABASE_URL (127.0.0.1:{free_port}/xueshi) cannot be used: Connection refused. "
        "No PostgreSQL answers there: start it, or correct host and port.\n"
    )


@pytest.fixture
def web_server() -> Iterator[int]:
    """Something that listens and is not PostgreSQL."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                visitor, _address = listener.accept()
            except OSError:
                return
            visitor.recv(100)
            visitor.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            visitor.close()

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def test_something_else_answers(tmp_path: Path, web_server: int) -> None:
    said = refusal(tmp_path, f"postgresql://xueshi@127.0.0.1:{web_server}/xueshi")

    assert "That is not PostgreSQL: correct host and port." in said


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A PostgreSQL that asks the clerk for a password, and in which she owns nothing before the last test."""
    with a_cluster() as cluster:
        cluster.ensure_running()
        with cluster.connect() as connection:
            connection.execute("CREATE ROLE clerk LOGIN PASSWORD 'right'")
        rules = cluster.data / "pg_hba.conf"
        rules.write_text("local all clerk scram-sha-256\n" + rules.read_text())
        with cluster.connect() as connection:
            connection.execute("SELECT pg_reload_conf()")
        yield cluster


@pytest.mark.parametrize(
    ("who", "name", "sentence"),
    [
        ("clerk:wrong", "xueshi", "Correct the name or the password."),
        ("clerk", "xueshi", "Add the password: postgresql://name:password@host/database."),
        ("nobody:right", "xueshi", "Make the role with createuser, or correct the name."),
        ("clerk:right", "other", "Make the database with createdb, or correct the name."),
    ],
)
def test_not_let_in(tmp_path: Path, server: Cluster, who: str, name: str, sentence: str) -> None:
    said = refusal(tmp_path / "var", f"postgresql://{who}@/{name}?host={server.host()}")

    assert sentence in said
    assert "wrong" not in said


def test_not_allowed_to_make_tables(tmp_path: Path, server: Cluster) -> None:
    said = refusal(tmp_path / "var", f"postgresql://clerk:right@/xueshi?host={server.host()}")

    assert said == (
        "The database user clerk may not make tables (permission denied for schema public). "
        "As its administrator run: ALTER DATABASE xueshi OWNER TO clerk;\n"
    )


def test_the_advice_for_making_tables_helps(tmp_path: Path, server: Cluster) -> None:
    with server.connect() as connection:
        connection.execute("ALTER DATABASE xueshi OWNER TO clerk")

    # What a start does beyond this, it does on whatever database (test_serve.py).
    done = manage(
        "migrate",
        "--verbosity=0",
        timeout=240,
        var=tmp_path / "var",
        DATABASE_URL=f"postgresql://clerk:right@/xueshi?host={server.host()}",
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.django_db
def test_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "OLDEST_VERSION", 99)

    with pytest.raises(CannotStart, match="The database is PostgreSQL 18; Xueshi needs 99 or newer"):
        database.require_usable_database()
