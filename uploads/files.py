"""Uploaded files, and those that go back: outside of what the web server shows, under random names, sealed."""

from __future__ import annotations

import datetime
import secrets
import tempfile
from collections.abc import Generator, Iterator
from itertools import count, islice
from typing import IO, NamedTuple

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from uploads.sealing import sealer

FOLDER = "uploads"
LENGTH_BYTES = 4


def keep(content: bytes) -> str:
    sealed = ContentFile(sealer().seal(content, context=FOLDER))
    return default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(24)}", sealed)


def content_of(name: str) -> bytes:
    with default_storage.open(name, "rb") as stored:
        return sealer().unseal(stored.read(), context=FOLDER)


class Place(NamedTuple):
    """Where a piece stands."""

    turn: int
    offset: int


class PieceFile:
    """Of what need not fit into memory as a whole: piece by piece, and each can be come back to."""

    def __init__(self) -> None:
        self.target = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `keep`
        self.count = 0

    def add(self, piece: bytes) -> Place:
        place = Place(self.count, self.target.tell())
        sealed = sealer().seal(piece, context=f"{FOLDER}:{place.turn}")
        self.target.write(len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed)
        self.count += 1
        return place

    def keep(self) -> str:
        with self.target:
            return default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(24)}", File(self.target))


def pieces_of(name: str, place: Place | None = None) -> Generator[bytes, None, None]:
    """All of them; or the first one, which says what the file is, and those from a place on."""
    with default_storage.open(name, "rb") as stored:
        yield from islice(_unsealed(stored, Place(0, 0)), 1)
        yield from _unsealed(stored, place or Place(1, stored.tell()))


def _unsealed(stored: IO[bytes], place: Place) -> Iterator[bytes]:
    stored.seek(place.offset)
    for turn in count(place.turn):
        length = int.from_bytes(stored.read(LENGTH_BYTES), "big")
        if not length:
            return
        yield sealer().unseal(stored.read(length), context=f"{FOLDER}:{turn}")


def forget(*names: str) -> int:
    kept = [name for name in names if name]
    for name in kept:
        default_storage.delete(name)
    return len(kept)


def stray(known: set[str], *, before: datetime.datetime) -> list[str]:
    """Files that no upload names: of a process that died between storing and telling."""
    if not default_storage.exists(FOLDER):
        return []
    names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    return [name for name in names if name not in known and default_storage.get_modified_time(name) < before]
