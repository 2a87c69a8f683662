"""Many people judged twice: by the rules in force and by the draft, through the same reading and the same question as
the ledger (`records.ledger`)."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from people.bulk import insert_all, made
from policies.drafts import DraftShelf, draft_shelf
from records.enums import Outcome
from records.ledger.judging import Figures, figures_of, judge_figures, judge_figures_by, judge_person_year
from records.ledger.reading import Recorded, read_records_of
from records.ledger.standing import Career, Standing, careers_of
from verification.models import ImpactChange, ImpactRun

COUNTED = ("people", "passing_before", "passing_after", "to_fail", "to_pass", "otherwise")


class Judged(NamedTuple):
    """One person in one year."""

    person: int
    year: int
    standing: Standing
    """Under the rules in force."""
    ruleset_after: str
    before: Figures
    after: Figures

    @property
    def counts(self) -> tuple[int, ...]:
        """In the order of COUNTED."""
        was, becomes = self.before.outcome, self.after.outcome
        to_fail, to_pass = (was, becomes) == ("pass", "fail"), (was, becomes) == ("fail", "pass")
        otherwise = was != becomes and not (to_fail or to_pass)
        return 1, int(was == Outcome.PASS), int(becomes == Outcome.PASS), int(to_fail), int(to_pass), int(otherwise)

    @property
    def lines(self) -> list[str]:
        """Which make the difference."""
        missing = self.after.short if self.before.outcome == Outcome.PASS else self.before.short
        return [line for line, hours in missing.items() if hours > 0]


@lru_cache(maxsize=4)
def shelf_of(text: str) -> DraftShelf:
    return draft_shelf(text)


def judged(run: ImpactRun, people: Collection[int]) -> Iterator[Judged]:
    """Whoever was at work in the area that year. A fixed number of queries, however many people."""
    draft = shelf_of(run.draft.text)
    records = read_records_of(people)
    careers = careers_of(people)
    grounds = next(iter(careers.values())).grounds.under(draft.shelf) if careers else None
    for number, career in careers.items():
        assert grounds is not None
        new_career = career._replace(grounds=grounds)
        for year in range(run.first_year, run.last_year + 1):
            found = _judged(career, new_career, year, records.get(number, []), draft)
            if found.standing.employer_id is not None and found.standing.area.startswith(run.area):
                yield found


def _judged(old: Career, new: Career, year: int, records: list[Recorded], draft: DraftShelf) -> Judged:
    standing, judgement = judge_person_year(old, year, records, by=judge_figures)
    before = after = figures_of(judgement, year)
    becomes = new.standing_in(year, makes_up=any(one.question.get("makeup_for") == year for one in records))
    ruleset = becomes.ruleset
    # Under a rule set that the draft does not touch, the answer is the same: it was read from the same file.
    if ruleset in draft.touched or ruleset != standing.ruleset:
        _standing, judgement = judge_person_year(new, year, records, by=judge_figures_by(draft.shelf))
        after = figures_of(judgement, year)
    return Judged(old.professional_id, year, standing, ruleset, before, after)


TALLY = f"""
    INSERT INTO verification_impacttally (run_id, part, year, city, industry, title_level, {", ".join(COUNTED)})
    SELECT %(run)s, %(part)s, * FROM unnest(
        %(year)s::int[], %(city)s::text[], %(industry)s::text[], %(title_level)s::text[],
        {", ".join(f"%({name})s::int[]" for name in COUNTED)}
    )
    ON CONFLICT (run_id, part, year, city, industry, title_level) DO UPDATE SET
        {", ".join(f"{name} = verification_impacttally.{name} + excluded.{name}" for name in COUNTED)}
"""  # noqa: S608 - names of columns, none of them from outside


def judge_all(run: ImpactRun, part: int, people: Collection[int]) -> int:
    """In the transaction of its step: what is counted and who changes. How many change."""
    counts: Counter[tuple[int, str, str, str, str]] = Counter()
    changes = []
    was_collecting = gc.isenabled()
    gc.disable()  # as in records.ledger.computing
    try:
        for one in judged(run, people):
            group = (one.year, one.standing.area[:4], one.standing.industry, one.standing.title_level)
            for name, count in zip(COUNTED, one.counts, strict=True):
                counts[(*group, name)] += count
            if one.before.outcome != one.after.outcome:
                changes.append(_change(run, one))
    finally:
        if was_collecting:
            gc.enable()
    _write_tallies(run, part, counts)
    insert_all(changes)
    return len(changes)


def _write_tallies(run: ImpactRun, part: int, counts: Counter[tuple[int, str, str, str, str]]) -> None:
    groups = sorted({key[:-1] for key in counts})
    if not groups:
        return
    years, cities, industries, levels = map(list, zip(*groups, strict=True))
    told: dict[str, object] = {"run": run.pk, "part": part}
    told |= {"year": years, "city": cities, "industry": industries, "title_level": levels}
    told |= {name: [counts[(*group, name)] for group in groups] for name in COUNTED}
    with connection.cursor() as cursor:
        cursor.execute(TALLY, told)  # type: ignore[arg-type]


def _change(run: ImpactRun, one: Judged) -> ImpactChange:
    return made(
        ImpactChange,
        run=run,
        professional_id=one.person,
        year=one.year,
        area=one.standing.area,
        industry=one.standing.industry,
        title_level=one.standing.title_level,
        before=one.before.outcome,
        after=one.after.outcome,
        ruleset_before=one.standing.ruleset,
        ruleset_after=one.ruleset_after,
        lines=one.lines,
        short_before=_told(one.before),
        short_after=_told(one.after),
    )


def _told(figures: Figures) -> dict[str, str]:
    return {line: format(Decimal(hours), "f") for line, hours in figures.short.items() if hours > 0}
