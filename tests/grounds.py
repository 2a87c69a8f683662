"""A database that was made once in a run of the tests, to be copied by whoever starts the product on it. To migrate
takes ten seconds of a processor and to plant the demo world as much again; to copy takes one."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

TEMPLATE = "template_of_tests"
MIGRATED, PLANTED = "migrate", "prepare"
"""The commands that make them."""


def lay_ground(kind: str, folder: Path) -> None:
    """Everything under `folder` that the command leaves there, keys and files included."""
    made = _made_once(kind)
    # By cp, which keeps the owner: PostgreSQL does not run as root.
    subprocess.run(["cp", "--archive", f"{made}/.", str(folder)], check=True)


def _made_once(kind: str) -> Path:
    """By the first of the processes of this run that asks; the others wait for it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    made = _grounds() / f"{kind}-{run}"
    with _one_at_a_time(kind):
        if not (made / "is-made").exists():
            for old in _grounds().glob(f"{kind}-*"):
                shutil.rmtree(old)
            made.mkdir()
            if kind == PLANTED:
                lay_ground(MIGRATED, made)
                (made / "is-made").unlink()
            subprocess.run(
                [sys.executable, "manage.py", kind], cwd=settings.BASE_DIR, env=plain_environment(made), check=True
            )
            (made / "is-made").touch()
    return made


def lay_test_database(migrations: str) -> None:
    """That of this process, as a copy of one that stands by these migrations, given by their digest."""
    own_name = connection.creation._get_test_db_name()
    note = _grounds() / "template"
    with _one_at_a_time("template"):
        if not note.exists() or note.read_text() != migrations:
            _make_template()
            note.write_text(migrations)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {own_name}")
            cursor.execute(f"CREATE DATABASE {own_name} TEMPLATE {TEMPLATE}")


def _make_template() -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
    described = connection.settings_dict
    name, of_tests = described["NAME"], described["TEST"]["NAME"]
    described["TEST"]["NAME"] = TEMPLATE
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        described["NAME"] = settings.DATABASES["default"]["NAME"] = name
        described["TEST"]["NAME"] = of_tests


def _grounds() -> Path:
    grounds: Path = settings.VAR_DIR / "grounds"
    grounds.mkdir(exist_ok=True)
    return grounds


@contextlib.contextmanager
def _one_at_a_time(kind: str) -> Iterator[None]:
    with (_grounds() / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def plain_environment(folder: Path) -> dict[str, str]:
    """Nothing of the machine's own settings: a DATABASE_URL given to the tests must not be planted with a demo."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "XUESHI_MODE": "demo",
        "XUESHI_VAR": str(folder),
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }
