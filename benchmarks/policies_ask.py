"""What an answer costs: annual questions of eight records each, through the function and through the process.

The limit of the function is a bare loop over the same questions that sums the same hours by line, as Decimal, which is
how hours are kept. The limit of the process is the same loop over the parsed lines.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import compare, print_head, seconds_of
from policies import ask

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS, ROUNDS, LINES = 25, 201, 100_000  # short rounds: what else the machine does falls on few of them
MOST_RATIO, LEAST_RATE, MOST_SECONDS, MOST_GROWTH = 40, 4000, 60, 1.1


def question(number: int) -> dict[str, Any]:
    day = f"2019-{number % 12 + 1:02}-{number % 28 + 1:02}"
    shapes = [
        ("online", "public", 9),
        ("online", "public", 9),
        ("class", "elective", 12),
        *[("class", "specialty", 8.5)] * 5,
    ]
    records = [
        {
            "id": f"r{n}",
            "activity": activity,
            "category": category,
            "end": day,
            "hours": hours,
            "course": f"{number}-{n}",
        }
        for n, (activity, category, hours) in enumerate(shapes)
    ]
    return {"id": f"q{number}", "ask": "annual", "place": "440604", "year": 2019, "records": records}


ASKED = [question(number) for number in range(QUESTIONS)]


def sum_bare() -> None:
    for one in ASKED:
        sums = {"public": Decimal(0), "specialty": Decimal(0), "elective": Decimal(0)}
        for record in one["records"]:
            sums[record["category"]] += Decimal(str(record["hours"]))


def answer_all() -> None:
    for one in ASKED:
        ask(one)


def main() -> bool:
    print_head("Rules: annual questions of eight records")
    met = compare(
        "ask, on one core",
        limit=sum_bare,
        figure=answer_all,
        goal=MOST_RATIO,
        rounds=ROUNDS,
        count=QUESTIONS,
        clock=time.process_time,
    )
    rate = QUESTIONS / median(seconds_of(answer_all, time.process_time) for _ in range(ROUNDS))
    met &= _tell(f"ask: {rate:,.0f} questions a second, at least {LEAST_RATE:,}", rate >= LEAST_RATE)
    _, few_memory = _process(LINES // 10)
    seconds, memory = _process(LINES)
    met &= _tell(
        f"manage.py ask: {LINES:,} questions in {seconds:.1f} s, at most {MOST_SECONDS}", seconds <= MOST_SECONDS
    )
    growth = memory / few_memory
    return met & _tell(
        f"memory for ten times the lines: {growth:.2f} times, at most {MOST_GROWTH}", growth <= MOST_GROWTH
    )


def _tell(figure: str, is_met: bool) -> bool:
    print(f"{figure:<98} {'met' if is_met else 'MISSED'}")
    return is_met


def _process(count: int) -> tuple[float, int]:
    """Seconds and the most memory (KiB) of the command for so many lines."""
    lines = [json.dumps(one).encode() + b"\n" for one in ASKED]
    watch = (
        "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(code)"
    )
    command = [sys.executable, "-c", watch, sys.executable, str(ROOT / "manage.py"), "ask"]
    start = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        for number in range(count):
            process.stdin.write(lines[number % QUESTIONS])
        process.stdin.close()
        memory = int(process.stderr.read())
    return time.perf_counter() - start, memory


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
