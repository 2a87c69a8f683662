"""A batch as its page shows it: in one sentence, in one bar, and county by county."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from people.models import Division, User
from people.models.divisions import CODE_LENGTH
from rules.labels import LINES as LINE_NAMES
from ui.charts import Bar, Part
from ui.formatting import date_time_text
from ui.parts import Hand, Step, steps
from verification.batch.services import COUNTED, is_stuck
from verification.enums import BatchState, ItemState
from verification.models import LINES, BatchItem, BatchRun, Hold

BADGES = {ItemState.WAITING: "excluded", ItemState.DONE: "counted", ItemState.HELD: "held"}
RUN_BADGES = {
    BatchState.DRY: "waiting",
    BatchState.TRIED: "warned",
    BatchState.RUNNING: "waiting",
    BatchState.DONE: "counted",
    BatchState.DISCARDED: "excluded",
}


@dataclass(frozen=True)
class Figures:
    """Of one county, or of all together. Everybody stands in exactly one of the four groups."""

    people: int
    passed: int
    waiting: int
    short: int
    rest: int
    """Under review or day rules, without a rule set, not yet worked on."""

    @property
    def bar(self) -> Bar:
        parts = [Part(label, amount, fill) for label, amount, fill in self.told]
        return Bar(parts, max(self.people, 1))

    @property
    def told(self) -> list[tuple[str, int, str]]:
        return [
            (pgettext("year-end", "passed"), self.passed, "passed"),
            (pgettext("year-end", "short"), self.short, "short"),
            (pgettext("year-end", "short, with records under review"), self.waiting, "waiting"),
        ]

    @property
    def words(self) -> str:
        comma = pgettext("between two facts", ", ")
        return comma.join(f"{label} {amount:,}" for label, amount, _fill in self.told if amount)


def figures_of(counts: Mapping[str, int]) -> Figures:
    """Whoever has not passed and is under rules that verify by themselves is short of something."""
    people = counts["people"]
    passed = counts["passed"] + counts["passed_before"]
    elsewhere = counts["otherwise"] + counts["unruled"]
    short = max(people - passed - elsewhere, 0)
    waiting = min(counts["waiting"], short)
    return Figures(people, passed, waiting, short - waiting, elsewhere)


@dataclass(frozen=True)
class County:
    item: BatchItem
    name: str
    hold: Hold | None = None

    @property
    def figures(self) -> Figures:
        return figures_of({name: getattr(self.item, name) for name in COUNTED})

    @property
    def was_counted(self) -> bool:
        return self.item.worked_at is not None

    @property
    def badge_state(self) -> str:
        return BADGES[ItemState.HELD if self.hold else ItemState(self.item.state)]

    @property
    def state_label(self) -> str:
        return str(ItemState(ItemState.HELD if self.hold else self.item.state).label)

    @property
    def words(self) -> str:
        if self.hold:
            return _("%(who)s, %(when)s: %(reason)s") % {
                "who": self.hold.set_by or _("the system"),
                "when": date_time_text(self.hold.set_at),
                "reason": self.hold.reason,
            }
        return self.figures.words


@dataclass
class Picture:
    run: BatchRun
    counties: list[County]
    whole: Figures
    short: list[tuple[str, str, int]] = field(default_factory=list)
    """Line, its name, how many lack it; one person may lack several."""
    without_hours: int = 0
    otherwise: int = 0
    unruled: int = 0
    held_everywhere: Hold | None = None
    is_stuck: bool = False

    @property
    def is_working(self) -> bool:
        return self.run.state in (BatchState.DRY, BatchState.RUNNING) and not self.is_stuck

    @property
    def left_over(self) -> int:
        """Counties that a batch which is done could not work on: each failed again and again, and was set aside."""
        if self.run.state != BatchState.DONE:
            return 0
        return sum(county.item.state == ItemState.WAITING for county in self.counties)

    @property
    def badge_state(self) -> str:
        return RUN_BADGES[BatchState(self.run.state)]

    @property
    def done(self) -> int:
        """Counties worked on in the part that is under way."""
        if self.run.state == BatchState.DRY:
            return sum(county.was_counted for county in self.counties)
        return sum(county.item.state != ItemState.WAITING for county in self.counties)

    @property
    def sentence(self) -> str:
        told = {"passed": f"{self.whole.passed:,}", "people": f"{self.whole.people:,}"}
        if self.run.state == BatchState.TRIED:
            return _("%(passed)s of %(people)s people would pass.") % told
        if self.run.state == BatchState.DONE:
            return _("%(passed)s of %(people)s people have passed.") % told
        total = len(self.counties)
        words = ngettext("%(done)s of %(total)s county", "%(done)s of %(total)s counties", total)
        return words % {"done": self.done, "total": total}

    @property
    def steps(self) -> list[Step]:
        labels = (_("Try out"), _("Second person confirms"), _("Carry out"), _("Report"))
        place = {BatchState.DRY: 0, BatchState.TRIED: 1, BatchState.RUNNING: 2, BatchState.DONE: 3}
        return steps(labels, place.get(BatchState(self.run.state), 0))

    def hands(self, *, may_confirm: bool) -> list[Hand]:
        return [
            Hand(_("Tried out by"), date_time_text(self.run.started_at), signed_by=_signature(self.run.started_by)),
            _second_hand(self.run, may_confirm=may_confirm),
        ]


def _signature(person: User | None) -> str:
    return str(person or _("the system"))


def _second_hand(run: BatchRun, *, may_confirm: bool) -> Hand:
    if run.confirmed_at is not None:
        return Hand(_("Confirmed by"), date_time_text(run.confirmed_at), signed_by=_signature(run.confirmed_by))
    if may_confirm:
        return Hand(
            _("Confirmed by"), _("You may confirm it: somebody else tried it out."), empty=_("not yet confirmed")
        )
    note = _("By another person of the bureau or the one above. Who tried it out does not confirm it.")
    return Hand(_("Confirmed by"), note, empty=_("not yet confirmed"))


def picture_of(run: BatchRun) -> Picture:
    items = list(run.items.all())
    names = county_names(item.area for item in items)
    holds = {hold.area: hold for hold in Hold.objects.in_force().select_related("set_by")}
    counties = [County(item, names[item.area], _hold_over(item.area, holds)) for item in items]
    sums = run.items.aggregate(**{name: Sum(name, default=0) for name in COUNTED})
    return Picture(
        run,
        counties,
        figures_of(sums),
        short=[(line, str(LINE_NAMES[line]), sums[f"short_{line}"]) for line in LINES if sums[f"short_{line}"]],
        without_hours=sums["without_hours"],
        otherwise=sums["otherwise"],
        unruled=sums["unruled"],
        held_everywhere=_hold_over(run.area, holds),
        is_stuck=is_stuck(run),
    )


def _hold_over(area: str, holds: Mapping[str, Hold]) -> Hold | None:
    around = ("", area[:2], area[:4], area)
    return next((holds[each] for each in around if each in holds), None)


def area_names(areas: Iterable[str]) -> dict[str, str]:
    """海珠区; 广州市 with all its districts."""
    wanted = set(areas)
    divisions = Division.objects.filter(code__in=[_code(area) for area in wanted], valid_to=None)
    known = {division.code: division.local_name for division in divisions}
    return {area: known.get(_code(area), area) if area else _("Everywhere") for area in wanted}


def county_names(areas: Iterable[str]) -> dict[str, str]:
    """As the lines of a batch are called: what stands under the city itself are its own employers, 广州市直属单位."""
    return {
        area: name if len(area) == CODE_LENGTH else _("%(division)s, its own employers") % {"division": name}
        for area, name in area_names(areas).items()
    }


def _code(area: str) -> str:
    return area.ljust(CODE_LENGTH, "0")
