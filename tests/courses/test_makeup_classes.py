"""Classes in which people make up for a past year (ST14 四(六), R-S9): filed, held, and counted for that year."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.classes.makeups import MAKEUP_LINE, why_no_makeup
from courses.classes.plans import draft_class, file_class
from courses.enums import CatalogKind
from courses.models import Course, TrainingClass
from people.enums import Level
from people.models import Institution
from people.roles import Role
from tests.cast import CastMember
from tests.clock import freeze, of_then
from tests.factories import BureauFactory, CatalogFactory, CommissionFactory, CourseFactory, InstitutionFactory
from ui.errors import Conflict

ClientOf = Callable[[Any], Client]


@pytest.fixture
def academy(db: None, monkeypatch: pytest.MonkeyPatch) -> Institution:
    """The one that Shantou commissioned, on 2014-05-05."""
    freeze(monkeypatch, "2014-05-05")
    academy: Institution = InstitutionFactory(name="丙测试行政学院", place="440500", run_by=Level.CITY)
    CommissionFactory(institution=academy, year=2014, line=MAKEUP_LINE)
    return academy


@pytest.fixture
def clerk(academy: Institution) -> CastMember:
    return of_then("学测试", Role.INSTITUTION_CLERK, academy)


@pytest.fixture
def courses(academy: Institution) -> dict[str, Course]:
    bureau = BureauFactory(name="乙市测试人社局", place="440500")
    catalog = CatalogFactory(kind=CatalogKind.MAKEUP, year=2014, publisher=bureau)
    named = (
        ("广东文化强省建设", "public", 20, 2012),
        ("专业技术人员心理健康与心理调适", "specialty", 21, 2012),
        ("自控力科学", "specialty", 21, 2013),
        ("潮汕文化解读", "elective", 12, None),
    )
    return {
        title: CourseFactory(
            catalog=catalog, code=title, title=title, category=category, hours=Decimal(hours), for_year=year
        )
        for title, category, hours, year in named
    }


def plan_of(academy: Institution, course: Course, **others: Any) -> dict[str, Any]:
    return {
        "title": f"补修：{course.title}",
        "category": course.category,
        "industry": "general",
        "line": MAKEUP_LINE,
        "makeup_for": 2012,
        "course": course,
        "content": "测试内容",
        "hours": course.hours,
        "mandatory_hours": Decimal(0),
        "form": "face_to_face",
        "starts_on": datetime.date(2014, 6, 10),
        "ends_on": datetime.date(2014, 6, 12),
        "days": 3,
        "division": academy.division,
        "venue": "测试路1号",
        "expected_number": 40,
        "teachers": "赵测试",
        "exam_form": "开卷考试",
        "fee": Decimal(0),
        "contact": "何测试",
        "phone": "0754-00000000",
    } | others


def posted(plan: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "pk", value) for name, value in plan.items() if value is not None}


def test_commissioned_institution_files_a_class_for_a_past_year(
    client_of: ClientOf, clerk: CastMember, academy: Institution, courses: dict[str, Course]
) -> None:
    client = client_of(clerk)
    page = client.get(reverse("classes:new"))
    assert [value for value, _label in page.context["form"].fields["makeup_for"].choices] == [
        "",
        2013,
        2012,
        2011,
        2010,
    ]

    answer = client.post(reverse("classes:new"), posted(plan_of(academy, courses["广东文化强省建设"])))

    plan = TrainingClass.objects.get()
    assert answer.status_code == 302
    assert plan.makeup_for == 2012
    file_class(plan, actor=clerk.actor)
    plan.refresh_from_db()
    assert plan.state == "filed"


@pytest.mark.parametrize(
    ("title", "change", "field", "words"),
    [
        ("自控力科学", {}, "course", "《专业技术人员心理健康与心理调适》"),  # that of 2013
        ("广东文化强省建设", {"hours": Decimal(18)}, "hours", "worth 20"),
        ("广东文化强省建设", {"line": ""}, "line", "your commission for 2014"),
        ("广东文化强省建设", {"makeup_for": ""}, "makeup_for", "for which past year"),
        (
            "广东文化强省建设",
            {"ends_on": datetime.date(2015, 1, 2)},
            "ends_on",
            "what ends later counts for no past year",
        ),
        ("潮汕文化解读", {"makeup_for": 2009}, "makeup_for", ""),
    ],
)
def test_what_the_notice_does_not_offer_is_refused_at_its_field(
    client_of: ClientOf,
    clerk: CastMember,
    academy: Institution,
    courses: dict[str, Course],
    title: str,
    change: dict[str, Any],
    field: str,
    words: str,
) -> None:
    answer = client_of(clerk).post(reverse("classes:new"), posted(plan_of(academy, courses[title]) | change))

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert not TrainingClass.objects.exists()


def test_without_commission_nothing_is_offered_and_nothing_is_taken(
    client_of: ClientOf, clerk: CastMember, academy: Institution, courses: dict[str, Course], monkeypatch: Any
) -> None:
    plan = draft_class(academy, plan_of(academy, courses["广东文化强省建设"]), actor=clerk.actor)
    academy.commissions.all().delete()

    assert "makeup_for" not in client_of(clerk).get(reverse("classes:new")).context["form"].fields
    with pytest.raises(Conflict, match=MAKEUP_LINE):
        file_class(plan, actor=clerk.actor)

    CommissionFactory(institution=academy, year=2015, line=MAKEUP_LINE)
    freeze(monkeypatch, "2015-01-05")  # from 2015 on there is none (R-S10)
    assert "makeup_for" not in client_of(clerk).get(reverse("classes:new")).context["form"].fields
    plan.starts_on = plan.ends_on = datetime.date(2015, 1, 20)
    assert "2014" in why_no_makeup(plan)
