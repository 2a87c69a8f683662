"""Booking a verification day, and what the bureau does on it (ST14 五(二)2). Each verb locks the people first, then the
booking, checks, writes and records in one transaction."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals import matters
from audit.actors import Actor
from audit.services import Values, record, record_many
from people.bulk import insert_all
from people.models import Employer, Employment, Professional
from records.access import may_register_for_staff
from records.enums import Outcome
from records.ledger.services import lock_people, refresh_ledger
from records.models import LedgerYear
from ui.errors import Conflict
from ui.formatting import date_text
from verification.access import may_accept_days
from verification.batch.statements import TAKEN_OVER
from verification.days.calendar import DayRule, accepting_body, rule_at
from verification.enums import BOOKING_MOVES, BookingState, Kind, LineState, Way, WhyNot
from verification.models import LINES, BookingLine, DayBooking, Verification
from verification.services import facts_of
from verification.ways import way_of

YearOf = tuple[int, int]
"""A person's number and a study year."""
MOST_LINES = 500


# Booking


@transaction.atomic
def book_day(
    employer: Employer,
    day: datetime.date,
    people: Collection[YearOf],
    *,
    actor: Actor,
    note: str = "",
    at: datetime.datetime | None = None,
) -> DayBooking:
    """An employer brings named people and years on one of the days. As many as it likes; a year of a person waits for
    one day only. `at` is the clock, passed in by who plants the past.

    Side effects, in order: the booking with its lines; audit.
    """
    if not may_register_for_staff(actor) or actor.organization_id != employer.pk:
        raise PermissionDenied(_("An employer books for its own people."))
    moment = at or matters.database_time()
    today = timezone.localdate(moment)
    wanted = sorted(set(people))
    if not wanted:
        raise Conflict(_("Choose at least one person and year."))
    if len(wanted) > MOST_LINES:
        raise Conflict(_("At most %(most)d lines in one booking; book a second one.") % {"most": MOST_LINES})
    require_day(employer, day, today)
    lock_people({number for number, _year in wanted})
    require_bookable(employer, wanted, today)
    bureau = accepting_body(employer, day)
    if bureau is None:
        raise Conflict(_("No bureau is registered yet that answers for %(employer)s.") % {"employer": employer})
    booking = DayBooking.objects.create(
        employer=employer,
        bureau=bureau,
        area=bureau.area,
        day=day,
        note=note,
        booked_by_id=actor.user_id,
        booked_at=moment,
    )
    lines = (BookingLine(booking=booking, professional_id=number, study_year=year) for number, year in wanted)
    try:
        with transaction.atomic():
            insert_all(lines)
    except IntegrityError as error:
        raise Conflict(_("One of these years was booked just now. The list of bookings shows where.")) from error
    record("booking.booked", booking, actor=actor, after=_facts(booking) | {"people": len(wanted)})
    return booking


def require_day(employer: Employer, day: datetime.date, today: datetime.date) -> None:
    """The day must be one of those of the place, not past, and before the rules have ended."""
    rule = rule_at(employer, today)
    if rule is None:
        raise Conflict(_("The rules of your place know no verification days: a year is verified in another way."))
    _require_open(rule, today)
    if day < today:
        raise Conflict(_("%(day)s has passed. Choose a day to come.") % {"day": date_text(day)})
    if rule.closing is not None and day > rule.closing.on:
        raise Conflict(_closed_words(rule))
    if not rule.holds_on(day):
        words = _("%(day)s is no verification day. The next are: %(days)s.")
        told = pgettext("between names", ", ").join(date_text(each) for each in rule.days_to_come[:3])
        raise Conflict(words % {"day": date_text(day), "days": told or "–"})


def _require_open(rule: DayRule, today: datetime.date) -> None:
    if rule.has_ended:
        raise Conflict(_closed_words(rule))


def _closed_words(rule: DayRule) -> str:
    """R-S10"""
    assert rule.closing is not None and rule.closing_reason is not None  # noqa: PT018 - one goes with the other
    words = _("The last day of verification under these rules was %(day)s (%(cite)s).")
    return words % {"day": date_text(rule.closing.on), "cite": rule.closing_reason.citation}


