import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit.actors import SYSTEM
from audit.models import Event
from people.enums import AuthorityForm, Industry, Level, OrganizationKind, Ownership
from people.hats import reach_of
from people.models import Employer, Membership, Organization
from people.organizations import services
from people.organizations.facts import clean_uscc
from people.organizations.queries import of_own_kind
from people.roles import Role
from people.services import grant_membership
from tests.factories import (
    AgencyFactory,
    BureauFactory,
    CommissionFactory,
    DivisionFactory,
    EmployerFactory,
    InstitutionFactory,
    MembershipFactory,
    UserFactory,
)
from ui.errors import Conflict

GOOD_USCC = "91440101MA59TE5T0H"
TODAY = datetime.date(2026, 11, 21)


class TestCreditCode:
    """GB 32100; worked examples I6 and I7."""

    @pytest.mark.parametrize("typed", [GOOD_USCC, GOOD_USCC.lower(), " 91440101 MA59TE5T 0H "])
    def test_valid_one_is_kept_in_its_canonical_form(self, typed):
        assert clean_uscc(typed) == GOOD_USCC

    @pytest.mark.parametrize("typed", ["", "   "])
    def test_none_is_none(self, typed):
        assert clean_uscc(typed) == ""

    @pytest.mark.parametrize(
        ("typed", "complaint"),
        [
            ("91440101MA59TE5T0I", "never stand in such a code, but here: I."),
            ("91440101MA59TE5TOH", "never stand in such a code, but here: O."),
            ("91440101MA59TE5T0J", "does not fit the others"),
            ("91440102MA59TE5T0H", "does not fit the others"),
            ("91440101MA59TE5T0", "has 18 characters, this one 17."),
            ("91440101MA59TE5T0HH", "has 18 characters, this one 19."),
            ("914401A1MA59TE5T0H", "built otherwise"),
            ("91440101MA59TE5T0海", "built otherwise"),
        ],
    )
    def test_wrong_one_is_refused_in_words(self, typed, complaint):
        with pytest.raises(ValidationError) as refusal:
            clean_uscc(typed)

        assert complaint in refusal.value.messages[0]


@pytest.fixture
def haizhu(db):
    return DivisionFactory(code="440105")


@pytest.fixture
def guangzhou(db):
    return DivisionFactory(code="440100")


def register_employer(name="甲测试单位", **facts):
    wanted = {"ownership": Ownership.PUBLIC, "belongs_to": Level.COUNTY} | facts
    return services.register_employer(name, **wanted, actor=SYSTEM)


