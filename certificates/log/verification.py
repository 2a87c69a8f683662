"""Proving that certificates and log are what was written. Reads only, in constant memory, from one moment of the
database, or piece by piece (`nightly`): what a walk along the leaves knows can be put aside and taken up again. Written
apart from what builds the tree (`tree`, `sequencing`), so that a fault of that is found as well."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import Any

from django.db import connection, transaction

from certificates.keys import known_keys
from certificates.models import LogRoot, Restoration

SeriesKey = tuple[str, int]
Row = tuple[Any, ...]

ENTRIES = """
    SELECT entry.id, entry.position, entry.leaf_hash, entry.content::text, entry.act, certificate.number,
        certificate.issuer_code, certificate.study_year, certificate.sequence,
        CASE entry.act
            WHEN 'issue' THEN entry.content = jsonb_build_object('act', 'issue', 'certificate', certificate.number,
                'token', certificate.token, 'printed', certificate.printed)
            ELSE entry.content = jsonb_build_object('act', 'end', 'certificate', certificate.number,
                'token', certificate.token, 'kind', ended.kind, 'on', ended.ended_on)
        END
    FROM certificates_logentry AS entry
    LEFT JOIN certificates_certificate AS certificate ON certificate.id = entry.certificate_id
    LEFT JOIN certificates_certificateend AS ended ON ended.certificate_id = entry.certificate_id
    WHERE {which} ORDER BY entry.position, entry.id
"""
PLACED = ENTRIES.format(which="entry.position >= %(first)s AND entry.position < %(last)s")
UNPLACED = ENTRIES.format(which="entry.position IS NULL")
# In the order in which they come to be as leaves are appended; a node over several is there with the last of them.
NODES = """
    SELECT level, index, hash FROM certificates_lognode
    WHERE (index + 1) << level > %(first)s AND (index + 1) << level <= %(last)s
    ORDER BY (index + 1) << level, level
"""
# What the columns of a certificate say twice, what no entry tells of, and whose year it is.
ODD_CERTIFICATES = """
    SELECT * FROM (SELECT certificate.number,
        CASE
            WHEN issue.id IS NULL THEN 'has no entry in the log'
            WHEN certificate.number <> certificate.issuer_code || lpad((certificate.study_year %% 100)::text, 2, '0')
                || lpad(certificate.sequence::text, 6, '0') THEN 'has another number than its series says'
            WHEN (certificate.printed->>'number', certificate.printed->>'year', certificate.printed->>'blank_form',
                certificate.printed->>'issued_on', certificate.printed->>'layout') IS DISTINCT FROM
                (certificate.number, certificate.study_year::text, lpad(certificate.blank_form_number::text, 8, '0'),
                certificate.issued_on::text, certificate.layout) THEN 'is not what is printed on it'
            WHEN certificate.printed->>'replaces' IS DISTINCT FROM earlier.number THEN 'replaces another one'
            WHEN (verified.professional_id, verified.employer_id, verified.last_year) IS DISTINCT FROM
                (certificate.professional_id, certificate.employer_id, certificate.study_year)
                THEN 'is of another person, employer or year than its verification'
            WHEN ended.id IS NOT NULL AND end_entry.id IS NULL THEN 'has ended without an entry in the log'
            WHEN ended.id IS NULL AND later.id IS NOT NULL THEN 'is replaced and has not ended'
            WHEN NOT certificate.signed_with = ANY(%(keys)s) THEN 'is signed with a key that is not known'
        END AS fault
    FROM certificates_certificate AS certificate
    LEFT JOIN certificates_logentry AS issue ON issue.certificate_id = certificate.id AND issue.act = 'issue'
    LEFT JOIN certificates_logentry AS end_entry ON end_entry.certificate_id = certificate.id AND end_entry.act = 'end'
    LEFT JOIN certificates_certificateend AS ended ON ended.certificate_id = certificate.id
    LEFT JOIN certificates_certificate AS earlier ON earlier.id = certificate.replaces_id
    LEFT JOIN certificates_certificate AS later ON later.replaces_id = certificate.id
    LEFT JOIN verification_verification AS verified ON verified.id = certificate.verification_id
    WHERE certificate.id >= %(first)s AND certificate.id < %(last)s
    ) AS odd WHERE fault IS NOT NULL ORDER BY number
"""
ORPHANED_ENDS = """
    SELECT ended.id FROM certificates_certificateend AS ended
    LEFT JOIN certificates_certificate AS certificate ON certificate.id = ended.certificate_id
    WHERE certificate.id IS NULL ORDER BY ended.id
