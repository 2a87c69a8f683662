"""The files of divisions as they are shipped, and how they come into the database."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.actors import SYSTEM
from audit.models import Event
from people.divisions.files import COLUMNS, FILES, FaultyDivisions, read_divisions
from people.divisions.queries import area_of, code_of, division_on, divisions_named
from people.divisions.services import load_divisions
from people.enums import DivisionKind, Level
from people.models import Division
from tests.factories import DivisionFactory, EmployerFactory

TODAY = datetime.date(2026, 11, 21)
GOOD = "440105,海珠区,Hǎizhū Qū,county,440100,1980-12-01,,"
CITY = "440100,广州市,Guǎngzhōu Shì,city,440000,1980-12-01,,"
PROVINCE = "440000,广东省,Guǎngdōng Shěng,province,,1980-12-01,,"


@pytest.fixture(scope="module")
def rows():
    return read_divisions()


@pytest.fixture
def in_files(tmp_path):
    def write(*lines):
        path = tmp_path / "divisions.csv"
        path.write_text("\n".join([",".join(COLUMNS), *lines, ""]), encoding="utf-8")
        return {path: DivisionKind.ORDINARY}

    return write


def named_on(rows, code, day):
    return [row.name for row in rows if row.code == code and row.is_valid(datetime.date.fromisoformat(day))]


# What is shipped


@pytest.mark.parametrize(
    ("code", "day", "names"),
    [
        ("440125", "1985-01-01", ["增城县"]),
        ("440183", "1999-01-01", ["增城市"]),
        ("440183", "2014-09-30", ["增城市"]),
        ("440118", "2014-09-30", []),
        ("440183", "2014-10-01", []),
        ("440118", "2014-10-01", ["增城区"]),
        ("440118", "2026-11-21", ["增城区"]),
        ("441900", "2026-11-21", ["东莞市"]),
        ("442000", "2026-11-21", ["中山市"]),
        ("320371", "2016-01-18", ["徐州经济技术开发区"]),
        ("320812", "2016-08-15", ["清江浦区"]),
        ("320802", "2016-08-15", []),
        ("320508", "2012-01-15", []),
        ("320508", "2026-11-21", ["姑苏区"]),
        ("320602", "2020-06-30", ["崇川区"]),
        ("320613", "2020-07-01", ["崇川区"]),
        ("440101", "2026-11-21", []),
    ],
)
def test_code_means_what_it_meant_on_the_day(rows, code, day, names):
    assert named_on(rows, code, day) == names


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("番禺区", "Pānyú Qū"),
        ("东莞市", "Dōngguǎn Shì"),
        ("增城区", "Zēngchéng Qū"),
        ("陆丰市", "Lùfēng Shì"),
        ("揭阳市", "Jiēyáng Shì"),
        ("高要区", "Gāoyāo Qū"),
        ("大埔县", "Dàbù Xiàn"),
        ("邳州市", "Pīzhōu Shì"),
        ("盱眙县", "Xūyí Xiàn"),
        ("六合区", "Lùhé Qū"),
        ("睢宁县", "Suīníng Xiàn"),
        ("丰县", "Fēngxiàn"),
        ("淮安市", "Huái'ān Shì"),
        ("乳源瑶族自治县", "Rǔyuán Yáozú Zìzhìxiàn"),
    ],
)
def test_names_read_as_people_there_read_them(rows, name, pinyin):
    assert {row.pinyin for row in rows if row.name == name} == {pinyin}


@pytest.mark.parametrize(
    ("province", "cities", "counties"), [("32", 13, 95 + 1), ("44", 21, 122)], ids=["Jiangsu", "Guangdong"]
)
def test_today_has_as_many_as_the_official_list(rows, province, cities, counties):
    """Jiangsu: 95 counties and districts, and one zone of ours. Guangdong: 122."""
    here = [row for row in rows if row.code.startswith(province) and row.is_valid(TODAY)]

    assert len([row for row in here if row.level == Level.CITY]) == cities
    assert len([row for row in here if row.level == Level.COUNTY]) == counties


def test_cities_without_counties_are_two(rows):
    today = [row for row in rows if row.is_valid(TODAY)]
    parents = {row.parent for row in today}

    assert [row.name for row in today if row.level == Level.CITY and row.code not in parents] == ["东莞市", "中山市"]


def test_only_configured_zones_are_zones(rows):
    assert [row.code for row in rows if row.kind == DivisionKind.ZONE] == ["320371"]


def test_file_is_sorted():
    lines = next(iter(FILES)).read_text(encoding="utf-8").splitlines()[1:]

    assert lines == sorted(lines, key=lambda line: (line.split(",")[0], line.split(",")[5]))


# Faulty files


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("440105,海珠区,Hǎizhū Qū,county,440100,1980-12-01,", "7 cells instead of 8"),
        ("44010５,海珠区,Hǎizhū Qū,county,440100,1980-12-01,,", "is not six digits"),
        ("440105,,Hǎizhū Qū,county,440100,1980-12-01,,", "name and pinyin must not be empty"),
        ("440105,海珠区,Hǎizhū Qū,village,440100,1980-12-01,,", "'village' is not a valid Level"),
        ("440105,海珠区,Hǎizhū Qū,city,440100,1980-12-01,,", "is that of a county"),
        ("440105,海珠区,Hǎizhū Qū,county,440100,1980-13-01,,", "month must be in 1..12"),
        ("440105,海珠区,Hǎizhū Qū,county,440100,1980-12-01,1979-12-01,", "before it begins"),
        ("440105,海珠区,Hǎizhū Qū,county,449900,1980-12-01,,", "no division 449900"),
        ("440105,海珠区,Hǎizhū Qū,county,440100,1980-12-01,2000-12-01,440199", "no division 440199 follows"),
        ("440105,海珠区,Hǎizhū Qū,county,440100,1980-12-01,,440100", "no division 440100 follows"),
    ],
)
def test_faulty_row_is_named_by_file_and_line(in_files, line, complaint):
    with pytest.raises(FaultyDivisions) as refusal:
        read_divisions(in_files(PROVINCE, CITY, line))

    (fault,) = refusal.value.faults
    assert fault.startswith("divisions.csv:4: ")
    assert complaint in fault


def test_two_meanings_of_a_code_on_one_day_are_refused(in_files):
    files = in_files(PROVINCE, CITY, GOOD, "440105,河南区,Hénán Qū,county,440100,1990-01-01,,")

    with pytest.raises(FaultyDivisions, match=r"divisions\.csv:5: on 1990-01-01 440105 still means another place"):
        read_divisions(files)


def test_every_fault_is_told_at_once(in_files):
    with pytest.raises(FaultyDivisions) as refusal:
        read_divisions(in_files(PROVINCE, "x", GOOD, "y"))

    assert [fault.split(":")[1] for fault in refusal.value.faults] == ["3", "5", "4"]


def test_file_with_other_columns_is_refused(tmp_path):
    path = tmp_path / "zones.csv"
    path.write_text("code,name\n", encoding="utf-8")

    with pytest.raises(FaultyDivisions, match=r"zones\.csv:1: the columns must be code, name"):
        read_divisions({path: DivisionKind.ZONE})


# Loading


@pytest.mark.django_db
class TestLoading:
    def test_shipped_files_go_in_whole_and_a_second_time_changes_nothing(self, rows):
        first, second = load_divisions(actor=SYSTEM), load_divisions(actor=SYSTEM)

        assert len(first.added) == Division.objects.count() == len(rows)
        assert second.added == second.changed == second.only_here == []
        assert [event.action for event in Event.objects.all()] == ["divisions.loaded"]
        assert Event.objects.get().after == {"added": len(rows), "changed": 0}

    def test_successors_lead_from_code_to_code(self):
        load_divisions(actor=SYSTEM)

        county = Division.objects.get(code="440125")
        codes = []
        while county:
            codes.append(county.code)
            county = county.successor
        assert codes == ["440125", "449017", "440183", "440118"]

    def test_corrected_row_is_changed_in_place(self, in_files):
        load_divisions(in_files(PROVINCE, CITY, GOOD), actor=SYSTEM)
        division = Division.objects.get(code="440105")

        loaded = load_divisions(in_files(PROVINCE, CITY, GOOD.replace("Hǎizhū", "Hǎizhù")), actor=SYSTEM)

        assert (loaded.added, loaded.changed) == ([], ["440105"])
        division.refresh_from_db()
        assert division.pinyin == "Hǎizhù Qū"

    def test_code_that_ends_makes_way_for_its_next_meaning(self, in_files):
        load_divisions(in_files(PROVINCE, CITY, GOOD), actor=SYSTEM)
        ended = GOOD.removesuffix(",,") + ",2026-10-31,440105"
        fresh = "440105,河南区,Hénán Qū,county,440100,2026-11-01,,"

        loaded = load_divisions(in_files(PROVINCE, CITY, ended, fresh), actor=SYSTEM)

        assert (loaded.added, loaded.changed) == (["440105"], ["440105"])
        assert Division.objects.get(name="海珠区").successor.name == "河南区"

    def test_row_of_no_file_is_reported_and_left_alone(self, in_files):
        DivisionFactory(code="449999")

        loaded = load_divisions(in_files(PROVINCE), actor=SYSTEM)

        assert loaded.only_here == ["449999"]
        assert Division.objects.filter(code="449999").exists()

    def test_faulty_file_changes_nothing(self, in_files):
        with pytest.raises(FaultyDivisions):
            load_divisions(in_files(PROVINCE, CITY, GOOD, "x"), actor=SYSTEM)

        assert not Division.objects.exists()

    def test_command_tells_what_it_did(self):
        output = StringIO()
        call_command("load_divisions", stdout=output)
        call_command("load_divisions", stdout=output)

        first, second = output.getvalue().splitlines()
        assert first == f"{Division.objects.count()} added, 0 changed, 0 organizations moved."
        assert second == "0 added, 0 changed, 0 organizations moved."

    def test_command_names_the_fault_and_fails(self, monkeypatch, in_files):
        monkeypatch.setattr("people.divisions.services.read_divisions", lambda files: read_divisions(in_files("x")))

        with pytest.raises(CommandError, match=r"divisions\.csv:2: 1 cells"):
            call_command("load_divisions")

    def test_organizations_follow_their_place_to_its_new_code(self):
        load_divisions(actor=SYSTEM)
        old = Division.objects.get(code="440183")
        employer = EmployerFactory(division=old)
        assert employer.area == "440183"

        call_command("load_divisions", verbosity=0)

        employer.refresh_from_db()
        assert (employer.division.code, employer.area) == ("440118", "440118")
        moved = Event.objects.get(action="organization.amended")
        assert (moved.before, moved.after) == ({"division": "440183"}, {"division": "440118"})


# The code on a day


@pytest.mark.django_db
class TestCodeOnADay:
    @pytest.fixture(autouse=True)
    def loaded(self):
        load_divisions(actor=SYSTEM)

    @pytest.mark.parametrize("known_by", ["440183", "440118"])
    @pytest.mark.parametrize(
        ("day", "code"),
        [("1985-06-01", "440125"), ("1994-06-01", "449017"), ("2014-09-30", "440183"), ("2014-10-01", "440118")],
    )
    def test_place_is_found_from_any_of_its_times(self, known_by, day, code):
        division = Division.objects.get(code=known_by)

        assert code_of(division, datetime.date.fromisoformat(day)) == code

    def test_of_several_that_were_merged_the_one_that_gave_the_code_is_taken(self):
        huangpu = Division.objects.get(code="440112", valid_to=None)

        assert {earlier.name for earlier in huangpu.predecessors.all()} == {"萝岗区"}
        assert division_on(huangpu, datetime.date(2012, 1, 1)) == huangpu

    @pytest.mark.parametrize(
        ("code", "day", "name"), [("320613", "2015-01-01", "崇川区"), ("320812", "2015-01-01", "清河区")]
    )
    def test_district_made_of_two_goes_back_to_the_one_of_its_name_or_else_the_first(self, code, day, name):
        division = Division.objects.get(code=code, valid_to=None)

        assert division_on(division, datetime.date.fromisoformat(day)).name == name

    def test_before_there_was_any_there_is_none(self):
        assert code_of(Division.objects.get(code="320371"), datetime.date(2007, 7, 31)) is None

    def test_hainan_has_gone_and_goes_on_nowhere(self):
        assert code_of(Division.objects.get(code="442122"), TODAY) is None

    @pytest.mark.parametrize("text", ["番禺", "番禺区", "panyu", "Pānyú", "PANYU QU"])
    def test_place_is_found_by_characters_and_by_pinyin(self, text):
        assert [division.code for division in divisions_named(text)] == ["440113"]


@pytest.mark.parametrize(
    ("code", "area"),
    [("440000", "44"), ("440100", "4401"), ("440105", "440105"), ("441000", "4410"), ("4401", "4401"), ("44", "44")],
)
def test_area_of_a_code(code, area):
    assert area_of(code) == area
