"""Long work leaves the processor to pages: a worker, and the process of the embedded database that serves it, which
does half of the work.

A nice value alone is not enough. Where the kernel shares the processors out among sessions first (sched(7), "The
autogroup feature"), it counts within a session only, and each part of the supervisor, as each process of the database,
is a session of its own: a worker and the web server then get the same, however nice the worker is. So the session is
made as nice as its process.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from pathlib import Path
from typing import Any

GENTLY = "XUESHI_GENTLY"
"""How nice a process is to be, in the environment of one that has a session of its own."""
LEVEL = "10"
"""Nobody waits for a worker as for a page: where both want the processor, the page has nine tenths of it. The rest
keeps the worker going, which may hold locks that a page waits for."""

TURNS, TURN_SECONDS = 10, 0.05


def follow_environment(connection: Any, **_kwargs: Any) -> None:
    """Whenever a connection is opened, so that a worker still starts as fast as it can."""
    level = int(os.environ.get(GENTLY) or 0)
    if level <= 0:
        return
    be_gentle(os.getpid(), level)
    if connection.settings_dict["ENGINE"] == "ops.embedded":
        be_gentle(connection.connection.info.backend_pid, level)


def be_gentle(process_id: int, level: int) -> None:
    """Never less gentle than it is. Where the system does not let us, it works as before."""
    with contextlib.suppress(OSError):
        if os.getpriority(os.PRIO_PROCESS, process_id) < level:
            os.setpriority(os.PRIO_PROCESS, process_id, level)
        _calm_session(Path(f"/proc/{process_id}/autogroup"), level)


def _calm_session(file: Path, level: int) -> None:
    told = file.read_text().split()  # "/autogroup-25 nice 0"
    if not told or int(told[-1]) >= level:
        return
    for _turn in range(TURNS):
        try:
            file.write_text(str(level))
        except OSError as error:  # whoever is not root may change one in a tenth of a second, on the whole machine
            if error.errno != errno.EAGAIN:
                raise
            time.sleep(TURN_SECONDS)
        else:
            return
