import datetime
import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from audit.actors import SYSTEM
from audit.models import Event
from people.documents import check_character
from people.enums import DocumentKind, Industry, TitleLevel, TitleSeries
from people.models import Employment, IdentityDocument, Membership, Professional, Title, User
from people.professionals.numbers import number_in, phone_in
from people.professionals.services import (
    AlreadyRegistered,
    ObtainedTitle,
    PhoneTaken,
    Registration,
    add_title,
    change_employment,
    change_phone,
    correct_name,
    end_employment,
    note_view,
    register_professional,
    register_professionals,
    replace_document,
    reveal_number,
    start_employment,
)
from people.roles import Role
from tests.factories import EmployerFactory
from tests.factories.professionals import checked, invented_number
from ui.errors import Conflict

pytestmark = pytest.mark.django_db

NUMBER, OTHER_NUMBER = "44051119900307008X", "320303197812310031"
PHONE = "13800138000"
ENGINEER = ObtainedTitle(
    series=TitleSeries.ENGINEERING,
    level=TitleLevel.INTERMEDIATE,
    name="工程师",
    obtained_on=datetime.date(2018, 12, 1),
)
DAY = datetime.timedelta(days=1)


def day(text):
    return datetime.date.fromisoformat(text)


def register(name="单测试", number=NUMBER, *, actor=SYSTEM, **details):
    return register_professional(name, document=checked(number), actor=actor, **details)


def actions():
    return list(Event.objects.order_by("id").values_list("action", flat=True))


def hats(professional):
    worn = Membership.objects.filter(user=professional.user, role=Role.PROFESSIONAL).order_by("started_on")
    return [(hat.organization and hat.organization.name, hat.started_on, hat.ended_on) for hat in worn]


# Registration


def test_registration_enters_person_document_title_employment_and_hat(employer):
    one = register(
        phone=PHONE,
        industry=Industry.CONSTRUCTION,
        title=ENGINEER,
        employer=employer,
        started_on=day("2021-03-01"),
        staff_number="A-17",
        position="结构设计",
    )

    one = Professional.objects.get(pk=one.pk)
    document, title, employment = one.documents.get(), one.titles.get(), one.employments.get()
    assert (one.name, one.user.display_name, one.industry) == ("单测试", "单测试", Industry.CONSTRUCTION)
    assert (document.kind, document.number_tail, number_in(document)) == (DocumentKind.RESIDENT_ID, "008X", NUMBER)
    assert (title.name, title.obtained_on) == ("工程师", day("2018-12-01"))
    assert (employment.employer, employment.staff_number, employment.position) == (employer, "A-17", "结构设计")
    assert phone_in(one.user) == PHONE
    assert hats(one) == [("甲测试单位", day("2021-03-01"), None)]
    assert Professional.objects.called("shances").get() == one


def test_registration_opens_an_account_that_nobody_can_sign_in_to_yet():
    one = register()

    assert not one.user.has_usable_password()
    assert one.user.username.startswith("p-")
    assert not any(part in one.user.username for part in ("4405", "1990", "008", "shan"))


def test_usernames_are_drawn_anew_each_time():
    names = {register(number=invented_number(count)).user.username for count in range(20)}

    assert len(names) == 20


def test_without_an_employer_the_hat_is_that_of_nobody():
    one = register()

    assert hats(one) == [(None, timezone.localdate(), None)]
    assert not one.employments.exists()


def test_blanks_that_draw_out_a_name_are_no_part_of_it():
    assert register("单 试").name == "单试"
    assert register(" María  García ", number=OTHER_NUMBER).name == "María García"


def test_registration_is_written_down_with_the_number_masked(hr_clerk, employer):
    one = register(employer=employer, started_on=day("2021-03-01"), title=ENGINEER, phone=PHONE, actor=hr_clerk.actor)

    event = Event.objects.get(action="professional.registered")
    assert actions() == ["account.opened", "membership.granted", "professional.registered"]
    assert event.object_id == str(one.pk)
    assert event.actor == hr_clerk.user
    assert event.after["document"] == {"kind": "resident_id", "number": "****008X"}
    assert event.after["phone"] == "****8000"
    assert event.after["employer"] == "甲测试单位"
    assert event.after["title"]["name"] == "工程师"


def test_a_thousand_people_take_as_many_statements_as_two(employer, django_assert_num_queries):
    def some(first, count):
        return [
            Registration(name="测试人", document=checked(invented_number(number)), employer=employer, title=ENGINEER)
            for number in range(first, first + count)
        ]

    with django_assert_num_queries(41):
        register_professionals(some(0, 2), actor=SYSTEM)
    with django_assert_num_queries(41):
        register_professionals(some(2, 40), actor=SYSTEM)


