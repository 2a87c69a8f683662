"""Booking a verification day and what the bureau does on it (ST14 五(二)2; worked examples E7, E8, E18-E21, E24)."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from approvals.models import Run, Step
from audit.models import Event
from people.enums import Level
from people.models import Bureau, Employer, Organization
from people.roles import Role
from policies import ask
from records.models import LearningRecord
from rules.calendar.queries import current_calendar
from tests.cast import CastMember
from tests.clock import freeze, of_then
from tests.factories import BureauFactory, EmployerFactory, MembershipFactory
from tests.verification.days.conftest import OF_2012, OF_2014, Doing, add
from tests.verification.test_auditing import planted
from ui.errors import Conflict
from verification.auditing import differences
from verification.days.calendar import accepting_body, rule_at
from verification.days.services import (
    accept_booking,
    book_day,
    cancel_booking,
    digest_of,
    ledgers_of,
    return_booking,
)
from verification.enums import BookingState, LineState, Way, WhyNot
from verification.models import BookingLine, DayBooking, Verification
from verification.services import void_verification
from verification.spotchecks.queries import people_decided_by
from verification.spotchecks.subjects import (
    bodies_that_decided,
    people_decided,
    was_decided_by,
    with_people_decided,
)

DAY = datetime.date(2014, 5, 12)
ON_THE_DAY = "2014-05-12"


def seen(booking: DayBooking) -> str:
    return digest_of(ledgers_of(booking.lines.values_list("professional_id", "study_year")).values())


def accept(booking: DayBooking, officer: CastMember, **others: str) -> tuple[int, int]:
    ticked = list(booking.lines.values_list("pk", flat=True))
    done = accept_booking(booking, ticked, actor=officer.actor, **{"seen": seen(booking), **others})
    return done.verified, done.refused


def test_days_of_2014_are_rolled_to_working_days_and_end_with_the_year(house: Employer) -> None:
    rule = rule_at(house, datetime.date(2014, 5, 5))

    assert rule is not None
    for rolled in ("2014-05-12", "2014-05-26", "2014-09-01", "2014-12-01"):  # E18
        assert datetime.date.fromisoformat(rolled) in rule.days
    assert max(rule.days) == datetime.date(2014, 12, 30)
    assert rule.holds_on(datetime.date(2014, 9, 1))  # the 30th of August
    assert not rule.holds_on(datetime.date(2014, 5, 10))
    assert (rule.has_ended, rule_at(house, datetime.date(2026, 11, 28)).has_ended) == (False, True)  # type: ignore[union-attr]
    assert rule_at(EmployerFactory(place="440105"), datetime.date(2014, 5, 5)) is None


@pytest.mark.parametrize(
    ("year", "month", "is_in", "is_out"),
    [
        (2014, 1, ["2014-01-26"], ["2014-01-25"]),  # E19: a working Sunday
        (2015, 2, ["2015-02-25"], ["2015-02-20", "2015-02-28"]),  # E20, E21
    ],
)
def test_calendar_engine(db: None, year: int, month: int, is_in: list[str], is_out: list[str]) -> None:
    question = {"ask": "deadline", "what": "verification_days", "place": "440500", "year": year, "month": month}
    days = [day.isoformat() for day in ask(question, calendar=current_calendar())["days"]]

    assert all(day in days for day in is_in)
    assert not any(day in days for day in is_out)
    assert len(days) == len(set(days))


def test_city_bureau_takes_city_direct_employers_and_the_district_its_own(house: Employer, bureau: Bureau) -> None:
    district = BureauFactory(place="440511")
    own = EmployerFactory(place="440511", belongs_to=Level.COUNTY)

    assert (accepting_body(house, DAY), accepting_body(own, DAY)) == (bureau, district)


def test_booked_people_are_verified_on_the_day_and_who_is_short_is_told_what(
    house: Employer,
    bureau: Bureau,
    hr: CastMember,
    officer: CastMember,
    doing: Doing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done, made_up = doing(*OF_2014), doing(*OF_2012, makeup_for=2012)
    short = doing(*OF_2012[:2], OF_2012[3], makeup_for=2012)  # E8
    wanted = [(done.pk, 2014), (made_up.pk, 2012), (short.pk, 2012)]
    booking = book_day(house, DAY, wanted, note="三人", actor=hr.actor)

    with pytest.raises(Conflict, match="not before"):
        accept(booking, officer)
    freeze(monkeypatch, ON_THE_DAY)
    assert accept(booking, officer) == (2, 1)

    booking.refresh_from_db()
    assert (booking.state, booking.decided_by) == (BookingState.ACCEPTED, officer.user)
    verification = Verification.objects.get(professional=made_up)  # E7
    assert (verification.last_year, verification.way, verification.kind) == (2012, Way.DAYS, "annual")
    assert (verification.batch, verification.verified_by, verification.ruleset) == (None, officer.user, "ST-2014")
    assert (verification.counted_total, verification.verified_at.date()) == (Decimal(74), DAY)
    assert Verification.objects.filter(professional=done, last_year=2014).exists()
    line = BookingLine.objects.get(professional=short)
    assert (line.state, line.why_not, line.shortfall["specialty"]) == (LineState.REFUSED, WhyNot.SHORT, "21.00")
    assert Event.objects.filter(action="verification.verified_on_day").count() == 2
    assert [str(each) for year in (2012, 2014) for each in differences(year)] == []
    planted("UPDATE verification_verification SET required_total = 70 WHERE last_year = 2012")
    assert [each.what for each in differences(2012)] == ["total: the rules require 72, the verification says 70.00"]

    # H30: who was decided about on a day is drawn from like everybody else, and once however often.
    assert people_decided_by(bureau, 2012) == [(made_up.pk, house.pk), (short.pk, house.pk)]
    assert people_decided(bureau, 2014, person=done.pk) == {done.pk: house.pk}
    assert bodies_that_decided(2012, [done.pk, short.pk]) == {bureau.pk}
    ((body, people),) = with_people_decided(Organization.objects.all(), 2012).values_list("pk", "people")
    assert (body, people) == (bureau.pk, 2)
    run = Run.objects.create(
        procedure="record",
        subject_id=LearningRecord.objects.filter(professional=done)[0].pk,
        version=1,
        professional=done,
        area=house.area,
        state="approved",
        closed_at=timezone.now(),
    )
    Step.objects.create(
        run=run, position=0, by="city", act="recognition", organization=bureau, state="passed", procedure="record"
    )
    ((_body, people),) = with_people_decided(Organization.objects.all(), 2014).values_list("pk", "people")
    assert people == 1, "who has a run as well is one person"
    assert was_decided_by(officer.user.pk, 2012, short.pk)
    assert not was_decided_by(hr.user.pk, 2012, short.pk)

    with pytest.raises(Conflict, match="by now"):  # the other half of a double click, or a second officer
        accept(booking, officer)
    add(short, OF_2012[2], makeup_for=2012)  # made up since: booked again
    book_day(house, datetime.date(2014, 5, 26), [(short.pk, 2012)], actor=hr.actor)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2014-05-10", "is no verification day. The next are: 12 May 2014, 15 May 2014"),
        ("2014-04-30", "has passed"),
        ("2015-01-12", "The last day of verification under these rules was 31 December 2014"),
    ],
)
def test_day_that_is_none_is_refused(house: Employer, hr: CastMember, doing: Doing, day: str, words: str) -> None:
    person = doing(*OF_2014)

    with pytest.raises(Conflict, match=words):
        book_day(house, datetime.date.fromisoformat(day), [(person.pk, 2014)], actor=hr.actor)
    assert not DayBooking.objects.exists()


def test_what_cannot_be_booked(house: Employer, hr: CastMember, officer: CastMember, doing: Doing) -> None:
    person = doing(*OF_2014)
    stranger = doing(*OF_2014, employer=EmployerFactory(place="440511"))

    def refused(*wanted: tuple[int, int]) -> str:
        with pytest.raises(Conflict) as conflict:
            book_day(house, DAY, wanted, actor=hr.actor)
        return str(conflict.value.message)

    assert "at least one" in refused()
    assert "does not work for you" in refused((stranger.pk, 2014))
    assert "2013 is not verified on verification days" in refused((person.pk, 2013))
    booking = book_day(house, DAY, [(person.pk, 2014)], actor=hr.actor)
    assert "is booked already" in refused((person.pk, 2014))
    with pytest.raises(PermissionDenied):
        book_day(house, DAY, [(person.pk, 2014)], actor=officer.actor)
    with pytest.raises(PermissionDenied):
        cancel_booking(booking, actor=officer.actor)
    cancel_booking(booking, actor=hr.actor)
    with pytest.raises(Conflict, match="Cancelled by now"):
        cancel_booking(booking, actor=hr.actor)
    book_day(house, DAY, [(person.pk, 2014)], actor=hr.actor)


def test_figures_that_changed_left_out_returned_and_own_case(
    house: Employer, hr: CastMember, officer: CastMember, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = doing(*OF_2014), doing(*OF_2014)
    booking = book_day(house, DAY, [(one.pk, 2014), (other.pk, 2014)], actor=hr.actor)
    lines = list(booking.lines.values_list("pk", flat=True))
    freeze(monkeypatch, ON_THE_DAY)

    before = seen(booking)
    LearningRecord.objects.filter(professional=one, category="elective").update(facts={"hours": "11"})
    with pytest.raises(Conflict, match="figures have changed"):
        accept_booking(booking, lines, seen=before, actor=officer.actor)
    LearningRecord.objects.filter(professional=one, category="elective").update(facts={"hours": "12"})
    with pytest.raises(Conflict, match="Say why"):
        accept_booking(booking, lines[:1], seen=before, actor=officer.actor)
    stranger = of_then("外测试", Role.BUREAU_CLERK, BureauFactory(place="440600"))
    with pytest.raises(PermissionDenied):
        accept_booking(booking, lines, seen=before, actor=stranger.actor)
    hat = MembershipFactory(
        user=one.user, role=Role.BUREAU_CLERK, organization=booking.bureau, started_on=datetime.date(2010, 1, 1)
    )
    with pytest.raises(PermissionDenied, match="own case"):
        accept_booking(booking, lines, seen=before, actor=CastMember(one.user, hat).actor)

    return_booking(booking, reason="缺单位公章", actor=officer.actor)
    again = book_day(house, DAY, [(one.pk, 2014), (other.pk, 2014)], actor=hr.actor)
    kept = again.lines.get(professional=one)
    done = accept_booking(again, [kept.pk], seen=seen(again), words="证明缺原件", actor=officer.actor)
    assert (done.verified, done.refused) == (1, 1)
    assert again.lines.get(professional=other).why_not == WhyNot.LEFT_OUT


def test_voided_year_can_be_verified_on_another_day(
    house: Employer,
    hr: CastMember,
    officer: CastMember,
    second_officer: CastMember,
    doing: Doing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = doing(*OF_2014)
    booking = book_day(house, DAY, [(person.pk, 2014)], actor=hr.actor)
    freeze(monkeypatch, ON_THE_DAY)
    accept(booking, officer)
    void_verification(Verification.objects.get(), reason="证明有误，已更正", actor=second_officer.actor)

    again = book_day(house, datetime.date(2014, 5, 15), [(person.pk, 2014)], actor=hr.actor)
    freeze(monkeypatch, "2014-05-15")
    assert accept(again, officer) == (1, 0)
    assert list(Verification.objects.order_by("round").values_list("round", flat=True)) == [0, 1]


def test_from_2015_on_the_bureau_verifies_nothing_more(
    house: Employer, hr: CastMember, officer: CastMember, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = book_day(house, DAY, [(doing(*OF_2014).pk, 2014)], actor=hr.actor)

    freeze(monkeypatch, "2015-01-05")
    with pytest.raises(Conflict, match="31 December 2014"):
        accept(booking, officer)
    return_booking(booking, reason="已截止", actor=officer.actor)
    with pytest.raises(Conflict, match="31 December 2014"):
        book_day(house, datetime.date(2015, 1, 12), [(booking.lines.get().professional_id, 2014)], actor=hr.actor)
