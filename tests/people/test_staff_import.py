"""HR brings its people in from Excel."""

from __future__ import annotations

import datetime
import io

import pytest
import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Event
from jobs.models import Job
from people.documents import check_character
from people.enums import DocumentKind, Industry, TitleLevel, TitleSeries
from people.models import Employment, IdentityDocument, Membership, Professional, Title, User
from people.professionals.numbers import number_in, phone_in
from people.professionals.services import register_professional
from people.staff_import.kind import StaffImport
from tests.cast import CastMember
from tests.factories import EmploymentFactory, ProfessionalFactory, TitleFactory
from tests.factories.professionals import checked, invented_number
from tests.jobs.conftest import work_until_idle
from tests.uploads.books import workbook
from uploads import files
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import decide_upload, receive_upload

HEADER = [
    "姓名",
    "证件类型",
    "身份证号",
    "手机号",
    "职称系列",
    "职称级别",
    "职称名称",
    "取得时间",
    "行业",
    "工号",
    "岗位",
    "入职时间",
]
COLUMNS = [column.key for column in StaffImport.columns]
TITLE = {"title_series": "工程", "title_level": "中级", "title_name": "工程师", "title_obtained_on": "2019年12月20日"}
A, B, C = (invented_number(900_000 + count) for count in range(3))


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def person(name: str = "测试甲", number: str = A, **cells: object) -> list[object]:
    values = {"name": name, "number": number, **cells}
    return [values.get(key, "") for key in COLUMNS]


def uploaded(member: CastMember, *rows: list[object]) -> Upload:
    upload, _is_new = receive_upload(kind_of("staff"), "名单.xlsx", workbook([HEADER, *rows]), actor=member.actor)
    work_until_idle()
    upload.refresh_from_db()
    return upload


def imported(member: CastMember, *rows: list[object]) -> Upload:
    upload = uploaded(member, *rows)
    decide_upload(upload, is_whole=False, actor=member.actor)
    work_until_idle()
    upload.refresh_from_db()
    return upload


def codes(upload: Upload) -> list[tuple[str, str]]:
    return [(finding["column"], finding["code"]) for finding in upload.rows.get().findings]


def test_new_people_are_registered_with_all_that_the_list_says(hr_clerk, employer):
    imported(
        hr_clerk,
        person(
            phone="13800000000", **TITLE, industry="住建", staff_number="A-1", position="设计", started_on="2021.7.1"
        ),
    )

    new = Professional.objects.get(name="测试甲")
    assert new.industry == Industry.CONSTRUCTION
    assert "ceshijia" in new.name_search.split()
    document = new.documents.get()
    assert (document.kind, document.number_tail, number_in(document)) == (DocumentKind.RESIDENT_ID, A[-4:], A)
    assert A.encode() not in bytes(document.number_sealed)
    assert phone_in(new.user) == "13800000000"
    assert not new.user.has_usable_password()
    title = new.titles.get()
    assert (title.series, title.level, title.name, title.obtained_on) == (
        TitleSeries.ENGINEERING,
        TitleLevel.INTERMEDIATE,
        "工程师",
        datetime.date(2019, 12, 20),
    )
    employment = new.employments.get()
    assert (employment.employer_id, employment.staff_number, employment.position, employment.started_on) == (
        employer.pk,
        "A-1",
        "设计",
        datetime.date(2021, 7, 1),
    )
    assert Membership.objects.get(user=new.user).organization_id == employer.pk


def test_each_new_person_stands_in_the_trail_by_the_job(hr_clerk):
    upload = imported(hr_clerk, person("测试甲", A), person("测试乙", B))

    events = Event.objects.filter(action="professional.registered")
    assert sorted(event.object_label for event in events) == ["测试乙", "测试甲"]
    assert {event.job_id for event in events} == {upload.commit_job_id}
    assert {event.actor_id for event in events} == {hr_clerk.user.pk}


def test_full_numbers_stand_nowhere_but_in_the_vault(hr_clerk):
    imported(hr_clerk, person(phone="13800000000"))

    rows = [Upload.objects.values(), Job.objects.values(), Event.objects.values(), Professional.objects.values()]
    rows += [User.objects.values(), IdentityDocument.objects.values()]
    rows += [upload.rows.values() for upload in Upload.objects.all()]
    everything = str([list(each) for each in rows])
    assert A not in everything
    assert "13800000000" not in everything


def test_the_same_list_again_changes_nothing(hr_clerk):
    rows = [person("测试甲", A, **TITLE), person("测试乙", B)]
    imported(hr_clerk, *rows)
    events = Event.objects.filter(object_type__startswith="people.").count()

    again = uploaded(hr_clerk, *rows)

    assert (again.unchanged, again.writable, again.refused) == (2, 0, 0)
    assert Professional.objects.filter(name__startswith="测试").count() == 2
    assert Event.objects.filter(object_type__startswith="people.").count() == events


