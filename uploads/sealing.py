"""Where secrets of rows and whole files are sealed. The room that keeps the keys gives the means in its
`AppConfig.ready`; without them nothing is staged rather than anything kept in clear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Sealer(Protocol):
    def seal(self, clear: bytes, *, context: str) -> bytes: ...

    def unseal(self, sealed: bytes, *, context: str) -> bytes:
        """`context` names what it is and is bound into the seal: what was put elsewhere does not open."""
        ...

    def blind_all(self, texts: Sequence[str]) -> list[str]:
        """The same for the same text, and of no use to whoever has not the key."""
        ...


_sealer: Sealer | None = None


def seal_with(sealer: Sealer) -> None:
    global _sealer
    _sealer = sealer


def sealer() -> Sealer:
    if _sealer is None:
        raise LookupError("No room has said how uploads are sealed (uploads.sealing.seal_with).")
    return _sealer


def masked(text: str) -> str:
    """Enough to find the row in one's own file, too little to be of use: 440507********3161, 138****0000."""
    if len(text) >= 15:
        return f"{text[:6]}{'*' * (len(text) - 10)}{text[-4:]}"
    if len(text) >= 8:
        return f"{text[:3]}{'*' * (len(text) - 5)}{text[-2:]}"
    return "*" * len(text)
