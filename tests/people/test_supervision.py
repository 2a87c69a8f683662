"""Who supervises whom, and whether for every step that the rule books can lay down there is a body to take it."""

import datetime
from itertools import product

import pytest

from people.enums import AuthorityForm, Industry, Level, Ownership
from people.models import Employer
from people.supervision import BODIES, body_at, employer_facts, institution_facts, place_of, supervisor_of
from policies.asking import ask
from tests.factories import (
    AgencyFactory,
    BureauFactory,
    DirectPointFactory,
    DivisionFactory,
    EmployerFactory,
    IndustryAuthorityFactory,
    InstitutionFactory,
)

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 21)
COUNTIES = {"440100": "440105", "440500": "440511", "441900": "441900", "320300": "320371"}
"""A place of the lowest level for each city: a district, a city without any, a zone."""


@pytest.fixture
def bureaus():
    """One for every place, by its code."""
    codes = {"440000", "320000", *COUNTIES, *COUNTIES.values()}
    return {code: BureauFactory(place=code, name=f"人社局{code}") for code in sorted(codes)}


class TestSupervisor:
    @pytest.mark.parametrize(
        ("code", "above"),
        [
            ("440105", "440100"),
            ("320371", "320300"),
            ("441900", "440000"),
            ("440100", "440000"),
            ("440000", None),
        ],
    )
    def test_of_a_bureau_is_the_one_above(self, bureaus, code, above):
        assert supervisor_of(bureaus[code], on=TODAY) == bureaus.get(above)

    def test_of_a_county_whose_city_has_no_bureau_is_the_province(self, bureaus):
        lonely = BureauFactory(place="440605")

        assert supervisor_of(lonely, on=TODAY) == bureaus["440000"]

    @pytest.mark.parametrize(
        ("belongs_to", "place", "bureau"),
        [
            (Level.COUNTY, "440105", "440105"),
            (Level.CITY, "440105", "440100"),
            (Level.PROVINCE, "440105", "440000"),
            (Level.COUNTY, "441900", "441900"),
            (Level.CITY, "441900", "441900"),
            (Level.COUNTY, "320371", "320371"),
            (Level.CITY, "320371", "320300"),
        ],
    )
    def test_of_an_employer_is_that_of_the_level_it_belongs_to(self, bureaus, belongs_to, place, bureau):
        assert supervisor_of(EmployerFactory(place=place, belongs_to=belongs_to), on=TODAY) == bureaus[bureau]

    @pytest.mark.parametrize(("run_by", "bureau"), [(Level.COUNTY, "440511"), (Level.CITY, "440500")])
    def test_of_an_institution_is_that_of_whoever_runs_it(self, bureaus, run_by, bureau):
        assert supervisor_of(InstitutionFactory(place="440511", run_by=run_by), on=TODAY) == bureaus[bureau]

    @pytest.mark.parametrize("factory", [IndustryAuthorityFactory, AgencyFactory, DirectPointFactory])
    @pytest.mark.parametrize("place", ["440000", "440100", "440105"])
    def test_of_the_others_is_that_of_the_same_level(self, bureaus, factory, place):
        assert supervisor_of(factory(place=place), on=TODAY) == bureaus[place]

    def test_closed_bureau_supervises_until_the_day(self, bureaus):
        bureaus["440105"].closed_on = TODAY
        bureaus["440105"].save()
        employer = EmployerFactory(place="440105")

        assert supervisor_of(employer, on=TODAY - datetime.timedelta(days=1)) == bureaus["440105"]
        assert supervisor_of(employer, on=TODAY) is None