# Doubles


def test_a_number_known_to_the_actor_is_refused_with_the_name(hr_clerk, employer):
    known = register(employer=employer)

    with pytest.raises(AlreadyRegistered) as refusal:
        register("别的测试", actor=hr_clerk.actor)

    assert refusal.value.professional == known
    assert "单测试" in str(refusal.value)
    assert Professional.objects.count() == 1


def test_a_number_unknown_to_the_actor_is_refused_without_a_word_about_the_other(hr_clerk, other_employer):
    register(employer=other_employer)

    with pytest.raises(AlreadyRegistered) as refusal:
        register("别的测试", actor=hr_clerk.actor)

    assert refusal.value.professional is None
    assert not any(told in str(refusal.value) for told in ("单测试", "乙测试单位", "008X"))


def test_the_same_number_is_one_person_whatever_the_kind():
    permit = "83000019850101001" + check_character("83000019850101001")
    register(number=permit)

    with pytest.raises(AlreadyRegistered):
        register_professional("别的测试", document=checked(permit, DocumentKind.RESIDENCE_PERMIT), actor=SYSTEM)


def test_a_number_that_stands_in_a_list_twice_is_named_by_its_place():
    people = [Registration(name="测试人", document=checked(number)) for number in (NUMBER, OTHER_NUMBER, NUMBER)]

    with pytest.raises(AlreadyRegistered) as refusal:
        register_professionals(people, actor=SYSTEM)

    assert refusal.value.place == 2
    assert not Professional.objects.exists()


@pytest.mark.parametrize("known", [True, False])
def test_a_taken_phone_is_named_by_its_place_and_not_by_its_owner(known):
    people = [
        Registration(name="测试人", document=checked(NUMBER)),
        Registration(name="测试", document=checked(OTHER_NUMBER), phone=PHONE),
    ]
    if known:
        register(number=invented_number(1), phone=PHONE)
    else:
        people.insert(0, Registration(name="测试人", document=checked(invented_number(1)), phone=PHONE))

    with pytest.raises(PhoneTaken) as refusal:
        register_professionals(people, actor=SYSTEM)

    assert refusal.value.place == (1 if known else 2)
    assert "单测试" not in str(refusal.value)


def test_a_number_replaced_long_ago_is_free_again():
    first = register()
    replace_document(first, checked(OTHER_NUMBER), actor=SYSTEM)

    assert register("别的测试").pk != first.pk


@pytest.mark.parametrize("change", [{"closed_on": day("2020-01-01")}, {"merged_into": True}])
def test_nobody_is_registered_with_an_employer_that_is_gone(employer, other_employer, change):
    for field, value in change.items():
        setattr(employer, field, other_employer.organization_ptr if value is True else value)
    employer.save()

    with pytest.raises(Conflict):
        register(employer=employer)

    assert not User.objects.exists()


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_register_the_same_number_at_once_one_is_told(race):
    def clerk(name):
        return lambda: register(name)

    results = race(*(clerk(name) for name in ("甲测试", "乙测试", "丙测试")))

    assert sorted(type(result).__name__ for result in results) == ["AlreadyRegistered"] * 2 + ["Professional"]
    assert IdentityDocument.objects.count() == Professional.objects.count() == User.objects.count() == 1


# Employments


@pytest.fixture
def employed(employer):
    return register(employer=employer, started_on=day("2021-03-01"))


def test_an_employment_ends_on_its_last_day_and_the_hat_with_it(employed):
    end_employment(employed, on=day("2022-06-30"), actor=SYSTEM, reason="合同期满")

    assert employed.employments.get().ended_on == day("2022-06-30")
    assert hats(employed) == [
        ("甲测试单位", day("2021-03-01"), day("2022-06-30")),
        (None, day("2022-07-01"), None),
    ]
    event = Event.objects.get(action="employment.ended")
    assert (event.before["ended_on"], event.after["ended_on"], event.reason) == (None, "2022-06-30", "合同期满")
    assert event.object_label == "单测试 · 甲测试单位"


def test_a_new_employment_takes_over_the_hat_of_nobody(employed, other_employer):
    end_employment(employed, on=day("2022-06-30"), actor=SYSTEM)

    start_employment(employed, other_employer, started_on=day("2022-09-01"), actor=SYSTEM)

    assert hats(employed) == [
        ("甲测试单位", day("2021-03-01"), day("2022-06-30")),
        (None, day("2022-07-01"), day("2022-08-31")),
        ("乙测试单位", day("2022-09-01"), None),
    ]


