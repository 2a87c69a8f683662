"""The draw, as anyone may repeat it."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from verification.spotchecks.drawing import ListedCase, draw, draw_number, hash_of, published_list
from verification.spotchecks.services import sample_size

SCRIPT = Path(__file__).resolve().parents[3] / "docs" / "draw_spot_check.py"
SEED = hash_of("a checkpoint")


def some_list(random: Random) -> list[ListedCase]:
    employers = random.randint(1, 12)
    return [
        ListedCase(f"2025-7-{serial:05d}", str(random.randint(1, employers)), random.choice((1, 2)))
        for serial in range(1, random.randint(1, 120))
    ] or [ListedCase("2025-7-00001", "1")]


@pytest.mark.parametrize(("reviewed", "sample"), [(137, 28), (5, 1), (3, 1), (1, 1), (6, 2)])
def test_sample_is_as_large_as_the_rule_book_says(reviewed: int, sample: int) -> None:
    """H29."""
    assert sample_size(reviewed) == sample


@pytest.mark.parametrize("number", range(40))
def test_whatever_the_list_the_draw_keeps_its_promises(number: int) -> None:
    random = Random(number)
    cases = some_list(random)
    size, seed = sample_size(len(cases)), hash_of(str(number))
    drawn = draw(cases, size=size, seed=seed)

    assert len(drawn) == size >= 0.2 * len(cases)
    shuffled = random.sample(cases, len(cases))
    assert draw(shuffled, size=size, seed=seed) == drawn  # nor does the order of the list matter
    employer_of = {case.number: case.employer for case in cases}
    taken = Counter(employer_of[each] for each in drawn)
    lots: Counter[str] = Counter()
    for case in cases:
        lots[case.employer] += case.lots
    if len(lots) <= size:
        assert set(taken) == set(lots)  # every employer has at least one
    else:
        assert max(taken.values()) == 1
    if len(lots) <= size and sum(max(1, size * own // lots.total()) for own in lots.values()) <= size:
        assert all(taken[each] >= size * own // lots.total() for each, own in lots.items())


def test_every_case_can_be_drawn_and_a_clean_employer_less_often() -> None:
    cases = [ListedCase(f"c{serial:02d}", f"e{serial}", 1 if serial < 10 else 2) for serial in range(20)]
    how_often: Counter[str] = Counter()
    for number in range(400):
        how_often.update(draw(cases, size=4, seed=hash_of(str(number))).keys())

    assert {case.number for case in cases} == set(how_often)
    clean = sum(how_often[case.number] for case in cases if case.lots == 1)
    assert 0.3 < clean / how_often.total() < 0.42  # a third of the lots; without putting back a little more


def test_draw_number_is_the_lowest_of_the_lots() -> None:
    one, two = ListedCase("a", "1", 1), ListedCase("a", "1", 2)

    assert draw_number(SEED, one) == hash_of(f"{SEED}|a|1")
    assert draw_number(SEED, two) == min(hash_of(f"{SEED}|a|1"), hash_of(f"{SEED}|a|2"))
    assert draw_number(SEED, one) != draw_number(hash_of("another"), one)


def test_published_script_draws_the_same_with_nothing_but_python(tmp_path: Path) -> None:
    cases = some_list(Random(11))
    text = published_list(cases)
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode())

    told = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), str(path), SEED], capture_output=True, text=True, check=True
    ).stdout.split("\n")

    assert told[0] == f"list {hash_of(text)}"
    drawn = draw(cases, size=sample_size(len(cases)), seed=SEED)
    assert told[1:-1] == [f"{case} {number}" for case, number in drawn.items()]
