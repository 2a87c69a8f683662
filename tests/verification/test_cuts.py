"""The line to the database is cut after each statement and each commit of a year-end: everybody is decided once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.models.functions import Now

from audit.models import Event
from jobs.failures import sweep
from jobs.models import Slice
from jobs.worker import work_once
from people.models import Employer
from records.models import LedgerYear
from tests.counts import IS_THOROUGH
from tests.factories import EmployerFactory, ProfessionalFactory
from verification.access import CLOCK
from verification.batch.services import run_year
from verification.models import BatchRun, Verification

pytestmark = [pytest.mark.faults]

YEAR = 2025
COMMIT = "COMMIT"


class Killed(BaseException):
    """The process is gone: nothing catches it, and the server rolls back what was under way."""


class Line:
    """To the database, with its statements and commits numbered; cut after one of them."""

    def __init__(self, cut_after: int | None = None, error: type[BaseException] = OperationalError) -> None:
        self.cut_after, self.error = cut_after, error
        self.events: list[str] = []
        self.is_cut = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        commit = connection._commit

        def committing() -> Any:
            result = commit()
            self._happened(COMMIT)
            return result

        connection._commit = committing
        try:
            with connection.execute_wrapper(self._executing):
                yield
        finally:
            del connection._commit

    def _executing(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        self._happened(sql)
        return result

    def _happened(self, event: str) -> None:
        self.events.append(event)
        if not self.is_cut and len(self.events) == self.cut_after:
            self.is_cut = True
            if self.error is OperationalError:
                connection.connection.close()
            raise self.error("the line was cut")


def add_person(employer: Employer) -> None:
    """Who meets every line; the ledger is planted as it stands, for there are many of them."""
    LedgerYear.objects.create(
        professional=ProfessionalFactory(employer=employer),
        study_year=YEAR,
        employer=employer,
        area=employer.area,
        place=employer.area,
        industry="general",
        title_level="intermediate",
        ruleset="GD-2021",
        outcome="pass",
        counted_total=90,
        credits={},
    )


def worked(line: Line) -> None:
    with line.watched():
        try:
            while work_once("test"):
                pass
        except line.error:
            connection.close()


def taken_over() -> None:
    """By another worker, once the lease of the first is over."""
    late = Now() - datetime.timedelta(seconds=1)
    Slice.objects.filter(state="running").update(lease_until=late)
    sweep()
    Slice.objects.open().update(available_at=Now())
    while work_once("another"):
        Slice.objects.open().update(available_at=Now())


def boundaries_of(events: list[str]) -> range:
    """Of the transaction in which a county is decided; of the whole job in a thorough run."""
    if IS_THOROUGH:
        return range(1, len(events) + 1)
    decided = next(number for number, sql in enumerate(events) if "INSERT INTO verification_verification" in sql)
    begun = max(number for number, sql in enumerate(events[:decided]) if sql == COMMIT)
    return range(begun + 1, events.index(COMMIT, decided) + 2)


@pytest.mark.parametrize("error", [OperationalError, Killed])
@pytest.mark.django_db(transaction=True)
def test_everybody_is_decided_once_wherever_the_line_is_cut(error: type[BaseException]) -> None:
    employer = EmployerFactory(place="440105")
    add_person(employer)
    whole = Line()
    run = run_year(YEAR, area="4401", actor=CLOCK)
    worked(whole)
    boundaries = boundaries_of(whole.events)
    assert len(boundaries) > 8

    for number, boundary in enumerate(boundaries, start=2):
        add_person(employer)
        run = run_year(YEAR, area="4401", actor=CLOCK)
        line = Line(cut_after=boundary, error=error)
        worked(line)
        assert line.is_cut
        taken_over()

        run.refresh_from_db()
        where = f"cut after {boundary}: {line.events[boundary - 1][:60]}"
        assert run.state == "done", where
        verified = Verification.objects.values_list("professional_id", flat=True)
        assert (len(verified), len(set(verified))) == (number, number), where
        assert run.items.get().passed == 1, where
        assert Event.objects.filter(action="batch.county_done").count() == number, where
        assert Event.objects.filter(action="batch.finished").count() == number, where
    assert BatchRun.objects.count() == 1
