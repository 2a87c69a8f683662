"""Counts that many processes share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ui.limits import Rule, allowance
from ui.models import Tally

pytestmark = pytest.mark.usefixtures("one_stretch_of_time")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_take_what_is_allowed_and_no_more(race: Callable[..., list[Any]]) -> None:
    asked = allowance(Rule("address", "x", 100, 60), Rule("number", "1", 3, 60))

    taken = race(*[asked.take] * 8)

    assert sorted(taken) == [False] * 5 + [True] * 3
    assert set(Tally.objects.values_list("count", flat=True)) == {3}, "who was refused has used up nothing"
    asked.give_back()
    assert sorted(race(*[asked.take] * 4)) == [False] * 3 + [True]


@pytest.mark.django_db
def test_refused_at_ones_own_rule_one_uses_up_nothing_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(address: str, times: int = 1) -> bool:
        return allowance(Rule("address", address, 2, 60), Rule("series", "44", 5, 3600)).take(times)

    assert [ask("a") for _ in range(4)] == [True, True, False, False]
    assert [ask("b", 2), ask("c", 2), ask("c")] == [True, False, True]
    assert not ask("d"), "the series is used up, by those who were let through"

    monkeypatch.setattr("ui.limits._now", lambda: 1_800_000_060)
    assert not ask("a"), "another minute, and the same hour"
    monkeypatch.setattr("ui.limits._now", lambda: 1_800_003_600)
    assert ask("a")
    assert Tally.objects.count() == 2, "counts that have ended are swept"
