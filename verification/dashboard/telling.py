"""A dashboard in words and drawings: the sentence first, and every figure with the address of the people behind it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from policies.terms import CATEGORIES
from rules.labels import LINES as LINE_NAMES
from rules.places import is_chinese
from ui.charts import Bar, HeatRow, HeatTable, LineChart, Part, Series, Sparkline
from ui.formatting import number_text, percent_text
from ui.tasks_waiting import WaitingTask
from verification.batch.pictures import area_names, county_names
from verification.dashboard.exports import age_names, industry_name
from verification.dashboard.figures import AGES, YEARS_BEFORE, Board, Named, Tally
from verification.dashboard.forecasting import Forecast, Method
from verification.dashboard.scope import Scope
from verification.models import LINES

"""Lines that are a subject, with a mark of their own."""


@dataclass(frozen=True)
class ShortLine:
    line: str
    name: str
    category: str
    bar: Bar
    count: int
    share: str
    url: str


@dataclass(frozen=True)
class Row:
    """One area, employer or industry."""

    name: str
    url: str
    tally: Tally
    bar: Bar
    done_url: str
    to_come_url: str

    @property
    def share(self) -> str:
        return percent_text(self.tally.share)


class Picture:
    def __init__(self, board: Board, names: Mapping[str, str]) -> None:
        self.board = board
        self.whole = board.whole
        self._names = names
        """Of the area and its parts."""
        self.area_name = names[board.scope.area] if not board.scope.is_own else names["own"]

    # Words

    @property
    def sentence(self) -> SafeString:
        told = [self._how_many, self._compared, self._stuck]
        return format_html("{}{}{}", *told)

    @property
    def _how_many(self) -> SafeString:
        words = _("%(area)s: %(people)s people, %(done)s done (%(share)s), %(to_come)s still to come.")
        return format_html(
            words.replace("%(", "{").replace(")s", "}"),
            area=self.area_name,
            people=number_text(self.whole.ruled),
            done=_link(self.people_url("done"), number_text(self.whole.done)),
            share=percent_text(self.whole.share),
            to_come=_link(self.people_url("to_come"), number_text(self.whole.to_come)),
        )

    @property
    def _compared(self) -> str:
        before = self.board.share_on_this_day(self.board.year - 1)
        if not self.board.is_this_year or before is None:
            return ""
        points = round(100 * (self.whole.share - before))
        words = (
            ngettext(
                "%(points)d point more than on the same day last year.",
                "%(points)d points more than on the same day last year.",
                points,
            )
            if points >= 0
            else ngettext(
                "%(points)d point less than on the same day last year.",
                "%(points)d points less than on the same day last year.",
                -points,
            )
        )
        return _space() + words % {"points": abs(points)}

    @property
    def _stuck(self) -> SafeString | str:
        """Where most waits for too long: which body, how many, in which part."""
        late = max(self.board.waiting, key=lambda each: each.ages[-1], default=None)
        if late is None or not late.ages[-1]:
            return ""
        words = ngettext(
            "Most is stuck with this body: %(body)s. %(count)s matter has waited there for more than %(days)s days.",
            "Most is stuck with this body: %(body)s. %(count)s matters have waited there for more than %(days)s days.",
            late.ages[-1],
        )
        found = format_html(
            _space() + words.replace("%(", "{").replace(")s", "}"),
            body=late.by.label,
            count=_link(self.waiting_url(late.by, len(AGES)), number_text(late.ages[-1])),
            days=AGES[-1],
        )
        part = max(self.board.stuck_parts, key=lambda each: self.board.stuck_parts[each], default="")
        if not self.board.scope.has_parts or part not in self._names or len(self.board.stuck_parts) < 2:
            return found
        share = self.board.stuck_parts[part] / max(sum(self.board.stuck_parts.values()), 1)
        where = _("%(share)s of what waits longest lies in %(area)s.").replace("%(", "{").replace(")s", "}")
        linked = _link(self.part_url(part), self._part_name(part))
        return format_html("{}{}{}", found, _space(), format_html(where, share=percent_text(share), area=linked))

    # Addresses

    def _address(self, name: str, **more: object) -> str:
        asked = {"year": self.board.year, "area": self.board.scope.text, "industry": self.board.industry} | more
        return f"{reverse(f'dashboard:{name}')}?{urlencode(asked)}"

    def people_url(self, group: str, **more: object) -> str:
        return self._address("people", group=group, **more)

    def part_url(self, part: str) -> str:
        return self._address("board", area=self.board.scope.part(part).text)

    def waiting_url(self, by: str, age: int) -> str:
        return f"{reverse('dashboard:waiting')}?{urlencode({'area': self.board.scope.text, 'by': by, 'age': age})}"

    def _part_name(self, part: str) -> str:
        return self._names["own"] if part == self.board.scope.area else self._names.get(part, part)

    # Drawings

    @property
    def short_lines(self) -> list[ShortLine]:
        found = []
        for line in LINES:
            count = self.whole.short(line)
            if count:
                fill = line if line in CATEGORIES else "short"
                bar = Bar([Part(str(LINE_NAMES[line]), count, fill)], max(self.whole.ruled, 1))
                share = percent_text(count / max(self.whole.ruled, 1))
                category = line if line in CATEGORIES else ""
                url = self.people_url(f"short_{line}")
                found.append(ShortLine(line, str(LINE_NAMES[line]), category, bar, count, share, url))
        return sorted(found, key=lambda each: -each.count)

    @property
    def near_url(self) -> str:
        return self.people_url("near")

    @property
    def waiting_people_url(self) -> str:
        return self.people_url("waiting")

    @property
    def heat(self) -> HeatTable:
        rows = [
            HeatRow(
                str(each.by.label),
                each.ages,
                [self.waiting_url(each.by, place) if count else "" for place, count in enumerate(each.ages)],
            )
            for each in self.board.waiting
        ]
        return HeatTable(age_names(), shades=(1, 2, 2, 3, 4), rows=rows)

    @property
    def waiting_in_all(self) -> int:
        return sum(each.total for each in self.board.waiting)

    @property
    def multiples(self) -> list[tuple[str, str, Sparkline, str, str]]:
        """One small line a part, the curve of the whole area behind it."""
        common = _known(self.board.curve(self.board.year))
        found = []
        for part in self.board.parts:
            values = _known(self.board.curve(self.board.year, part.key, part.tally.ruled)) or [0.0] * len(common)
            points = round(100 * (part.tally.share - self.whole.share))
            line = Sparkline(values, common)
            found.append(
                (
                    self._part_name(part.key),
                    percent_text(part.tally.share),
                    line,
                    beside(points),
                    self.part_url(part.key),
                )
            )
        return found

    @property
    def multiples_columns(self) -> list[str]:
        return [_("Area"), _("Share completed"), _("Against the whole")]

    @property
    def chart(self) -> LineChart:
        board, series = self.board, list[Series]()
        for year in range(board.year - YEARS_BEFORE, board.year):
            curve = board.curve(year)
            if any(curve):
                series.append(Series(str(year), curve))
        name = f"{board.year} {percent_text(self.whole.share)}"
        series.append(Series(name, board.curve(board.year), is_now=True))
        if (forecast := board.forecast) and board.today.month < 12:
            ahead: list[float | None] = [None] * 12
            ahead[board.today.month - 1] = round(100 * self.whole.share, 1)
            for month in range(board.today.month + 1, 13):
                part = (month - board.today.month) / (12 - board.today.month)
                ahead[month - 1] = round(100 * (self.whole.share + part * (forecast.share - self.whole.share)), 1)
            label = pgettext("end of a line in a chart", "may be %(share)s")
            series.append(Series(label % {"share": percent_text(forecast.share)}, ahead, is_forecast=True))
        return LineChart(series, month_names(board.year), unit="%", top=100, right=88)

    @property
    def chart_label(self) -> str:
        return f"{self.area_name} {self.board.year}: {percent_text(self.whole.share)}. {self.forecast_words}"

    @property
    def forecast_words(self) -> str:
        """The figure with its band and how it was come by; or why there is none."""
        forecast = self.board.forecast
        if forecast is None:
            return "" if not self.board.is_this_year else _("It is too early in the year, or too late, to look ahead.")
        return f"{told_share(forecast)} {told_method(forecast)}"

    @property
    def months(self) -> list[tuple[str, int, Bar]]:
        """How many came to be done in each month of the year."""
        counts = self.board.months.get(self.board.year, {}).get("", [0] * 12)
        until = self.board.today.month if self.board.is_this_year else 12
        scale = max([*counts, 1])
        return [
            (name, count, Bar([Part(name, count, "passed")], scale))
            for name, count in zip(month_names(self.board.year)[:until], counts, strict=False)
        ]

    @property
    def weeks(self) -> list[tuple[str, int, Bar]]:
        """How many came to be done in each week, by its Monday."""
        scale = max([*(count for _monday, count in self.board.weeks), 1])
        return [
            (day_text(monday), count, Bar([Part(day_text(monday), count, "passed")], scale))
            for monday, count in self.board.weeks
        ]

    @property
    def parts(self) -> list[Row]:
        return [
            self._row(
                self._part_name(part.key),
                self.part_url(part.key),
                part.tally,
                area=self.board.scope.part(part.key).text,
            )
            for part in self.board.parts
        ]

    @property
    def employers(self) -> list[Row]:
        return [
            self._row(one.name, reverse("organizations:detail", args=[one.key]), one.tally, employer=one.key)
            for one in self.board.employers
        ]

    @property
    def industries(self) -> list[Row]:
        return [self._industry(one) for one in self.board.industries]

    def _industry(self, one: Named) -> Row:
        return self._row(industry_name(one.key), self._address("board", industry=one.key), one.tally, industry=one.key)

    def _row(self, name: str, url: str, tally: Tally, **narrower: object) -> Row:
        done = Part(pgettext("year-end", "passed"), tally.done, "passed")
        rest = Part(pgettext("year-end", "short"), tally.to_come, "short")
        return Row(
            name,
            url,
            tally,
            Bar([done, rest], max(tally.ruled, 1)),
            self.people_url("done", **narrower),
            self.people_url("to_come", **narrower),
        )

    @property
    def tasks(self) -> list[WaitingTask]:
        """What can be done now, the one that concerns most people first."""
        late = max(self.board.waiting, key=lambda each: each.ages[-1], default=None)
        offered = []
        if late is not None and late.ages[-1]:
            offered.append((late.ages[-1], self._late_task(late.by, late.ages[-1])))
        if self.whole.near:
            near = WaitingTask(
                name=_("Tell those who are short of one day"),
                url=self.people_url("near"),
                hint=_("At most 8 hours are missing; the list can be exported by employer."),
                state="warned",
                state_label=_people(self.whole.near),
            )
            offered.append((self.whole.near, near))
        if self.whole.untouched:
            untouched = WaitingTask(
                name=_("Ask after those without any hours"),
                url=self.people_url("untouched"),
                hint=_("Nothing of theirs was recognized this year."),
                state="warned",
                state_label=_people(self.whole.untouched),
            )
            offered.append((self.whole.untouched, untouched))
        tried = WaitingTask(
            name=_("Try out the year-end"),
            url=reverse("verification:batches"),
            hint=_("A dry run shows who would pass; it is carried out on December 31, confirmed by a second person."),
            state="excluded",
        )
        return [task for _count, task in sorted(offered, key=lambda each: -each[0])] + [tried]

    def _late_task(self, by: str, count: int) -> WaitingTask:
        return WaitingTask(
            name=_("Look at what has waited longest"),
            url=self.waiting_url(by, len(AGES)),
            hint=_("For more than %(days)d days") % {"days": AGES[-1]},
            state="warned",
            state_label=ngettext("%(count)s matter", "%(count)s matters", count) % {"count": number_text(count)},
        )


def _space() -> str:
    """Between two sentences."""
    return "" if is_chinese() else " "


def _people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": number_text(count)}


def _link(url: str, words: object) -> SafeString:
    return format_html('<a class="nowrap" href="{}">{}</a>', url, words)


def _known(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def beside(points: int) -> str:
    if points >= 0:
        words = ngettext("%(points)d point above the whole", "%(points)d points above the whole", points)
    else:
        words = ngettext("%(points)d point below the whole", "%(points)d points below the whole", -points)
    return words % {"points": abs(points)}


def day_text(day: datetime.date) -> str:
    return date_format(day, pgettext("format of a day in a year that is known", "j M"))


def month_names(year: int) -> list[str]:
    pattern = pgettext("format of a month below a chart", "M")
    return [date_format(datetime.date(year, month, 1), pattern) for month in range(1, 13)]


def told_share(forecast: Forecast) -> str:
    words = _("By December 31 it may be %(share)s, somewhere between %(low)s and %(high)s.")
    shares = {"share": forecast.share, "low": forecast.low, "high": forecast.high}
    return words % {name: percent_text(share) for name, share in shares.items()}


def told_method(forecast: Forecast) -> str:
    if forecast.method == Method.STRAIGHT_LINE:
        return _(
            "Reckoned from the pace of this year alone, in a straight line, since no earlier year is known here; the"
            " band is half as much and half as much again. A rush before the end of the year is not foreseen."
        )
    if len(forecast.years) == 1:
        words = _(
            "Reckoned from %(years)s: of those still missing on this day, the same part is done by the end; the band"
            " is a quarter of that either way."
        )
    else:
        words = _(
            "Reckoned from %(years)s: of those still missing on this day, the same part is done by the end as on"
            " average then; the band is as wide as these years differ."
        )
    return words % {"years": pgettext("between two facts", ", ").join(map(str, forecast.years))}


def picture_of(board: Board) -> Picture:
    scope = board.scope
    parts = {part.key for part in board.parts} | set(board.stuck_parts if scope.has_parts else ())
    names = area_names({scope.area, *parts})
    own = county_names([scope.area])[scope.area] if scope.area else _("Without an area")
    return Picture(board, names | {"own": own})


def area_choices(own: str, scope: Scope, parts: Sequence[str]) -> list[tuple[str, str]]:
    """The own area, the way down to what is shown, and its parts."""
    down = [scope.area[:length] for length in range(len(own), len(scope.area) + 1, 2)]
    names = area_names({own, *down, *parts})
    choices = [(area, names[area]) for area in dict.fromkeys([own, *down])]
    choices += [(part, names[part]) for part in parts if part not in (own, *down)]
    if scope.is_own:
        choices.append((scope.text, county_names([scope.area])[scope.area]))
    return choices
