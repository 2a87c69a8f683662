"""The pages of organizations: who sees which, who may do what, and what is said where it cannot be done."""

import datetime

import pytest
from django.utils import timezone

from people.enums import Level, OrganizationKind
from people.models import Employer, Membership, Organization
from people.roles import Role
from tests.cast import _cast
from tests.factories import (
    AgencyFactory,
    BureauFactory,
    CommissionFactory,
    DivisionFactory,
    EmployerFactory,
    InstitutionFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/organizations/"
FACTS = {"name": "丙测试单位", "uscc": "", "belongs_to": "county", "ownership": "public", "industry": "general"}


def page(organization, act=""):
    return f"/organizations/{organization.pk}/{act}"


def names_on(answer):
    return [organization.name for organization in answer.context["organizations"]]


@pytest.fixture
def district_clerk(db):
    return _cast("周测试", "zhou.district", Role.BUREAU_CLERK, BureauFactory(place="440105", name="甲区测试人社局"))


@pytest.fixture
def institution_clerk(db):
    return _cast("许测试", "xu.test", Role.INSTITUTION_CLERK, InstitutionFactory(place="440105", name="甲测试学校"))


@pytest.fixture
def haizhu(db):
    return DivisionFactory(code="440105")


# The list


class TestList:
    def test_bureau_sees_its_area_and_nothing_of_another(self, bureau_clerk, employer, other_employer, client_of):
        assert names_on(client_of(bureau_clerk).get(LIST)) == ["甲市测试人社局", "甲测试单位"]

    def test_district_does_not_see_what_belongs_to_the_city(self, district_clerk, employer, client_of):
        EmployerFactory(name="市属测试医院", place="440105", belongs_to=Level.CITY)

        answer = client_of(district_clerk).get(LIST)

        assert names_on(answer) == ["甲区测试人社局", "甲测试单位"]
        assert "市属测试医院" not in answer.content.decode()

    @pytest.mark.parametrize("reader", ["auditor", "administrator"])
    def test_those_who_read_everything_see_all_and_can_press_nothing(
        self, request, reader, employer, other_employer, client_of
    ):
        answer = client_of(request.getfixturevalue(reader)).get(LIST)

        assert {"甲测试单位", "乙测试单位"} <= set(names_on(answer))
        assert "/registration/" not in answer.content.decode()

    def test_authority_reads_its_area_and_registers_nothing(self, reviewer, employer, other_employer, client_of):
        answer = client_of(reviewer).get(LIST)

        assert names_on(answer) == ["甲市测试主管部门", "甲测试单位"]
        assert "/registration/" not in answer.content.decode()

    @pytest.mark.parametrize("stranger", ["professional", "hr_clerk", "institution_clerk"])
    def test_closed_to_others_and_not_in_their_menu(self, request, stranger, client_of):
        client = client_of(request.getfixturevalue(stranger))

        assert client.get(LIST).status_code == 403
        assert f'href="{LIST}"' not in client.get("/accounts/profile/").content.decode()

    def test_asks_strangers_to_sign_in(self, client):
        assert client.get(LIST).url == f"/accounts/login/?next={LIST}"

    def test_post_is_refused(self, auditor, client_of):
        assert client_of(auditor).post(LIST).status_code == 405

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"search": "广州"}, ["广州甲测试院"]),
            ({"search": "91440101ma"}, ["有码测试院"]),
            ({"kind": "institution"}, ["测试学校"]),
            ({"place": "海珠"}, ["广州甲测试院"]),
            ({"place": "haizhu"}, ["广州甲测试院"]),
            ({"place": "440100"}, ["广州甲测试院", "有码测试院"]),
            ({"place": "4405"}, ["测试学校"]),
            ({"place": "nowhere"}, []),
            ({"level": "city"}, ["测试学校"]),
            ({"state": "closed"}, ["关闭测试院"]),
            ({"state": "merged"}, ["并入测试院"]),
            ({"search": "测试", "kind": "employer", "place": "440106"}, ["有码测试院"]),
        ],
    )
    def test_filters(self, auditor, client_of, query, found):
        DivisionFactory(code="440105", pinyin="Hǎizhū Qū")
        kept = EmployerFactory(name="广州甲测试院", place="440105")
        EmployerFactory(name="有码测试院", place="440106", uscc="91440101MA59TE5T0H")
        InstitutionFactory(name="测试学校", place="440511", run_by=Level.CITY)
        EmployerFactory(name="关闭测试院", closed_on=datetime.date(2026, 1, 1))
        EmployerFactory(name="并入测试院", merged_into=kept)

        assert names_on(client_of(auditor).get(LIST, query)) == sorted(found)

    @pytest.mark.parametrize(
        "query",
        [{"kind": "king"}, {"level": "x"}, {"search": "\x00"}, {"place": "x" * 51}, {"sort": "area"}, {"page": "x"}],
    )
    def test_nonsense_in_the_address_breaks_nothing(self, auditor, employer, client_of, query):
        answer = client_of(auditor).get(LIST, query)

        assert answer.status_code == 200
        assert names_on(answer) == ["甲测试单位"]

    def test_nothing_found_says_what_to_do(self, auditor, client_of):
        assert "No organization is like that" in client_of(auditor).get(LIST, {"search": "x"}).content.decode()

    def test_asks_the_database_the_same_for_one_row_and_for_three(
        self, bureau_clerk, client_of, django_assert_num_queries
    ):
        client = client_of(bureau_clerk)
        with django_assert_num_queries(5):
            client.get(LIST)

        EmployerFactory.create_batch(2)
        with django_assert_num_queries(5):
            client.get(LIST)


