"""The check page by code over a million certificates: 32 visitors at once, every one with a certificate of his own.

The limit is the statement of the page in a bare loop, prepared, on one connection. Visitors, server and database share
the machine. `python -m benchmarks.check_page 100000` plants fewer.
"""

from __future__ import annotations

import datetime
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from statistics import median, quantiles

import psycopg
from django.conf import settings
from django.db import connection

from benchmarks.measure import benchmark_database, machine_is_quiet
from certificates.checking.asking import FIND
from certificates.keys import current_key
from certificates.models import LogRoot
from certificates.qr import token_text

CERTIFICATES = 1_000_000
VISITORS = 32
ASKED = 5_000
SECONDS = 4.0
ROUNDS = 3
OF_BARE_LOOP = 0.12
OF_NEW_CONNECTIONS = 5.0
P95_SECONDS = 0.060

# Rows of other rooms are not looked at by the page, and are not made.
PLANT = (
    "SET LOCAL session_replication_role = replica",
    """
    INSERT INTO certificates_certificate (id, number, issuer_id, issuer_code, study_year, sequence, blank_form_number,
        professional_id, verification_id, round, layout, printed, token, signed_with, issued_on)
    SELECT n, number, 1, code, 2025, 1 + n %% 900000, n, n, n, 0, 'gd-2018', jsonb_build_object(
            'layout', 'gd-2018', 'number', number, 'blank_form', lpad(n::text, 8, '0'), 'name', '测试' || n,
            'year', 2025, 'issuer', '广州市海珠区人力资源和社会保障局', 'issued_on', '2026-01-06',
            'confirmed_by', '测试单位' || n %% 300, 'confirmed_on', '2026-01-04'
        ), gen_random_uuid(), %(key)s, '2026-01-06'
    FROM (
        SELECT n, code, code || '25' || lpad((1 + n %% 900000)::text, 6, '0') AS number
        FROM (SELECT n, (440100 + n / 900000)::text AS code FROM generate_series(1, %(count)s) AS n) AS counted
    ) AS row
    """,
    """
    INSERT INTO certificates_logentry (certificate_id, act, content, position, leaf_hash)
    SELECT id, 'issue', '{}', id - 1, sha256(number::bytea) FROM certificates_certificate
    """,
    """
    INSERT INTO certificates_certificateend (certificate_id, kind, reason, ended_on)
    SELECT id, 'fraud', 'x', '2026-02-01' FROM certificates_certificate WHERE id %% 100 = 0
    """,
)


@dataclass
class Seen:
    answered: int = 0
    seconds: float = 0
    times: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def rate(self) -> float:
        return self.answered / self.seconds

    @property
    def p95(self) -> float:
        return quantiles(self.times, n=20)[-1]


