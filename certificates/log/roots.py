"""Publishing the root of a day, and keeping it outside the database as well."""

from __future__ import annotations

import datetime
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit.actors import Actor
from audit.services import record
from certificates.issuing.gate import pass_alone
from certificates.keys import known_keys
from certificates.log.proofs import consistency_proofs, root_hash
from certificates.log.sequencing import place_all_here, tree_size
from certificates.models import LogRoot, Restoration, Series


def kept_outside() -> Path:
    """A line for each root. Whoever operates the system copies it away; a restored database is measured by it."""
    return Path(settings.CERTIFICATE_ROOTS_FILE)


@transaction.atomic
def publish_root(date: datetime.date | None = None, *, actor: Actor) -> tuple[LogRoot | None, bool]:
    """The root of everything that was issued so far, as that of the day; the first one of a day stays, and one that was
    lost in a restore too: then there is none. Says whether it is new. Issuers wait for the moment it takes, so that
    leaves and counters agree.

    Side effects, in order: leaves placed; root; audit; after the commit a line in the file.
    """
    date = date or timezone.localdate()
    pass_alone()
    place_all_here()
    known = LogRoot.objects.filter(date__gte=date).order_by("date").first()
    if known or date.isoformat() <= last_day_lost():
        transaction.on_commit(write_outside)
        return known, False
    size = tree_size()
    root = LogRoot(date=date, size=size, root_hash=root_hash(size), counters=counters()).sign()
    root.save()
    record("certificate.root_published", root, actor=actor, after={"size": size, "root": root.root_hash.hex()})
    transaction.on_commit(write_outside)
    return root, True


def is_root_genuine(date: datetime.date, size: int, root_hash: bytes, key_id: str, signature: bytes) -> bool:
    """Whether these words of a root are what a published key signed."""
    return _is_genuine(
        date, size, root_hash, key_id, signature, (settings.CERTIFICATE_KEY, *settings.CERTIFICATE_KEY_FALLBACKS)
    )


@lru_cache(maxsize=8)
def _is_genuine(
    date: datetime.date, size: int, root_hash: bytes, key_id: str, signature: bytes, _secrets: tuple[str, ...]
) -> bool:
    """Once in a process for each root: the check page asks with every answer."""
    counted = LogRoot.objects.values_list("counters", flat=True).get(date=date)
    root = LogRoot(date=date, size=size, root_hash=root_hash, counters=counted, signed_with=key_id, signature=signature)
    return root.is_genuine


def counters() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for code, year, last in Series.objects.values_list("issuer_code", "study_year", "last"):
        found[code][str(year)] = last
    return dict(found)


def published() -> dict[str, Any]:
    """All roots, each with the proof that the log of the day before is its beginning, and what was lost in restores."""
    roots = list(LogRoot.objects.order_by("date"))
    pairs = [(earlier.size, later.size) for earlier, later in pairwise(roots)]
    proofs = [[], *consistency_proofs(pairs)]
    return {
        "roots": [
            root.to_json() | {"consistency": [each.hex() for each in proof]}
            for root, proof in zip(roots, proofs[: len(roots)], strict=True)
        ],
        "lost": [root for each in Restoration.objects.order_by("pk") for root in each.lost],
        "restorations": [each.to_json() for each in Restoration.objects.order_by("pk")],
        "keys": {name: key.public.hex() for name, key in known_keys().items()},
    }


def last_day_lost() -> str:
    return max((root["date"] for each in Restoration.objects.all() for root in each.lost), default="")


def write_outside() -> None:
    """Append what the file lacks, so that one that was away is complete again. A line is written whole or not at all:
    what a crash has cut is left where it is, and the root comes on a line of its own."""
    path = kept_outside()
    last = last_kept(path)
    missing = LogRoot.objects.order_by("date")
    if last:
        missing = missing.filter(date__gt=datetime.date.fromisoformat(last["date"]))
    lines = b"".join(line_of(root) for root in missing)
    if not lines:
        return
    with path.open("ab") as file:
        file.write((b"\n" if _ends_within_a_line(path) else b"") + lines)
        file.flush()
        os.fsync(file.fileno())


def line_of(root: LogRoot) -> bytes:
    return json.dumps(root.to_json(), ensure_ascii=False, sort_keys=True).encode() + b"\n"


def last_kept(path: Path) -> dict[str, Any] | None:
    """The one of the last day, wherever in the file it stands: copies may have been put together."""
    return max(kept(path), key=itemgetter("date"), default=None)


def kept(path: Path) -> Iterator[dict[str, Any]]:
    """What can be read as a root. What else stands there is no reason to stop issuing: the copies are for that."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            try:
                root = json.loads(line)
                datetime.date.fromisoformat(root["date"])
            except (ValueError, KeyError, TypeError):
                continue
            yield root


def _ends_within_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        if not file.tell():
            return False
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"
