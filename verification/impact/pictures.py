"""What a trial found, in one sentence, in bars, and with the address of the people behind each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rules.labels import LINES as LINE_NAMES
from ui.charts import Bar, Part
from ui.formatting import number_text, percent_text
from verification.impact.exports import named, titles
from verification.impact.queries import GROUPINGS, Counts, LineCount, by, by_line, whole_of
from verification.models import ImpactRun

DIRECTION_NAMES = {
    "to_fail": gettext_lazy("From pass to fail"),
    "to_pass": gettext_lazy("From fail to pass"),
    "otherwise": gettext_lazy("Covered otherwise"),
}


@dataclass(frozen=True)
class Row:
    name: str
    counts: Counts
    bar: Bar
    """Who would fall out, beside who would come in: all of a page on one scale."""
    to_fail_url: str
    to_pass_url: str


@dataclass(frozen=True)
class LineRow:
    name: str
    count: LineCount
    bar: Bar
    to_fail_url: str
    to_pass_url: str


@dataclass(frozen=True)
class Picture:
    run: ImpactRun
    whole: Counts
    groups: Sequence[tuple[str, str, Sequence[Row]]]
    """Key, title, rows."""
    lines: Sequence[LineRow]

    @property
    def changes(self) -> int:
        return self.whole.to_fail + self.whole.to_pass + self.whole.otherwise

    @property
    def sentence(self) -> str:
        told = {
            "people": number_text(self.whole.people),
            "to_fail": number_text(self.whole.to_fail),
            "to_pass": number_text(self.whole.to_pass),
        }
        if not self.changes:
            return _("Of %(people)s years judged, not one would end otherwise.") % told
        return (
            _("Of %(people)s years judged, %(to_fail)s would fail instead of pass, %(to_pass)s pass instead of fail.")
            % told
        )

    @property
    def shares(self) -> str:
        people = max(self.whole.people, 1)
        return _("%(before)s pass by the rules in force, %(after)s by the draft.") % {
            "before": percent_text(self.whole.passing_before / people),
            "after": percent_text(self.whole.passing_after / people),
        }

    @property
    def bars(self) -> list[tuple[str, str, Bar]]:
        people = max(self.whole.people, 1)
        told = (
            (_("By the rules in force"), self.whole.passing_before),
            (_("By the draft"), self.whole.passing_after),
        )
        return [(name, number_text(count), Bar([Part(name, count, "passed")], people)) for name, count in told]

    @property
    def otherwise_url(self) -> str:
        return people_url(self.run, "otherwise")


def people_url(run: ImpactRun, direction: str, **criteria: object) -> str:
    query = urlencode({"direction": direction, **criteria})
    return f"{reverse('impact:people', args=[run.pk])}?{query}"


def picture_of(run: ImpactRun) -> Picture:
    groups = []
    for grouping in GROUPINGS:
        found = named(grouping, by(run, grouping))
        scale = max([one.to_fail + one.to_pass for _name, one in found] + [1])
        groups.append((grouping, titles()[grouping], [_row(run, grouping, *one, scale) for one in found]))
    lines = by_line(run)
    scale = max([one.to_fail + one.to_pass for one in lines] + [1])
    return Picture(run, whole_of(run), groups, [_line(run, one, scale) for one in lines])


def _row(run: ImpactRun, grouping: str, name: str, one: Counts, scale: int) -> Row:
    where = {grouping: one.key}
    bar = _bar(one.to_fail, one.to_pass, scale)
    return Row(name, one, bar, people_url(run, "to_fail", **where), people_url(run, "to_pass", **where))


def _line(run: ImpactRun, one: LineCount, scale: int) -> LineRow:
    bar = _bar(one.to_fail, one.to_pass, scale)
    urls = (people_url(run, direction, line=one.line) for direction in ("to_fail", "to_pass"))
    return LineRow(str(LINE_NAMES[one.line]), one, bar, *urls)


def _bar(to_fail: int, to_pass: int, scale: int) -> Bar:
    parts = [
        Part(str(DIRECTION_NAMES["to_fail"]), to_fail, "short"),
        Part(str(DIRECTION_NAMES["to_pass"]), to_pass, "passed"),
    ]
    return Bar(parts, scale)
