"""Writes what a call asks for, set by set: records, runs, rows, audit, ledgers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from approvals.closing import close_runs
from approvals.enums import By
from approvals.matters import database_time
from approvals.services import Asked, open_runs
from audit.actors import Actor
from audit.services import Values, record_many
from people.bulk import insert_all, made, update_all
from records.enums import SOURCE_OF_FEED, FeedKind, RecordState
from records.ledger.services import refresh_ledger
from records.models import RECORD, FeedRow, FeedSource, LearningRecord
from records.services import enter_records, facts_of, put, void_records

if TYPE_CHECKING:
    from records.feeds.taking import RowAtHand

# What a correction may change, beside what the row says.
CHANGED = (
    *("activity", "category", "title", "held_by", "started_on", "ended_on", "study_year", "makeup_for", "facts"),
    *("course_key", "course", "employer", "version", "state", "recognized_on", "credited_hours"),
)


def take(feed: FeedSource, rows: Sequence[RowAtHand], *, actor: Actor) -> list[LearningRecord]:
    """New records on their way; what only the system has to decide is recognized when this is over."""
    now = database_time()
    records = [_new_record(feed, each, now) for each in rows]
    enter_records((record, each.chain) for record, each in zip(records, rows, strict=True))
    insert_all(
        made(FeedRow, feed=feed, external_id=each.row.external_id, digest=each.row.digest, record=record)
        for each, record in zip(rows, records, strict=True)
    )
    record_many("record.submitted", [(record, None, facts_of(record)) for record in records], actor=actor)
    _send(rows, records, actor=actor)
    return records


def correct(rows: Sequence[RowAtHand], *, actor: Actor) -> list[LearningRecord]:
    """Side effects, in order: the records; audit; what each row says now; runs that are still open end, because their
    bodies saw something else; new ones; ledgers."""
    known = [each.known for each in rows if each.known]
    records = [row.record for row in known]
    before = [facts_of(record) for record in records]
    decided_anew = [each for each, record in zip(rows, records, strict=True) if not _stays_recognized(each, record)]
    for each, row in zip(rows, known, strict=True):
        _amend(row.record, each)
        row.digest = each.row.digest
    update_all(records, CHANGED)
    update_all(known, ["digest"])
    told: list[tuple[LearningRecord, Values, Values]] = [
        (record, was, facts_of(record)) for record, was in zip(records, before, strict=True)
    ]
    record_many("record.amended", told, actor=actor)
    anew = [each.known.record for each in decided_anew if each.known]
    close_runs(RECORD, anew, actor=actor)
    _send(decided_anew, anew, actor=actor)
    refresh_ledger({record.professional_id for record in records})
    return records


def _send(rows: Sequence[RowAtHand], records: Sequence[LearningRecord], *, actor: Actor) -> None:
    asked = [
        Asked(record, each.chain, record.professional, each.employer)
        for each, record in zip(rows, records, strict=True)
    ]
    open_runs(RECORD, asked, actor=actor)


def withdraw(rows: Sequence[RowAtHand], *, actor: Actor) -> list[LearningRecord]:
    """Never was: the records are voided, with their ledgers. The rows say nothing from now on."""
    records = [each.known.record for each in rows if each.known]
    if records:
        void_records(records, actor=actor, reason="withdrawn by the feed")
        for record in records:
            record.state = RecordState.VOID
        FeedRow.objects.filter(pk__in=[each.known.pk for each in rows if each.known]).update(digest="")
    return records


def _new_record(feed: FeedSource, each: RowAtHand, now: datetime.datetime) -> LearningRecord:
    assert each.person is not None
    record = made(
        LearningRecord,
        professional=each.person,
        source=SOURCE_OF_FEED[FeedKind(feed.kind)],
        feed=feed,
        external_id=each.row.external_id,
        # Whoever approved the feed answers for what it sends; the person concerned did not send it.
        registered_for_id=feed.organization_id,
        state=RecordState.SUBMITTED,
        submitted_at=now,
    )
    _put(record, each)
    return record


def _amend(record: LearningRecord, each: RowAtHand) -> None:
    if not _stays_recognized(each, record):
        record.state, record.recognized_on, record.credited_hours = RecordState.SUBMITTED, None, None
    record.version += 1
    _put(record, each)


def _put(record: LearningRecord, each: RowAtHand) -> None:
    put(record, each.row.said)
    record.course, record.employer = each.course, each.employer
    if each.course is not None:
        record.course_key = each.course.code


def _stays_recognized(each: RowAtHand, record: LearningRecord) -> bool:
    """The system had recognized it and does so again: nobody has to decide anything."""
    is_decided = all(step.by == By.SYSTEM for step in each.chain)
    return is_decided and record.state == RecordState.RECOGNIZED