"""
# Issuing tells the audit trail, which has a chain of its own: whoever inserts a certificate has both to forge.
TOLD = """
    SELECT after->>'first', after->>'last', (after->>'count')::int FROM audit_event
    WHERE action = 'certificate.issued' AND after->>'first' >= %(first)s AND after->>'first' < %(last)s ORDER BY 1
"""
NUMBERS = """
    SELECT number FROM certificates_certificate WHERE number >= %(first)s AND number < %(last)s ORDER BY number
"""
# Beyond whatever stands in a column, before and behind.
ALL_PLACES = (-(2**62), 2**62)
ALL_NUMBERS = ("", "~")


@dataclass(frozen=True)
class Fault:
    kind: str
    """altered, removed, inserted, node, root, counter"""
    words: str


@dataclass
class Report:
    entries: int = 0
    waiting: int = 0
    nodes: int = 0
    roots: int = 0
    certificates: int = 0
    first: Fault | None = None
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def is_sound(self) -> bool:
        return self.first is None

    def fault(self, kind: str, words: str) -> None:
        self.first = self.first or Fault(kind, words)
        self.counts[kind] += 1

    def to_json(self) -> dict[str, Any]:
        return vars(self) | {"first": asdict(self.first) if self.first else None, "counts": dict(self.counts)}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Report:
        first = Fault(**said["first"]) if said["first"] else None
        return cls(**said | {"first": first, "counts": Counter(said["counts"])})

    def __iadd__(self, other: Report) -> Report:
        for name in ("entries", "waiting", "nodes", "roots", "certificates"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.first = self.first or other.first
        self.counts += other.counts
        return self


def verify_log(copies: Iterable[str] = ()) -> Report:
    """Raises ValueError where a copy cannot be read."""
    kept = [read_copy(number, line) for number, line in enumerate(copies, start=1) if line.strip()]
    with one_moment():
        walk = Walk(kept)
        walk.along(*ALL_PLACES)
        walk.end()
        check_ends(walk.report)
        check_certificates(walk.report)
        check_trail(walk.report)
        return walk.report


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read is as at one moment, whatever is issued meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


class Walk:
    """Along the leaves, in their order, with the tree that grows over them."""

    def __init__(self, kept: list[dict[str, Any]], aside: dict[str, Any] | None = None) -> None:
        """`kept` are copies of roots from outside, `aside` is what `put_aside` gave for the leaves before."""
        self.report = Report.from_json(aside["report"]) if aside else Report()
        self.is_taken_up = aside is not None
        self.tree = _Tree(self.report)
        self.restorations = [each for each in Restoration.objects.order_by("pk") if self._is_genuine(each)]
        lost = {(root["date"], root["root"]) for each in self.restorations for root in each.lost}
        self.skipped: dict[SeriesKey, list[list[int]]] = defaultdict(list)
        for each in self.restorations:
            for code, years in each.skipped.items():
                for year, span in years.items():
                    self.skipped[code, int(year)].append(span)
        self.reached: dict[SeriesKey, int] = defaultdict(int)
        self.size = 0
        self.arrived = (-1, "")
        if aside:
            self._take_up(aside)
        self.roots = list(LogRoot.objects.order_by("size", "date"))
        self.awaited = sorted(
            [(root.size, str(root.date), root) for root in self.roots]
            + [(root["size"], root["date"], root) for root in kept if (root["date"], root["root"]) not in lost],
            key=lambda each: each[:2],
        )
        self.awaited = [each for each in self.awaited if each[:2] > self.arrived]

    def put_aside(self) -> dict[str, Any]:
        return {
            "report": self.report.to_json(),
            "size": self.size,
            "arrived": self.arrived,
            "peaks": [(level, own.hex()) for level, own in self.tree.peaks],
            "is_whole": self.tree.is_whole,
            "reached": [(*key, last) for key, last in self.reached.items()],
        }

    def _take_up(self, aside: dict[str, Any]) -> None:
        self.size = self.tree.size = aside["size"]
        self.arrived = tuple(aside["arrived"])
        self.tree.peaks = [(level, bytes.fromhex(own)) for level, own in aside["peaks"]]
        self.tree.is_whole = aside["is_whole"]
        self.reached.update({(code, year): last for code, year, last in aside["reached"]})

    def along(self, first: int, last: int) -> None:
        """The leaves from `first` to before `last`; behind the last of all come those that still have no place."""
        bounds = {"first": first, "last": last}
        self.tree.kept = _stream("nodes", NODES, bounds)
        self._arrive()
        entries = _stream("entries", PLACED, bounds)
        if last == ALL_PLACES[1]:
            entries = chain(entries, _stream("unplaced", UNPLACED))
        for entry, position, leaf_hash, content, act, certificate, code, year, sequence, agrees in entries:
            self.report.entries += 1
            if certificate is None:
                self.report.fault("removed", f"the certificate of entry {entry} is gone: {_number_in(content)}")
            elif not agrees:
                self.report.fault("altered", f"certificate {certificate}: its {act} is not what the log says")
            if position is None:
                self.report.waiting += 1
            else:
                self._append(position, bytes(leaf_hash), content)
            if act == "issue" and certificate is not None:
                self._count((code, year), sequence, certificate)
            self._arrive()
        if last != ALL_PLACES[1]:
            self.tree.require_no_more()

    def _append(self, position: int, leaf_hash: bytes, content: str) -> None:
        if position != self.size:
            self.report.fault("removed", f"the leaves from {self.size} to before {position} are gone")
            self.tree.give_up()
        if hashlib.sha256(b"\0" + content.encode()).digest() != leaf_hash:
            self.report.fault("altered", f"leaf {position}, of certificate {_number_in(content)}, is altered")
        self.tree.append(leaf_hash)
        self.size = position + 1

    def end(self) -> None:
        """What lies behind the last leaf."""
        for size, date, _root in self.awaited:
            self.report.fault("removed", f"the root of {date} has {size:,} leaves, and the log only {self.size:,}")
        self.tree.require_no_more()
        lasts = _fetch("SELECT issuer_code, study_year, last FROM certificates_series")
        counters = {(code, year): last for code, year, last in lasts}
        for key in sorted(counters.keys() | self.reached.keys()):
            reached, last = self._past_skipped(key, self.reached[key] + 1) - 1, counters.get(key, 0)
            if reached != last:
                kind = "removed" if reached < last else "counter"
                code, year = key
                self.report.fault(kind, f"series {code} {year} counts to {last}, its certificates reach {reached}")
        dates = [root.date for root in self.roots]
        if dates != sorted(dates):
            self.report.fault("root", "the roots of later days are smaller than those of earlier ones")

    def _count(self, key: SeriesKey, sequence: int, certificate: str) -> None:
        expected = self._past_skipped(key, self.reached[key] + 1)
        if sequence > expected:
            code, year = key
            self.report.fault(
                "removed", f"{code} {year}: number {expected} is missing before certificate {certificate}"
            )
        elif sequence < expected:
            self.report.fault("inserted", f"certificate {certificate} stands in the log behind later ones")
        self.reached[key] = max(self.reached[key], sequence)

    def _past_skipped(self, key: SeriesKey, number: int) -> int:
        for first, last in self.skipped.get(key, ()):
            if first <= number <= last:
                number = last + 1
        return number

    def _arrive(self) -> None:
        """At the size of roots: they must be those of this tree."""
        while self.awaited and self.awaited[0][0] <= self.size:
            size, date, root = self.awaited.pop(0)
            self.arrived = (size, date)
            if size < self.size:  # where leaves are gone, of which was told
                continue
            if isinstance(root, LogRoot):
                self._check_root(root)
            else:
                self._check_copy(root)

    def _check_root(self, root: LogRoot) -> None:
        self.report.roots += 1
        if not root.is_genuine:
            self.report.fault("root", f"the root of {root.date} is not signed with a key that is known")
            return
        if self.tree.is_whole and self.tree.root() != bytes(root.root_hash):
            self.report.fault("root", f"the root of {root.date} is not that of its {root.size:,} leaves")
        counted = {(code, int(year)): last for code, years in root.counters.items() for year, last in years.items()}
        for key, reached in self.reached.items():
            if counted.get(key, 0) < reached:
                code, year = key
                self.report.fault("counter", f"the root of {root.date} counts {code} {year} less far than its leaves")
        for key, last in counted.items():
            if self._past_skipped(key, self.reached[key] + 1) - 1 < last:
                code, year = key
                self.report.fault("counter", f"the root of {root.date} counts {code} {year} further than its leaves")

    def _check_copy(self, copy: dict[str, Any]) -> None:
        own = next((root for root in self.roots if str(root.date) == copy["date"]), None)
        if own is None:
            self.report.fault("root", f"the root of {copy['date']} is gone, of which there is a copy outside")
        elif own.to_json() != {name: copy[name] for name in own.to_json()}:
            self.report.fault("root", f"the root of {copy['date']} is not the one of which there is a copy outside")
        if self.tree.is_whole and self.tree.root().hex() != copy["root"]:
            self.report.fault("root", f"the leaves are not those of the copy of the root of {copy['date']}")

    def _is_genuine(self, restoration: Restoration) -> bool:
        if not restoration.is_genuine and not self.is_taken_up:
            self.report.fault("root", f"the restoration of {restoration.date} is not signed with a key that is known")
        return restoration.is_genuine


class _Tree:
    """Complete subtrees from large to small, as the digits of a binary number; each new one must be kept as a node."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.peaks: list[tuple[int, bytes]] = []
        self.kept: Iterator[Row] = iter(())
        self.size = 0
        self.is_whole = True

    def append(self, leaf: bytes) -> None:
        if not self.is_whole:
            return
        self.peaks.append((0, leaf))
        self.size += 1
        while len(self.peaks) > 1 and self.peaks[-1][0] == self.peaks[-2][0] and self.is_whole:
            level, right = self.peaks.pop()
            _level, left = self.peaks.pop()
            own = hashlib.sha256(b"\1" + left + right).digest()
            self.peaks.append((level + 1, own))
            self._compare(level + 1, (self.size >> (level + 1)) - 1, own)

    def root(self) -> bytes:
        if not self.peaks:
            return hashlib.sha256().digest()
        own = self.peaks[-1][1]
        for _level, left in reversed(self.peaks[:-1]):
            own = hashlib.sha256(b"\1" + left + own).digest()
        return own

    def give_up(self) -> None:
        """Without a leaf nothing above it can be told."""
        self.is_whole = False

    def require_no_more(self) -> None:
        extra = next(self.kept, None)
        if self.is_whole and extra is not None:
            self.report.fault("node", f"node {extra[0]}/{extra[1]} lies over leaves that are not there")

    def _compare(self, level: int, index: int, own: bytes) -> None:
        self.report.nodes += 1
        row = next(self.kept, None)
        if row is None or (row[0], row[1]) != (level, index):
            found = "none" if row is None else f"{row[0]}/{row[1]}"
            self.report.fault("node", f"node {level}/{index} is gone or in the wrong place; the next one is {found}")
            self.give_up()
        elif bytes(row[2]) != own:
            self.report.fault("node", f"node {level}/{index} is not the hash over its leaves")


