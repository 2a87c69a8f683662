"""Places in classes: by the person, by HR, by the institution; until when, and how many."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from courses.classes.changes import cancel_class, change_class
from courses.enrolment.queries import enrolment_of, unread_places
from courses.enrolment.services import enrol_by_number, enrol_oneself, enrol_staff, take_off
from courses.models import RosterEntry, TrainingClass
from tests.courses.conftest import day
from tests.factories import ProfessionalFactory, RosterEntryFactory, TrainingClassFactory
from tests.factories.professionals import invented_number
from ui.errors import Conflict

pytestmark = pytest.mark.django_db


@pytest.fixture
def oneself(professional):
    return professional.user.professional


def update(training_class, **facts):
    TrainingClass.objects.filter(pk=training_class.pk).update(**facts)
    return TrainingClass.objects.get(pk=training_class.pk)


class TestByThePerson:
    def test_takes_a_place_with_the_employer_of_the_day(self, published, professional, oneself, employer):
        entry = enrol_oneself(published, oneself, actor=professional.actor)

        assert (entry.enrolled_by, entry.employer_id) == ("person", employer.pk)
        assert Event.objects.filter(action="roster.enrolled").count() == 1

    def test_twice_is_refused(self, published, professional, oneself):
        enrol_oneself(published, oneself, actor=professional.actor)

        with pytest.raises(Conflict, match="already"):
            enrol_oneself(published, oneself, actor=professional.actor)

    def test_in_a_full_class_is_refused(self, published, professional, oneself):
        RosterEntryFactory.create_batch(2, training_class=published)

        with pytest.raises(Conflict, match="All 2 places are taken"):
            enrol_oneself(published, oneself, actor=professional.actor)
        assert RosterEntry.objects.count() == 2

    @pytest.mark.parametrize(("until", "is_open"), [(0, True), (-1, False)])
    def test_until_the_day_named(self, published, professional, oneself, until, is_open):
        one = update(published, enrol_until=day(until))

        if is_open:
            enrol_oneself(one, oneself, actor=professional.actor)
        else:
            with pytest.raises(Conflict, match="Enrolment ended"):
                enrol_oneself(one, oneself, actor=professional.actor)

    @pytest.mark.parametrize(("starts", "is_open"), [(0, True), (-1, False)])
    def test_else_until_the_first_day(self, published, professional, oneself, starts, is_open):
        one = update(published, starts_on=day(starts))

        if is_open:
            enrol_oneself(one, oneself, actor=professional.actor)
        else:
            with pytest.raises(Conflict, match="Enrolment ended"):
                enrol_oneself(one, oneself, actor=professional.actor)

    @pytest.mark.parametrize(
        ("facts", "why"),
        [
            ({"state": "filed"}, "not published"),
            ({"state": "cancelled", "cancellation": "报名不足"}, "报名不足"),
            ({"lost_status_at": "2026-01-01T00:00Z"}, "filing status"),
        ],
    )
    def test_in_no_other_class(self, published, professional, oneself, facts, why):
        with pytest.raises(Conflict, match=why):
            enrol_oneself(update(published, **facts), oneself, actor=professional.actor)

    def test_for_nobody_else(self, published, professional, hr_clerk, oneself):
        with pytest.raises(PermissionDenied):
            enrol_oneself(published, ProfessionalFactory(), actor=professional.actor)
        with pytest.raises(PermissionDenied):
            enrol_oneself(published, oneself, actor=hr_clerk.actor)

    def test_knows_the_changes_that_came_before(self, published, professional, oneself, institution_clerk):
        change_class(published, {"venue": "测试路9号"}, reason="维修", actor=institution_clerk.actor)

        enrol_oneself(published, oneself, actor=professional.actor)

        assert list(unread_places(professional.actor)) == []


class TestByTheEmployer:
    def test_gives_places_to_as_many_as_were_ticked(self, published, hr_clerk, employer, oneself):
        other = ProfessionalFactory(employer=employer)

        entries = enrol_staff(published, [oneself, other], actor=hr_clerk.actor)

        assert {entry.professional_id for entry in entries} == {oneself.pk, other.pk}
        assert {entry.enrolled_by for entry in entries} == {"employer"}

    def test_all_or_nobody_where_places_are_short(self, published, hr_clerk, employer, oneself):
        RosterEntryFactory(training_class=published)
        other = ProfessionalFactory(employer=employer)

        with pytest.raises(Conflict, match=r"Only 1 place is left, and 2 are wanted\. Nobody was enrolled"):
            enrol_staff(published, [oneself, other], actor=hr_clerk.actor)
        assert RosterEntry.objects.count() == 1

    def test_who_has_a_place_already_takes_no_other(self, published, hr_clerk, professional, employer, oneself):
        enrol_oneself(published, oneself, actor=professional.actor)
        other = ProfessionalFactory(employer=employer)

        entries = enrol_staff(published, [oneself, other], actor=hr_clerk.actor)

        assert [entry.professional_id for entry in entries] == [other.pk]

    def test_a_stranger_among_them_refuses_all(self, published, hr_clerk, oneself):
        with pytest.raises(PermissionDenied, match="Nobody was enrolled"):
            enrol_staff(published, [oneself, ProfessionalFactory()], actor=hr_clerk.actor)
        assert not RosterEntry.objects.exists()

    def test_who_left_is_no_longer_theirs(self, published, hr_clerk, employer):
        left = ProfessionalFactory(employer=employer, employer__ended_on=day(-1))

        with pytest.raises(PermissionDenied):
            enrol_staff(published, [left], actor=hr_clerk.actor)


class TestByTheInstitution:
    @pytest.fixture
    def somebody(self, employer):
        return ProfessionalFactory(name="吴测试", number=invented_number(4711), employer=employer)

    @pytest.mark.parametrize("typed", ["", " ", "full"])
    def test_by_number_and_name(self, running, institution_clerk, somebody, typed):
        number = invented_number(4711)
        written = {
            "": number,
            " ": f" {number[:6]} {number[6:]}",
            "full": "".join(chr(ord(sign) + 0xFEE0) for sign in number),
        }

        entry = enrol_by_number(
            running, name="吴 测试" if typed == " " else "吴测试", number=written[typed], actor=institution_clerk.actor
        )

        assert (entry.professional_id, entry.enrolled_by) == (somebody.pk, "institution")

    @pytest.mark.parametrize(
        ("name", "number", "field", "why"),
        [
            ("吴测试", invented_number(4712), "number", "Nobody with this number"),
            ("伍测试", invented_number(4711), "name", "does not fit"),
        ],
    )
    def test_what_does_not_fit_is_said_at_its_field(
        self, running, institution_clerk, somebody, name, number, field, why
    ):
        with pytest.raises(Conflict, match=why) as refusal:
            enrol_by_number(running, name=name, number=number, actor=institution_clerk.actor)
        assert refusal.value.field == field

    def test_no_number_reaches_the_trail(self, running, institution_clerk, somebody):
        enrol_by_number(running, name="吴测试", number=invented_number(4711), actor=institution_clerk.actor)

        assert not Event.objects.filter(after__icontains=invented_number(4711)[6:14]).exists()

    def test_until_the_last_day(self, running, institution_clerk, somebody):
        with pytest.raises(Conflict, match="Enrolment ended"):
            enrol_by_number(
                update(running, ends_on=day(-1), starts_on=day(-3)),
                name="吴测试",
                number=invented_number(4711),
                actor=institution_clerk.actor,
            )

    def test_into_no_other_institutions_class(self, running, other_institution_clerk, somebody):
        with pytest.raises(PermissionDenied):
            enrol_by_number(running, name="吴测试", number=invented_number(4711), actor=other_institution_clerk.actor)


class TestTakingOff:
    @pytest.fixture
    def entry(self, published, oneself):
        return RosterEntryFactory(training_class=published, professional=oneself)

    @pytest.mark.parametrize("who", ["professional", "hr_clerk", "institution_clerk"])
    def test_by_each_who_may(self, entry, published, who, request):
        take_off(entry, actor=request.getfixturevalue(who).actor)

        assert RosterEntry.objects.standing().count() == 0
        assert Event.objects.filter(action="roster.taken_off").count() == 1

    def test_frees_the_place_for_the_same_person_too(self, entry, published, professional, oneself):
        take_off(entry, actor=professional.actor)

        enrol_oneself(published, oneself, actor=professional.actor)

        assert RosterEntry.objects.standing().count() == 1

    @pytest.mark.parametrize("who", ["other_hr_clerk", "other_institution_clerk", "officer"])
    def test_by_nobody_else(self, entry, who, request):
        with pytest.raises(PermissionDenied):
            take_off(entry, actor=request.getfixturevalue(who).actor)

    def test_twice_is_too_late(self, entry, professional):
        take_off(entry, actor=professional.actor)
        with pytest.raises(Conflict):
            take_off(entry, actor=professional.actor)

    @pytest.mark.parametrize(("starts", "is_open"), [(1, True), (0, False)])
    def test_until_the_class_begins(self, entry, published, professional, starts, is_open):
        update(published, starts_on=day(starts))
        entry.refresh_from_db()

        if is_open:
            take_off(entry, actor=professional.actor)
        else:
            with pytest.raises(Conflict, match="has begun"):
                take_off(entry, actor=professional.actor)


class TestTheBoxOnTheClassPage:
    def test_offers_what_each_can_do(self, published, professional, hr_clerk, institution_clerk, officer):
        assert enrolment_of(published, professional.actor).may_enrol
        assert enrolment_of(published, hr_clerk.actor).may_enrol_staff
        assert enrolment_of(published, institution_clerk.actor).keeps_roster
        for_officer = enrolment_of(published, officer.actor)
        offered = for_officer.may_enrol, for_officer.may_enrol_staff, for_officer.keeps_roster
        assert offered == (False, False, False)

    def test_tells_of_another_place_on_the_same_days(self, published, professional, oneself):
        other = TrainingClassFactory(starts_on=day(22), ends_on=day(23), days=2)
        later = TrainingClassFactory(starts_on=day(23), ends_on=day(23), days=1)
        for one in (other, later):
            RosterEntryFactory(training_class=one, professional=oneself)

        assert enrolment_of(published, professional.actor).overlapping == [other]

    def test_says_why_it_is_closed(self, published, professional, institution_clerk):
        cancel_class(published, reason="报名不足", actor=institution_clerk.actor)

        box = enrolment_of(TrainingClass.objects.get(), professional.actor)

        assert "报名不足" in box.closed_because
        assert not box.may_enrol
