"""The small process that reads a file, with little memory and time: `python -m uploads.reading.process ORDER < file`.

Its answer are lines of JSON: first what was found, then the rows in pieces; or one line that says why not. Whatever
goes wrong in here ends this process and nothing else.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from collections.abc import Iterator
from itertools import count, islice
from typing import Any

from uploads.reading.headers import Header, find_header
from uploads.reading.refusals import FileRefused
from uploads.reading.tables import is_empty, sheets_in

ROWS_IN_PIECE = 500


def main() -> None:
    gc.disable()  # a hundred thousand rows are no circles, and this process ends with them
    order = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_DATA, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for line in answer(sys.stdin.buffer.read(), order):
            print(json.dumps(line, ensure_ascii=False))
    except FileRefused as refusal:
        print(json.dumps({"refused": refusal.code, "params": refusal.params}))
    except MemoryError:
        print(json.dumps({"refused": "too_large_unpacked", "params": {}}))


def answer(content: bytes, order: dict[str, Any]) -> Iterator[dict[str, Any]]:
    header = find_header(sheets_in(content), order["titles"], order["required"])
    yield {
        "sheet": header.sheet.name,
        "header_row": header.last_row,
        "places": header.places,
        "titles": header.titles,
        "count": _count_rows(header, order["max_rows"]),
    }
    rows = header.sheet.rows()
    for first in count(1, ROWS_IN_PIECE):
        piece = list(islice(rows, ROWS_IN_PIECE))
        if not piece:
            break
        yield {"first": first, "empty": [turn for turn, row in enumerate(piece) if is_empty(row)], "rows": piece}
    yield {"end": True}


def _count_rows(header: Header, most: int) -> int:
    filled = header.sheet.count_filled(header.last_row)
    if filled == 0:
        raise FileRefused("no_rows", row=header.last_row)
    if filled > most:
        raise FileRefused("too_many_rows", count=filled, most=most)
    return filled


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main()
