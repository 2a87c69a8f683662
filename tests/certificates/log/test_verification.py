"""`verify_log` finds whatever is done to certificates and log behind their back, and nothing where nothing was done."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit.actors import SYSTEM
from certificates.log.roots import kept_outside, line_of, publish_root
from certificates.log.sequencing import place
from certificates.log.verification import ALL_PLACES, Report, Walk, verify_log
from certificates.models import LogRoot

pytestmark = pytest.mark.django_db

FORGED = """
    INSERT INTO certificates_certificate (number, issuer_id, issuer_code, study_year, sequence, blank_form_number,
        professional_id, employer_id, verification_id, round, layout, printed, token, signed_with, issued_on)
    SELECT '44010525000010', issuer_id, issuer_code, study_year, 10, nextval('certificates_blank_form'),
        professional_id, employer_id, verification_id, 7, layout, printed || jsonb_build_object('number',
        '44010525000010', 'blank_form', lpad(currval('certificates_blank_form')::text, 8, '0')), gen_random_uuid(),
        signed_with, issued_on
    FROM certificates_certificate WHERE sequence = 4;
"""
FORGED_WHOLE = (
    FORGED
    + """
    INSERT INTO certificates_logentry (certificate_id, act, content)
    SELECT id, 'issue', jsonb_build_object('act', 'issue', 'certificate', number, 'token', token, 'printed', printed)
    FROM certificates_certificate WHERE sequence = 10;
    UPDATE certificates_series SET last = 10;
"""
)
RENAMED = """
    UPDATE certificates_certificate SET printed = printed || '{"name": "王假冒"}' WHERE sequence = 2;
"""
RENAMED_IN_LOG = """
    UPDATE certificates_logentry AS entry SET content = jsonb_set(content, '{printed,name}', '"王假冒"')
    FROM certificates_certificate AS own WHERE own.id = certificate_id AND sequence = 2 AND act = 'issue';
"""
HASHED_ANEW = """
    UPDATE certificates_logentry SET leaf_hash = sha256('\\x00'::bytea || convert_to(content::text, 'UTF8'))
    WHERE position IS NOT NULL;
"""
NODES_ANEW = """
    DELETE FROM certificates_lognode;
    INSERT INTO certificates_lognode (level, index, hash)
    SELECT 1, a.position / 2, sha256('\\x01'::bytea || a.leaf_hash || b.leaf_hash)
    FROM certificates_logentry AS a JOIN certificates_logentry AS b ON b.position = a.position + 1
    WHERE a.position % 2 = 0;
    INSERT INTO certificates_lognode (level, index, hash)
    SELECT 2, a.index / 2, sha256('\\x01'::bytea || a.hash || b.hash)
    FROM certificates_lognode AS a JOIN certificates_lognode AS b ON b.level = 1 AND b.index = a.index + 1
    WHERE a.level = 1 AND a.index % 2 = 0;
    INSERT INTO certificates_lognode (level, index, hash)
    SELECT 3, a.index / 2, sha256('\\x01'::bytea || a.hash || b.hash)
    FROM certificates_lognode AS a JOIN certificates_lognode AS b ON b.level = 2 AND b.index = a.index + 1
    WHERE a.level = 2 AND a.index % 2 = 0;
"""
LAST_ENTRY = "(SELECT id FROM certificates_logentry WHERE act = 'issue' ORDER BY id DESC LIMIT 1)"
LAST_GONE = f"""
    CREATE TEMP TABLE gone ON COMMIT DROP AS SELECT certificate_id FROM certificates_logentry WHERE id = {LAST_ENTRY};
    DELETE FROM certificates_logentry WHERE id = {LAST_ENTRY};
    DELETE FROM certificates_certificate WHERE id IN (SELECT certificate_id FROM gone);
    DROP TABLE gone;
