"""Two calls of one feed at the same moment, and two feeds about one person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from people.models import Professional
from records.models import FeedRow, FeedSource, LearningRecord, LedgerYear
from tests.factories import FeedSourceFactory
from tests.records.feeds.conftest import row, take, verdicts

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def test_identical_calls_at_once_take_every_row_once(feed: FeedSource, race: Callable[..., list[Any]]) -> None:
    rows = [row(f"r-{number}", course_code=f"C{number}") for number in range(50)]

    answers = race(*(lambda: take(feed, *rows) for _ in range(3)))

    assert sorted({tuple(set(verdicts(answer))) for answer in answers}) == [("taken",), ("unchanged",)]
    assert LearningRecord.objects.count() == FeedRow.objects.count() == 50


def test_two_feeds_about_one_person_are_counted_one_after_the_other(
    feed: FeedSource, person: Professional, race: Callable[..., list[Any]]
) -> None:
    other = FeedSourceFactory()

    race(lambda: take(feed, row(course_code="A", hours=10)), lambda: take(other, row(course_code="B", hours=7)))

    assert LedgerYear.objects.get(professional=person, study_year=2026).counted_public == 17
