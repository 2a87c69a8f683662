"""What shows that a certificate stands in the public log: its leaves, and the way from each up to a published root.
`docs/verify_certificate_log.py` checks the document with nothing but the published key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Func, TextField

from certificates.log.sequencing import hashes_of
from certificates.log.tree import Stretch, consistency, hash_of, inclusion, nodes_of
from certificates.models import Certificate, LogEntry, LogRoot

CONTENT_TEXT = Func("content", template="%(expressions)s::text", output_field=TextField())


@dataclass(frozen=True)
class Leaf:
    act: str
    content: str
    """As PostgreSQL prints it, which is what is hashed."""
    position: int | None
    path: list[bytes] | None
    """None where the root does not reach it yet."""

    def to_json(self) -> dict[str, Any]:
        path = None if self.path is None else [each.hex() for each in self.path]
        return {"content": self.content, "position": self.position, "path": path}


@dataclass(frozen=True)
class Proof:
    certificate: str
    leaves: list[Leaf]
    """The issue, and where there is one the end."""
    root: LogRoot | None
    """The last one that was published; None before the first."""

    @property
    def is_whole(self) -> bool:
        """Whether the root has every leaf. What is not in it yet is in the log from tonight."""
        return bool(self.leaves) and all(leaf.path is not None for leaf in self.leaves)

    def to_json(self) -> dict[str, Any]:
        return {
            "what": "proof of a certificate",
            "certificate": self.certificate,
            "leaves": [leaf.to_json() for leaf in self.leaves],
            "root": self.root.to_json() if self.root else None,
        }


def proof_of(certificate: Certificate) -> Proof:
    """Three queries, however large the log is."""
    entries = LogEntry.objects.filter(certificate=certificate).annotate(text=CONTENT_TEXT).order_by("pk")
    rows = list(entries.values_list("act", "text", "position"))
    root = LogRoot.objects.first()
    size = root.size if root else 0
    paths = {place: inclusion(place, size) for _act, _text, place in rows if place is not None and place < size}
    known = hashes_of(nodes_of(stretch for path in paths.values() for stretch in path))
    leaves = []
    for act, text, place in rows:
        path = paths.get(place) if place is not None else None
        leaves.append(Leaf(act, text, place, None if path is None else [hash_of(each, known) for each in path]))
    return Proof(certificate.number, leaves, root)


def consistency_proof(earlier: int, later: int) -> list[bytes]:
    """Between the trees of two sizes: that nothing of the first was changed in the second."""
    return consistency_proofs([(earlier, later)])[0]


def consistency_proofs(pairs: Sequence[tuple[int, int]]) -> list[list[bytes]]:
    """Of many pairs, in one query. The empty tree is the beginning of every other."""
    ways = [consistency(earlier, later) if 0 < earlier <= later else [] for earlier, later in pairs]
    known = hashes_of(nodes_of(stretch for way in ways for stretch in way))
    return [[hash_of(stretch, known) for stretch in way] for way in ways]


def root_hash(size: int) -> bytes:
    whole = Stretch(0, size)
    return hash_of(whole, hashes_of(nodes_of([whole])))
