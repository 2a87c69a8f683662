"""The shape of the tree of RFC 9162: which complete subtrees a proof needs, and how hashes are made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import NamedTuple

EMPTY = hashlib.sha256().digest()


class Node(NamedTuple):
    """Over the leaves from `number << level`, as many as 2^level. A leaf is a node of level 0."""

    level: int
    number: int


class Stretch(NamedTuple):
    """Leaves from `start` to before `stop`, whose hash is one element of a proof."""

    start: int
    stop: int


def over(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def completed(size: int, leaves: list[bytes], frontier: Mapping[Node, bytes]) -> Iterator[tuple[Node, bytes]]:
    """The nodes that `leaves`, appended to a tree of `size`, complete."""
    level, first, row = 0, size, leaves
    while row:
        if first % 2:
            first -= 1
            row = [frontier[Node(level, first)], *row]
        row = [over(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        level, first = level + 1, first // 2
        yield from ((Node(level, first + at), own) for at, own in enumerate(row))


def cover(stretch: Stretch) -> list[Node]:
    """The complete subtrees of a stretch that begins where a tree of its size may begin, left to right."""
    start, nodes = stretch.start, []
    while start < stretch.stop:
        level = (stretch.stop - start).bit_length() - 1
        nodes.append(Node(level, start >> level))
        start += 1 << level
    return nodes


def hash_of(stretch: Stretch, known: Mapping[Node, bytes]) -> bytes:
    hashes = [known[node] for node in cover(stretch)]
    return reduce(lambda right, left: over(left, right), reversed(hashes)) if hashes else EMPTY


def frontier(size: int) -> list[Node]:
    """What the next leaf is joined to."""
    return cover(Stretch(0, size))


def inclusion(position: int, size: int) -> list[Stretch]:
    """From the leaf upwards: what stands beside it (RFC 9162 2.1.3.1)."""
    path, start, stop = [], 0, size
    while stop - start > 1:
        middle = start + _largest_power_below(stop - start)
        if position < middle:
            path.append(Stretch(middle, stop))
            stop = middle
        else:
            path.append(Stretch(start, middle))
            start = middle
    return path[::-1]


def consistency(earlier: int, later: int) -> list[Stretch]:
    """That the tree of `later` leaves begins with that of `earlier` ones (RFC 9162 2.1.4.1)."""
    path, start, stop, is_left_edge = [], 0, later, True
    while earlier != stop:
        middle = start + _largest_power_below(stop - start)
        if earlier <= middle:
            path.append(Stretch(middle, stop))
            stop = middle
        else:
            path.append(Stretch(start, middle))
            start, is_left_edge = middle, False
    if not is_left_edge:
        path.append(Stretch(start, stop))
    return path[::-1]


def nodes_of(stretches: Iterable[Stretch]) -> list[Node]:
    return [node for stretch in stretches for node in cover(stretch)]


def _largest_power_below(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)