class TestRegistering:
    def test_employer_is_written_down_with_its_facts(self, haizhu):
        agency = AgencyFactory(name="测试人事代理机构")

        employer = register_employer(division=haizhu, uscc=GOOD_USCC.lower(), files_held_by=agency)

        employer.refresh_from_db()
        assert (employer.kind, employer.uscc, employer.area) == ("employer", GOOD_USCC, "440105")
        event = Event.objects.get()
        assert (event.action, event.object_type, event.object_label) == (
            "organization.registered",
            "people.employer",
            "甲测试单位",
        )
        assert event.after == {
            "name": "甲测试单位",
            "uscc": GOOD_USCC,
            "division": "440105",
            "ownership": "public",
            "belongs_to": "county",
            "industry": "general",
            "files_held_by": "测试人事代理机构",
        }

    def test_each_kind_is_registered_with_the_area_it_answers_for(self, haizhu, guangzhou):
        registered = [
            services.register_bureau("测试局", level=Level.CITY, division=guangzhou, actor=SYSTEM),
            services.register_institution("测试校", division=haizhu, run_by=Level.CITY, actor=SYSTEM),
            services.register_industry_authority(
                "测试委", division=haizhu, level=Level.COUNTY, industry=Industry.HEALTH, actor=SYSTEM
            ),
            services.register_agency("测试中心", division=haizhu, level=Level.CITY, actor=SYSTEM),
            services.register_direct_point("测试协会", division=guangzhou, actor=SYSTEM),
            services.register_operator("测试运行", actor=SYSTEM),
        ]

        assert [(each.kind, each.area) for each in Organization.objects.order_by("pk")] == [
            ("bureau", "4401"),
            ("institution", "4401"),
            ("industry_authority", "440105"),
            ("agency", "4401"),
            ("direct_point", "4401"),
            ("operator", ""),
        ]
        assert [event.object_id for event in Event.objects.order_by("id")] == [str(each.pk) for each in registered]

    def test_only_bureaus_and_authorities_reach_over_an_area(self, haizhu, guangzhou):
        bureau = services.register_bureau("测试局", level=Level.CITY, division=guangzhou, actor=SYSTEM)
        authority = services.register_industry_authority(
            "测试会",
            division=haizhu,
            level=Level.COUNTY,
            industry=Industry.LAW,
            form=AuthorityForm.ASSOCIATION,
            actor=SYSTEM,
        )

        assert reach_of(Organization.objects.get(pk=bureau.pk)) == ("4401", "")
        assert reach_of(Organization.objects.get(pk=authority.pk)) == ("440105", "law")
        assert reach_of(register_employer(division=haizhu)) == ("", "")
        assert reach_of(services.register_operator("测试运行", actor=SYSTEM)) == ("", "")
        assert reach_of(None) == ("", "")

    def test_hospital_of_the_city_is_not_the_districts_though_it_stands_there(self, haizhu):
        assert register_employer(division=haizhu, belongs_to=Level.CITY).area == "4401"

    def test_county_employer_of_a_city_without_counties_is_the_citys(self, db):
        assert register_employer(division=DivisionFactory(code="441900")).area == "4419"

    def test_county_employer_cannot_stand_in_a_city_that_has_counties(self, haizhu, guangzhou):
        with pytest.raises(ValidationError) as refusal:
            register_employer(division=guangzhou)

        assert list(refusal.value.message_dict) == ["division"]
        assert not Organization.objects.exists()
        assert not Event.objects.exists()

    def test_city_employer_cannot_stand_in_the_province_at_large(self, db):
        with pytest.raises(ValidationError, match="too wide"):
            register_employer(division=DivisionFactory(code="440000"), belongs_to=Level.CITY)

    def test_bureau_answers_for_the_whole_of_a_place_of_its_level(self, haizhu):
        with pytest.raises(ValidationError, match="of its own level"):
            services.register_bureau("测试局", level=Level.CITY, division=haizhu, actor=SYSTEM)

    def test_wrong_credit_code_is_refused(self, haizhu):
        with pytest.raises(ValidationError):
            register_employer(division=haizhu, uscc="91440101MA59TE5T0I")

        assert not Organization.objects.exists()

    def test_second_of_the_same_code_is_refused_by_field(self, haizhu):
        register_employer(division=haizhu, uscc=GOOD_USCC)

        with pytest.raises(ValidationError) as refusal:
            register_employer("乙测试单位", division=haizhu, uscc=GOOD_USCC)

        assert list(refusal.value.message_dict) == ["uscc"]
        assert Event.objects.count() == 1

    def test_second_of_the_same_name_and_place_is_refused_and_in_another_place_taken(self, haizhu):
        register_employer(division=haizhu)

        with pytest.raises(ValidationError) as refusal:
            register_employer(division=haizhu)

        assert list(refusal.value.message_dict) == ["name"]
        register_employer(division=DivisionFactory(code="440106"))

    def test_two_at_once_of_the_same_code_leave_one(self, transactional_db, race):
        division = DivisionFactory(code="440105")

        outcomes = race(
            *(lambda n=n: register_employer(f"测试单位{n}", division=division, uscc=GOOD_USCC) for n in (1, 2))
        )

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Employer", "ValidationError"]
        assert Employer.objects.count() == 1


