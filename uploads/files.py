"""Uploaded files, and those that go back: outside of what the web server shows, under random names, sealed."""

from __future__ import annotations

import datetime
import itertools
import secrets
import tempfile
from collections.abc import Generator, Iterable

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


def keep_pieces(pieces: Iterable[bytes]) -> str:
    """Of what need not fit into memory as a whole."""
    with tempfile.TemporaryFile() as target:
        for turn, piece in enumerate(pieces):
            sealed = sealer().seal(piece, context=f"{FOLDER}:{turn}")
            target.write(len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed)
        return default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(24)}", File(target))


def pieces_of(name: str) -> Generator[bytes, None, None]:
    with default_storage.open(name, "rb") as stored:
        for turn in itertools.count():
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
