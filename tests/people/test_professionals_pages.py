import datetime
import re

import pytest

from people.documents import check_character
from people.enums import Industry, TitleLevel
from people.models import Professional
from people.professionals.numbers import number_in, phone_in
from people.roles import Role
from tests.cast import CastMember
from tests.factories import (
    AgencyFactory,
    EmployerFactory,
    EmploymentFactory,
    IndustryAuthorityFactory,
    MembershipFactory,
    OrganizationFactory,
    ProfessionalFactory,
    TitleFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/people/"
NUMBER, PHONE = "44051119900307008X", "13800138000"
READERS = ["hr_clerk", "bureau_clerk", "auditor", "administrator"]
STRANGERS = ["other_hr_clerk", "other_bureau_clerk"]


def day(text):
    return datetime.date.fromisoformat(text)


def page_of(professional, part=""):
    return f"/people/{professional.pk}/{part}"


def names_on(answer):
    return [row["professional"].name for row in answer.context["rows"]]


def of_everybody(*names):
    return pytest.mark.parametrize("reader", names, indirect=True)


# The list


def test_hr_gets_from_its_people_to_the_upload_of_a_staff_list(hr_clerk, client_of):
    client = client_of(hr_clerk)

    link = client.get(LIST).context["staff_list"]

    assert "/uploads/new/staff/" in client.get(LIST).content.decode()
    assert client.get("/uploads/new/staff/").context["kind"] == link


@pytest.mark.parametrize("name", ["bureau_clerk", "auditor", "administrator"])
def test_who_may_upload_no_staff_list_is_offered_none(request, name, client_of):
    answer = client_of(request.getfixturevalue(name)).get(LIST)

    assert answer.status_code == 200
    assert "/uploads/new/" not in answer.content.decode()


def test_the_hr_of_an_agency_has_no_staff_list_of_its_own_to_upload(client_of):
    clerk = MembershipFactory(role=Role.HR_CLERK, organization=AgencyFactory())

    answer = client_of(CastMember(clerk.user, clerk)).get(LIST)

    assert answer.status_code == 200
    assert "/uploads/new/" not in answer.content.decode()


@of_everybody(*READERS)
def test_each_reader_sees_those_they_answer_for(reader, client_of):
    answer = client_of(reader).get(LIST)

    assert names_on(answer) == ["林测试"]


@of_everybody(*STRANGERS)
def test_those_of_others_are_not_on_the_list(reader, client_of):
    answer = client_of(reader).get(LIST)

    assert names_on(answer) == []
    assert "Nobody is like that" in answer.content.decode()


def test_the_list_is_closed_to_professionals(professional, client_of):
    assert client_of(professional).get(LIST).status_code == 403


def test_the_list_asks_to_sign_in(client):
    assert client.get(LIST).url == f"/accounts/login/?next={LIST}"


def test_the_list_takes_no_form(hr_clerk, client_of):
    assert client_of(hr_clerk).post(LIST).status_code == 405


def test_an_agency_sees_the_people_whose_files_it_holds(other_employer, client_of):
    agency = AgencyFactory()
    other_employer.files_held_by = agency
    other_employer.save()
    ProfessionalFactory(name="代理测试", employer=other_employer)
    clerk = MembershipFactory(role=Role.HR_CLERK, organization=agency)

    answer = client_of(CastMember(clerk.user, clerk)).get(LIST)

    assert names_on(answer) == ["代理测试"]


def test_an_authority_sees_those_of_its_industry_in_its_area(employer, other_employer, client_of):
    authority = IndustryAuthorityFactory(place="440100", industry=Industry.HEALTH)
    ProfessionalFactory(name="医测试", employer=employer, industry=Industry.HEALTH)
    ProfessionalFactory(name="建测试", employer=employer, industry=Industry.CONSTRUCTION)
    ProfessionalFactory(name="远测试", employer=other_employer, industry=Industry.HEALTH)
    reviewer = MembershipFactory(role=Role.AUTHORITY_REVIEWER, organization=authority)

    answer = client_of(CastMember(reviewer.user, reviewer)).get(LIST)

    assert names_on(answer) == ["医测试"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"name": "shan"}, ["单测试"]),
        ({"name": "cs"}, ["林测试", "单测试"]),
        ({"name": "A-1"}, ["单测试"]),
        ({"name": "测试"}, ["林测试", "单测试"]),
        ({"level": "senior"}, ["单测试"]),
        ({"level": "intermediate"}, []),
        ({"level": "none"}, ["林测试"]),
        ({"industry": "health"}, ["单测试"]),
        ({"status": "left"}, ["去测试"]),
        ({"status": "left", "name": "quceshi"}, ["去测试"]),
        ({"status": "left", "level": "none"}, []),
        ({"status": "left", "industry": "construction"}, []),
        ({"sort": "-since"}, ["单测试", "林测试"]),
        ({"sort": "staff_number"}, ["林测试", "单测试"]),
        ({"status": "king"}, []),
        ({"level": "king"}, []),
        ({"name": "\x00"}, []),
        ({"name": "x" * 61}, []),
        ({"sort": "number_index", "page": "99"}, ["林测试", "单测试"]),
    ],
)
def test_the_list_is_filtered_and_sorted(she, employer, hr_clerk, client_of, query, names):
    shan = ProfessionalFactory(
        name="单测试",
        industry=Industry.HEALTH,
        employer=employer,
        employer__staff_number="A-17",
        employer__started_on=day("2022-01-01"),
    )
    TitleFactory(professional=shan, level=TitleLevel.INTERMEDIATE, obtained_on=day("2010-01-01"))
    TitleFactory(professional=shan, level=TitleLevel.DEPUTY_SENIOR, obtained_on=day("2015-01-01"))
    ProfessionalFactory(name="去测试", employer=employer, employer__ended_on=day("2023-01-01"))

    assert names_on(client_of(hr_clerk).get(LIST, query)) == names


