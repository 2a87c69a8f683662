"""What the supervised parts say: all of it into var/log, what matters also to the terminal."""

from __future__ import annotations

import json
import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

LARGEST_FILE = 10 * 1024 * 1024
OLD_FILES = 5
SHOWN_LEVELS = {"warning": "33", "error": "31", "critical": "31"}  # with their colours


class PartLog:
    """Turns the bytes of a pipe into lines, keeps them and shows some."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        folder.mkdir(exist_ok=True)
        self._file = RotatingFileHandler(folder / f"{name}.log", maxBytes=LARGEST_FILE, backupCount=OLD_FILES)
        self._unfinished = b""

    def take(self, data: bytes) -> None:
        *lines, self._unfinished = (self._unfinished + data).split(b"\n")
        for line in lines:
            text = line.decode(errors="replace")
            self._file.handle(logging.makeLogRecord({"msg": "%s", "args": (text,)}))
            if shown := shown_line(text):
                say(f"{self.name:<10} {shown}")

    def close(self) -> None:
        if self._unfinished:
            self.take(b"\n")
        self._file.close()


def shown_line(text: str) -> str | None:
    """A warning or worse as one short line. What is not in our format, a crash perhaps, is shown as it is."""
    try:
        event = json.loads(text)
        level, words = event["level"], event["event"]
    except (ValueError, TypeError, KeyError):
        return text or None
    if level not in SHOWN_LEVELS:
        return None
    details = (str(event[key]) for key in ("code", "request", "job_id", "error") if key in event)
    cause = event.get("exception", "").strip().rpartition("\n")[2]
    return coloured(" ".join([level.upper(), words, *details, cause]).strip(), SHOWN_LEVELS[level])


def say(text: str) -> None:
    # A terminal that went away is no reason to stop serving.
    try:
        print(text, flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115


def coloured(text: str, colour: str) -> str:
    return f"\033[{colour}m{text}\033[0m" if sys.stdout.isatty() else text
