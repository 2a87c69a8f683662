from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from courses.models import TrainingClass
from people.models import Division
from people.roles import Role
from tests.access.forms.sent import Body, Sent, day, today
from tests.access.world import World
from tests.factories import InspectionFactory, ProfessionalFactory
from tests.factories.professionals import invented_number


def own_class(relation: str, page: str) -> Callable[[World], str]:
    """Of the first institution."""
    return lambda world: f"classes/{world.key('training_class', relation, 'institution_clerk')}/{page}/"


def class_plan(world: World) -> Body:
    """Under the commission of the year, if the day lies in it."""
    is_commissioned = day(20).startswith("2026")
    return {
        "title": "新测试班",
        "category": "specialty",
        "industry": "construction",
        "line": f"{world.first.word} line" if is_commissioned else "",
        "content": "新测试内容",
        "hours": "18",
        "mandatory_hours": "0",
        "form": "face_to_face",
        "starts_on": day(20),
        "ends_on": day(22),
        "days": "3",
        "division": Division.objects.get(code=world.first.district).pk,
        "venue": "新测试路1号",
        "expected_number": "40",
        "teachers": "赵测试",
        "exam_form": "笔试",
        "fee": "0",
        "contact": "何测试",
        "phone": "020-00000000",
    }


def class_change(world: World) -> Body:
    open_class = TrainingClass.objects.get(pk=world.key("training_class", "published", "institution_clerk"))
    return {
        **{name: getattr(open_class, name) for name in ("starts_on", "ends_on", "teachers", "contact", "phone")},
        "division": open_class.division_id,
        "venue": "新测试路2号",
        "reason": "新场地",
    }


def to_put_right(world: World) -> str:
    open_class = TrainingClass.objects.get(pk=world.key("training_class", "published", "institution_clerk"))
    found = InspectionFactory(
        training_class=open_class, finding="off_plan", outcome="correction", correct_by=timezone.localdate()
    )
    return f"classes/inspections/{found.pk}/correction/"


def another_number(world: World) -> Body:
    newcomer = ProfessionalFactory(name="新测试", number=invented_number(9100), employer=world.first.employer)
    return {"name": newcomer.name, "number": invented_number(9100)}


WRITING: dict[str, Sent] = {
    "courses.catalogs.forms.CatalogForm": Sent(
        "courses/catalogs/new/public/",
        Role.BUREAU_CLERK,
        {"year": 2031, "title": "测试公需科目目录", "document_number": "测试〔2031〕1号", "note": "测试说明"},
    ),
    "courses.catalogs.forms.YearForm": Sent(
        lambda world: f"courses/catalogs/{world.key('catalog', 'published', 'bureau_clerk')}/copy/",
        Role.BUREAU_CLERK,
        {"year": 2032},
    ),
    "courses.catalogs.forms.WithdrawalForm": Sent(
        lambda world: f"courses/catalogs/{world.key('catalog', 'published', 'bureau_clerk')}/withdrawal/",
        Role.BUREAU_CLERK,
        {"reason": "内容调整"},
    ),
    "courses.catalogs.forms.CourseForm": Sent(
        lambda world: f"courses/catalogs/{world.key('catalog', 'draft', 'bureau_clerk')}/courses/new/",
        Role.BUREAU_CLERK,
        {"title": "新测试课程", "code": "T-9", "hours": "6", "form": "face_to_face"},
    ),
    "courses.sites.forms.SiteForm": Sent(
        "courses/sites/new/",
        Role.BUREAU_CLERK,
        lambda world: {
            "name": "新测试学习网",
            "url": "https://new.example/",
            "categories": ["public"],
            "approved_from": today(),
        },
    ),
    "courses.classes.forms.ClassPlanForm": Sent("classes/new/", Role.INSTITUTION_CLERK, class_plan),
    "courses.classes.forms.ClassChangeForm": Sent(
        own_class("published", "change"), Role.INSTITUTION_CLERK, class_change
    ),
    "courses.classes.forms.CancellationForm": Sent(
        own_class("published", "cancellation"), Role.INSTITUTION_CLERK, {"reason": "报名不足"}
    ),
    "courses.classes.forms.InspectionForm": Sent(
        own_class("held", "inspection"),
        Role.BUREAU_CLERK,
        {"inspected_on": today(), "finding": "in_order", "outcome": "nothing"},
    ),
    "courses.classes.forms.CorrectionForm": Sent(to_put_right, Role.INSTITUTION_CLERK, {"words": "已整改"}),
    "courses.classes.forms.LostCommissionForm": Sent(
        lambda world: f"classes/commissions/{world.first.institution.pk}/",
        Role.BUREAU_CLERK,
        {"year": str(timezone.localdate().year + 1), "reason": "未按计划办班"},
    ),
    "courses.enrolment.forms.RosterAdditionForm": Sent(
        own_class("published", "roster/addition"), Role.INSTITUTION_CLERK, another_number
    ),
    "courses.enrolment.forms.StaffForm": Sent(
        own_class("published", "staff"), Role.HR_CLERK, lambda world: {"person": world.first.colleague.pk}
    ),
}
READING = {
    "courses.classes.forms.ClassFilterForm",
    "courses.enrolment.forms.PlaceFilterForm",
    "courses.enrolment.forms.StaffFilterForm",
    "courses.finder.filters.CatalogFilterForm",
    "courses.finder.filters.SiteFilterForm",
    "courses.finder.forms.ClassFilterForm",
    "courses.finder.forms.CourseFilterForm",
    "courses.finder.forms.FinderState",
}
ANSWERING = {
    *(f"courses.api.{name}Serializer" for name in ("Catalog", "Course", "OpenClass", "StudySite", "Worth")),
}