def require_bookable(employer: Employer, wanted: Sequence[YearOf], today: datetime.date) -> None:
    """Every person is at work there, every year is one that is verified on days, and neither verified nor booked."""
    numbers = {number for number, _year in wanted}
    at_work = Employment.objects.current(today).filter(employer=employer, professional__in=numbers)
    if numbers - set(at_work.values_list("professional_id", flat=True)):
        raise Conflict(_("Somebody of the list does not work for you (any more). Choose again."))
    names = dict(Professional.objects.filter(pk__in=numbers).values_list("pk", "name"))
    ledgers = ledgers_of(wanted)
    verified = verified_among(wanted)
    booked = set(_waiting(wanted))
    for number, year in wanted:
        told = {"name": names[number], "year": year}
        row = ledgers.get((number, year))
        if row is None or way_of(row.ruleset) != Way.DAYS:
            raise Conflict(_("%(name)s: %(year)s is not verified on verification days.") % told)
        if (number, year) in verified:
            raise Conflict(_("%(name)s: %(year)s is verified already.") % told)
        if (number, year) in booked:
            raise Conflict(_("%(name)s: %(year)s is booked already.") % told)


@transaction.atomic
def cancel_booking(booking: DayBooking, *, actor: Actor, at: datetime.datetime | None = None) -> DayBooking:
    """By the employer, until it is decided. Side effects, in order: state, lines; audit."""
    if not may_register_for_staff(actor) or actor.organization_id != booking.employer_id:
        raise PermissionDenied(_("An employer books for its own people."))
    locked = _lock(booking)
    _release(locked)
    return _move(locked, "cancel", actor=actor, moment=at or matters.database_time())


# On the day


class ReasonMissing(Conflict):
    """Said at the field, so that nothing ticked is lost."""


@dataclass(frozen=True)
class Accepted:
    verified: int
    refused: int


@transaction.atomic
def accept_booking(
    booking: DayBooking,
    ticked: Collection[int],
    *,
    seen: str,
    actor: Actor,
    words: str = "",
    at: datetime.datetime | None = None,
) -> Accepted:
    """验证盖章: who is ticked and meets every line at that moment is verified; who is short is not, and is told what;
    who meets all and is not ticked is left out for the reason in `words`. `seen` is the digest of the figures shown.

    Side effects, in order: ledgers; verifications; lines; state; audit.
    """
    moment = at or matters.database_time()
    locked, lines = _lock_for_officer(booking, actor=actor)
    _require_day_has_come(locked, timezone.localdate(moment))
    if set(ticked) - {line.pk for line in lines}:
        raise Conflict(_("Somebody of those ticked does not belong to this booking. Look at it again."))
    wanted = [(line.professional_id, line.study_year) for line in lines]
    refresh_ledger({line.professional_id for line in lines})
    ledgers = ledgers_of(wanted)
    if digest_of(ledgers.values()) != seen:
        raise Conflict(_("The figures have changed since you opened this. Look at them again, then decide."))
    verified = verified_among(wanted)
    passing = []
    for line in lines:
        row = ledgers.get((line.professional_id, line.study_year))
        line.why_not = _why_not(row, is_ticked=line.pk in ticked, is_verified=_key(line) in verified)
        line.shortfall = _shortfall(row)
        if line.why_not == WhyNot.LEFT_OUT and not words:
            raise ReasonMissing(_("Say why those who meet every line and are not ticked are left out."))
        if line.why_not:
            line.state = LineState.REFUSED
        elif row is not None:
            passing.append((line, row))
    _verify(passing, moment=moment, actor=actor)
    BookingLine.objects.bulk_update(lines, ["state", "why_not", "shortfall", "verification"])
    locked.words = words
    _move(locked, "accept", actor=actor, moment=moment, count=len(passing))
    return Accepted(len(passing), len(lines) - len(passing))


@transaction.atomic
def return_booking(
    booking: DayBooking, *, reason: str, actor: Actor, at: datetime.datetime | None = None
) -> DayBooking:
    """What the notice asks to bring is not there: the employer may book anew. Side effects: state, lines; audit."""
    locked, _lines = _lock_for_officer(booking, actor=actor)
    _release(locked)
    locked.words = reason
    return _move(locked, "return", actor=actor, moment=at or matters.database_time(), reason=reason)


def _verify(passing: Sequence[tuple[BookingLine, LedgerYear]], *, moment: datetime.datetime, actor: Actor) -> None:
    rounds = _rounds([(line.professional_id, line.study_year) for line, _row in passing])
    rows = insert_all(
        Verification(
            kind=Kind.ANNUAL,
            way=Way.DAYS,
            first_year=line.study_year,
            last_year=line.study_year,
            round=rounds[_key(line)],
            verified_by_id=actor.user_id,
            verified_at=moment,
            **{column: getattr(row, column) for column in TAKEN_OVER},
        )
        for line, row in passing
    )
    for (line, _row), verification in zip(passing, rows, strict=True):
        line.state, line.verification = LineState.VERIFIED, verification
    record_many("verification.verified_on_day", [(row, None, facts_of(row)) for row in rows], actor=actor)


