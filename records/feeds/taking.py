"""One call of a feed: up to ten thousand rows, each with an outcome, in one transaction.

what came before    what the row says       outcome
------------------  ----------------------  -----------------------------------------------------
nothing             something               taken: a record, and the run of its chain
nothing             withdrawn               refused
a row               the same                unchanged
a row               something else          corrected; what people had decided is decided anew
a row               withdrawn               voided
whatever            what cannot be right    refused, in words; the other rows are taken all the same
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction

from approvals.chains import ChainStep
from approvals.matters import database_day, database_time
from audit.actors import Actor
from courses.models import Course
from jobs.collecting import collector_at_rest
from people.models import Employer, Professional
from records.enums import FeedKind, RecordState
from records.feeds import writing
from records.feeds.kinds import KINDS
from records.feeds.looking import Chains, Courses, People
from records.feeds.reading import SentRow, external_id_in, read_row
from records.feeds.refusals import Refusal, RowFault
from records.feeds.tokens import FeedEnded
from records.models import FeedCall, FeedRow, FeedSource, LearningRecord, RecordCorrection


class Verdict(StrEnum):
    TAKEN = "taken"
    UNCHANGED = "unchanged"
    CORRECTED = "corrected"
    VOIDED = "voided"
    REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    row: int
    """From 1, in the order of the call."""
    external_id: str | None
    verdict: Verdict
    record: LearningRecord | None = None
    refusal: Refusal | None = None


@dataclass
class RowAtHand:
    """A row that could be read, with what was found for it."""

    place: int
    row: SentRow
    known: FeedRow | None = None
    person: Professional | None = None
    employer: Employer | None = None
    course: Course | None = None
    chain: list[ChainStep] = field(default_factory=list)


@collector_at_rest()
@transaction.atomic
def take_rows(feed: FeedSource, given: Sequence[Any], *, actor: Actor) -> list[Outcome]:
    """Raises FeedEnded. Side effects, in order: the feed and the people concerned are locked; records, runs and rows;
    audit; ledgers; the call is noted."""
    locked = FeedSource.objects.locked().select_related("site").get(pk=feed.pk)
    today = database_day()
    if not locked.is_open_on(today):
        raise FeedEnded
    outcomes = _Call(locked, given, today, actor).outcomes()
    _note(locked, outcomes)
    return outcomes


def _note(feed: FeedSource, outcomes: Sequence[Outcome]) -> None:
    count = Counter(outcome.verdict for outcome in outcomes)
    refusals = Counter(outcome.refusal.code for outcome in outcomes if outcome.refusal)
    FeedCall.objects.create(
        feed=feed, refusals=dict(refusals), **{verdict.value: count[verdict] for verdict in Verdict}
    )
    feed.last_call_at = database_time()
    feed.save(update_fields=["last_call_at"])


class _Call:
    def __init__(self, feed: FeedSource, given: Sequence[Any], today: datetime.date, actor: Actor) -> None:
        self.feed, self.given, self.today, self.actor = feed, given, today, actor
        self.done: dict[int, Outcome] = {}
        self.new: list[RowAtHand] = []
        self.changed: list[RowAtHand] = []
        self.withdrawn: list[RowAtHand] = []

    def outcomes(self) -> list[Outcome]:
        at_hand = self._first_of_each(self._readable())
        self._recall(at_hand)
        to_do = [each for each in at_hand if not self._is_settled(each)]
        self._look_up(to_do)
        self._write()
        return [self.done[place] for place in range(len(self.given))]

    # Reading

    def _readable(self) -> list[RowAtHand]:
        read = []
        for place, given in enumerate(self.given):
            try:
                read.append(RowAtHand(place, read_row(given, self.feed.kind, today=self.today)))
            except RowFault as fault:
                self._refuse(place, external_id_in(given), fault.refusal)
        return read

    def _first_of_each(self, read: list[RowAtHand]) -> list[RowAtHand]:
        first: dict[str, RowAtHand] = {}
        for each in read:
            earlier = first.setdefault(each.row.external_id, each)
            if earlier is not each:
                doubled = Refusal("doubled", "external_id", {"first": earlier.place + 1})
                self._refuse(each.place, each.row.external_id, doubled)
        return list(first.values())

    # Comparing

    def _recall(self, at_hand: list[RowAtHand]) -> None:
        ids = [each.row.external_id for each in at_hand]
        rows = FeedRow.objects.filter(feed=self.feed, external_id__in=ids).select_related("record__professional")
        known = {row.external_id: row for row in rows}
        for each in at_hand:
            each.known = known.get(each.row.external_id)

    def _is_settled(self, each: RowAtHand) -> bool:
        """A replay needs nothing looked up: whoever has left the area meanwhile keeps what was taken."""
        row, known = each.row, each.known
        if known is None:
            if row.is_withdrawn:
                self._refuse(each.place, row.external_id, Refusal("never_taken", "external_id"))
            return row.is_withdrawn
        is_void = known.record.state == RecordState.VOID
        is_same = is_void if row.is_withdrawn else known.digest == row.digest
        if is_same:
            self.done[each.place] = Outcome(each.place + 1, row.external_id, Verdict.UNCHANGED, known.record)
        return is_same

    def _look_up(self, to_do: list[RowAtHand]) -> None:
        saying = [each.row for each in to_do if not each.row.is_withdrawn]
        concerned = [each.known.record.professional_id for each in to_do if each.known]
        people = People(saying, concerned, area=self.feed.area, today=self.today)
        courses = Courses(saying, area=self.feed.area)
        chains = Chains(self.feed, today=self.today)
        records = self._locked_records(to_do)
        open_corrections = set(
            RecordCorrection.objects.open().filter(record__in=records).values_list("record_id", flat=True)
        )
        for each in to_do:
            try:
                if each.known:
                    each.known.record = records[each.known.record_id]
                    _require_changeable(each.known.record, open_corrections)
                if not each.row.is_withdrawn:
                    self._find(each, people, courses, chains)
            except RowFault as fault:
                self._refuse(each.place, each.row.external_id, fault.refusal)
            else:
                self._sort_in(each)

    def _locked_records(self, to_do: list[RowAtHand]) -> dict[int, LearningRecord]:
        numbers = [each.known.record_id for each in to_do if each.known]
        rows = LearningRecord.objects.locked().filter(pk__in=numbers).select_related("professional").order_by("pk")
        return {record.pk: record for record in rows}

    def _find(self, each: RowAtHand, people: People, courses: Courses, chains: Chains) -> None:
        row, said = each.row, each.row.said
        person, employer = people.meant_by(row)
        if each.known and each.known.record.professional_id != person.pk:
            raise RowFault("other_person", "person")
        industry = KINDS[self.feed.kind].industry
        if industry and person.industry != industry:
            raise RowFault("other_industry", "person")
        self._require_approved_site(row)
        each.person, each.employer, each.course = person, employer, courses.meant_by(row)
        each.chain = chains.of(person, employer, category=said["category"], year=said["ended_on"].year)

    def _require_approved_site(self, row: SentRow) -> None:
        site = self.feed.site
        if self.feed.kind != FeedKind.SITE or site is None:
            return
        if row.said["category"] not in site.categories:
            raise RowFault("category_not_approved", "category")
        ended_on = row.said["ended_on"]
        if ended_on < site.approved_from or (site.approved_to is not None and ended_on > site.approved_to):
            raise RowFault("not_approved_then", "ended_on")

    def _sort_in(self, each: RowAtHand) -> None:
        if each.row.is_withdrawn:
            self.withdrawn.append(each)
        elif each.known:
            self.changed.append(each)
        else:
            self.new.append(each)

    # Writing

    def _write(self) -> None:
        self._settle(Verdict.TAKEN, self.new, writing.take(self.feed, self.new, actor=self.actor))
        self._settle(Verdict.CORRECTED, self.changed, writing.correct(self.changed, actor=self.actor))
        self._settle(Verdict.VOIDED, self.withdrawn, writing.withdraw(self.withdrawn, actor=self.actor))

    def _settle(self, verdict: Verdict, rows: list[RowAtHand], records: list[LearningRecord]) -> None:
        for each, record in zip(rows, records, strict=True):
            self.done[each.place] = Outcome(each.place + 1, each.row.external_id, verdict, record)

    def _refuse(self, place: int, external_id: str | None, refusal: Refusal) -> None:
        self.done[place] = Outcome(place + 1, external_id, Verdict.REFUSED, refusal=refusal)


def _require_changeable(record: LearningRecord, open_corrections: set[int]) -> None:
    if record.is_frozen:
        raise RowFault("frozen", "external_id")
    if record.state in (RecordState.REJECTED, RecordState.WITHDRAWN, RecordState.VOID):
        raise RowFault("closed", "external_id")
    if record.pk in open_corrections:
        raise RowFault("correction_open", "external_id")