@pytest.mark.parametrize("typed", [NUMBER, PHONE, f"林 {PHONE}", "440511199003070"])
def test_a_number_typed_into_the_filter_is_refused_and_not_repeated_in_a_link(she, hr_clerk, client_of, typed):
    answer = client_of(hr_clerk).get(LIST, {"name": typed})

    assert names_on(answer) == []
    assert "in the field below the list" in answer.content.decode()
    assert not re.search(rf'href="[^"]*{typed[-8:]}', answer.content.decode())


def test_who_left_for_another_employer_shows_nothing_of_the_time_after(employer, other_employer, hr_clerk, client_of):
    gone = ProfessionalFactory(name="去测试", employer=employer, employer__ended_on=day("2023-01-01"))
    EmploymentFactory(professional=gone, employer=other_employer, started_on=day("2023-01-02"))
    TitleFactory(professional=gone, name="后来的职称")

    answer = client_of(hr_clerk).get(LIST, {"status": "left"})

    body = answer.content.decode()
    assert names_on(answer) == ["去测试"]
    assert page_of(gone) not in body
    assert "乙测试单位" not in body
    assert "后来的职称" not in body


def test_a_bureau_keeps_whom_nobody_employs_until_others_take_over(employer, other_employer, bureau_clerk, client_of):
    client = client_of(bureau_clerk)
    between = ProfessionalFactory(name="待测试", employer=employer, employer__ended_on=day("2023-01-01"))
    assert names_on(client.get(LIST, {"status": "left"})) == ["待测试"]
    assert client.get(page_of(between)).status_code == 200

    EmploymentFactory(professional=between, employer=other_employer, started_on=day("2024-01-01"))

    assert client.get(page_of(between)).status_code == 404


def test_the_list_asks_the_database_the_same_for_one_row_and_for_three(
    she, employer, hr_clerk, client_of, django_assert_num_queries
):
    client = client_of(hr_clerk)
    TitleFactory(professional=she)
    with django_assert_num_queries(8):
        client.get(LIST)

    for one in ProfessionalFactory.create_batch(2, employer=employer):
        TitleFactory(professional=one)
    with django_assert_num_queries(8):
        client.get(LIST)


# Looking up by a whole number


@pytest.mark.parametrize("typed", [NUMBER, "440511 19900307 008x", PHONE, "+86 138-0013-8000"])
def test_a_whole_number_leads_to_the_person_and_stands_in_no_address(employer, hr_clerk, client_of, typed):
    found = ProfessionalFactory(number=NUMBER, phone=PHONE, employer=employer)

    answer = client_of(hr_clerk).post("/people/lookup/", {"number": typed})

    assert answer.url == page_of(found)


@pytest.mark.parametrize("typed", [NUMBER, PHONE, "44051119900307", "", "x" * 41, "\x00"])
def test_somebody_of_another_employer_and_nobody_look_the_same(other_employer, hr_clerk, client_of, typed):
    ProfessionalFactory(number=NUMBER, phone=PHONE, employer=other_employer)

    answer = client_of(hr_clerk).post("/people/lookup/", {"number": typed})

    assert answer.status_code == 422


def test_lookup_is_closed_to_professionals_and_to_addresses(professional, hr_clerk, client_of, client):
    assert client_of(professional).post("/people/lookup/", {"number": NUMBER}).status_code == 403
    assert client_of(hr_clerk).get("/people/lookup/").status_code == 405
    assert client.post("/people/lookup/").url == "/accounts/login/?next=/people/lookup/"


# Entering a person


