from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ops import parts
from ops.part_logs import LARGEST_FILE, PartLog, shown_line
from ops.parts import Part
from ops.processes import is_alive, wait_until


@pytest.fixture
def part(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Part]]:
    """A part that runs a line of Python."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(parts, "FIRST_DELAY", 0.05)
    made: list[Part] = []

    def make(code: str) -> Part:
        made.append(Part("test", [sys.executable, "-c", code], environment=dict(os.environ)))
        made[-1].start()
        return made[-1]

    yield make
    for each in made:
        each.kill()
        each.close()


def restarts_within(part: Part, seconds: float) -> int:
    starts = 0

    def look() -> bool:
        nonlocal starts
        was_running = part.is_running
        part.restart_if_ended()
        starts += not was_running and part.is_running
        return False

    wait_until(look, seconds=seconds, interval=0.005)
    return starts


def test_a_part_that_died_is_started_again(part: Callable[[str], Part], capsys: pytest.CaptureFixture[str]) -> None:
    broken = part("raise SystemExit(3)")
    assert wait_until(lambda: not broken.is_running, seconds=60)

    assert restarts_within(broken, 1.0) >= 1
    assert "test ended (code 3); it is started again in 0.05 s" in capsys.readouterr().out


def test_a_part_that_dies_each_time_is_started_later_and_later(
    part: Callable[[str], Part], capsys: pytest.CaptureFixture[str]
) -> None:
    broken = part("raise SystemExit(3)")

    restarts_within(broken, 1.5)

    pauses = [line.rpartition(" in ")[2] for line in capsys.readouterr().out.splitlines()]
    assert pauses[:3] == ["0.05 s", "0.1 s", "0.2 s"]


def test_killing_a_part_takes_what_it_started_along(part: Callable[[str], Part], tmp_path: Path) -> None:
    note = tmp_path / "child"
    sleeping = part(
        "import subprocess, sys, time; from pathlib import Path;"
        "child = subprocess.Popen(['sleep', '60']);"
        f"Path({str(note)!r}).write_text(str(child.pid)); time.sleep(60)"
    )
    assert wait_until(lambda: note.exists() and note.read_text() != "", seconds=60)
    child = int(note.read_text())

    sleeping.kill()

    assert not sleeping.is_running
    assert wait_until(lambda: not is_alive(child), seconds=60)


def test_what_a_part_says_is_kept(part: Callable[[str], Part], tmp_path: Path) -> None:
    talking = part("print('one'); print('two')")
    assert wait_until(lambda: not talking.is_running, seconds=60)

    talking.read()

    assert (tmp_path / "log" / "test.log").read_text() == "one\ntwo\n"
    assert not talking.may_speak


def test_a_line_cut_in_two_is_put_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = PartLog("web", tmp_path)

    log.take("第一".encode()[:4])
    log.take("第一".encode()[4:] + b"\nsecond")
    log.close()

    assert (tmp_path / "web.log").read_text() == "第一\nsecond\n"
    assert capsys.readouterr().out == "web        第一\nweb        second\n"


def test_a_log_that_grew_too_large_is_put_aside(tmp_path: Path) -> None:
    log = PartLog("web", tmp_path)
    line = b'{"level": "info", "event": "' + b"x" * 100_000 + b'"}\n'

    for _ in range(LARGEST_FILE // len(line) + 2):
        log.take(line)
    log.close()

    assert sorted(path.name for path in tmp_path.iterdir()) == ["web.log", "web.log.1"]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('{"level": "info", "event": "request_finished"}', None),
        ('{"level": "warning", "event": "lease_lost", "job_id": 7}', "WARNING lease_lost 7"),
        (
            '{"level": "error", "event": "request_failed", "code": 500, "request": "GET /",'
            ' "exception": "Traceback …\\nValueError: no"}',
            "ERROR request_failed 500 GET / ValueError: no",
        ),
        ("Segmentation fault", "Segmentation fault"),
        ("[1, 2]", "[1, 2]"),
        ("", None),
    ],
)
def test_only_what_matters_is_shown(line: str, shown: str | None) -> None:
    assert shown_line(line) == shown