def test_a_new_employment_on_the_very_next_day_leaves_no_hat_of_nobody(employed, other_employer):
    end_employment(employed, on=day("2022-06-30"), actor=SYSTEM)

    start_employment(employed, other_employer, started_on=day("2022-07-01"), actor=SYSTEM)

    assert hats(employed) == [
        ("甲测试单位", day("2021-03-01"), day("2022-06-30")),
        ("乙测试单位", day("2022-07-01"), None),
    ]
    assert "membership.amended" in actions()


def test_a_change_of_employer_leaves_neither_gap_nor_overlap(employed, other_employer):
    change_employment(employed, other_employer, day("2022-07-01"), staff_number="B-1", actor=SYSTEM)

    assert list(employed.employments.values_list("employer__name", "started_on", "ended_on", "staff_number")) == [
        ("甲测试单位", day("2021-03-01"), day("2022-06-30"), ""),
        ("乙测试单位", day("2022-07-01"), None, "B-1"),
    ]
    assert hats(employed) == [
        ("甲测试单位", day("2021-03-01"), day("2022-06-30")),
        ("乙测试单位", day("2022-07-01"), None),
    ]


def test_a_change_of_employer_after_a_gap_only_begins_the_new_one(employed, other_employer):
    end_employment(employed, on=day("2022-06-30"), actor=SYSTEM)

    change_employment(employed, other_employer, day("2023-01-01"), actor=SYSTEM)

    assert employed.employments.count() == 2


@pytest.mark.parametrize(
    "act",
    [
        lambda one, employer, other: start_employment(one, other, started_on=day("2022-01-01"), actor=SYSTEM),
        lambda one, employer, other: start_employment(one, other, started_on=day("2020-01-01"), actor=SYSTEM),
        lambda one, employer, other: end_employment(one, on=day("2021-02-28"), actor=SYSTEM),
        lambda one, employer, other: change_employment(one, employer, day("2022-01-01"), actor=SYSTEM),
        lambda one, employer, other: change_employment(one, other, day("2021-03-01"), actor=SYSTEM),
    ],
    ids=["second", "earlier second", "end before start", "to the same", "on its first day"],
)
def test_what_the_facts_are_against_changes_nothing(employed, employer, other_employer, act):
    before = actions(), hats(employed)

    with pytest.raises(Conflict):
        act(employed, employer, other_employer)

    assert (actions(), hats(employed)) == before
    assert employed.employments.get().ended_on is None


def test_an_employment_that_has_ended_cannot_end_again(employed):
    end_employment(employed, on=day("2022-06-30"), actor=SYSTEM)

    with pytest.raises(Conflict):
        end_employment(employed, on=day("2022-07-31"), actor=SYSTEM)


def test_an_employment_cannot_begin_while_the_last_one_still_runs_out(employed, other_employer):
    end_employment(employed, on=day("2022-06-30"), actor=SYSTEM)

    with pytest.raises(Conflict, match="2022"):
        start_employment(employed, other_employer, started_on=day("2022-06-30"), actor=SYSTEM)


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_of_two_employers_who_take_somebody_at_once_one_does(race):
    one = register()
    employers = EmployerFactory.create_batch(2)

    def take(employer):
        return lambda: start_employment(one, employer, started_on=timezone.localdate(), actor=SYSTEM)

    results = race(*(take(employer) for employer in employers))

    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Employment"]
    assert Employment.objects.count() == 1
    assert len([hat for hat in hats(one) if hat[2] is None]) == 1


# Name, document, phone, titles


def test_a_corrected_name_stands_on_the_account_and_is_found(employed):
    correct_name(employed, "解测试", actor=SYSTEM, reason="户口本")

    employed = Professional.objects.get(pk=employed.pk)
    assert (employed.name, employed.user.display_name) == ("解测试", "解测试")
    assert Professional.objects.called("xieces").get() == employed
    assert not Professional.objects.called("shances").exists()
    event = Event.objects.get(action="professional.name_corrected")
    assert (event.before, event.after, event.reason) == ({"name": "单测试"}, {"name": "解测试"}, "户口本")


def test_a_replaced_document_stays_and_the_new_one_counts(employed):
    replace_document(employed, checked(OTHER_NUMBER), actor=SYSTEM, reason="输入错误")

    old, new = employed.documents.all()
    assert (old.number_tail, bool(old.replaced_at)) == ("008X", True)
    assert (number_in(new), new.replaced_at) == (OTHER_NUMBER, None)
    event = Event.objects.get(action="identity.document_replaced")
    assert (event.before["number"], event.after["number"]) == ("****008X", "****0031")


def test_a_document_is_not_replaced_by_the_number_of_somebody_else(employed):
    register("别的测试", number=OTHER_NUMBER)

    with pytest.raises(AlreadyRegistered):
        replace_document(employed, checked(OTHER_NUMBER), actor=SYSTEM)

    assert employed.documents.get().replaced_at is None


