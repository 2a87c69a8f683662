"""Leaves get their places; roots are published and kept outside."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from audit.actors import SYSTEM
from audit.models import Event
from certificates.log.kinds import CertificateRoot
from certificates.log.proofs import consistency_proof, proof_of, root_hash
from certificates.log.roots import kept_outside, last_kept, publish_root, write_outside
from certificates.log.sequencing import SEQUENCER, place, place_backlog
from certificates.models import Certificate, LogEntry, LogNode, LogRoot
from jobs.models import ScheduledRun
from jobs.schedules import duties, entries
from jobs.services import start_job
from jobs.worker import work_once
from tests.certificates.log.conftest import DAY
from tests.certificates.log.test_tree import mth

pytestmark = pytest.mark.django_db
Issued = Callable[[int], Sequence[Certificate]]


def test_leaves_get_their_places_oldest_first_in_few_statements(
    issued: Issued, django_assert_max_num_queries: Any
) -> None:
    certificates = issued(11)

    with django_assert_max_num_queries(8):
        assert place(limit=8) == 8
    assert [place(limit=2), place(limit=2), place(limit=2)] == [2, 1, 0]

    rows = LogEntry.objects.order_by("pk")
    assert [row.position for row in rows] == list(range(11))
    assert [row.certificate_id for row in rows] == [each.pk for each in certificates]
    with connection.cursor() as cursor:
        cursor.execute("SELECT content::text FROM certificates_logentry ORDER BY id")
        leaves = [hashlib.sha256(b"\0" + text.encode()).digest() for (text,) in cursor.fetchall()]
    assert [bytes(row.leaf_hash) for row in rows] == leaves
    assert LogNode.objects.count() == 5 + 2 + 1
    for size in range(12):
        assert root_hash(size) == mth(leaves[:size])


def test_scheduler_places_and_publishes(issued: Issued) -> None:
    assert duties()["certificate_log"] is place_backlog
    (entry,) = [entry for entry in entries() if entry.kind == CertificateRoot.name]
    due = entry.rhythm.latest_due(datetime.datetime(2020, 11, 2, 3, tzinfo=datetime.UTC))
    assert due.isoformat() == "2020-11-01T23:59:00+08:00"
    issued(2)

    # Made up for in the morning, it is the root of the day before.
    ScheduledRun.objects.create(name=entry.name, due_at=due, job=start_job(entry.kind, {}, actor=SYSTEM))
    while work_once("test"):
        pass

    root = LogRoot.objects.get()
    assert (root.date, root.size, root.counters) == (DAY, 2, {"440105": {"2025": 2}})
    assert root.is_genuine


def test_root_says_how_far_and_is_kept_outside(
    two_roots: list[LogRoot], django_capture_on_commit_callbacks: Any
) -> None:
    first, second = two_roots
    assert (first.size, second.size) == (5, 10)
    assert (first.counters, second.counters) == ({"440105": {"2025": 5}}, {"440105": {"2025": 8}})
    assert first.root_hash != second.root_hash
    second.size = 9
    assert not second.is_genuine

    write_outside()
    kept_outside().write_bytes(kept_outside().read_bytes()[:-20])  # cut by a crash
    write_outside()
    lines = kept_outside().read_text().splitlines()
    assert json.loads(lines[0]) == first.to_json()
    assert len(lines) == 3
    assert last_kept(kept_outside()) == LogRoot.objects.first().to_json()

    with django_capture_on_commit_callbacks(execute=True):
        again, is_new = publish_root(DAY, actor=SYSTEM)
    assert (again, is_new) == (first, False)
    call_command("publish_root")
    assert LogRoot.objects.first().size == 11
    assert Event.objects.filter(action="certificate.root_published").count() == 3


def test_proof_leads_to_the_last_root(two_roots: list[LogRoot], django_assert_num_queries: Any) -> None:
    _first, second = two_roots
    certificates = list(Certificate.objects.order_by("sequence"))

    with django_assert_num_queries(3):
        proof = proof_of(certificates[1])

    assert proof.is_whole
    assert proof.root == second
    assert [(leaf.act, leaf.position) for leaf in proof.leaves] == [("issue", 1), ("end", 7)]
    assert json.loads(proof.leaves[0].content)["printed"] == certificates[1].printed
    assert proof.to_json()["root"] == second.to_json()
    tonight = proof_of(certificates[-1])
    assert not tonight.is_whole
    assert tonight.leaves[0].path is None
    assert len(consistency_proof(5, 10)) > 1
    assert consistency_proof(0, 10) == []


@pytest.mark.django_db(transaction=True)
def test_one_sequencer_at_a_time_and_issuers_wait_for_none(issued: Issued, connect: Callable[[], Any]) -> None:
    issued(3)
    other = connect()
    other.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER])

    assert place() == 0
    issued(1)
    other.rollback()
    assert place_backlog() == 4
