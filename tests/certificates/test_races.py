"""Many at once, each with a connection of their own: numbers are unique, without gap, and rise for each issuer."""

from __future__ import annotations

import datetime
import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from audit.actors import SYSTEM
from benchmarks import certificates as world
from certificates.enums import EndKind
from certificates.issuing.services import end_certificate, issue_certificates, issue_one
from certificates.log.roots import publish_root
from certificates.log.sequencing import place, place_backlog
from certificates.log.verification import verify_log
from certificates.models import Certificate, CertificateEnd, LogRoot, Series
from people.roles import Role
from tests.cast import CastMember, _cast
from tests.certificates.planting import AREAS
from tests.counts import sample_of
from tests.factories import VerificationFactory
from ui.errors import Conflict
from verification.models import Verification, VerificationVoid
from verification.services import void_for_fraud, void_verification

ISSUERS, CERTIFICATES = sample_of(50, sample=10), sample_of(10_000, sample=240)
VOIDS = sample_of(200, sample=6)

BLOCKED = """
    SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
"""


@pytest.mark.django_db(transaction=True)
def test_concurrent_issuers_leave_no_gap_and_number_in_order(race: Callable[..., list[Any]]) -> None:
    bureaus = world.build(CERTIFICATES, houses=40, areas=AREAS)
    clerks = {bureau.area: _cast(f"张{bureau.area}", bureau.area, Role.BUREAU_CLERK, bureau) for bureau in bureaus}
    waiting = list(Verification.objects.order_by("pk"))
    random.Random(7).shuffle(waiting)
    given: list[list[str]] = [[] for _ in range(ISSUERS)]
    is_over = threading.Event()

    def issuer(number: int) -> Callable[[], None]:
        # Every year is asked for by two of them, in hands of different sizes.
        own = [each for at, each in enumerate(waiting) if number in (at % ISSUERS, (at + 1) % ISSUERS)]
        draw = random.Random(number)

        def work() -> None:
            left = list(own)
            while left:
                size = draw.randint(1, 12)
                hand, left = left[:size], left[size:]
                for area, clerk in clerks.items():
                    ours = [each for each in hand if each.area == area]
                    for issued in issue_certificates(ours, actor=clerk.actor):
                        given[number] += [issued.first, issued.last]

        return work

    def sequencer() -> None:
        while not is_over.wait(0.02):
            place(limit=37)

    def publisher() -> None:
        day = datetime.date(2001, 1, 1)
        while not is_over.wait(0.1):
            publish_root(day, actor=SYSTEM)
            day += datetime.timedelta(days=1)

    def issuers() -> list[Any]:
        try:
            return race(*(issuer(number) for number in range(ISSUERS)))
        finally:
            is_over.set()

    ended, *others = race(issuers, sequencer, sequencer, publisher)

    assert ended == [None] * ISSUERS
    assert others == [None] * 3
    assert Certificate.objects.count() == CERTIFICATES
    assert Certificate.objects.values("verification").distinct().count() == CERTIFICATES
    for series in Series.objects.all():
        numbers = Certificate.objects.filter(issuer_code=series.issuer_code).order_by("pk")
        assert list(numbers.values_list("sequence", flat=True)) == list(range(1, series.last + 1))
    for numbers in given:
        for area in AREAS:
            own = [number for number in numbers if number.startswith(area)]
            assert own == sorted(own)
    place_backlog(60)
    assert LogRoot.objects.count() > 1
    report = verify_log()
    assert (report.first, report.entries, report.waiting) == (None, CERTIFICATES, 0)


@pytest.mark.django_db(transaction=True)
def test_no_certificate_outlives_a_year_that_is_voided_at_the_same_moment(
    race: Callable[..., list[Any]], district_head: CastMember
) -> None:
    outcomes = set()
    for _ in range(VOIDS):
        year = VerificationFactory(industry="education")

        issued, voided = race(
            lambda year=year: issue_one(year, actor=district_head.actor),
            lambda year=year: void_in_a_transaction(year, district_head),
        )

        assert voided is None
        assert isinstance(issued, Certificate | Conflict)
        outcomes.add(type(issued))
        assert not Certificate.objects.standing().filter(verification=year).exists()
    assert outcomes


@pytest.mark.django_db(transaction=True)
def test_year_is_voided_at_once_while_its_certificate_is_being_ended(
    race: Callable[..., list[Any]], district_head: CastMember
) -> None:
    """The void waits for the end, and finds nothing left to be ended."""
    year = VerificationFactory(industry="education")
    certificate = issue_one(year, actor=district_head.actor)
    has_ended, waits = threading.Event(), threading.Event()

    def end() -> None:
        with transaction.atomic():
            end_certificate(certificate, EndKind.WITHDRAWN, reason="发错了", actor=district_head.actor)
            has_ended.set()
            waits.wait(60)

    def void() -> None:
        has_ended.wait(60)
        try:
            void_verification(year, reason="学时有误", actor=district_head.actor)
        finally:
            waits.set()

    def watch() -> None:
        has_ended.wait(60)
        while not waits.is_set():
            with connection.cursor() as cursor:
                cursor.execute(BLOCKED)
                if cursor.fetchone()[0]:
                    waits.set()

    assert race(end, void, watch) == [None, None, None]
    assert CertificateEnd.objects.get().certificate == certificate
    assert VerificationVoid.objects.get().verification == year


def void_in_a_transaction(year: Verification, head: CastMember) -> None:
    with transaction.atomic():
        void_for_fraud(year.professional, year.last_year, reason="证明系伪造", actor=head.actor)
