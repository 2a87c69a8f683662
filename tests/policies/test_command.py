"""Questions as JSON Lines in, answers as JSON Lines out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from policies.command import answer_lines, to_json
from tests.policies.contract import ROOT

SAMPLE = b'{"id": "s", "ask": "sample", "reviewed": 137}\n'


def answers(*lines: bytes) -> tuple[int, list[dict[str, object]]]:
    out = io.StringIO()
    status = answer_lines(lines, out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_lines_are_answered_in_order_and_blank_ones_passed_over() -> None:
    status, told = answers(SAMPLE, b"\n", SAMPLE.replace(b"137", b"5"))

    assert (status, [answer["sample"] for answer in told]) == (0, [28, 1])


@pytest.mark.parametrize(
    "line",
    [
        b"this is no JSON",
        b"[1, 2]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"id": "s", "ask": "sample", "reviewed": NaN}',
        b'{"id": "s", "ask": "sample", "reviewed": 1e99999999999999999999}',
    ],
    ids=["text", "list", "bytes", "deep", "NaN", "beyond all measure"],
)
def test_a_bad_line_is_answered_and_the_next_one_runs(line: bytes) -> None:
    status, told = answers(line, SAMPLE)

    assert (status, told[0]["id"], told[1]["sample"]) == (1, None, 28)
    assert told[0]["error"]


def test_hours_are_printed_without_trailing_zeros() -> None:
    lines = []
    for hours in ("12.50", "18.00", "1e1", "0.0", "-0.0"):
        record = f'{{"id": "c", "activity": "class", "end": "2013-05-01", "hours": {hours}}}'
        lines.append(f'{{"ask": "annual", "place": "440600", "year": 2013, "records": [{record}]}}'.encode())
    out = io.StringIO()

    answer_lines(lines, out)

    assert [json.loads(line)["counted"]["total"] for line in out.getvalue().splitlines()] == [12.5, 18, 10, 0, 0]
    assert '"total": 12.5,' in out.getvalue()
    assert '"total": 18,' in out.getvalue()


def test_what_an_answer_cannot_hold_is_not_written() -> None:
    with pytest.raises(TypeError, match="object has no place"):
        to_json({"what": object()})


def test_days_are_written_as_dates() -> None:
    assert to_json({"due": datetime(2014, 5, 8).date()}) == '{"due": "2014-05-08"}'


def test_memory_does_not_grow_with_the_number_of_lines() -> None:
    def lines(count: int) -> Iterator[bytes]:
        record = b'{"id": "c", "activity": "class", "end": "2013-05-01", "hours": 8, "course": "%d"}'
        for number in range(count):
            place = b"44%04d" % (number % 10_000)
            yield b'{"ask": "annual", "place": "%s", "year": 2013, "records": [%s]}' % (place, record % number)

    class Nowhere(io.StringIO):
        def write(self, text: str, /) -> int:
            return len(text)

    answer_lines(lines(200), Nowhere())
    tracemalloc.start()
    answer_lines(lines(3000), Nowhere())
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 100_000


def test_management_command_tells_of_bad_lines_by_its_exit_status() -> None:
    def run(text: bytes) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, str(ROOT / "manage.py"), "ask"], input=text, capture_output=True)

    good = run(SAMPLE)
    bad = run(b'{"id": "\\ud800", "ask": "none"}\n' + SAMPLE)

    assert (good.returncode, json.loads(good.stdout)["sample"]) == (0, 28)
    assert (bad.returncode, bad.stderr) == (1, b"")
    assert [json.loads(line).get("id") for line in bad.stdout.splitlines()] == ["\ud800", "s"]


def test_the_command_needs_no_database(tmp_path: Path) -> None:
    environment = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PATH": "/usr/bin:/bin"}

    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "ask"],
        input=SAMPLE,
        capture_output=True,
        env=environment | {"XUESHI_VAR": str(tmp_path)},
    )

    assert (done.returncode, json.loads(done.stdout)["sample"]) == (0, 28)
