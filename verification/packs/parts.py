"""What a pack is put together from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from verification.packs.building import PackProof, PackRecord


@dataclass(frozen=True)
class Leaf:
    """An empty sheet for one page of somebody else's making."""

    anchor: str
    pages: bytes
    """The PDF to which the page belongs,"""
    page: int
    """and which one it is, counted from 0."""
    is_wide: bool
    proof: PackProof | None = None
    record: PackRecord | None = None
    last: int = 0

    @property
    def is_full(self) -> bool:
        """A certificate is shown as it was issued: nothing is written beside it."""
        return self.proof is None


@dataclass(frozen=True)
class Sheet:
    """What the text of a pack is made of, in its order."""

    kind: str
    """`verification`, `paper`, a form of `rules.FORMS`, or `proofs`."""
    anchor: str
    title: str
    part: str
    context: Mapping[str, Any] = field(default_factory=dict)
    leaves: Sequence[Leaf] = ()