def check_certificates(report: Report, first: int = ALL_PLACES[0], last: int = ALL_PLACES[1]) -> None:
    """Those of these keys."""
    asked = {"keys": list(known_keys()), "first": first, "last": last}
    for number, words in _stream("certificates", ODD_CERTIFICATES, asked):
        report.fault("inserted" if "no entry" in words else "altered", f"certificate {number} {words}")


def check_ends(report: Report) -> None:
    for (number,) in _stream("ends", ORPHANED_ENDS):
        report.fault("removed", f"the certificate of end {number} is gone")


def check_trail(report: Report, first_number: str = ALL_NUMBERS[0], end: str = ALL_NUMBERS[1]) -> None:
    """Those with numbers from the first to before the end; both lie between two series."""
    bounds = {"first": first_number, "last": end}
    numbers = _stream("numbers", NUMBERS, bounds)
    number = _next_number(numbers, report)
    for first, last, count in _stream("told", TOLD, bounds):
        while number is not None and number < first:
            report.fault("inserted", f"certificate {number} was issued without an event in the audit trail")
            number = _next_number(numbers, report)
        found = 0
        while number is not None and number <= last:
            found += 1
            number = _next_number(numbers, report)
        if found != count:
            kind = "removed" if found < count else "inserted"
            report.fault(
                kind, f"the audit trail tells of {count} certificates from {first} to {last}, there are {found}"
            )
    while number is not None:
        report.fault("inserted", f"certificate {number} was issued without an event in the audit trail")
        number = _next_number(numbers, report)


def _next_number(numbers: Iterator[Row], report: Report) -> str | None:
    row = next(numbers, None)
    report.certificates += row is not None
    return None if row is None else str(row[0])


def _number_in(content: str) -> str:
    said = json.loads(content)
    return str(said.get("certificate")) if isinstance(said, dict) else "of nobody"


def read_copy(number: int, line: str) -> dict[str, Any]:
    try:
        copy: dict[str, Any] = json.loads(line)
        datetime.date.fromisoformat(copy["date"])
        bytes.fromhex(copy["root"])
        return copy | {"size": int(copy["size"])}
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"line {number} is not a root as it was published: {line.strip()[:80]!r}") from None


def _fetch(statement: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _stream(name: str, statement: str, parameters: dict[str, Any] | None = None) -> Iterator[Row]:
    """By a cursor on the server: a million rows are never here at once."""
    with connection.connection.cursor(name=f"verify_log_{name}") as cursor:
        cursor.itersize = 2_000
        cursor.execute(statement, parameters)
        yield from cursor
