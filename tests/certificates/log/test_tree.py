"""The shape of the tree, beside the recursive definitions of RFC 9162."""

from __future__ import annotations

import hashlib

from certificates.log.tree import Node, Stretch, completed, consistency, frontier, hash_of, inclusion, nodes_of

LEAVES = [hashlib.sha256(bytes([0, number])).digest() for number in range(70)]


def mth(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    k = power_below(len(leaves))
    return hashlib.sha256(b"\1" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = power_below(len(leaves))
    return [*path(m, leaves[:k]), mth(leaves[k:])] if m < k else [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: list[bytes], is_whole: bool) -> list[bytes]:
    if m == len(leaves):
        return [] if is_whole else [mth(leaves)]
    k = power_below(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], is_whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def power_below(count: int) -> int:
    k = 1
    while k * 2 < count:
        k *= 2
    return k


def grown(steps: list[int]) -> dict[Node, bytes]:
    known, size = {}, 0
    for step in steps:
        assert set(frontier(size)) <= set(known)
        leaves = LEAVES[size : size + step]
        known |= {Node(0, size + at): own for at, own in enumerate(leaves)}
        known |= dict(completed(size, leaves, known))
        size += step
    return known


def test_it_is_the_tree_of_the_standard_however_it_grew() -> None:
    at_once = grown([70])
    assert grown([1] * 70) == grown([3, 1, 12, 0, 40, 14]) == at_once
    for size in range(71):
        assert hash_of(Stretch(0, size), at_once) == mth(LEAVES[:size])


def test_proofs_are_those_of_the_standard() -> None:
    known = grown([70])
    for size in (1, 2, 3, 7, 8, 33, 64, 70):
        for place in range(size):
            way = inclusion(place, size)
            assert {*nodes_of(way)} <= set(known)
            assert [hash_of(each, known) for each in way] == path(place, LEAVES[:size])
        for earlier in range(1, size + 1):
            way = consistency(earlier, size)
            assert [hash_of(each, known) for each in way] == subproof(earlier, LEAVES[:size], True)