# One organization


class TestDetail:
    def test_shows_the_facts_the_bureau_above_and_who_acts(self, bureau_clerk, hr_clerk, employer, client_of):
        agency = AgencyFactory(name="测试人事代理机构")
        Employer.objects.filter(pk=employer.pk).update(files_held_by=agency)
        BureauFactory(name="甲区测试人社局", place="440105")

        text = client_of(bureau_clerk).get(page(employer)).content.decode()

        for told in ("甲测试单位", "440105", "public", "测试人事代理机构", "甲区测试人社局 answers for it", "陈测试"):
            assert told in text

    @pytest.mark.parametrize("stranger", ["other_bureau_clerk", "other_hr_clerk", "institution_clerk"])
    def test_of_another_area_is_not_there(self, request, stranger, employer, client_of):
        assert client_of(request.getfixturevalue(stranger)).get(page(employer)).status_code == 404

    def test_own_organization_is_seen_without_its_officers_and_without_any_button(
        self, professional, hr_clerk, employer, client_of
    ):
        for member in (professional, hr_clerk):
            text = client_of(member).get(page(employer)).content.decode()
            assert "甲测试单位" in text
            assert "Who acts for it today" not in text
            assert "/amendment/" not in text
            assert "/closing/" not in text

    def test_ended_membership_shows_nothing(self, hr_clerk, employer, client_of):
        Membership.objects.update(ended_on=timezone.localdate() - datetime.timedelta(days=1))

        assert client_of(hr_clerk).get(page(employer)).status_code == 404

    def test_bureau_may_not_change_itself(self, bureau_clerk, client_of):
        own = bureau_clerk.membership.organization

        assert "/amendment/" not in client_of(bureau_clerk).get(page(own)).content.decode()
        assert client_of(bureau_clerk).get(page(own, "amendment/")).status_code == 403

    def test_city_keeps_the_bureau_of_its_district(self, bureau_clerk, client_of):
        below = BureauFactory(place="440105")

        assert "/amendment/" in client_of(bureau_clerk).get(page(below)).content.decode()

    def test_merged_and_closed_ones_say_so_and_offer_nothing_but_what_is_left(self, bureau_clerk, employer, client_of):
        merged = EmployerFactory(merged_into=employer)
        closed = EmployerFactory(closed_on=datetime.date(2026, 3, 1))
        client = client_of(bureau_clerk)

        text = client.get(page(merged)).content.decode()
        assert "Merged into “甲测试单位”" in text
        assert "/reopening/" not in text
        assert "/amendment/" not in text
        text = client.get(page(closed)).content.decode()
        assert "Closed since" in text
        assert 'datetime="2026-03-01"' in text
        assert "/reopening/" in text
        assert "/amendment/" not in text

    def test_number_beyond_all_numbers_is_not_there(self, auditor, client_of):
        assert client_of(auditor).get("/organizations/99999999999999999999/").status_code == 404

    def test_asks_the_database_the_same_for_one_officer_and_for_three(
        self, bureau_clerk, employer, client_of, django_assert_num_queries
    ):
        client = client_of(bureau_clerk)
        MembershipFactory(organization=employer, role=Role.HR_CLERK)
        with django_assert_num_queries(10):
            client.get(page(employer))

        MembershipFactory.create_batch(2, organization=employer, role=Role.HR_CLERK)
        with django_assert_num_queries(10):
            client.get(page(employer))


