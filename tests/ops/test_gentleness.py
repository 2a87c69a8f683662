"""Workers, and what serves them, leave the processor to pages."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from ops.gentleness import GENTLY, be_gentle, follow_environment


def niceness(process_id: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, process_id)


def test_process_and_its_session_become_gentle_and_never_less_so() -> None:
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as process:
        session = Path(f"/proc/{process.pid}/autogroup")
        before = niceness(process.pid)
        for level, expected in ((before + 4, before + 4), (before + 2, before + 4)):
            be_gentle(process.pid, level)
            assert niceness(process.pid) == expected
            if session.exists():  # the kernel may have been built without
                assert session.read_text().split()[-1] == str(expected)
        process.kill()
    be_gentle(process.pid, 9)  # gone meanwhile: nothing to say


@pytest.mark.parametrize(("engine", "count"), [("ops.embedded", 2), ("django.db.backends.postgresql", 1)])
def test_only_a_process_of_the_own_machine_is_asked_to(
    engine: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr("ops.gentleness.be_gentle", lambda *asked: told.append(asked))
    opened = SimpleNamespace(
        settings_dict={"ENGINE": engine}, connection=SimpleNamespace(info=SimpleNamespace(backend_pid=4711))
    )

    follow_environment(opened)
    assert told == []
    monkeypatch.setenv(GENTLY, "7")
    follow_environment(opened)
    assert told == [(os.getpid(), 7), (4711, 7)][:count]
