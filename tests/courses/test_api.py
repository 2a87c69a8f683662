"""What is public, for programs: open to everybody, filtered like the pages, limited by requests a minute."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from courses.api import OpenReadingThrottle
from courses.enums import CatalogKind, CatalogState, ClassState
from tests.factories import CatalogFactory, CourseFactory, RosterEntryFactory, StudySiteFactory, TrainingClassFactory

pytestmark = pytest.mark.django_db


def open_class(**facts):
    today = timezone.localdate()
    days = {"starts_on": today + datetime.timedelta(days=9), "ends_on": today + datetime.timedelta(days=11)}
    return TrainingClassFactory(**(days | facts))


def results(client, path, **query):
    return client.get(f"/api/v1/{path}/", query).json()["results"]


def test_classes_with_places_and_what_they_count(client):
    each = open_class(title="测试班", capacity=2, fee=Decimal(300))
    RosterEntryFactory(training_class=each)
    open_class(state=ClassState.FILED, published_at=None)

    (told,) = results(client, "classes")

    assert told["title"] == "测试班"
    assert (told["places_left"], told["fee"], told["place"]) == (1, "300.00", "440105")
    assert told["counts"]["hours"] == "18.00"
    assert told["counts"]["rule"] == "《关于专业技术人员继续教育证书的管理办法》 八"
    assert client.get(f"/api/v1/classes/{each.pk}/").json() == told


def test_catalogs_courses_and_sites(client):
    site = StudySiteFactory(name="测试学习网")
    catalog = CatalogFactory(year=timezone.localdate().year, title="测试目录")
    course = CourseFactory(catalog=catalog, title="测试课程", form="online", site=site, fee=0)
    draft = CatalogFactory(state=CatalogState.DRAFT, published_at=None, kind=CatalogKind.MAKEUP)

    assert [each["title"] for each in results(client, "catalogs")] == ["测试目录"]
    (told,) = results(client, "courses")
    assert (told["title"], told["catalog"], told["site"], told["fee"]) == ("测试课程", catalog.pk, "测试学习网", "0.00")
    assert told["counts"]["rule"].endswith("十二")
    assert [each["name"] for each in results(client, "study-sites")] == ["测试学习网"]
    assert client.get(f"/api/v1/courses/{course.pk}/").status_code == 200
    assert client.get(f"/api/v1/catalogs/{draft.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("path", "query", "count"),
    [
        ("classes", {"search": "安全"}, 1),
        ("classes", {"category": "public"}, 0),
        ("classes", {"places": "free"}, 1),
        ("courses", {"search": "课"}, 1),
        ("catalogs", {"year": 2014}, 0),
        ("study-sites", {"category": "public"}, 1),
        ("study-sites", {"category": "elective"}, 0),
    ],
)
def test_filtered_like_the_page(path, query, count, client):
    open_class(title="测试安全班")
    StudySiteFactory()
    CourseFactory(catalog=CatalogFactory(year=timezone.localdate().year))

    assert len(results(client, path, **query)) == count


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("classes", {"category": "king"}, "category"),
        ("classes", {"month": "2026-13"}, "month"),
        ("courses", {"price": "x"}, "price"),
        ("catalogs", {"year": "x"}, "year"),
        ("study-sites", {"state": "x"}, "state"),
    ],
)
def test_what_cannot_be_looked_for_is_told_by_field(path, query, field, client):
    answer = client.get(f"/api/v1/{path}/", query)

    assert answer.status_code == 400
    assert field in str(answer.json())


@pytest.mark.parametrize("path", ["classes", "courses", "catalogs", "study-sites"])
def test_nothing_is_written_by_this_door(path, client):
    assert client.post(f"/api/v1/{path}/", {}, content_type="application/json").status_code in (403, 405)


@pytest.mark.usefixtures("one_stretch_of_time")
def test_too_many_requests_of_one_address_are_told_to_wait(client, settings):
    settings.OPEN_READS_PER_MINUTE = 2
    for _attempt in range(2):
        assert client.get("/api/v1/classes/", REMOTE_ADDR="203.0.113.77").status_code == 200

    answer = client.get("/api/v1/classes/", REMOTE_ADDR="203.0.113.77")

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 60
    assert client.get("/api/v1/classes/", REMOTE_ADDR="203.0.113.78").status_code == 200


@pytest.mark.parametrize("path", ["classes", "courses", "catalogs", "study-sites"])
def test_the_same_queries_for_one_row_and_for_three(path, client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(OpenReadingThrottle, "allow_request", lambda *_: True)  # counts in a table of its own

    def plant(count):
        for _number in range(count):
            RosterEntryFactory(training_class=open_class(capacity=9))
            CourseFactory(catalog=CatalogFactory(year=timezone.localdate().year), site=StudySiteFactory())

    plant(1)
    with django_assert_num_queries(1):
        client.get(f"/api/v1/{path}/")
    plant(2)
    with django_assert_num_queries(1):
        client.get(f"/api/v1/{path}/")