@pytest.mark.django_db
class TestAmending:
    def test_keeps_what_changed_and_writes_only_that_down(self):
        employer = EmployerFactory(name="甲测试单位", belongs_to=Level.COUNTY, place="440105")

        services.amend_organization(
            employer, {"name": "甲测试单位", "belongs_to": Level.CITY}, actor=SYSTEM, reason="升格"
        )

        employer.refresh_from_db()
        assert (employer.belongs_to, employer.area) == ("city", "4401")
        event = Event.objects.get()
        assert (event.before, event.after, event.reason) == ({"belongs_to": "county"}, {"belongs_to": "city"}, "升格")

    def test_nothing_changed_writes_nothing(self):
        employer = EmployerFactory()

        services.amend_organization(
            employer, services.facts_of(employer) | {"division": employer.division}, actor=SYSTEM
        )

        assert not Event.objects.exists()

    def test_what_would_contradict_is_refused_whole(self):
        employer = EmployerFactory(name="甲测试单位")

        with pytest.raises(ValidationError):
            services.amend_organization(employer, {"name": "乙测试单位", "uscc": "1"}, actor=SYSTEM)

        employer.refresh_from_db()
        assert employer.name == "甲测试单位"

    def test_name_of_another_one_is_refused_by_field(self):
        EmployerFactory(name="乙测试单位", place="440105")
        employer = EmployerFactory(place="440105")

        with pytest.raises(ValidationError) as refusal:
            services.amend_organization(employer, {"name": "乙测试单位"}, actor=SYSTEM)

        assert list(refusal.value.message_dict) == ["name"]

    @pytest.mark.parametrize("state", ["closed", "merged"])
    def test_what_no_longer_acts_is_not_amended(self, state):
        other = EmployerFactory()
        employer = EmployerFactory(**{"closed": {"closed_on": TODAY}, "merged": {"merged_into": other}}[state])

        with pytest.raises(Conflict):
            services.amend_organization(employer, {"name": "乙测试单位"}, actor=SYSTEM)


@pytest.mark.django_db
class TestClosing:
    def test_ends_the_hats_of_officers_and_leaves_professionals_alone(self):
        employer = EmployerFactory()
        clerk = MembershipFactory(organization=employer, role=Role.HR_CLERK)
        professional = MembershipFactory(organization=employer, role=Role.PROFESSIONAL)
        day = timezone.localdate() - datetime.timedelta(days=3)

        services.close_organization(employer, closed_on=day, actor=SYSTEM, reason="撤销")

        employer.refresh_from_db()
        assert employer.closed_on == day
        assert Membership.objects.get(pk=clerk.pk).ended_on == day
        assert Membership.objects.get(pk=professional.pk).ended_on is None
        assert [event.action for event in Event.objects.order_by("id")] == ["membership.ended", "organization.closed"]

    def test_hat_that_begins_later_ends_on_its_first_day(self):
        employer = EmployerFactory()
        begins = timezone.localdate() + datetime.timedelta(days=9)
        hat = MembershipFactory(organization=employer, role=Role.HR_CLERK, started_on=begins)

        services.close_organization(employer, closed_on=timezone.localdate(), actor=SYSTEM)

        assert Membership.objects.get(pk=hat.pk).ended_on == begins

    def test_closed_twice_is_refused_and_open_again_it_acts(self):
        employer = EmployerFactory()
        services.close_organization(employer, closed_on=TODAY, actor=SYSTEM)

        with pytest.raises(Conflict, match="is closed"):
            services.close_organization(employer, closed_on=TODAY, actor=SYSTEM)
        services.reopen_organization(employer, actor=SYSTEM)

        assert Organization.objects.standing().filter(pk=employer.pk).exists()
        with pytest.raises(Conflict, match="is not closed"):
            services.reopen_organization(employer, actor=SYSTEM)

    def test_standing_on_a_day_knows_the_day_of_closing(self):
        employer = EmployerFactory(closed_on=TODAY)

        assert Organization.objects.standing(TODAY - datetime.timedelta(days=1)).get().pk == employer.pk
        assert not Organization.objects.standing(TODAY).exists()


