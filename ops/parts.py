"""One supervised process: started, restarted when it dies, stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from typing import IO

from django.conf import settings

from ops.part_logs import PartLog, coloured, say
from ops.processes import signal_when_parent_dies

FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
STABLE_AFTER_SECONDS = 60.0


class Part:
    def __init__(
        self, name: str, command: Sequence[str], *, environment: Mapping[str, str], files: Sequence[int] = ()
    ) -> None:
        self.name = name
        self._command = command
        self._environment = environment
        self._files = files
        self._log = PartLog(name, settings.VAR_DIR / "log")
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: IO[bytes] | None = None
        self._started_at = 0.0
        self._delay = FIRST_DELAY
        self._start_at: float | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        self._hang_up()
        self._start_at = None
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            cwd=settings.BASE_DIR,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=self._files,
            # Its own session: Ctrl-C in the terminal reaches the supervisor alone, which stops the parts in order.
            start_new_session=True,
            # The supervisor has one thread, so nothing can be locked between fork and exec.
            preexec_fn=signal_when_parent_dies(signal.SIGKILL),
        )
        self._pipe = self._process.stdout
        os.set_blocking(self.fileno(), False)

    def fileno(self) -> int:
        """Of the pipe it speaks through, so that a Part can be given to `select`."""
        assert self._pipe is not None
        return self._pipe.fileno()

    @property
    def may_speak(self) -> bool:
        return self._pipe is not None

    def read(self) -> None:
        """Take what it has said so far."""
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self.fileno(), 65536):
                self._log.take(data)
            self._hang_up()  # it and all its children are gone

    def _hang_up(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    def restart_if_ended(self) -> None:
        """A part that died is started again: at once if it ran well, later and later if it dies each time."""
        if self.is_running:
            return
        if self._start_at is None:
            self._plan_restart()
        elif time.monotonic() >= self._start_at:
            self.start()

    def _plan_restart(self) -> None:
        assert self._process is not None
        if time.monotonic() - self._started_at > STABLE_AFTER_SECONDS:
            self._delay = FIRST_DELAY
        self._start_at = time.monotonic() + self._delay
        how = _how_it_ended(self._process.returncode)
        say(coloured(f"{self.name} ended ({how}); it is started again in {self._delay:g} s", "33"))
        self._delay = min(self._delay * 2, LONGEST_DELAY)

    def ask_to_stop(self) -> None:
        if self._process is not None and self.is_running:
            self._process.terminate()

    def kill(self) -> None:
        """With everything it has started: its session is its own."""
        if self._process is not None and self.is_running:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def close(self) -> None:
        if self.may_speak:
            self.read()
        self._hang_up()
        self._log.close()


def _how_it_ended(returncode: int) -> str:
    return signal.Signals(-returncode).name if returncode < 0 else f"code {returncode}"
