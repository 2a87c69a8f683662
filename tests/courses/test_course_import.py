"""A publisher brings the courses of a catalog in from Excel."""

from decimal import Decimal

import pytest

from audit.models import Event
from courses.course_import.kind import CourseImport
from courses.enums import CatalogKind, CatalogState
from courses.models import Course
from tests.factories import CatalogFactory, CourseFactory, StudySiteFactory
from tests.jobs.conftest import work_until_idle
from tests.uploads.books import workbook
from uploads.enums import Outcome, UploadState
from uploads.kinds import kind_of
from uploads.services import decide_upload, receive_upload

pytestmark = pytest.mark.django_db

COLUMNS = [column.key for column in CourseImport.columns]
HEADER = [
    "课程名称",
    "课程编号",
    "科目类别",
    "学时",
    "是否必修",
    "补修年度",
    "学习形式",
    "学习网站",
    "网址",
    "收费",
    "内容",
]


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def draft(bureau_clerk):
    return CatalogFactory(
        publisher=bureau_clerk.membership.organization, state=CatalogState.DRAFT, published_at=None, year=2026
    )


def course(title="测试课程", hours="18", **cells):
    values = {"title": title, "hours": hours, **cells}
    return [values.get(key, "") for key in COLUMNS]


@pytest.fixture
def upload(draft, bureau_clerk):
    def send(*rows, into=draft, by=bureau_clerk, name="课程.xlsx"):
        content = workbook([HEADER, *rows])
        received, _is_new = receive_upload(kind_of("courses"), name, content, actor=by.actor, subject_id=into.pk)
        work_until_idle()
        received.refresh_from_db()
        return received

    return send


def written(upload, actor):
    decide_upload(upload, is_whole=False, actor=actor)
    work_until_idle()
    upload.refresh_from_db()
    return upload


def codes_of(upload):
    return [(finding.column, finding.code) for row in upload.rows.all() for finding in row.found]


def test_new_courses_are_written_and_numbered(upload, draft, bureau_clerk):
    site = StudySiteFactory(name="测试学习网", approved_by=bureau_clerk.membership.organization)
    sent = upload(
        course("甲课", "18学时", form="线上", site="测试学习网", fee="¥1,200", content="测试内容"),
        course("乙课", 7.5, code="P-9", fee=0),
    )
    assert Course.objects.count() == 0

    done = written(sent, bureau_clerk.actor)

    assert done.state == UploadState.COMMITTED
    first, second = Course.objects.order_by("title").reverse()
    assert (first.title, first.code, first.hours, first.site, first.fee) == (
        "甲课",
        "P4401-2026-01",
        18,
        site,
        Decimal(1200),
    )
    assert (second.title, second.code, second.hours, second.fee, second.category) == (
        "乙课",
        "P-9",
        Decimal("7.5"),
        0,
        "public",
    )
    assert Event.objects.filter(action="course.added").count() == 2


def test_known_courses_are_brought_up_to_date_and_the_same_again_changes_nothing(upload, draft, bureau_clerk):
    CourseFactory(catalog=draft, code="P-1", title="旧名", hours=Decimal(12))
    written(upload(course("新名", "18", code="P-1")), bureau_clerk.actor)
    changed = Course.objects.get()
    assert (changed.title, changed.hours) == ("新名", 18)

    again = upload(course("新名", "18", code="P-1"), name="又一次.xlsx")

    assert [row.outcome for row in again.rows.all()] == [Outcome.UNCHANGED]
    event = Event.objects.get(action="course.amended")
    assert (event.before["title"], event.after["title"]) == ("旧名", "新名")
    assert (event.before["hours"], event.after["hours"]) == ("12.00", "18")


@pytest.mark.parametrize(
    ("cells", "finding"),
    [
        ({"hours": "许多"}, ("hours", "not_an_amount")),
        ({"hours": "-6"}, ("hours", "not_an_amount")),
        ({"hours": "0"}, ("hours", "amount_not_positive")),
        ({"hours": "NaN"}, ("hours", "not_an_amount")),
        ({"hours": "7.125"}, ("hours", "too_many_decimals")),
        ({"hours": "1E+9"}, ("hours", "amount_too_large")),
        ({"category": "专业科目"}, ("category", "category_not_of_catalog")),
        ({"category": "体育课"}, ("category", "category_unknown")),
        ({"form": "电台"}, ("form", "form_unknown")),
        ({"form": "线上"}, ("site", "online_without_site")),
        ({"site": "没有的网站"}, ("site", "site_unknown")),
        ({"site": "专业网"}, ("site", "site_not_for_category")),
        ({"url": "javascript:alert(1)"}, ("url", "not_an_address")),
        ({"is_mandatory": "是"}, ("is_mandatory", "mandatory_only_in_guides")),
    ],
)
def test_each_fault_is_told_at_its_cell(cells, finding, upload, bureau_clerk):
    StudySiteFactory(name="专业网", approved_by=bureau_clerk.membership.organization, categories=["specialty"])

    assert codes_of(upload(course(**cells))) == [finding]


def test_a_make_up_catalog_asks_for_category_and_past_year(upload, shantou_clerk):
    makeup = CatalogFactory(
        kind=CatalogKind.MAKEUP,
        year=2014,
        publisher=shantou_clerk.membership.organization,
        state=CatalogState.DRAFT,
        published_at=None,
    )
    sent = upload(
        course("劳动与社会保险", "21", category="专业科目", for_year="2011年度"),
        course("潮汕文化解读", "12", category="选修科目"),
        course("无类别", "20", for_year="2013"),
        course("今年的", "20", category="公需科目", for_year="2014"),
        into=makeup,
        by=shantou_clerk,
    )

    assert codes_of(sent) == [("category", "category_missing"), ("for_year", "not_a_past_year")]
    written(sent, shantou_clerk.actor)
    found = {each.title: (each.code, each.for_year) for each in Course.objects.all()}
    assert found == {"劳动与社会保险": ("劳动与社会保险", 2011), "潮汕文化解读": ("潮汕文化解读", None)}


@pytest.mark.parametrize("who", ["other_bureau_clerk", "reviewer", "hr_clerk", "province_clerk"])
def test_nobody_else_uploads_into_it(who, request, draft, client_of):
    stranger = request.getfixturevalue(who)

    assert not kind_of("courses").may_upload(stranger.actor, draft.pk)
    assert client_of(stranger).get(f"/uploads/new/courses/{draft.pk}/").status_code == 403


def test_what_was_published_meanwhile_takes_no_courses(upload, draft, bureau_clerk, client_of):
    sent = upload(course())
    draft.state, draft.published_at = CatalogState.PUBLISHED, "2026-03-01T00:00:00+08:00"
    draft.save()

    answer = client_of(bureau_clerk).post(f"/uploads/{sent.pk}/commit/")

    assert answer.status_code == 403
    assert Course.objects.count() == 0


def test_the_page_offers_the_template_and_leads_back(draft, bureau_clerk, client_of, upload):
    client = client_of(bureau_clerk)
    assert client.get(f"/uploads/new/courses/{draft.pk}/").status_code == 200
    assert client.get("/uploads/new/courses/template/").content.startswith(b"PK")

    done = written(upload(course()), bureau_clerk.actor)

    assert f'href="/courses/catalogs/{draft.pk}/"' in client.get(f"/uploads/{done.pk}/").content.decode()
