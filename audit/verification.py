"""Proving that the trail is what was written. Reads only, in constant memory, at once or by ranges of positions."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from audit.chain import GENESIS, Link, links
from audit.enums import DAMAGE_SENTENCES, Damage
from audit.models import ChainHead, Checkpoint, Event
from audit.queries import last_position

PROGRESS_EVERY = 50_000

Progress = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Break:
    """The first place at which the chain does not hold."""

    damage: Damage
    position: int
    event_id: int | None = None
    date: datetime.date | None = None
    """Of the checkpoint, where it is one that does not match."""

    def __str__(self) -> str:
        values = {"position": self.position, "event": self.event_id, "date": self.date}
        return str(DAMAGE_SENTENCES[self.damage] % values)

    def to_json(self) -> dict[str, Any]:
        return {
            "damage": self.damage.value,
            "position": self.position,
            "event_id": self.event_id,
            "date": self.date.isoformat() if self.date else None,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Break:
        date = datetime.date.fromisoformat(value["date"]) if value["date"] else None
        return cls(damage=Damage(value["damage"]), position=value["position"], event_id=value["event_id"], date=date)


@dataclass(frozen=True)
class Checked:
    """How many links were looked at, and the hash of the last; `broken` says where it ended early."""

    count: int
    last_hash: bytes
    broken: Break | None = None


def verify_chain(*, progress: Progress = lambda position: None) -> Checked:
    checked = verify_range(1, _last_link(), GENESIS, progress=progress)
    return checked if checked.broken else Checked(checked.count, checked.last_hash, verify_ends())


def verify_range(
    first: int, last: int, starting_hash: bytes | None = None, *, progress: Progress = lambda position: None
) -> Checked:
    """Check the links at the positions from `first` to `last`, both included.

    Without a starting hash the one stored at the position before is believed: the range that ends there checks it.
    """
    running = _hash_before(first) if starting_hash is None else starting_hash
    expected = first
    with transaction.atomic():  # or the server would have to keep the whole result for the cursor
        for link, following in _with_following(first, last):
            if link.position != expected or not link.follows(running):
                broken = _Place(link, following, expected, running).diagnose()
                return Checked(expected - first, running, broken)
            running, expected = link.hash, expected + 1
            if link.position % PROGRESS_EVERY == 0:
                progress(link.position)
    missing = Break(damage=Damage.MISSING, position=expected) if expected <= last else None
    return Checked(expected - first, running, missing)


def ranges(size: int) -> list[tuple[int, int]]:
    """The whole chain, cut into ranges for `verify_range`."""
    last = _last_link()
    return [(first, min(first + size - 1, last)) for first in range(1, last + 1, size)]


def verify_ends() -> Break | None:
    """What no link can show: whether the tail is all there, and whether the links are those that were published."""
    return _verify_head() or next((found for one in _checkpoints() if (found := _verify_checkpoint(one))), None)


def compare_with_copies(lines: Iterable[str]) -> Break | None:
    """Compare the chain with checkpoints that somebody outside has kept, each as `date position hash`."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        date, position, own_hash = _read_copy(line, number)
        if _hash_at(position) != own_hash:
            return Break(damage=Damage.CHECKPOINT, position=position, date=date)
    return None


def _read_copy(line: str, number: int) -> tuple[datetime.date, int, bytes]:
    try:
        date, position, own_hash = line.split()
        return datetime.date.fromisoformat(date), int(position), bytes.fromhex(own_hash)
    except ValueError:
        raise ValueError(f"line {number} is not a date, a position and a hash: {line.strip()!r}") from None


def _last_link() -> int:
    """Where the walk along the links ends; what stands behind the head is for `verify_ends` to find."""
    head = ChainHead.objects.first()
    if head is not None and head.is_genuine:
        return min(head.position, last_position())
    # Positions may be anything; but the first one that is missing is not beyond the number of rows.
    return min(last_position(), Event.objects.sealed().count() + 1)


# Which damage it is


