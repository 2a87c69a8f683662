"""The real product, started for a browser: `manage.py serve` with its web server, workers, scheduler and demo world."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ops.processes import signal_when_parent_dies, wait_until
from tests.grounds import PLANTED, lay_ground, plain_environment
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 240  # a start takes five seconds, on a busy machine much longer


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address of a product on a copy of the demo world, which is gone afterwards with all it has written."""
    folder = Path(tempfile.mkdtemp(prefix="product-"))
    lay_ground(PLANTED, folder)
    port = free_port()
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=_environment(folder, port),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=signal_when_parent_dies(signal.SIGTERM),
        )
    try:
        wait_until(lambda: _is_ready(port) or process.poll() is not None, seconds=PATIENCE_SECONDS)
        assert _is_ready(port), (folder / "serve.log").read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        shutil.rmtree(folder)


def _environment(folder: Path, port: int) -> dict[str, str]:
    return plain_environment(folder) | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "GUNICORN_CMD_ARGS": "--graceful-timeout 1",  # at the end nobody waits for what a browser has left open
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    return False