class TestFactsAboutAnEmployer:
    @pytest.mark.parametrize(
        ("level", "told"), [(Level.COUNTY, "district"), (Level.CITY, "city"), (Level.PROVINCE, "province")]
    )
    @pytest.mark.parametrize("ownership", Ownership)
    @pytest.mark.parametrize("has_agency", [True, False])
    def test_are_told_in_the_words_of_the_rule_books(self, level, told, ownership, has_agency):
        agency = AgencyFactory() if has_agency else None
        employer = EmployerFactory(belongs_to=level, ownership=ownership, files_held_by=agency)

        assert employer_facts(employer) == {"belongs_to": told, "ownership": ownership.value, "agency": has_agency}

    @pytest.mark.parametrize(
        ("place", "belongs_to", "code"),
        [
            ("440105", Level.COUNTY, "440105"),
            ("440105", Level.CITY, "440100"),
            ("440105", Level.PROVINCE, "440000"),
            ("441900", Level.COUNTY, "441900"),
            ("320371", Level.COUNTY, "320371"),
        ],
    )
    def test_place_is_the_one_it_belongs_to(self, place, belongs_to, code):
        assert place_of(EmployerFactory(place=place, belongs_to=belongs_to), TODAY) == code

    @pytest.mark.parametrize(("day", "code"), [("2014-09-30", "440183"), ("2014-10-01", "440118")])
    def test_district_has_the_code_of_the_day(self, day, code):
        changed = datetime.date(2014, 10, 1)
        district = DivisionFactory(code="440118", valid_from=changed)
        DivisionFactory(code="440183", valid_to=changed - datetime.timedelta(days=1), successor=district)

        assert place_of(EmployerFactory(division=district), datetime.date.fromisoformat(day)) == code

    def test_before_the_zone_there_was_the_city(self):
        zone = DivisionFactory(code="320371", valid_from=datetime.date(2010, 3, 1))

        assert place_of(EmployerFactory(division=zone), datetime.date(2007, 7, 31)) == "320300"


# Every body of every route

PROCEDURES = ("record", "cycle", "annual_review", "class_plan")
CATEGORIES = ("public", "specialty", "elective")
YEARS = (2012, 2014, 2016, 2017, 2018, 2021, 2024)


def questions(employer: Employer):
    """Whatever can be asked about who decides for somebody of this employer."""
    for year, procedure, industry in product(YEARS, PROCEDURES, Industry):
        on = datetime.date(year, 6, 30)
        asked = {
            "id": "1",
            "ask": "route",
            "place": place_of(employer, on),
            "year": year,
            "procedure": procedure,
            "employer": employer_facts(employer),
            "person": {"industry": industry.value} if industry in ("accounting", "education", "health") else {},
        }
        if procedure in ("record", "class_plan"):
            for category in CATEGORIES:
                yield on, industry, asked | {"category": category, "source": "institution"}
                yield on, industry, asked | {"category": category}
        elif procedure == "cycle":
            for level in ("senior", "intermediate"):
                yield on, industry, asked | {"person": asked["person"] | {"applying_for": level}}
        else:
            yield on, industry, asked


@pytest.fixture
def everybody(bureaus):
    """An authority of every industry at every level, a direct point for every city."""
    for code, industry in product(sorted(bureaus), Industry):
        IndustryAuthorityFactory(place=code, industry=industry)
    for city in COUNTIES:
        DirectPointFactory(place=city)


@pytest.mark.parametrize("city", COUNTIES)
@pytest.mark.parametrize("has_agency", [True, False], ids=["files at an agency", "own files"])
@pytest.mark.parametrize("ownership", Ownership)
@pytest.mark.parametrize("belongs_to", Level)
def test_every_step_of_every_route_has_its_body(everybody, city, belongs_to, ownership, has_agency):
    agency = AgencyFactory(place=city) if has_agency else None
    place = COUNTIES[city]
    employer = EmployerFactory(place=place, belongs_to=belongs_to, ownership=ownership, files_held_by=agency)
    found = {}

    steps = 0
    for on, industry, question in questions(employer):
        for step in ask(question).get("steps", []):
            key = (step["by"], industry)
            if key not in found:
                found[key] = body_at(step["by"], employer=employer, industry=industry, on=on)
            assert (found[key] is None) == (step["by"] == "system"), question
            steps += 1

    # No rule set of ours is about employers of Jiangsu itself.
    assert steps == 0 if place_of(employer, TODAY) == "320000" else steps > 100
    for (by, _industry), body in found.items():
        if by in ("district", "city", "province"):
            assert body == supervisor_of(employer, on=TODAY) or body.area == place[: len(body.area)]


def test_every_body_that_a_rule_book_can_name_is_known():
    assert set(BODIES) == {
        "employer", "agency", "direct_point", "department", "industry", "district", "city", "province", "system",
    }  # fmt: skip