"""
# What was done, what it is called, and a word of what is said first.
FAULTS = {
    "name altered": (RENAMED, "altered", "44010525000002"),
    "name altered in certificate and entry": (RENAMED + RENAMED_IN_LOG, "altered", "leaf 1,"),
    "and the leaf hashed anew": (RENAMED + RENAMED_IN_LOG + HASHED_ANEW, "node", "node 1/0"),
    "and all nodes": (RENAMED + RENAMED_IN_LOG + HASHED_ANEW + NODES_ANEW, "root", "root of 2020-11-01"),
    "number altered": (
        "UPDATE certificates_certificate SET number = '44010525000099' WHERE sequence = 2",
        "altered",
        "44010525000099",
    ),
    "token altered": (
        "UPDATE certificates_certificate SET token = gen_random_uuid() WHERE sequence = 3",
        "altered",
        "",
    ),
    "given to somebody else": (
        "UPDATE certificates_certificate SET professional_id = professional_id + 1 WHERE sequence = 3",
        "altered",
        "another person",
    ),
    "year of issue altered": (
        "UPDATE certificates_certificate SET issued_on = '2019-01-01' WHERE sequence = 3",
        "altered",
        "printed on it",
    ),
    "certificate removed": ("DELETE FROM certificates_certificate WHERE sequence = 4", "removed", "is gone"),
    "certificate and entry removed": (
        "DELETE FROM certificates_logentry WHERE position = 3; DELETE FROM certificates_certificate WHERE sequence = 4",
        "removed",
        "leaves from 3",
    ),
    "last one removed, that has no place yet": (LAST_GONE, "removed", "reach 8"),
    "and the counter put back": (
        LAST_GONE + "UPDATE certificates_series SET last = 8",
        "removed",
        "the audit trail tells of 1",
    ),
    "certificate inserted": (FORGED, "inserted", "no entry"),
    "certificate inserted with entry and counter": (FORGED_WHOLE, "inserted", "audit trail"),
    "end undone": (
        "DELETE FROM certificates_certificateend WHERE kind = 'fraud'",
        "altered",
        "44010525000002: its end",
    ),
    "end undone with its entry": (
        "DELETE FROM certificates_certificateend WHERE kind = 'fraud';"
        " DELETE FROM certificates_logentry WHERE position = 7",
        "removed",
        "leaves from 7",
    ),
    "end altered": ("UPDATE certificates_certificateend SET kind = 'reissued'", "altered", "its end"),
    "ended without a word": (
        "INSERT INTO certificates_certificateend (certificate_id, kind, reason, ended_on)"
        " SELECT id, 'fraud', '-', '2026-01-01' FROM certificates_certificate WHERE sequence = 5",
        "altered",
        "without an entry",
    ),
    "node altered": ("UPDATE certificates_lognode SET hash = sha256('x') WHERE level = 2 AND index = 0", "node", "2/0"),
    "node removed": ("DELETE FROM certificates_lognode WHERE level = 1 AND index = 2", "node", "1/2"),
    "node inserted": (
        "INSERT INTO certificates_lognode (level, index, hash) VALUES (1, 77, sha256('x'))",
        "node",
        "1/77",
    ),
    "root altered": ("UPDATE certificates_logroot SET size = 4 WHERE size = 5", "root", "not signed"),
    "counter put forward": ("UPDATE certificates_series SET last = 12", "removed", "counts to 12"),
    "counter put back": ("UPDATE certificates_series SET last = 3", "counter", "counts to 3"),
    "series gone": ("DELETE FROM certificates_series", "counter", "counts to 0"),
}


def test_each_fault_is_found_and_named(two_roots: list[LogRoot]) -> None:
    assert_sound(verify_log(), entries=11, certificates=9)

    missed = {}
    for name, (statements, kind, words) in FAULTS.items():
        with done(statements):
            report = verify_log()
        first = report.first
        if first is None or first.kind != kind or words not in first.words or report.counts[kind] < 1:
            missed[name] = first
    assert missed == {}
    assert_sound(verify_log(), entries=11, certificates=9)


def test_piece_by_piece_finds_the_same(two_roots: list[LogRoot]) -> None:
    """Each piece by a walk of its own, as by workers that die after each."""

    def in_pieces() -> tuple[str | None, Any]:
        aside: dict[str, Any] | None = None
        edges = [ALL_PLACES[0], 1, 2, 5, 6, 10, ALL_PLACES[1]]
        for first, last in pairwise(edges):
            walk = Walk([], aside)
            walk.along(first, last)
            aside = json.loads(json.dumps(walk.put_aside()))
        walk.end()
        return walk.report.first and walk.report.first.kind, walk.report.counts

    def at_once() -> tuple[str | None, Any]:
        walk = Walk([])
        walk.along(*ALL_PLACES)
        walk.end()
        return walk.report.first and walk.report.first.kind, walk.report.counts

    differing = {}
    for name, (statements, _kind, _words) in FAULTS.items():
        with done(statements):
            found_in_pieces, found_at_once = in_pieces(), at_once()
        if found_in_pieces != found_at_once:
            differing[name] = found_in_pieces, found_at_once
    assert differing == {}


def test_copies_kept_outside_tell_what_the_database_cannot(two_roots: list[LogRoot]) -> None:
    lines = [line_of(root).decode() for root in two_roots]
    assert verify_log(lines).is_sound
    with done("DELETE FROM certificates_logroot WHERE size = 10"):
        assert verify_log().is_sound
        assert "is gone, of which there is a copy" in found(verify_log(lines))
    with done("DELETE FROM certificates_logroot"):
        publish_root(two_roots[0].date, actor=SYSTEM)
        assert "is not the one of which there is a copy" in found(verify_log(lines))
    cut = "DELETE FROM certificates_logentry WHERE position = 9 OR position IS NULL"
    with done(cut):
        assert "has 10 leaves, and the log only 9" in found(verify_log())
    with pytest.raises(ValueError, match="line 2 is not a root"):
        verify_log([lines[0], "{}"])


def test_command_names_the_first_counts_and_ends_with_one(two_roots: list[LogRoot]) -> None:
    out = io.StringIO()
    place()
    call_command("verify_log", stdout=out)
    assert "9 certificates, 11 entries, 8 nodes and 2 roots" in out.getvalue()
    assert "The log is whole." in out.getvalue()

    kept_outside().write_bytes(line_of(two_roots[0]))
    call_command("verify_log", against=kept_outside().open(), stdout=out)
    with done(RENAMED + "UPDATE certificates_certificate SET token = gen_random_uuid() WHERE sequence = 3"):
        with pytest.raises(SystemExit) as ended:
            call_command("verify_log", stdout=out)
        assert ended.value.code == 1
        assert "FAULT (altered): certificate 44010525000002" in out.getvalue()
        assert "altered 3" in out.getvalue()
        told = io.StringIO()
        with pytest.raises(SystemExit):
            call_command("verify_log", json=True, stdout=told)
        assert json.loads(told.getvalue())["faults"] == {"altered": 3}
    kept_outside().write_text("nonsense")
    with pytest.raises(CommandError, match="line 1"):
        call_command("verify_log", against=kept_outside().open(), stdout=out)


@contextmanager
def done(statements: str) -> Iterator[None]:
    """Behind the back of the triggers, and undone again."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the factories left pending
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(statements)
            cursor.execute("SET LOCAL session_replication_role = origin")
        yield
        transaction.set_rollback(True)


def found(report: Report) -> str:
    assert report.first is not None
    return report.first.words


def assert_sound(report: Report, *, entries: int, certificates: int) -> None:
    assert report.first is None
    assert (report.entries, report.certificates, report.roots) == (entries, certificates, 2)