def test_a_corrected_list_touches_only_the_corrected_rows(hr_clerk):
    first = imported(hr_clerk, person("测试甲", A), person("测试乙", B[:-1] + ("0" if B[-1] != "0" else "1")))
    assert (first.written, first.refused) == (1, 1)

    second = imported(hr_clerk, person("测试甲", A), person("测试乙", B))

    assert (second.written, second.unchanged) == (1, 1)


def test_own_people_are_brought_up_to_date(hr_clerk, employer):
    known = ProfessionalFactory(name="测试甲", number=A, employer=employer, industry=Industry.GENERAL)
    TitleFactory(professional=known)

    upload = imported(hr_clerk, person(industry="卫生", staff_number="B-2", position="护理", **TITLE))

    assert (upload.written, upload.accepted) == (1, 1)
    known.refresh_from_db()
    employment = known.employments.get()
    assert (known.industry, employment.staff_number, employment.position) == (Industry.HEALTH, "B-2", "护理")
    assert known.titles.count() == 2
    event = Event.objects.get(action="professional.amended")
    assert event.before == {"industry": "general", "staff_number": "", "position": ""}
    assert event.after["title"]["name"] == "工程师"


def test_one_list_may_bring_up_to_date_and_register(hr_clerk, employer):
    known = ProfessionalFactory(name="测试甲", number=A, employer=employer)

    upload = imported(hr_clerk, person("测试甲", A, position="护理"), person("测试乙", B, position="设计"))

    assert upload.written == 2
    assert known.employments.get().position == "护理"
    assert Employment.objects.get(professional__name="测试乙").position == "设计"


def test_the_beginning_and_the_telephone_are_never_changed_from_here(hr_clerk, employer):
    known = ProfessionalFactory(name="测试甲", number=A, phone="13800000001", employer=employer)

    upload = uploaded(hr_clerk, person(phone="13900000000", started_on="2022-01-01"))

    assert codes(upload) == [("started_on", "start_not_changed"), ("phone", "phone_not_changed")]
    assert (upload.unchanged, upload.writable) == (1, 0)
    known.user.refresh_from_db()
    assert phone_in(known.user) == "13800000001"


def test_people_of_another_employer_are_not_moved_and_not_described(hr_clerk, other_employer):
    theirs = ProfessionalFactory(name="别处某人", number=A, employer=other_employer)

    upload = uploaded(hr_clerk, person("测试甲", A))

    assert codes(upload) == [("number", "registered_elsewhere")]
    assert (upload.unchanged, upload.writable) == (1, 0)
    assert "别处某人" not in str(list(upload.rows.values()))
    assert other_employer.name not in str(list(upload.rows.values()))
    assert theirs.employments.get().employer_id == other_employer.pk


def test_people_who_left_are_not_taken_back_silently(hr_clerk, employer):
    left = ProfessionalFactory(name="测试甲", number=A)
    EmploymentFactory(professional=left, employer=employer, ended_on=datetime.date(2024, 1, 1))

    upload = uploaded(hr_clerk, person())

    assert codes(upload) == [("number", "registered_elsewhere")]


def test_somebody_hired_elsewhere_between_check_and_commit_is_left_out(hr_clerk, other_hr_clerk, other_employer):
    upload = uploaded(hr_clerk, person("测试甲", A), person("测试乙", B))
    register_professional("测试甲", document=checked(A), employer=other_employer, actor=other_hr_clerk.actor)

    decide_upload(upload, is_whole=False, actor=hr_clerk.actor)
    work_until_idle()

    upload.refresh_from_db()
    assert (upload.written, upload.unchanged) == (1, 1)
    assert Employment.objects.get(professional__name="测试甲").employer_id == other_employer.pk