def test_a_phone_is_changed_and_taken_away(employed):
    change_phone(employed.user, PHONE, actor=SYSTEM)
    user = User.objects.get(pk=employed.user.pk)
    assert (phone_in(user), user.phone_tail) == (PHONE, "8000")

    change_phone(user, "", actor=SYSTEM)
    user.refresh_from_db()
    assert (phone_in(user), user.phone_tail, user.phone_index) == ("", "", None)
    assert list(Event.objects.filter(action="account.phone_changed").order_by("id").values_list("before", "after")) == [
        ({"phone": ""}, {"phone": "****8000"}),
        ({"phone": "****8000"}, {"phone": ""}),
    ]


def test_a_phone_of_another_account_is_refused(employed):
    register("别的测试", number=OTHER_NUMBER, phone=PHONE)

    with pytest.raises(PhoneTaken):
        change_phone(employed.user, PHONE, actor=SYSTEM)

    employed.user.refresh_from_db()
    assert employed.user.phone_index is None


def test_a_title_is_added_once(employed):
    add_title(employed, ENGINEER, actor=SYSTEM)

    with pytest.raises(Conflict):
        add_title(employed, ENGINEER, actor=SYSTEM)

    assert Title.objects.get().professional == employed
    assert Event.objects.get(action="title.added").object_label == "单测试 · 工程师"


# Looking


def document_of(member):
    return member.user.professional.documents.get()


@pytest.mark.parametrize("who", ["professional", "hr_head", "bureau_clerk"])
def test_a_number_is_revealed_for_a_reason_that_is_kept(request, professional, who):
    actor = request.getfixturevalue(who).actor
    document = document_of(professional)

    number = reveal_number(document, reason="  核对社保 ", actor=actor)

    assert number == number_in(document)
    event = Event.objects.get(action="identity.revealed")
    assert (event.reason, event.actor_id, event.object_id) == ("核对社保", actor.user_id, str(document.pk))
    assert event.object_label.startswith("林测试 · ")


@pytest.mark.parametrize("who", ["hr_clerk", "other_hr_clerk", "other_bureau_clerk", "auditor", "administrator"])
def test_a_number_is_not_revealed_to_others(request, professional, who):
    with pytest.raises(PermissionDenied):
        reveal_number(document_of(professional), reason="好奇", actor=request.getfixturevalue(who).actor)

    assert not Event.objects.filter(action="identity.revealed").exists()


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_number_is_not_revealed_without_a_reason(professional, bureau_clerk, reason):
    with pytest.raises(Conflict):
        reveal_number(document_of(professional), reason=reason, actor=bureau_clerk.actor)


def test_a_number_typed_as_the_reason_is_masked(professional, bureau_clerk):
    reveal_number(document_of(professional), reason=f"核对 {NUMBER}", actor=bureau_clerk.actor)

    assert Event.objects.get(action="identity.revealed").reason == "核对 4405*************X"


def test_a_view_is_noted_once_a_day_for_each_hat(professional, hr_clerk, bureau_clerk):
    one = professional.user.professional

    for member in (hr_clerk, hr_clerk, bureau_clerk, professional):
        note_view(one, actor=member.actor)

    seen = Event.objects.filter(action="professional.viewed").order_by("id")
    assert [event.actor for event in seen] == [hr_clerk.user, bureau_clerk.user]


def test_a_view_is_noted_again_on_another_day(professional, hr_clerk, monkeypatch):
    one = professional.user.professional
    note_view(one, actor=hr_clerk.actor)
    tomorrow = timezone.localtime() + DAY
    monkeypatch.setattr("people.professionals.identity.timezone.localtime", lambda: tomorrow)

    note_view(one, actor=hr_clerk.actor)

    assert Event.objects.filter(action="professional.viewed").count() == 2


# Nothing leaks


def test_no_number_stands_in_the_trail_or_in_a_log(employer, caplog):
    caplog.set_level(logging.DEBUG)
    one = register(employer=employer, phone=PHONE)
    replace_document(one, checked(OTHER_NUMBER), actor=SYSTEM)
    change_phone(one.user, "13900139000", actor=SYSTEM)
    with pytest.raises(AlreadyRegistered) as refusal:
        register("别的测试", number=OTHER_NUMBER)
    logging.getLogger("test").error("refused", exc_info=refusal.value)

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM audit_event e")
        trail = cursor.fetchone()[0]

    numbers = (NUMBER, OTHER_NUMBER, PHONE, "13900139000")
    assert "008X" in trail  # it could have leaked
    assert not any(number in text for number in numbers for text in (trail, caplog.text, repr(refusal.value)))