@dataclass(frozen=True)
class _Place:
    """A link that does not hold where it stands, and what is around it."""

    link: Link
    following: Link | None
    expected: int
    running: bytes

    def diagnose(self) -> Break:
        link, here = self.link, self.link.position
        if here > self.expected:
            return Break(damage=Damage.MISSING, position=self.expected)
        sealed_after = self._position_it_was_sealed_after()
        if here == self.expected and sealed_after is not None and sealed_after >= here:
            return self._break(Damage.OUT_OF_ORDER)
        if here < self.expected or self._the_following_belongs_here():
            return self._break(Damage.INSERTED)
        if not link.is_consistent:
            return self._break(Damage.ALTERED)
        return self._what_is_wrong_before_it(sealed_after)

    def _what_is_wrong_before_it(self, sealed_after: int | None) -> Break:
        """The link itself is sound, so that the fault lies just before it."""
        if sealed_after is not None:
            return _break_at(sealed_after + 1, Damage.INSERTED)
        head = ChainHead.objects.first()
        if self.expected == 1 or (head and last_position() < head.position):
            return Break(damage=Damage.MISSING, position=self.expected)
        # Altered together with its own hash; only its follower tells.
        return _break_at(self.expected - 1, Damage.ALTERED)

    def _position_it_was_sealed_after(self) -> int | None:
        if not self.link.is_consistent:
            return None
        if self.link.previous_hash == GENESIS:
            return 0
        same_hash = Event.objects.sealed().filter(hash=self.link.previous_hash).order_by("position")
        return same_hash.values_list("position", flat=True).first()

    def _the_following_belongs_here(self) -> bool:
        return self.following is not None and self.following.follows(self.running)

    def _break(self, damage: Damage) -> Break:
        return Break(damage=damage, position=self.link.position, event_id=self.link.event_id)


def _with_following(first: int, last: int) -> Iterator[tuple[Link, Link | None]]:
    # Nothing is ever sealed below position 1; what stands there is shown with the first range.
    from_first = Q(position__gte=first) if first > 1 else Q()
    found = links(Event.objects.filter(from_first, position__lte=last + 1).order_by("position", "id"))
    link = next(found, None)
    while link is not None and link.position <= last:
        following = next(found, None)
        yield link, following
        link = following


def _hash_before(position: int) -> bytes:
    return _hash_at(position - 1) or GENESIS


def _hash_at(position: int) -> bytes | None:
    found = Event.objects.filter(position=position).values_list("hash", flat=True).first()
    return None if found is None else bytes(found)


def _break_at(position: int, damage: Damage) -> Break:
    event_id = Event.objects.filter(position=position).values_list("id", flat=True).first()
    return Break(damage=damage, position=position, event_id=event_id)


# The ends


def _verify_head() -> Break | None:
    # One statement, so that a sealer at work moves both or neither.
    last_of_all = Event.objects.sealed().order_by("-position").values("position")[:1]
    hash_there = Event.objects.filter(position=OuterRef("position")).values("hash")[:1]
    head = ChainHead.objects.annotate(last=Subquery(last_of_all), hash_there=Subquery(hash_there)).first()
    if head is None:
        last = last_position()  # or the first sealer of all was just about to write both
        return _break_at(last, Damage.HEAD) if last and not ChainHead.objects.exists() else None
    last = head.last or 0
    if not head.is_genuine:
        return _break_at(head.position, Damage.HEAD)
    if last < head.position:
        return Break(damage=Damage.MISSING, position=last + 1)
    if bytes(head.hash_there or b"") != bytes(head.hash):
        return _what_pushed_the_end(head, last) or _break_at(head.position, Damage.HEAD)
    return _break_at(head.position + 1, Damage.INSERTED) if last > head.position else None


def _what_pushed_the_end(head: ChainHead, last: int) -> Break | None:
    """Events inserted with hashes that fit are told only by their follower, which now stands behind the head."""
    behind = head.position + 1
    return verify_range(behind, behind).broken if last > head.position else None


def _checkpoints() -> Iterable[Any]:
    event_hash = Event.objects.filter(position=OuterRef("position")).values("hash")[:1]
    return Checkpoint.objects.annotate(event_hash=Subquery(event_hash)).order_by("date").iterator()


def _verify_checkpoint(checkpoint: Any) -> Break | None:
    if checkpoint.is_genuine and bytes(checkpoint.event_hash or b"") == bytes(checkpoint.hash):
        return None
    return Break(damage=Damage.CHECKPOINT, position=checkpoint.position, date=checkpoint.date)
