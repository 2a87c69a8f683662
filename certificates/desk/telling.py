"""A desk, a register and an issue as their pages show them: in a sentence, in a bar, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certificates.desk.queries import FILLS, GROUPS
from certificates.enums import RunState
from certificates.issuing.runs import SeriesRoom, is_second_person, is_stuck, left_of, series_room
from certificates.models import IssueRun
from jobs.queries import error_of
from ui.charts import Bar, Part
from ui.formatting import date_time_text, number_text
from ui.parts import Hand, Step, steps

RUN_BADGES = {
    RunState.DRY: "warned",
    RunState.RUNNING: "waiting",
    RunState.DONE: "counted",
    RunState.DISCARDED: "excluded",
}


@dataclass(frozen=True)
class Tab:
    group: str
    label: str
    count: int
    is_shown: bool
    query: str


class Groups:
    """Everybody whose year stands is in exactly one."""

    def __init__(self, counts: dict[str, int], asked: str, query: QueryDict) -> None:
        self.counts = counts
        self.shown = asked if asked in counts else next((name for name in counts if counts[name]), next(iter(counts)))
        self.tabs = [
            Tab(name, str(GROUPS[name]), count, name == self.shown, _with(query, name))
            for name, count in counts.items()
        ]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def bar(self) -> Bar:
        parts = [Part(str(GROUPS[name]), count, FILLS[name]) for name, count in self.counts.items()]
        return Bar(parts, max(self.total, 1))

    @property
    def words(self) -> str:
        comma = pgettext("between two facts", ", ")
        return comma.join(f"{GROUPS[name]} {number_text(count)}" for name, count in self.counts.items() if count)


def _with(query: QueryDict, group: str) -> str:
    asked = query.copy()
    asked["group"] = group
    asked.pop("page", None)
    return asked.urlencode()


@dataclass(frozen=True)
class Gaps:
    """The register in one sentence: every number that was given stands in it."""

    given: int
    valid: int
    replaced: int
    void: int

    @classmethod
    def of(cls, tally: dict[str, int]) -> Gaps:
        return cls(**tally)


@dataclass
class RunPicture:
    run: IssueRun
    ready_now: int
    room: SeriesRoom
    may_run: bool
    may_confirm: bool

    @property
    def is_stuck(self) -> bool:
        return is_stuck(self.run)

    @property
    def error(self) -> str:
        return error_of(self.run.job) if self.run.job else ""

    @property
    def is_working(self) -> bool:
        return self.run.state == RunState.RUNNING and not self.is_stuck

    @property
    def badge_state(self) -> str:
        return RUN_BADGES[RunState(self.run.state)]

    @property
    def total(self) -> int:
        """To how many it goes while it works: what it has issued, and what is left."""
        return self.run.issued + self.ready_now

    @property
    def sentence(self) -> str:
        told = {"ready": number_text(self.ready_now), "issued": number_text(self.run.issued)}
        if self.run.state == RunState.DRY:
            return _("%(ready)s certificates would be issued.") % told
        if self.run.state == RunState.RUNNING:
            return _("%(issued)s of %(total)s certificates are issued.") % (told | {"total": number_text(self.total)})
        if self.run.state == RunState.DONE:
            return _("%(issued)s certificates were issued.") % told
        return _("Nothing was issued.")

    @property
    def steps(self) -> list[Step]:
        labels = (_("Try out"), _("Second person confirms"), pgettext("step of an issue", "Issue"), _("Done"))
        place = {RunState.DRY: 1, RunState.RUNNING: 2, RunState.DONE: 3}
        return steps(labels, place.get(RunState(self.run.state), 0))

    @property
    def hands(self) -> list[Hand]:
        run = self.run
        first = Hand(_("Tried out by"), date_time_text(run.started_at), signed_by=str(run.started_by or ""))
        role, empty = _("Confirmed by"), _("not yet confirmed")
        if run.confirmed_at is not None:
            return [first, Hand(role, date_time_text(run.confirmed_at), signed_by=str(run.confirmed_by))]
        if self.may_confirm:
            return [first, Hand(role, _("You may confirm it: somebody else tried it out."), empty=empty)]
        note = _("By another person of the bureau or the one above. Who tried it out does not confirm it.")
        return [first, Hand(role, note, empty=empty)]

    @property
    def facts(self) -> list[tuple[Any, Any]]:
        return [
            (_("When it was tried out"), number_text(self.run.expected)),
            (_("Their employers had not confirmed"), number_text(self.run.unconfirmed)),
        ]


def picture_of(run: IssueRun, actor: Any, *, may_run: bool) -> RunPicture:
    is_open = run.state in (RunState.DRY, RunState.RUNNING)
    ready = left_of(run) if is_open else 0
    room = series_room(run.issuer, run.study_year, wanted=ready)
    may_confirm = may_run and is_second_person(actor, run) and run.state == RunState.DRY and room.fits
    return RunPicture(run, ready, room, may_run, may_confirm)