NEXT_YEAR = f"{timezone.localdate().year + 1}-01-01"


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"number": A[:-1] + ("1" if A[-1] != "1" else "2")}, "number", "document_wrong_check_character"),
        ({"number": A[:17]}, "number", "document_wrong_length"),
        ({"number": "440105900101001"}, "number", "document_old_fifteen_digits"),
        ({"number": "4401051990010100AB"}, "number", "document_wrong_characters"),
        ({"number": "440105199013010010"}, "number", "document_no_such_birthday"),
        ({"number": "440105209901010010"}, "number", "document_birthday_to_come"),
        ({"number": "440105199001010000"}, "number", "document_ruined_by_spreadsheet"),
        ({"number": "4.40105E+17"}, "number", "scientific"),
        ({"number": 440105199001010015}, "number", "scientific"),
        ({"number": ""}, "number", "missing"),
        ({"number": A, "document_kind": "护照"}, "number", "document_not_a_passport"),
        ({"number": "E?", "document_kind": "护照"}, "number", "document_wrong_shape"),
        ({"document_kind": "居民身份"}, "document_kind", "document_kind_unknown_near"),
        ({"document_kind": "?"}, "document_kind", "document_kind_unknown"),
        ({"name": ""}, "name", "missing"),
        ({"name": "测试3"}, "name", "name_with_digits"),
        ({"name": "测" * 101}, "name", "too_long"),
        ({"phone": "12345"}, "phone", "not_a_mobile_number"),
        ({"phone": "1.38E+10"}, "phone", "scientific"),
        ({**TITLE, "title_level": "副高职"}, "title_level", "level_unknown_near"),
        ({**TITLE, "title_series": "工程技术人士"}, "title_series", "series_unknown_near"),
        ({**TITLE, "title_series": "?"}, "title_series", "series_unknown"),
        ({**TITLE, "title_obtained_on": ""}, "title_obtained_on", "title_incomplete"),
        ({**TITLE, "title_obtained_on": NEXT_YEAR}, "title_obtained_on", "in_future"),
        ({**TITLE, "title_obtained_on": "2024-02-30"}, "title_obtained_on", "no_such_date"),
        ({"started_on": NEXT_YEAR}, "started_on", "in_future"),
        ({"started_on": "soon"}, "started_on", "not_a_date"),
        ({"industry": "?"}, "industry", "industry_unknown"),
        ({"staff_number": "1" * 41}, "staff_number", "too_long"),
    ],
)
def test_faulty_cell_keeps_its_row_out_and_says_why(hr_clerk, cells, column, code):
    upload = uploaded(hr_clerk, person(**cells))

    assert (column, code) in codes(upload)
    assert (upload.refused, upload.writable) == (1, 0)


def test_name_that_does_not_fit_the_number_is_refused_without_telling_the_right_one(hr_clerk, employer):
    ProfessionalFactory(name="测试真", number=A, employer=employer)

    upload = uploaded(hr_clerk, person("测试假", A))

    assert codes(upload) == [("name", "name_differs")]
    assert "测试真" not in str(upload.rows.get().findings)


def test_permit_entered_as_identity_card_is_taken_as_what_it_is(hr_clerk):
    first = "81000019900101001"

    imported(hr_clerk, person(number=first + check_character(first)))

    assert IdentityDocument.objects.get(professional__name="测试甲").kind == DocumentKind.RESIDENCE_PERMIT


def test_unknown_place_is_a_notice_and_no_error(hr_clerk):
    first = "39010519900101001"

    upload = uploaded(hr_clerk, person(number=first + check_character(first)))

    assert codes(upload) == [("number", "document_unknown_place")]
    assert (upload.warned, upload.refused) == (1, 0)


def test_taken_telephone_is_left_out_and_the_person_written(hr_clerk, other_employer):
    ProfessionalFactory(phone="13800000000", employer=other_employer)

    upload = imported(hr_clerk, person(phone="13800000000"))

    assert codes(upload) == [("phone", "phone_taken")]
    assert upload.written == 1
    assert phone_in(User.objects.get(professional__name="测试甲")) == ""


def test_one_telephone_for_two_people_goes_to_the_first(hr_clerk):
    upload = imported(hr_clerk, person("测试甲", A, phone="13800000000"), person("测试乙", B, phone="13800000000"))

    assert upload.written == 2
    assert [phone_in(user) for user in User.objects.filter(professional__name__startswith="测试").order_by("pk")] == [
        "13800000000",
        "",
    ]


def test_annotated_file_says_in_words_what_is_wrong_where(hr_clerk):
    wrong = A[:-1] + ("1" if A[-1] != "1" else "2")
    upload = uploaded(hr_clerk, person("测试甲", wrong), person("测试乙", B))

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(files.content_of(upload.annotated_file)))
    header, first, second = book.get_sheet_by_index(0).to_python()
    assert header[-1] in ("处理结果", "Result of the check")
    assert first[:3] == ["测试甲", "", wrong]
    assert "(C2)" in first[-1]
    assert second[2] == B
    assert "C3" not in second[-1]


@pytest.mark.parametrize("hat", ["professional", "bureau_clerk", "auditor", "administrator"])
def test_only_hr_may_upload(request, client_of, hat):
    member = request.getfixturevalue(hat)

    assert client_of(member).get("/uploads/new/staff/").status_code == 403


def test_check_and_writing_take_the_same_queries_for_one_and_for_forty(hr_clerk):
    taken = []
    for first, count in ((0, 1), (100, 1), (200, 40)):  # the first one warms caches up
        rows = [person(f"测试{chr(0x4E00 + first + n)}", invented_number(910_000 + first + n)) for n in range(count)]
        with CaptureQueriesContext(connection) as queries:
            assert imported(hr_clerk, *rows).written == count
        taken.append(len(queries))

    assert taken[1] == taken[2]


def test_titles_are_not_added_twice(hr_clerk, employer):
    known = ProfessionalFactory(name="测试甲", number=A, employer=employer)
    TitleFactory(professional=known, obtained_on=datetime.date(2019, 12, 20))

    upload = uploaded(hr_clerk, person(**TITLE))

    assert (upload.unchanged, upload.writable) == (1, 0)
    assert Title.objects.count() == 1
