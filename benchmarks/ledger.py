"""The ledgers of 100,000 people with eight records each, computed anew by two workers.

The limit is the pure function on the same questions, in two processes: what no ledger can save. All that is more is
what makes it one: reading records, careers and titles, comparing what stands, writing what differs, and the steps of a
job. Told twice: where everything stands as it should (what `rebuild_ledger` does every time), and from nothing.

Compared is processor time, that of the database's processes included: it is what it is however many others are at
work. The time on the clock decides too, where nobody else is.

And the upkeep: what a ledger costs whoever recognizes a record, one at a time and by the thousand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from django.db import connection, connections, transaction

from audit.actors import SYSTEM
from benchmarks.measure import WIDTHS, benchmark_database, machine_is_quiet, print_head
from jobs.models import Job
from jobs.services import start_job
from ops.demo.load import fill
from people.divisions.services import load_divisions
from people.models import Professional
from records.ledger.judging import relevant, standing_of, year_question
from records.ledger.reading import read_records_of
from records.ledger.services import refresh_ledger
from records.ledger.standing import careers_of
from records.models import LearningRecord, LedgerYear

PEOPLE, RECORDS = int(os.environ.get("LEDGER_PEOPLE", "100000")), 8
WORKERS = 2
LEAST_SHARE = 0.6
ROUNDS = 3
RECOGNIZED_AT_ONCE = 1000


class Taken(NamedTuple):
    on_the_clock: float
    processor: float
    """Of all processes together."""


# Each of these is a process of its own, told what to do in its last argument.
ASK_ALL = """
import json, sys, time
from policies import ask
lines = [json.loads(line) for line in open(sys.argv[1])]
ask(lines[0])
print("ready", flush=True); sys.stdin.readline()
begun = time.process_time()
for one in lines: ask(one)
print(time.process_time() - begun)
"""
WORK_ALL = """
import os, sys, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings"); django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from benchmarks.measure import processor_seconds
from jobs.worker import work_once
work_once("benchmark")
print("ready", flush=True); sys.stdin.readline()
begun = processor_seconds()
while work_once(f"benchmark {os.getpid()}"): pass
print(processor_seconds() - begun)
"""


def main() -> bool:
    with benchmark_database():
        load_divisions(actor=SYSTEM)
        fill(PEOPLE, 7, records=RECORDS, progress=lambda done, seconds: None)
        _analyze()
        print_head(
            f"Ledgers of {PEOPLE:,} people with {RECORDS} records each, {WORKERS} processes. Person-years a second"
        )
        files, asked = _questions()
        met = _told("from nothing", asked, [(_limit(files), _rebuild(expect_nothing=False))], goal=None)
        _analyze()
        rounds = [(_limit(files), _rebuild(expect_nothing=True)) for _round in range(ROUNDS)]
        met &= _told("computed anew, all as it should be", asked, rounds, goal=LEAST_SHARE)
        _upkeep()
        for path in files:
            path.unlink()
    return met


def _questions() -> tuple[list[Path], int]:
    """The very questions of the ledger, as a program would send them."""
    files = [Path(f"/tmp/ledger-questions-{number}.jsonl") for number in range(WORKERS)]
    asked = 0
    numbers = list(Professional.objects.order_by("pk").values_list("pk", flat=True))
    with files[0].open("w") as one, files[1].open("w") as other:
        for first in range(0, len(numbers), 5000):
            part = numbers[first : first + 5000]
            records, careers = read_records_of(part), careers_of(part)
            for number in part:
                for year in sorted({year for each in records[number] for year in each.years}):
                    standing = standing_of(careers[number], year, records[number])
                    if standing.ruleset:
                        asked += 1
                        questions = [_plain(each.question) for each in relevant(year, records[number])]
                        line = json.dumps(year_question(year, standing, questions), default=_number)
                        (one if asked % 2 else other).write(line + "\n")
    return files, asked


def _plain(question: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in question.items()}


def _number(value: Any) -> float:
    return float(value)


def _limit(files: list[Path]) -> Taken:
    return _seconds([[sys.executable, "-c", ASK_ALL, str(path)] for path in files])


def _rebuild(*, expect_nothing: bool) -> Taken:
    job = start_job("ledger_rebuild", {}, actor=SYSTEM)
    name = str(connection.settings_dict["NAME"])
    connections.close_all()
    taken = _seconds([[sys.executable, "-c", WORK_ALL, name]] * WORKERS)
    job = Job.objects.get(pk=job.pk)
    assert job.state == "completed", job.__dict__
    assert job.result["people"] == PEOPLE, job.result
    assert (job.result["differences"] == 0) == expect_nothing, job.result
    return taken


def _seconds(commands: list[list[str]]) -> Taken:
    """From the moment at which all are ready to the end of the last. Importing and planning is not counted."""
    root = Path(__file__).resolve().parent.parent
    running = [
        subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for command in commands
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    start = time.perf_counter()
    told = [_told_at_last(process) for process in _started(running)]
    return Taken(on_the_clock=time.perf_counter() - start, processor=sum(told))


def _started(running: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return running


def _told_at_last(process: subprocess.Popen[str]) -> float:
    answer, _nothing = process.communicate()
    assert process.returncode == 0
    return float(answer)


def _told(name: str, asked: int, rounds: list[tuple[Taken, Taken]], *, goal: float | None) -> bool:
    """One row for processor time, one for the clock."""
    quiet = machine_is_quiet()
    met = True
    for way, decides in (("processor", True), ("on_the_clock", quiet)):
        limit, figure = (median(getattr(each, way) for each in times) for times in zip(*rounds, strict=True))
        reached = goal is None or limit / figure >= goal
        met = met and (reached or not decides)
        verdict = "" if goal is None else "met" if reached else "MISSED" if decides else "others are at work"
        rates = (f"{asked / limit:,.0f} /s", f"{asked / figure:,.0f} /s")
        words = f"{name}, {way.replace('_', ' ')}"
        print(WIDTHS.format(words, *rates, f"{limit / figure:.0%}", f"≥{goal:.0%}" if goal else "", verdict))
    return met


def _upkeep() -> None:
    """A record more for each of so many people, who have a ledger already."""
    numbers = list(Professional.objects.order_by("pk").values_list("pk", flat=True)[: 2 * RECOGNIZED_AT_ONCE])
    one_by_one, at_once = numbers[:200], numbers[RECOGNIZED_AT_ONCE:]
    _withdraw_one_of_each(one_by_one + at_once)
    start = time.perf_counter()
    for number in one_by_one:
        with transaction.atomic():
            refresh_ledger([number])
    each = (time.perf_counter() - start) / len(one_by_one)
    start = time.perf_counter()
    with transaction.atomic():
        refresh_ledger(at_once)
    many = (time.perf_counter() - start) / len(at_once)
    print(
        f"Upkeep of a ledger in which a record changed: {each * 1000:.1f} ms alone, {many * 1000:.2f} ms each of 1,000"
    )


def _withdraw_one_of_each(numbers: list[int]) -> None:
    for number in numbers:
        last = LearningRecord.objects.filter(professional=number).order_by("-pk").values("pk")[:1]
        LearningRecord.objects.filter(pk__in=last).update(state="void")


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {LedgerYear._meta.db_table}")
        cursor.execute(f"VACUUM ANALYZE {LearningRecord._meta.db_table}")


if __name__ == "__main__":
    sys.exit(not main())
