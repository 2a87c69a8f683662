"""Giving the leaves their places, oldest first. Whoever issues never waits for it: the sequencer takes what is
committed, and an entry whose transaction is still open comes a round later."""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.db import connection, transaction

from certificates.log.tree import Node, completed, frontier

PLACED_AT_ONCE = 10_000
SEQUENCER = int.from_bytes(b"log")

# What is hashed is the content as PostgreSQL prints it: in the same words everywhere and always.
PLACE = """
    WITH waiting AS MATERIALIZED (
        SELECT id FROM certificates_logentry WHERE position IS NULL ORDER BY id LIMIT %(limit)s
    ), placed AS (
        UPDATE certificates_logentry AS entry
        SET position = place.position, leaf_hash = sha256('\\x00'::bytea || convert_to(content::text, 'UTF8'))
        FROM (SELECT id, %(size)s - 1 + row_number() OVER (ORDER BY id) AS position FROM waiting) AS place
        WHERE entry.id = place.id
        RETURNING place.position, leaf_hash
    )
    SELECT leaf_hash FROM placed ORDER BY position
"""
WRITE_NODES = """
    INSERT INTO certificates_lognode (level, index, hash)
    SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])
"""
KNOWN = """
    SELECT level, index, hash FROM unnest(%s::smallint[], %s::bigint[]) AS wanted(level, index)
    JOIN certificates_lognode USING (level, index)
    UNION ALL
    SELECT 0, position, leaf_hash FROM certificates_logentry WHERE position = ANY(%s)
"""


def place_backlog(for_seconds: float = 5) -> int:
    """Round after round until nothing waits or the time is over."""
    deadline = time.monotonic() + for_seconds
    total = placed = place()
    while placed and time.monotonic() < deadline:
        placed = place()
        total += placed
    return total


def place(limit: int = PLACED_AT_ONCE) -> int:
    """One round, all of it or nothing. Of two sequencers the second goes away with 0."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEQUENCER])
        return _place(limit) if cursor.fetchone()[0] else 0


def place_all_here() -> None:
    """In the transaction of the caller, who has stopped the issuers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER])
    while _place(PLACED_AT_ONCE):
        pass


def tree_size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(position) + 1, 0) FROM certificates_logentry")
        return int(cursor.fetchone()[0])


def hashes_of(nodes: Iterable[Node]) -> dict[Node, bytes]:
    """Those that are there, in one query."""
    wanted = sorted(set(nodes))
    inner = [node for node in wanted if node.level]
    leaves = [node.number for node in wanted if not node.level]
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [[node.level for node in inner], [node.number for node in inner], leaves])
        return {Node(level, index): bytes(own) for level, index, own in cursor.fetchall()}


def _place(limit: int) -> int:
    size = tree_size()
    known = hashes_of(frontier(size))
    with connection.cursor() as cursor:
        cursor.execute(PLACE, {"limit": limit, "size": size})
        leaves = [bytes(own) for (own,) in cursor.fetchall()]
        nodes = list(completed(size, leaves, known))
        if nodes:
            columns = [node.level for node, _own in nodes], [node.number for node, _own in nodes]
            cursor.execute(WRITE_NODES, [*columns, [own for _node, own in nodes]])
    return len(leaves)
