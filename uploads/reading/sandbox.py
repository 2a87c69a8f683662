"""Has a file read by a process of its own, which may die of it."""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from jobs.apart import Death, death_of, start_apart
from uploads.reading.refusals import FileRefused
from uploads.reading.tables import Row

MEMORY_BYTES = 256 * 1024 * 1024
SECONDS = 15
REFUSED, END = b'{"refused"', b'{"end"'
_REFUSALS = {Death.TOO_SLOW: "too_slow", Death.TOO_LARGE: "too_large_unpacked"}
PATIENCE_SECONDS = 300
"""Of the clock, for a machine that is busy."""


@dataclass
class ReadFile:
    """What was found, and the rows, which can be gone through once."""

    sheet: str
    header_row: int
    places: dict[str, int]
    titles: list[str]
    count: int
    """Rows below the header with something in them."""
    answers: Iterator[bytes] = field(repr=False)
    """All that the process says, as it says it: what stands above, the rows in pieces, and that this is the end."""

    @classmethod
    def told_by(cls, answers: Iterator[bytes]) -> ReadFile:
        first = next(answers)
        return cls(**json.loads(first), answers=chain([first], answers))

    def all_rows(self) -> Iterator[tuple[int, Row]]:
        """Every row of the sheet with its number, header and empty ones included."""
        for answer in self.whole_answers():
            told = json.loads(answer)
            yield from enumerate(told.get("rows", ()), told.get("first", 0))

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Those below the header that hold something."""
        for answer in self.whole_answers():
            yield from self.rows_in(answer)

    def rows_in(self, answer: bytes) -> list[tuple[int, Row]]:
        """Of one answer."""
        told = json.loads(answer)
        if "rows" not in told:
            return []
        numbered = list(enumerate(told["rows"], told["first"]))
        if told["first"] > self.header_row and not told["empty"]:  # as nearly always
            return numbered
        empty = {told["first"] + turn for turn in told["empty"]}
        return [(number, row) for number, row in numbered if number > self.header_row and number not in empty]

    def whole_answers(self) -> Iterator[bytes]:
        """Raises EOFError where the last one is missing."""
        for answer in self.answers:
            yield answer
            if answer.startswith(END):
                return
        raise EOFError("rows are missing")


@contextlib.contextmanager
def read_file(
    content: bytes, *, titles: dict[str, list[str]], required: list[str], max_rows: int
) -> Iterator[ReadFile]:
    """Raises FileRefused, also when the process died of the file."""
    order = {
        "titles": titles,
        "required": required,
        "max_rows": max_rows,
        "memory": MEMORY_BYTES,
        "seconds": SECONDS,
    }
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.seek(0)
        process = start_apart("uploads.reading.process", json.dumps(order), source=source)
        watchdog = threading.Timer(PATIENCE_SECONDS, process.kill)
        watchdog.start()
        try:
            yield ReadFile.told_by(_answers(process))
        finally:
            watchdog.cancel()
            process.kill()
            assert process.stdout is not None
            process.stdout.close()  # what is left in it may end in the middle of a sign
            process.wait()


def _answers(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    assert process.stdout is not None
    for answer in process.stdout:
        if answer.startswith(REFUSED):
            told = json.loads(answer)
            raise FileRefused(told["refused"], **told["params"])
        yield answer
        if answer.startswith(END):
            return
    death = death_of(process.wait())
    raise FileRefused(_REFUSALS[death] if death else "damaged")
