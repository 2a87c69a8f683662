"""The figures behind the dashboard: a fixed number of queries over the tallies, however many people there are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, Left, TruncWeek
from django.utils import timezone

from approvals.enums import By
from approvals.models import Step
from audit.actors import Actor
from verification.dashboard.forecasting import EarlierYear, Forecast, forecast
from verification.dashboard.scope import Scope
from verification.models import LINES, AreaTally, DoneTally, TalliedArea, YearTally

EMPLOYERS = 10
"""Named on the page: those of whose people the most are missing. The file names all."""
YEARS_BEFORE = 2
ONE_WEEK = datetime.timedelta(weeks=1)
AGES = (3, 7, 14, 30)
"""Days up to which something has waited; the last column has what waits longer."""
SUMS = ("people", "done", "verified", "unruled", "untouched", "near", "waiting", *(f"short_{line}" for line in LINES))


@dataclass(frozen=True)
class Tally:
    """Of the whole, or of one part of it."""

    people: int = 0
    done: int = 0
    verified: int = 0
    unruled: int = 0
    untouched: int = 0
    near: int = 0
    waiting: int = 0
    short_total: int = 0
    short_public: int = 0
    short_specialty: int = 0
    short_mandatory: int = 0
    short_elective: int = 0

    @property
    def ruled(self) -> int:
        """Who has something to meet."""
        return self.people - self.unruled

    @property
    def to_come(self) -> int:
        return self.ruled - self.done

    @property
    def share(self) -> float:
        return self.done / self.ruled if self.ruled else 0.0

    def short(self, line: str) -> int:
        count: int = getattr(self, f"short_{line}")
        return count


@dataclass(frozen=True)
class Named:
    key: Any
    name: str
    tally: Tally


@dataclass(frozen=True)
class Waiting:
    """What lies with bodies of one kind, by how long it has lain there."""

    by: By
    ages: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.ages)


@dataclass(frozen=True)
class Board:
    scope: Scope
    year: int
    industry: str
    today: datetime.date
    whole: Tally
    parts: Sequence[Named]
    """Keys are digits of areas."""
    employers: Sequence[Named]
    industries: Sequence[Named]
    months: Mapping[int, Mapping[str, Sequence[int]]]
    """By year and part, how many came to be done in each month; "" is the whole."""
    weeks: Sequence[tuple[datetime.date, int]]
    """Mondays of the year, with how many came to be done in the week; until today."""
    people_of: Mapping[int, int]
    """Of that year, who had something to meet."""
    done_by_today: Mapping[int, int]
    """By the same day of each year."""
    waiting: Sequence[Waiting]
    stuck_parts: Mapping[str, int]
    """Where what waits the longest lies."""
    counted_at: datetime.datetime | None

    @property
    def is_this_year(self) -> bool:
        return self.year == self.today.year

    def curve(self, year: int, part: str = "", people: int | None = None) -> list[float | None]:
        """Share done by the end of each month; nothing after today."""
        whole = self.people_of.get(year, 0) if people is None else people
        counts, done, found = self.months.get(year, {}).get(part), 0, list[float | None]()
        for month in range(1, 13):
            if counts is None or not whole or (year, month) > (self.today.year, self.today.month):
                found.append(None)
            else:
                done += counts[month - 1]
                found.append(round(100 * min(done / whole, 1), 1))
        return found

    def share_on_this_day(self, year: int) -> float | None:
        people = self.people_of.get(year, 0)
        return self.done_by_today.get(year, 0) / people if people else None

    @property
    def forecast(self) -> Forecast | None:
        if not self.is_this_year or not self.whole.ruled:
            return None
        earlier = []
        for year in range(self.year - YEARS_BEFORE, self.year):
            people, same_day = self.people_of.get(year, 0), self.share_on_this_day(year)
            if people and same_day is not None:
                at_end = sum(self.months.get(year, {}).get("", ())) / people
                earlier.append(EarlierYear(year, same_day, at_end))
        return forecast(self.whole.share, self.today, self.year, earlier)


def board_of(scope: Scope, year: int, industry: str, *, actor: Actor) -> Board:
    today = timezone.localdate()
    cells = _cells(scope, year)
    mine = [cell for cell in cells if cell["year"] == year]
    narrowed = [cell for cell in mine if not industry or cell["industry"] == industry]
    waiting, stuck = _waiting(scope, actor)
    counted = TalliedArea.objects.filter(scope.within("area"), year=year)
    months, done_by_today = _months(scope, year, industry, today)
    return Board(
        scope=scope,
        year=year,
        industry=industry,
        today=today,
        whole=_sum_of(narrowed),
        parts=_grouped(narrowed, "part") if scope.has_parts else (),
        employers=_employers_missing_most(scope, year, industry),
        industries=sorted(_grouped(mine, "industry"), key=lambda one: -one.tally.people),
        months=months,
        weeks=_weeks(scope, year, industry, today),
        people_of=_people_of(cells, industry),
        done_by_today=done_by_today,
        waiting=waiting,
        stuck_parts=stuck,
        counted_at=counted.aggregate(at=Min("counted_at"))["at"],
    )


Cell = dict[str, Any]
"""The sums of one year, part and industry."""


def _cells(scope: Scope, year: int) -> list[Cell]:
    """Everything but the employers, read once."""
    tallies = AreaTally.objects.filter(scope.within("area"), year__range=(year - YEARS_BEFORE, year))
    sums = {name: Sum(name, default=0) for name in SUMS}
    parts = tallies.annotate(part=Left("area", scope.part_length))
    return [{**cell} for cell in parts.values("year", "part", "industry").annotate(**sums).order_by()]


def _sum_of(cells: Iterable[Cell]) -> Tally:
    listed = list(cells)
    return Tally(**{name: sum(cell[name] for cell in listed) for name in SUMS})


def _grouped(cells: Sequence[Cell], by: str) -> list[Named]:
    keys = sorted({cell[by] for cell in cells})
    return [Named(key, "", _sum_of(cell for cell in cells if cell[by] == key)) for key in keys]


def _employers_missing_most(scope: Scope, year: int, industry: str) -> list[Named]:
    """First which they are, by their numbers alone; then their names and figures."""
    tallies = YearTally.objects.filter(scope.within("area"), year=year).exclude(employer=None)
    tallies = tallies.filter(industry=industry) if industry else tallies
    missing = Sum("people") - Sum("done") - Sum("unruled")
    first = tallies.values_list("employer_id").annotate(missing=missing).order_by("-missing", "-employer_id")
    return _named(_employers(tallies.filter(employer__in=[number for number, _missing in first[:EMPLOYERS]])))


def all_employers(scope: Scope, year: int, industry: str) -> list[Named]:
    tallies = YearTally.objects.filter(scope.within("area"), year=year)
    return _named(_employers(tallies.filter(industry=industry) if industry else tallies))


def _employers(tallies: QuerySet[YearTally]) -> Any:
    sums = {name: Sum(name, default=0) for name in SUMS}
    grouped = tallies.exclude(employer=None).values(key=F("employer_id"), name=F("employer__name")).annotate(**sums)
    return grouped.order_by(F("people") - F("done") - F("unruled"), "key").reverse()


def _named(rows: Any) -> list[Named]:
    return [Named(row["key"], row.get("name", ""), Tally(**{name: row[name] for name in SUMS})) for row in rows]


def _people_of(cells: Iterable[Cell], industry: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for cell in cells:
        if not industry or cell["industry"] == industry:
            found[cell["year"]] = found.get(cell["year"], 0) + cell["people"] - cell["unruled"]
    return found


def _months(
    scope: Scope, year: int, industry: str, today: datetime.date
) -> tuple[dict[int, dict[str, list[int]]], dict[int, int]]:
    """What was recognized after the year, within the days of grace, is told with its last month."""
    days = DoneTally.objects.filter(scope.within("area"), year__range=(year - YEARS_BEFORE, year))
    if industry:
        days = days.filter(industry=industry)
    same_day = Q()
    for each in range(year - YEARS_BEFORE, year + 1):
        same_day |= Q(year=each, day__lte=_same_day(today, each))
    counted = (
        days.annotate(part=Left("area", scope.part_length), month=ExtractMonth("day"), later=Q(day__year__gt=F("year")))
        .values_list("year", "part", "month", "later")
        .annotate(all=Sum("done"), early=Sum("done", filter=same_day, default=0))
        .order_by()
    )
    months: dict[int, dict[str, list[int]]] = {}
    by_today: dict[int, int] = {}
    for each, part, month, is_later, count, early in counted:
        place = 12 if is_later else month
        for name in dict.fromkeys(("", part)):
            months.setdefault(each, {}).setdefault(name, [0] * 12)[place - 1] += count
        by_today[each] = by_today.get(each, 0) + early
    return months, by_today


def _weeks(scope: Scope, year: int, industry: str, today: datetime.date) -> list[tuple[datetime.date, int]]:
    """What was recognized before or after the year is told with its first or last week."""
    days = DoneTally.objects.filter(scope.within("area"), year=year)
    if industry:
        days = days.filter(industry=industry)
    counted = days.annotate(week=TruncWeek("day")).values_list("week").annotate(done=Sum("done")).order_by()
    first, last = _monday(datetime.date(year, 1, 1)), _monday(min(datetime.date(year, 12, 31), today))
    found = {first + place * ONE_WEEK: 0 for place in range((last - first) // ONE_WEEK + 1)}
    for week, done in counted:
        if found:
            found[min(max(week, first), last)] += done
    return list(found.items())


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def _same_day(today: datetime.date, year: int) -> datetime.date:
    try:
        return today.replace(year=year)
    except ValueError:  # the 29th of February
        return datetime.date(year, 2, 28)


def waiting_steps(scope: Scope, *, actor: Actor) -> QuerySet[Step]:
    """Whatever waits in the area now, of whichever year; not what the system is about to do by itself."""
    return Step.objects.visible_to(actor).waiting().filter(scope.within("run__area")).exclude(by=By.SYSTEM)


def waited(place: int, now: datetime.datetime) -> Q:
    """Of one column: since when it waits."""
    found = Q()
    if place < len(AGES):
        found &= Q(since__gt=now - datetime.timedelta(days=AGES[place]))
    if place > 0:
        found &= Q(since__lte=now - datetime.timedelta(days=AGES[place - 1]))
    return found


def _waiting(scope: Scope, actor: Actor) -> tuple[list[Waiting], dict[str, int]]:
    now = timezone.now()
    columns = {f"age_{place}": Count("pk", filter=waited(place, now)) for place in range(len(AGES) + 1)}
    grouped = waiting_steps(scope, actor=actor).annotate(part=Left("run__area", scope.part_length))
    by_body: dict[str, list[int]] = {}
    stuck: dict[str, int] = {}
    for row in grouped.values("by", "part").annotate(**columns).order_by():
        ages = [int(row[name]) for name in columns]  # type: ignore[literal-required]
        known = by_body.setdefault(row["by"], [0] * len(ages))
        by_body[row["by"]] = [one + other for one, other in zip(known, ages, strict=True)]
        stuck[row["part"]] = stuck.get(row["part"], 0) + ages[-1]
    return [Waiting(By(by), by_body[by]) for by in By.values if by in by_body], stuck
