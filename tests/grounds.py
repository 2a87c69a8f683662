"""A database that was made once in a run of the tests, to be copied by whoever starts the product on it. To migrate
takes ten seconds of a processor and to plant the demo world as much again; to copy takes one."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

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
    grounds = settings.VAR_DIR / "grounds"
    grounds.mkdir(exist_ok=True)
    made = grounds / f"{kind}-{run}"
    with (grounds / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / "is-made").exists():
            for old in grounds.glob(f"{kind}-*"):
                shutil.rmtree(old)
            made.mkdir()
            subprocess.run(
                [sys.executable, "manage.py", kind], cwd=settings.BASE_DIR, env=plain_environment(made), check=True
            )
            (made / "is-made").touch()
    return made


def plain_environment(folder: Path) -> dict[str, str]:
    """Nothing of the machine's own settings: a DATABASE_URL given to the tests must not be planted with a demo."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "XUESHI_MODE": "demo",
        "XUESHI_VAR": str(folder),
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }
