"""A process of its own for what strangers sent. Readers of files are written in C, or unpack what was packed: it may
die of one, and nothing else does. It gets no secrets, and bounds its memory and its time before it reads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from enum import Enum
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent


class Death(Enum):
    TOO_SLOW = "too slow"
    """The kernel stops it at the bound of its time; or we, by the clock."""
    TOO_LARGE = "too large"
    """It aborts where it gets no memory."""


_DEATHS = {
    -signal.SIGXCPU: Death.TOO_SLOW,
    -signal.SIGKILL: Death.TOO_SLOW,
    -signal.SIGABRT: Death.TOO_LARGE,
}


def start_apart(module: str, *words: str, source: IO[bytes] | int) -> subprocess.Popen[bytes]:
    """`python -m module words < source`. Whoever starts it reads what it says, and ends it."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *words], stdin=source, stdout=subprocess.PIPE, **_surroundings()
    )


def run_apart(module: str, content: bytes, *, patience: float) -> subprocess.CompletedProcess[bytes]:
    """What it says of the content, and how it ended. Raises subprocess.TimeoutExpired after so many seconds."""
    return subprocess.run(
        [sys.executable, "-m", module],
        input=content,
        stdout=subprocess.PIPE,
        timeout=patience,
        check=False,
        **_surroundings(),
    )


def death_of(code: int) -> Death | None:
    """None where it stumbled over the content, or ended by itself."""
    return _DEATHS.get(code)


def _surroundings() -> dict[str, Any]:
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "2"}
    return {"cwd": ROOT, "env": environment, "stderr": subprocess.DEVNULL}