def plant(count: int) -> list[str]:
    """Answers codes of some, drawn over all of them."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        for statement in PLANT:
            cursor.execute(statement, {"count": count, "key": current_key().id})
        cursor.execute("COMMIT")
        day = datetime.date(2026, 2, 1)
        LogRoot(date=day, size=count, root_hash=sha256(b"root").digest(), counters={}).sign().save()
        for table in ("certificate", "logentry", "certificateend", "logroot"):
            cursor.execute(f"VACUUM ANALYZE certificates_{table}")
        cursor.execute(
            "SELECT token FROM certificates_certificate WHERE id %% %s = 0 ORDER BY random()", [max(1, count // ASKED)]
        )
        return [token_text(token) for (token,) in cursor.fetchall()]


def bare_loop(codes: list[str]) -> float:
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as bare:
        bare.autocommit = True
        cursor = bare.cursor()
        found = connection.cursor()
        found.execute("SELECT token FROM certificates_certificate LIMIT %s", [ASKED])
        tokens = [token for (token,) in found.fetchall()]
        statement = FIND.format(wanted="certificate.token = %s")
        asked, start = 0, time.perf_counter()
        while time.perf_counter() - start < SECONDS / 2:
            for token in tokens[:200]:
                assert cursor.execute(statement, [token], prepare=True).fetchone()
            asked += 200
        return asked / (time.perf_counter() - start)


@contextmanager
def served(max_age: int) -> Iterator[int]:
    """As in production, two processes; answers the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.check_page_settings",
        "CHECK_DATABASE": str(connection.settings_dict["NAME"]),
        "CHECK_CONN_MAX_AGE": str(max_age),
        "WEB_BIND": f"127.0.0.1:{port}",
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--log-level", "error"]
    server = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def visit(port: int, codes: list[str], seconds: float) -> Seen:
    """Each visitor asks again as soon as he is answered, on a connection that stays open. At the end all wait for their
    last answer, which does not count: nothing is left over for those who come next."""
    selector, seen, place = selectors.DefaultSelector(), Seen(), 0
    is_over = False
    started: dict[socket.socket, float] = {}
    held: dict[socket.socket, bytes] = {}

    def ask(visitor: socket.socket) -> None:
        nonlocal place
        place += 1
        head = f"GET /check/{codes[place % len(codes)]}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        started[visitor], held[visitor] = time.perf_counter(), b""
        visitor.sendall(head.encode())

    def connect() -> None:
        visitor = socket.create_connection(("127.0.0.1", port))
        selector.register(visitor, selectors.EVENT_READ)
        ask(visitor)

    for _ in range(VISITORS):
        connect()
    start = time.perf_counter()
    while selector.get_map():
        now = time.perf_counter()
        if not is_over and now - start >= seconds:
            is_over, seen.seconds = True, now - start
        for key, _events in selector.select(timeout=1):
            visitor = key.fileobj
            assert isinstance(visitor, socket.socket)
            if not (part := visitor.recv(65536)):  # the server recycles a connection now and then
                selector.unregister(visitor)
                visitor.close()
                if not is_over:
                    connect()
                continue
            held[visitor] += part
            head, gap, body = held[visitor].partition(b"\r\n\r\n")
            if not (gap and len(body) >= _length(head)):
                continue
            if is_over:
                selector.unregister(visitor)
                visitor.close()
            else:
                seen.times.append(time.perf_counter() - started[visitor])
                seen.answered += 1
                seen.refused += not head.startswith(b"HTTP/1.1 200")
                ask(visitor)
    return seen


def _length(head: bytes) -> int:
    return next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))


def main(count: int = CERTIFICATES) -> bool:
    print(f"\nThe check page by code, {count:,} certificates, {VISITORS} visitors", end="")
    print("" if machine_is_quiet() else " (others use the machine: only ratios say anything)")
    bare: list[float] = []
    kept: list[Seen] = []
    new: list[Seen] = []
    with benchmark_database():
        codes = plant(count)
        for _ in range(ROUNDS):
            bare.append(bare_loop(codes))
            for max_age, results in ((600, kept), (0, new)):
                with served(max_age) as port:
                    warmed = 0
                    while warmed < 4 * VISITORS:  # every process has drawn its frame and planned its statements
                        warmed += visit(port, codes, 1.0).answered
                    results.append(visit(port, codes, SECONDS))
    assert not any(each.refused for each in [*kept, *new])
    page = median(each.rate for each in kept)
    of_bare = page / median(bare)
    of_new = page / median(each.rate for each in new)
    p95 = median(each.p95 for each in kept)
    aims = {
        "bare": f"{of_bare:.1%} of it, goal {OF_BARE_LOOP:.0%}",
        "new": f"{of_new:.1f} × it, goal {OF_NEW_CONNECTIONS:g}",
    }
    told = [
        ("statement in a bare loop, prepared", f"{median(bare):,.0f} /s", "", True),
        ("page", f"{page:,.0f} /s", aims["bare"], of_bare >= OF_BARE_LOOP),
        (
            "page, a new connection each",
            "",
            f"{of_new:.1f} × it, goal {OF_NEW_CONNECTIONS:g}",
            of_new >= OF_NEW_CONNECTIONS,
        ),
        ("95 % of answers within", f"{p95 * 1000:.0f} ms", f"goal {P95_SECONDS * 1000:.0f} ms", p95 <= P95_SECONDS),
    ]
    for name, figure, words, is_met in told:
        print(f"{name:<40} {figure:>12}  {words:<26} {'met' if is_met else 'MISSED'}")
    return all(is_met for *_rest, is_met in told)


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else CERTIFICATES))