def _why_not(row: LedgerYear | None, *, is_ticked: bool, is_verified: bool) -> WhyNot | str:
    if is_verified:
        return WhyNot.VERIFIED_ALREADY
    if row is None or way_of(row.ruleset) != Way.DAYS:
        return WhyNot.OTHER_RULES
    if row.outcome != Outcome.PASS:
        return WhyNot.SHORT
    return "" if is_ticked else WhyNot.LEFT_OUT


def _shortfall(row: LedgerYear | None) -> dict[str, str]:
    if row is None:
        return {}
    return {line: str(hours) for line in LINES if (hours := getattr(row, f"short_{line}"))}


# What the verbs share


def ledgers_of(wanted: Iterable[YearOf]) -> dict[YearOf, LedgerYear]:
    pairs = set(wanted)
    rows = LedgerYear.objects.filter(
        professional__in={number for number, _year in pairs}, study_year__in={year for _number, year in pairs}
    )
    return {key: row for row in rows if (key := (row.professional_id, row.study_year)) in pairs}


def digest_of(rows: Iterable[LedgerYear]) -> str:
    """Of all that a decision rests on: other figures, floors or rules are another one."""
    columns = [f"{kind}_{line}" for kind in ("required", "counted", "short") for line in LINES]
    told = sorted(
        (row.professional_id, row.study_year, row.ruleset, row.outcome, *(str(getattr(row, name)) for name in columns))
        for row in rows
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def verified_among(wanted: Iterable[YearOf]) -> set[YearOf]:
    pairs = set(wanted)
    standing = Verification.objects.standing().filter(
        kind=Kind.ANNUAL, professional__in={number for number, _year in pairs}
    )
    return pairs & set(standing.values_list("professional_id", "last_year"))


def _rounds(wanted: Iterable[YearOf]) -> Counter[YearOf]:
    """How often each was verified before, and voided since."""
    earlier = Verification.objects.filter(kind=Kind.ANNUAL, professional__in={number for number, _year in wanted})
    return Counter(earlier.values_list("professional_id", "last_year"))


def _waiting(wanted: Iterable[YearOf]) -> set[YearOf]:
    pairs = set(wanted)
    lines = BookingLine.objects.filter(state=LineState.WAITING, professional__in={number for number, _year in pairs})
    return pairs & set(lines.values_list("professional_id", "study_year"))


def _key(line: BookingLine) -> YearOf:
    return line.professional_id, line.study_year


def _lock(booking: DayBooking) -> DayBooking:
    lock_people(set(booking.lines.values_list("professional_id", flat=True)))
    locked = DayBooking.objects.locked().select_related("employer", "bureau").get(pk=booking.pk)
    if locked.state != BookingState.BOOKED:
        raise Conflict(
            _("This booking is %(state)s by now. Its page shows what happened.") % {"state": locked.get_state_display()}
        )
    return locked


def _lock_for_officer(booking: DayBooking, *, actor: Actor) -> tuple[DayBooking, list[BookingLine]]:
    if not may_accept_days(actor) or actor.organization_id != booking.bureau_id:
        raise PermissionDenied(_("The officers of the bureau that was booked decide."))
    locked = _lock(booking)
    lines = list(locked.lines.select_related("professional").order_by("pk"))
    if any(line.professional.user_id == actor.user_id for line in lines):
        raise PermissionDenied(_("Nobody decides on their own case. A colleague or the body above does."))
    return locked, lines


def _require_day_has_come(booking: DayBooking, today: datetime.date) -> None:
    if today < booking.day:
        raise Conflict(_("This is verified on %(day)s, not before.") % {"day": date_text(booking.day)})
    rule = rule_at(booking.employer, today)
    if rule is not None:
        _require_open(rule, today)


def _release(booking: DayBooking) -> None:
    booking.lines.filter(state=LineState.WAITING).update(state=LineState.RELEASED)


def _move(
    booking: DayBooking,
    action: str,
    *,
    actor: Actor,
    moment: datetime.datetime,
    reason: str = "",
    count: int | None = None,
) -> DayBooking:
    """Apply one row of BOOKING_MOVES to a locked booking."""
    rule = BOOKING_MOVES[action]
    before = _facts(booking)
    booking.state, booking.decided_by_id, booking.decided_at = rule.to, actor.user_id, moment
    booking.save(update_fields=["state", "decided_by", "decided_at", "words"])
    after: dict[str, Any] = _facts(booking) | ({} if count is None else {"verified": count})
    record(rule.recorded_as, booking, actor=actor, before=before, after=after, reason=reason)
    return booking


def _facts(booking: DayBooking) -> Values:
    return {"day": booking.day.isoformat(), "state": str(booking.state)}
