"""A figure beside its limit, measured in the same run: what the machine itself takes for the part that cannot be saved.

Each benchmark is a module with a `main()` that prints rows and answers whether every goal was met. The rounds of
limit and figure alternate, so that whatever else the machine does falls on both; medians are compared.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from django.db import connection

Measured = Callable[[], object]
Clock = Callable[[], float]

QUIET = 0.9
WIDTHS = "{:<58} {:>13} {:>13} {:>7} {:>7}  {}"


@contextmanager
def benchmark_database() -> Iterator[None]:
    """An empty database of its own, which is gone afterwards. The person's data is not touched."""
    original = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "xueshi_benchmark"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(original, verbosity=0)


def print_head(title: str) -> None:
    print(f"\n{title}")
    print(WIDTHS.format("", "limit", "figure", "ratio", "goal", ""))


def compare(
    name: str,
    *,
    limit: Measured,
    figure: Measured,
    goal: float,
    rounds: int = 15,
    count: int = 1,
    unit: str = "item",
    clock: Clock = time.perf_counter,
) -> bool:
    """Time both, `count` units of work a call, and print them as units a second or as time for one. What only computes
    is timed by `time.process_time`: other work on the machine does not count."""
    seconds: dict[Measured, list[float]] = {limit: [], figure: []}
    limit()
    figure()
    for number in range(rounds):
        for measured in (limit, figure) if number % 2 else (figure, limit):
            seconds[measured].append(seconds_of(measured, clock))
    of_limit, of_figure = median(seconds[limit]) / count, median(seconds[figure]) / count
    ratio = of_figure / of_limit
    passed = ratio <= goal
    verdict = "met" if passed else "MISSED"
    print(WIDTHS.format(name, _told(of_limit, unit), _told(of_figure, unit), f"{ratio:.2f}", f"{goal:g}", verdict))
    return passed


def seconds_of(measured: Measured, clock: Clock = time.perf_counter) -> float:
    start = clock()
    measured()
    return clock() - start


def processor_seconds() -> float:
    """Of this process and of the one that serves its connection to the database: other work on the machine does not
    count."""
    connection.ensure_connection()
    return time.process_time() + spent_by(connection.connection.info.backend_pid)


def spent_by(pid: int) -> float:
    """Processors' time of a process and of those that it has seen end."""
    told = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")


def machine_is_quiet() -> bool:
    """Whether, while we wait, the processors do next to nothing: then the clock tells of us alone."""
    before = _idle_and_all()
    time.sleep(1)
    idle, whole = (after - earlier for after, earlier in zip(_idle_and_all(), before, strict=True))
    return idle / whole > QUIET


def _idle_and_all() -> tuple[int, int]:
    spent = [int(each) for each in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return spent[3] + spent[4], sum(spent)


def _told(seconds: float, unit: str) -> str:
    if unit == "ms":
        return f"{seconds * 1000:.2f} ms"
    return f"{1 / seconds:,.0f} /s"