@pytest.mark.django_db
class TestHats:
    @pytest.mark.parametrize("state", ["closed", "merged"])
    def test_none_is_granted_where_nothing_is_done_any_more(self, state):
        gone = {"closed": {"closed_on": TODAY}, "merged": {"merged_into": EmployerFactory()}}[state]

        with pytest.raises(Conflict):
            grant_membership(UserFactory(), EmployerFactory(**gone), Role.HR_CLERK, started_on=TODAY, actor=SYSTEM)

        assert not Membership.objects.exists()

    def test_one_of_the_past_is_granted_all_the_same(self):
        employer = EmployerFactory(closed_on=datetime.date(2026, 1, 1))

        grant_membership(
            UserFactory(),
            employer,
            Role.HR_CLERK,
            started_on=datetime.date(2020, 1, 1),
            ended_on=datetime.date(2025, 12, 31),
            actor=SYSTEM,
        )

        assert Membership.objects.get().organization_id == employer.pk


@pytest.mark.django_db
class TestCommissions:
    def test_of_a_year_are_replaced_and_other_years_stay(self):
        institution = InstitutionFactory()
        CommissionFactory(institution=institution, year=2025, line="卫生")
        CommissionFactory(institution=institution, year=2026, line="卫生")
        CommissionFactory(institution=institution, year=2026, line="建设")

        services.commission_institution(institution, 2026, ["建设", "财经"], actor=SYSTEM)

        assert sorted(map(str, institution.commissions.all())) == ["2025 卫生", "2026 建设", "2026 财经"]
        event = Event.objects.get()
        assert (event.before["lines"], event.after) == (["卫生", "建设"], {"year": 2026, "lines": ["建设", "财经"]})

    def test_the_same_again_writes_nothing(self):
        commission = CommissionFactory()

        services.commission_institution(commission.institution, commission.year, [commission.line], actor=SYSTEM)

        assert not Event.objects.exists()


@pytest.mark.django_db
class TestRows:
    def test_kind_of_a_row_follows_from_its_table(self):
        assert BureauFactory(kind=OrganizationKind.EMPLOYER).kind == OrganizationKind.BUREAU

    def test_saved_as_a_plain_organization_the_area_stays(self):
        employer = EmployerFactory(place="440105", belongs_to=Level.CITY)

        plain = Organization.objects.get(pk=employer.pk)
        plain.name = "新名测试单位"
        plain.save()

        employer.refresh_from_db()
        assert (employer.name, employer.area) == ("新名测试单位", "4401")

    def test_own_kind_is_found_from_a_plain_row(self):
        employer = EmployerFactory()

        found = of_own_kind(Organization.objects.get(pk=employer.pk))

        assert isinstance(found, Employer)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("广州甲测试有限公司", "广州甲测试有限责任公司"),
            ("广州甲测试有限公司", "广州甲测试股份有限公司"),
            ("甲测试（广州）有限公司", "甲测试(广州)有限公司"),
            ("ＡＢＣ测试有限公司", "abc测试有限公司"),
            ("甲 测试·单位", "甲测试单位"),
        ],
    )
    def test_names_that_differ_in_form_only_have_one_key(self, one, other):
        keys = {EmployerFactory(name=name, place=place).pk for name, place in ((one, "440105"), (other, "440106"))}

        assert len(set(Organization.objects.filter(pk__in=keys).values_list("name_key", flat=True))) == 1

    def test_names_that_differ_have_two(self):
        EmployerFactory(name="甲测试一院")
        EmployerFactory(name="甲测试二院")

        assert len(set(Organization.objects.values_list("name_key", flat=True))) == 2