def entry(**changes):
    return {
        "name": "单测试",
        "kind": "resident_id",
        "number": NUMBER,
        "phone": PHONE,
        "industry": "construction",
        "staff_number": "A-17",
        "position": "结构设计",
        "started_on": "2021-03-01",
        "series": "engineering",
        "level": "intermediate",
        "title": "工程师",
        "obtained_on": "2018-12-01",
    } | changes


def enter(client, **changes):
    return client.post("/people/new/", entry(**changes))


def test_hr_enters_a_person_with_all_there_is_to_say(employer, hr_clerk, client_of):
    answer = enter(client_of(hr_clerk))

    entered = Professional.objects.get()
    assert answer.url == page_of(entered)
    assert (entered.name, entered.industry) == ("单测试", "construction")
    assert number_in(entered.documents.get()) == NUMBER
    assert entered.employments.get().employer == employer
    assert entered.titles.get().name == "工程师"


def test_phone_and_title_may_be_left_out(employer, hr_clerk, client_of):
    answer = enter(client_of(hr_clerk), phone="", series="", level="", title="", obtained_on="", staff_number="")

    entered = Professional.objects.get()
    assert answer.status_code == 302
    assert (phone_in(entered.user), entered.titles.count()) == ("", 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "···"}, "name"),
        ({"name": "单\x00"}, "name"),
        ({"number": "440511199003070081"}, "number"),
        ({"number": "4.40511E+17"}, "number"),
        ({"number": ""}, "number"),
        ({"kind": "passport"}, "number"),
        ({"kind": "king"}, "kind"),
        ({"phone": "12345"}, "phone"),
        ({"started_on": "2199-01-01"}, "started_on"),
        ({"started_on": "1066-01-01"}, "started_on"),
        ({"started_on": "soon"}, "started_on"),
        ({"started_on": ""}, "started_on"),
        ({"obtained_on": ""}, "obtained_on"),
        ({"series": ""}, "series"),
        ({"title": ""}, "title"),
        ({"level": "king"}, "level"),
        ({"obtained_on": "2199-01-01"}, "obtained_on"),
        ({"industry": "king"}, "industry"),
        ({"position": "x" * 61}, "position"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nobody_is_entered(hr_clerk, client_of, changes, field):
    answer = enter(client_of(hr_clerk), **changes)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Professional.objects.exists()


def test_a_number_that_is_taken_elsewhere_is_refused_without_a_word_about_whose(other_employer, hr_clerk, client_of):
    ProfessionalFactory(name="别的测试", number=NUMBER, employer=other_employer)

    answer = enter(client_of(hr_clerk))

    assert answer.status_code == 422
    assert "This number is registered already" in answer.content.decode()
    assert not any(told in answer.content.decode() for told in ("别的测试", "乙测试单位"))


def test_a_phone_that_is_taken_is_refused_at_its_field(other_employer, hr_clerk, client_of):
    ProfessionalFactory(phone=PHONE, employer=other_employer)

    answer = enter(client_of(hr_clerk))

    assert list(answer.context["form"].errors) == ["phone"]


def test_an_unknown_place_is_entered_with_a_notice(employer, hr_clerk, client_of):
    number = "00010519850101001" + check_character("00010519850101001")

    answer = client_of(hr_clerk).post("/people/new/", entry(number=number), follow=True)

    assert number_in(Professional.objects.get().documents.get()) == number
    assert "We do not know the place" in answer.content.decode()


@pytest.mark.parametrize("reader", ["professional", "bureau_clerk", "auditor", "administrator"], indirect=True)
def test_only_hr_enters_people(reader, client_of):
    assert enter(client_of(reader)).status_code == 403
    assert client_of(reader).get("/people/new/").status_code == 403


def test_hr_of_what_is_no_employer_is_told_so(client_of):
    hat = MembershipFactory(role=Role.HR_CLERK, organization=OrganizationFactory())

    assert enter(client_of(hat.user)).status_code == 409


def test_an_agency_chooses_among_the_employers_it_holds(employer, other_employer, client_of):
    agency = AgencyFactory()
    for held in (other_employer, EmployerFactory(name="丙测试单位")):
        held.files_held_by = agency
        held.save()
    client = client_of(MembershipFactory(role=Role.HR_CLERK, organization=agency).user)

    assert enter(client, employer=employer.pk).status_code == 422
    assert enter(client, employer=other_employer.pk).status_code == 302
    assert Professional.objects.get().employments.get().employer == other_employer


def test_hr_cannot_enter_people_with_another_employer_by_forging_the_form(other_employer, hr_clerk, client_of):
    answer = enter(client_of(hr_clerk), employer=other_employer.pk)

    assert answer.status_code == 422
    assert not Professional.objects.exists()
