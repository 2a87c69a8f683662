"""Whatever a life was like, the ledger says what the rule books say of every record of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from records.ledger.services import differences, refresh_ledger
from records.models import LearningRecord, LedgerYear
from tests.records.ledger.lives import YEARS, credits_of, lives, planted, reckoned, told_by_ledger

many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


class TestLedgerOfAnyLife(TestCase):
    @many
    @given(lives())
    def test_is_what_the_rule_books_say(self, life: dict[str, Any]) -> None:
        person = planted(life)

        refresh_ledger([person.pk], years=YEARS)

        rows = {row.study_year: row for row in LedgerYear.objects.filter(professional=person)}
        expected = reckoned(person)
        in_all: dict[str, Decimal] = {}
        for year in YEARS:
            answer, row = expected[year], rows[year]
            assert row.ruleset == answer.get("ruleset", ""), year
            if answer:
                wanted = {name: answer[name] for name in ("required", "counted", "shortfall", "outcome")}
                assert told_by_ledger(row) == wanted, year
            credited = credits_of(answer, year)
            assert {name: Decimal(hours) for name, hours in row.credits.items()} == credited, year
            for name, hours in credited.items():
                in_all[name] = in_all.get(name, Decimal(0)) + hours
        for record in LearningRecord.objects.filter(professional=person):
            assert record.credited_hours == in_all.get(str(record.pk), 0)

    @many
    @given(lives())
    def test_a_second_time_nothing_changes(self, life: dict[str, Any]) -> None:
        person = planted(life)
        refresh_ledger([person.pk])
        computed = list(LedgerYear.objects.order_by("pk").values())

        assert differences([person.pk]) == []
        assert refresh_ledger([person.pk]) == []
        assert list(LedgerYear.objects.order_by("pk").values()) == computed

    @many
    @given(lives())
    def test_rows_are_there_for_every_year_in_which_something_counts(self, life: dict[str, Any]) -> None:
        person = planted(life)

        refresh_ledger([person.pk])

        kept = set(LedgerYear.objects.filter(professional=person).values_list("study_year", flat=True))
        counted = {year for year, answer in reckoned(person).items() if credits_of(answer, year)}
        assert counted <= kept

    @many
    @given(lives())
    def test_order_of_recognition_does_not_matter(self, life: dict[str, Any]) -> None:
        person = planted(life)
        records = list(LearningRecord.objects.filter(professional=person).order_by("pk"))
        LearningRecord.objects.filter(professional=person).update(state="submitted", recognized_on=None)
        for record in reversed(records):
            LearningRecord.objects.filter(pk=record.pk).update(state="recognized", recognized_on=record.ended_on)
            refresh_ledger([person.pk])

        assert differences([person.pk]) == []