class TestBodies:
    @pytest.fixture
    def employer(self):
        return EmployerFactory(place="440105", belongs_to=Level.COUNTY)

    def body(self, by, employer, industry=Industry.CONSTRUCTION):
        return body_at(by, employer=employer, industry=industry, on=TODAY)

    def test_nobody_is_none(self, employer):
        for by in set(BODIES) - {"employer", "department"}:
            assert self.body(by, employer) is None

    def test_employer_and_its_department_are_the_employer(self, employer):
        assert self.body("employer", employer) == self.body("department", employer) == employer

    def test_agency_is_the_one_that_holds_the_files(self):
        agency, _other = AgencyFactory(), AgencyFactory()

        assert self.body("agency", EmployerFactory(files_held_by=agency)) == agency

    def test_authority_is_that_of_the_persons_industry_not_the_employers(self, employer):
        health = IndustryAuthorityFactory(place="440105", industry=Industry.HEALTH)
        IndustryAuthorityFactory(place="440105", industry=employer.industry)

        assert self.body("industry", employer, Industry.HEALTH) == health

    def test_authority_is_that_of_the_employers_level(self, employer):
        city, district = IndustryAuthorityFactory(place="440100"), IndustryAuthorityFactory(place="440105")
        of_the_city = EmployerFactory(place="440105", belongs_to=Level.CITY)

        assert self.body("industry", employer) == district
        assert self.body("industry", of_the_city) == city

    def test_authority_of_the_level_above_stands_in(self, employer):
        city = IndustryAuthorityFactory(place="440100")

        assert self.body("industry", employer) == city

    def test_association_acts_where_there_is_no_department(self, employer):
        association = IndustryAuthorityFactory(place="440105", form=AuthorityForm.ASSOCIATION)
        assert self.body("industry", employer) == association

        department = IndustryAuthorityFactory(place="440105")
        assert self.body("industry", employer) == department

    def test_authority_of_another_city_never_acts(self, employer):
        IndustryAuthorityFactory(place="440500")

        assert self.body("industry", employer) is None

    def test_city_stands_in_for_the_district_in_dongguan(self, bureaus):
        assert self.body("district", EmployerFactory(place="441900")) == bureaus["441900"]

    def test_city_does_not_stand_in_for_a_district_that_should_have_its_own(self, bureaus):
        assert self.body("district", EmployerFactory(place="440106")) is None

    def test_zone_has_its_own(self, bureaus):
        assert self.body("district", EmployerFactory(place="320371")) == bureaus["320371"]

    def test_direct_point_is_that_of_the_city(self, employer):
        DirectPointFactory(place="440500")
        point = DirectPointFactory(place="440100")

        assert self.body("direct_point", employer) == point


class TestAnInstitution:
    """Its class plans go through the bodies of its own level, as the matters of an employer do."""

    @pytest.mark.parametrize(
        ("place", "run_by", "belongs_to", "code"),
        [
            ("440105", Level.COUNTY, "district", "440105"),
            ("440105", Level.CITY, "city", "440100"),
            ("440105", Level.PROVINCE, "province", "440000"),
            ("441900", Level.COUNTY, "district", "441900"),
        ],
    )
    def test_is_of_the_place_of_whoever_runs_it(self, place, run_by, belongs_to, code):
        institution = InstitutionFactory(place=place, run_by=run_by)

        assert institution_facts(institution) == {"belongs_to": belongs_to}
        assert place_of(institution, TODAY) == code

    @pytest.mark.parametrize(
        ("by", "run_by", "code"), [("district", Level.COUNTY, "440105"), ("city", Level.CITY, "440100")]
    )
    def test_has_its_bureau(self, bureaus, by, run_by, code):
        institution = InstitutionFactory(place="440105", run_by=run_by)

        assert body_at(by, employer=institution, industry=Industry.HEALTH, on=TODAY) == bureaus[code]

    def test_has_the_authority_of_the_industry_and_of_its_level(self):
        city, district = (IndustryAuthorityFactory(place=place) for place in ("440100", "440105"))
        IndustryAuthorityFactory(place="440105", industry=Industry.HEALTH)

        def authority(run_by):
            institution = InstitutionFactory(place="440105", run_by=run_by)
            found = body_at("industry", employer=institution, industry=Industry.CONSTRUCTION, on=TODAY)
            return found.pk

        assert authority(Level.CITY) == city.pk
        assert authority(Level.COUNTY) == district.pk

    def test_has_no_agency(self):
        AgencyFactory(place="440100")

        institution = InstitutionFactory(place="440105")
        assert body_at("agency", employer=institution, industry=Industry.HEALTH, on=TODAY) is None