# Registering and changing


class TestRegistration:
    url = "/organizations/registration/employer/"

    def test_registers_what_was_typed_and_shows_it(self, bureau_clerk, haizhu, client_of):
        answer = client_of(bureau_clerk).post(
            self.url, FACTS | {"division": haizhu.pk, "uscc": "91440101ma59te5t0h", "industry": "health"}
        )

        employer = Employer.objects.get()
        assert answer.url == page(employer)
        assert (employer.name, employer.uscc, employer.industry, employer.area) == (
            "丙测试单位",
            "91440101MA59TE5T0H",
            "health",
            "440105",
        )

    @pytest.mark.parametrize("kind", [kind for kind in OrganizationKind.values if kind != "operator"])
    def test_every_kind_has_its_page_with_places_of_the_area_only(self, bureau_clerk, haizhu, kind, client_of):
        DivisionFactory(code="440511")

        text = client_of(bureau_clerk).get(f"/organizations/registration/{kind}/").content.decode()

        assert "440105" in text
        assert "440511" not in text

    def test_bureau_is_registered_at_the_level_of_its_place(self, bureau_clerk, haizhu, client_of):
        client_of(bureau_clerk).post(
            "/organizations/registration/bureau/", {"name": "丙区测试人社局", "division": haizhu.pk}
        )

        assert Organization.objects.get(name="丙区测试人社局").bureau.level == "county"

    def test_bureau_cannot_register_one_of_its_own_level(self, bureau_clerk, client_of):
        own = bureau_clerk.membership.organization.division

        answer = client_of(bureau_clerk).post(
            "/organizations/registration/bureau/", {"name": "丙市测试人社局", "division": own.pk}
        )

        assert answer.status_code == 422
        assert "Your bureau does not answer for an organization of this level and place." in answer.content.decode()

    @pytest.mark.parametrize("level", ["city", "province"])
    def test_district_cannot_register_what_belongs_above_it(self, district_clerk, level, client_of):
        place = district_clerk.membership.organization.division

        answer = client_of(district_clerk).post(self.url, FACTS | {"division": place.pk, "belongs_to": level})

        assert answer.status_code == 422
        assert not Employer.objects.exists()

    def test_place_of_another_city_is_no_choice(self, bureau_clerk, client_of):
        answer = client_of(bureau_clerk).post(self.url, FACTS | {"division": DivisionFactory(code="440511").pk})

        assert answer.status_code == 422
        assert not Employer.objects.exists()

    def test_agency_of_another_city_is_no_choice(self, bureau_clerk, haizhu, client_of):
        foreign = AgencyFactory(place="440500")

        answer = client_of(bureau_clerk).post(self.url, FACTS | {"division": haizhu.pk, "files_held_by": foreign.pk})

        assert answer.status_code == 422
        assert not Employer.objects.exists()

    def test_area_kind_and_merger_cannot_be_smuggled_in(self, bureau_clerk, haizhu, employer, client_of):
        client_of(bureau_clerk).post(
            self.url,
            FACTS
            | {
                "division": haizhu.pk,
                "kind": "bureau",
                "area": "44",
                "merged_into": employer.pk,
                "closed_on": "2020-01-01",
            },
        )

        made = Organization.objects.get(name="丙测试单位")
        assert (made.kind, made.area, made.merged_into, made.closed_on) == ("employer", "440105", None, None)

    @pytest.mark.parametrize(
        ("wrong", "complaint"),
        [
            ({"uscc": "91440101MA59TE5T0I"}, "The letters I, O, S, V and Z never stand in such a code"),
            ({"name": ""}, "This field is required."),
            ({"name": "甲测试单位"}, "There is an organization of this kind, name and place already."),
            ({"ownership": "royal"}, "royal is not one of the available choices"),
            ({"division": "999999"}, "Select a valid choice"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field_and_the_rest_is_kept(
        self, bureau_clerk, employer, client_of, wrong, complaint
    ):
        answer = client_of(bureau_clerk).post(self.url, FACTS | {"division": employer.division_id} | wrong)

        text = answer.content.decode()
        assert answer.status_code == 422
        assert complaint in text
        assert "What you typed is kept." in text
        assert Employer.objects.count() == 1

    def test_operator_and_unknown_kinds_have_no_page(self, bureau_clerk, client_of):
        for kind in ("operator", "king"):
            assert client_of(bureau_clerk).get(f"/organizations/registration/{kind}/").status_code == 404

    @pytest.mark.parametrize("stranger", ["professional", "hr_clerk", "reviewer", "auditor", "administrator"])
    def test_closed_to_others(self, request, stranger, client_of):
        client = client_of(request.getfixturevalue(stranger))

        assert client.get(self.url).status_code == 403
        assert client.post(self.url, FACTS).status_code == 403


class TestAmendment:
    def test_keeps_what_was_changed(self, bureau_clerk, employer, client_of):
        answer = client_of(bureau_clerk).post(
            page(employer, "amendment/"), FACTS | {"division": employer.division_id, "belongs_to": "city"}
        )

        employer.refresh_from_db()
        assert answer.url == page(employer)
        assert (employer.name, employer.area) == ("丙测试单位", "4401")

    def test_shows_what_stands(self, bureau_clerk, employer, client_of):
        assert 'value="甲测试单位"' in client_of(bureau_clerk).get(page(employer, "amendment/")).content.decode()

    def test_cannot_hand_it_to_a_level_above_ones_own(self, district_clerk, employer, client_of):
        answer = client_of(district_clerk).post(
            page(employer, "amendment/"), FACTS | {"division": employer.division_id, "belongs_to": "city"}
        )

        employer.refresh_from_db()
        assert answer.status_code == 422
        assert employer.area == "440105"

    def test_of_what_no_longer_acts_is_a_conflict(self, bureau_clerk, client_of):
        closed = EmployerFactory(closed_on=datetime.date(2026, 1, 1))

        answer = client_of(bureau_clerk).post(page(closed, "amendment/"), FACTS | {"division": closed.division_id})

        assert answer.status_code == 409


ACTS = ["amendment/", "closing/", "reopening/", "merger/"]


class TestStrangers:
    @pytest.mark.parametrize("act", ACTS)
    @pytest.mark.parametrize("stranger", ["other_bureau_clerk", "other_hr_clerk"])
    def test_of_another_area_find_nothing_to_act_on(self, request, stranger, act, employer, client_of):
        assert client_of(request.getfixturevalue(stranger)).post(page(employer, act)).status_code == 404

    @pytest.mark.parametrize("act", ACTS)
    @pytest.mark.parametrize("stranger", ["professional", "hr_clerk", "reviewer", "auditor", "administrator"])
    def test_who_sees_it_may_still_not_act(self, request, stranger, act, employer, client_of):
        assert client_of(request.getfixturevalue(stranger)).post(page(employer, act)).status_code == 403

    @pytest.mark.parametrize("act", ACTS)
    def test_visitors_are_asked_to_sign_in(self, act, employer, client):
        assert client.post(page(employer, act)).url.startswith("/accounts/login/")

    def test_district_may_not_act_on_a_hospital_of_the_city_in_which_one_of_it_works(
        self, district_clerk, employer, client_of
    ):
        hospital = EmployerFactory(place="440105", belongs_to=Level.CITY)
        MembershipFactory(user=district_clerk.user, organization=hospital)

        assert client_of(district_clerk).get(page(hospital)).status_code == 200
        assert client_of(district_clerk).post(page(hospital, "closing/")).status_code == 403


class TestClosing:
    def test_closes_on_the_day_with_a_reason(self, bureau_clerk, employer, client_of):
        day = timezone.localdate()

        client_of(bureau_clerk).post(page(employer, "closing/"), {"closed_on": day.isoformat(), "reason": "撤销"})

        employer.refresh_from_db()
        assert employer.closed_on == day

    @pytest.mark.parametrize(
        ("wrong", "complaint"),
        [({"reason": ""}, "This field is required."), ({"closed_on": "2999-01-01"}, "This day is still to come.")],
    )
    def test_asks_for_a_reason_and_a_day_that_has_come(self, bureau_clerk, employer, client_of, wrong, complaint):
        answer = client_of(bureau_clerk).post(
            page(employer, "closing/"), {"closed_on": "2026-01-01", "reason": "撤销"} | wrong
        )

        assert answer.status_code == 422
        assert complaint in answer.content.decode()

    def test_opens_again(self, bureau_clerk, client_of):
        closed = EmployerFactory(closed_on=datetime.date(2026, 1, 1))

        client_of(bureau_clerk).post(page(closed, "reopening/"))

        closed.refresh_from_db()
        assert closed.closed_on is None

    def test_opening_by_a_link_is_refused(self, bureau_clerk, employer, client_of):
        assert client_of(bureau_clerk).get(page(employer, "reopening/")).status_code == 405


class TestCommissions:
    @pytest.fixture
    def institution(self):
        return InstitutionFactory(place="440105", run_by=Level.CITY)

    def test_of_a_year_are_kept_one_a_line(self, bureau_clerk, institution, client_of):
        client_of(bureau_clerk).post(
            page(institution, "commissions/"), {"year": "2026", "lines": " 卫生\n建设 \n\n卫生"}
        )

        assert sorted(map(str, institution.commissions.all())) == ["2026 卫生", "2026 建设"]

    def test_page_shows_those_of_the_year_asked_for(self, bureau_clerk, institution, client_of):
        CommissionFactory(institution=institution, year=2014, line="卫生")

        client = client_of(bureau_clerk)
        assert "卫生" in client.get(page(institution, "commissions/"), {"year": "2014"}).content.decode()
        assert ">卫生" not in client.get(page(institution, "commissions/"), {"year": "2015"}).content.decode()
        assert client.get(page(institution, "commissions/"), {"year": "x"}).status_code == 200

    @pytest.mark.parametrize(
        ("wrong", "complaint"),
        [
            ({"year": "1999"}, "greater than or equal to 2010"),
            ({"lines": "长" * 51}, "is longer than 50 characters."),
            ({"lines": "\n".join(f"第{n}行" for n in range(41))}, "At most 40 lines of work a year."),
        ],
    )
    def test_what_is_wrong_is_said(self, bureau_clerk, institution, client_of, wrong, complaint):
        answer = client_of(bureau_clerk).post(
            page(institution, "commissions/"), {"year": "2026", "lines": "卫生"} | wrong
        )

        assert answer.status_code == 422
        assert complaint in answer.content.decode()

    def test_employer_has_none(self, bureau_clerk, employer, client_of):
        assert client_of(bureau_clerk).get(page(employer, "commissions/")).status_code == 404
