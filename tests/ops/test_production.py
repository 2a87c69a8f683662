"""Production refuses to start on anything weak. Asked as an operator would: by starting it."""

from __future__ import annotations

import base64
import secrets
import subprocess
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from ops.durability import broken_promises
from ops.embedded.cluster import Cluster
from tests.ops.serving import manage

KEY = base64.b64encode(secrets.token_bytes(32)).decode()
STRONG = {
    "XUESHI_MODE": "production",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "AUDIT_KEY": secrets.token_urlsafe(50),
    "CERTIFICATE_KEY": secrets.token_urlsafe(50),
    "IDENTITY_KEYS": f"aes-1:{KEY}",
    "IDENTITY_INDEX_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "xueshi.example",
}


def start(var: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return manage(*(words or ("check",)), var=var, **STRONG | variables)


def test_production_with_strong_settings_passes_the_deployment_checks(tmp_path: Path) -> None:
    done = start(tmp_path, "check", "--deploy", "--fail-level", "WARNING")

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. Make one with: "),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": "x" * 80}, "SECRET_KEY is too weak"),
        ({"AUDIT_KEY": ""}, "AUDIT_KEY is not set. Make one with: "),
        ({"AUDIT_KEY": "short"}, "AUDIT_KEY is too weak"),
        ({"CERTIFICATE_KEY": ""}, "CERTIFICATE_KEY is not set. Make one with: "),
        ({"IDENTITY_INDEX_KEY": ""}, "IDENTITY_INDEX_KEY is not set. Make one with: "),
        ({"IDENTITY_KEYS": ""}, "IDENTITY_KEYS is not set. Make one with: "),
        ({"IDENTITY_KEYS": f"sm4-1:{KEY}"}, "IDENTITY_KEYS names a key wrongly: an id is like 'aes-1'"),
        ({"IDENTITY_KEYS": KEY}, "IDENTITY_KEYS names a key wrongly: an id is like 'aes-1'"),
        ({"IDENTITY_KEYS": "aes-1:tell-nobody"}, "IDENTITY_KEYS: the key aes-1 is not base64"),
        ({"IDENTITY_KEYS": "aes-1:c2hvcnQ="}, "IDENTITY_KEYS: the key aes-1 has 5 bytes; it must have 32"),
        ({"IDENTITY_KEYS": f"aes-1:{KEY},aes-1:{KEY}"}, "IDENTITY_KEYS has two keys of the same id"),
        ({"DEBUG": "true"}, "DEBUG is on in production"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
        ({"XUESHI_MODE": "staging"}, "XUESHI_MODE is 'staging'"),
        ({"MAX_REQUEST_BYTES": "many"}, "MAX_REQUEST_BYTES is 'many', which cannot be read"),
    ],
)
def test_production_refuses_weak_settings(tmp_path: Path, variables: dict[str, str], sentence: str) -> None:
    done = start(tmp_path, **variables)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(sentence)
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "variable", ["SECRET_KEY", "AUDIT_KEY", "CERTIFICATE_KEY", "IDENTITY_KEYS", "IDENTITY_INDEX_KEY"]
)
def test_a_refused_secret_is_not_repeated(tmp_path: Path, variable: str) -> None:
    done = start(tmp_path, **{variable: "tell-nobody"})

    assert "tell-nobody" not in done.stderr


def test_an_unwritable_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = start(tmp_path / "file" / "var")

    assert done.returncode == 1
    assert f"{tmp_path}/file/var, where everything is kept, cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.faults
@pytest.mark.parametrize("promise", ["fsync", "full_page_writes", "synchronous_commit"])
def test_production_refuses_a_database_that_may_forget(tmp_path: Path, promise: str) -> None:
    cluster = Cluster(tmp_path / "postgres", {promise: "off"})
    cluster.ensure_running()

    done = start(tmp_path / "var", "prepare", DATABASE_URL=f"postgresql://postgres@/xueshi?host={cluster.host()}")
    cluster.stop()

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"The database runs with {promise} off and could lose what was acknowledged.")
    assert "Traceback" not in done.stderr


@pytest.mark.faults
def test_production_serves_from_a_database_that_keeps_its_promises(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "postgres")
    cluster.ensure_running()

    done = start(tmp_path / "var", "prepare", DATABASE_URL=f"postgresql://postgres@/xueshi?host={cluster.host()}")
    with cluster.connect("xueshi") as session:
        accounts = session.execute("SELECT count(*) FROM people_user").fetchone()
    cluster.stop()

    assert (done.returncode, done.stderr) == (0, "")
    assert accounts == (0,), "the demo world is for demo mode"


@pytest.mark.django_db(transaction=True)
def test_a_refused_connection_is_not_used_for_the_next_query(settings: object) -> None:
    connection.close()
    settings.PRODUCTION = True  # type: ignore[attr-defined]

    for _ in range(2):
        with pytest.raises(ImproperlyConfigured, match="fsync, full_page_writes off"):
            connection.ensure_connection()
        assert connection.connection is None


@pytest.mark.django_db
def test_a_promise_broken_for_one_role_counts() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    assert "synchronous_commit" in broken_promises(connection)
