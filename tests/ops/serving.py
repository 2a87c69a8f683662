"""Starts the product as a person would, in a folder of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from ops.processes import wait_until


def environment(var: Path, **variables: str) -> dict[str, str]:
    """Of a fresh shell: what the tests have set for themselves is not passed on, and .env does not reach it."""
    passed_on = ("PATH", "HOME", "LANG", "PYTHONPYCACHEPREFIX")
    plain = {name: os.environ[name] for name in passed_on if name in os.environ}
    quiet = {
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "XUESHI_MODE": "demo",
        "DEBUG": "false",
        "HOST": "",
        "METRICS_TOKEN": "",
    }
    return plain | quiet | {"XUESHI_VAR": str(var), "PYTHONUNBUFFERED": "1"} | variables


def manage(*words: str, var: Path, timeout: float = 240, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=environment(var, **variables),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


class Served:
    """`manage.py serve`, with what a visitor and an operator can see of it."""

    def __init__(self, var: Path, port: int, **variables: str) -> None:
        self.var, self.port, self._variables = var, port, variables
        self.output = var.parent / f"serve-{port}.out"
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=settings.BASE_DIR,
                env=environment(var, PORT=str(port), **variables),
                stdout=output,
                stderr=output,
            )

    def is_plain(self) -> bool:
        """Started as `make run` does, with nothing else said."""
        return not self._variables

    def get(self, address: str = "/accounts/login/") -> tuple[int, bytes]:
        """Status and body; 0 where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", address)
            answer = connection.getresponse()
            return answer.status, answer.read()
        return 0, b""

    def inside(self) -> dict[str, Any]:
        return json.loads(self.get("/readyz")[1] or b"{}")

    def shows_pages(self) -> bool:
        return self.get()[0] == 200

    def works(self) -> bool:
        """Pages, and behind them workers and scheduler: there are such processes, and they give signs of life."""
        workers = self.find("manage.py worker") or self.find("celery")
        scheduler = self.find("manage.py scheduler")
        return self.shows_pages() and bool(workers and scheduler) and self.inside().get("concerns") == []

    def wait_until_it_works(self) -> None:
        assert wait_until(self.works, seconds=240, interval=0.1), f"{self.inside()}\n{self.said()}"

    def said(self) -> str:
        return self.output.read_text()

    def processes(self) -> dict[int, str]:
        """Number and command line of everything that was started from this folder and is alive."""
        return processes_of(self.var)

    def find(self, *words: str) -> list[int]:
        return sorted(number for number, line in self.processes().items() if all(word in line for word in words))

    def stop(self, number: signal.Signals = signal.SIGINT) -> float:
        """Ask it to stop. Answers how long that took."""
        asked_at = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=60)
        return time.monotonic() - asked_at

    def end(self) -> None:
        """Whatever state a failed test has left it in."""
        if self.process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.stop(signal.SIGTERM)
        for number in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


def processes_of(var: Path) -> dict[int, str]:
    """Number and command line of everything alive that was started with this folder, and of its children: those of
    PostgreSQL write their title over the environment they were given."""
    lines, parents, found = {}, {}, set()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            number = int(folder.name)
            lines[number] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            parents[number] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if f"XUESHI_VAR={var}\0".encode() in (folder / "environ").read_bytes():
                found.add(number)
    found |= {number for number, parent in parents.items() if parent in found}
    return {number: lines[number] for number in found if lines[number]}  # a zombie has no command line
