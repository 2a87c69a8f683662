"""How catalogs and guides come about: what the rules demand of them, and that nothing published is ever edited."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Event
from courses.catalogs import services
from courses.catalogs.rulings import mandatory_share, objections_to
from courses.enums import CATALOG_MOVES, CatalogKind, CatalogState, StudyForm, SubjectCategory
from courses.models import Catalog, Course
from tests.factories import CatalogFactory, CourseFactory, StudySiteFactory, TrainingClassFactory
from ui.errors import Conflict

pytestmark = pytest.mark.django_db

TITLE = {"title": "2026 年测试公需科目目录"}


def catalog_in(state, member, **facts):
    published = {} if state == CatalogState.PUBLISHED else {"published_at": None}
    if state == CatalogState.WITHDRAWN:
        published = {"withdrawn_at": "2026-05-01T00:00:00+08:00"}
    return CatalogFactory(publisher=member.membership.organization, state=state, **(published | facts))


def course_facts(**facts):
    usual = {"title": "测试课程", "code": "", "category": SubjectCategory.PUBLIC, "hours": Decimal(18)}
    return {**usual, "form": StudyForm.FACE_TO_FACE, "site": None, "url": "", **facts}


def actions():
    return list(Event.objects.order_by("pk").values_list("action", flat=True))


class TestDrafting:
    def test_bureau_drafts_for_its_own_area(self, bureau_clerk):
        draft = services.draft_catalog(CatalogKind.PUBLIC, 2026, TITLE, actor=bureau_clerk.actor)

        draft.refresh_from_db()
        assert (draft.area, draft.state, draft.edition, draft.industry) == ("4401", CatalogState.DRAFT, 1, "")
        assert draft.publisher_id == bureau_clerk.membership.organization_id
        assert actions() == ["catalog.drafted"]

    def test_authority_writes_for_its_industry(self, reviewer):
        draft = services.draft_catalog(CatalogKind.GUIDE, 2026, TITLE, actor=reviewer.actor)

        assert draft.industry == "construction"

    @pytest.mark.parametrize(
        ("who", "kind"),
        [("bureau_clerk", "guide"), ("reviewer", "public"), ("hr_clerk", "public"), ("auditor", "public")],
    )
    def test_nobody_writes_what_is_not_theirs(self, request, who, kind):
        with pytest.raises(PermissionDenied):
            services.draft_catalog(CatalogKind(kind), 2026, TITLE, actor=request.getfixturevalue(who).actor)

        assert not Catalog.objects.exists()

    def test_there_is_one_draft_of_a_kind_and_year(self, bureau_clerk):
        services.draft_catalog(CatalogKind.PUBLIC, 2026, TITLE, actor=bureau_clerk.actor)

        with pytest.raises(Conflict, match="There is a draft for 2026 already"):
            services.draft_catalog(CatalogKind.PUBLIC, 2026, TITLE, actor=bureau_clerk.actor)

    def test_amending_keeps_what_changed_in_the_trail(self, bureau_clerk):
        draft = catalog_in(CatalogState.DRAFT, bureau_clerk, title="旧测试目录")

        services.amend_catalog(draft, {"title": "新测试目录", "note": ""}, actor=bureau_clerk.actor)

        event = Event.objects.get(action="catalog.amended")
        assert (event.before, event.after) == ({"title": "旧测试目录"}, {"title": "新测试目录"})


class TestTheThird:
    """GD10 六: the mandatory content of a guide is at least a third of the specialty subjects."""

    def guide(self, year, hours, reviewer):
        facts = {"title": "测试指南", "mandatory_hours": None if hours is None else Decimal(hours)}
        return services.draft_catalog(CatalogKind.GUIDE, year, facts, actor=reviewer.actor)

    @pytest.mark.parametrize("hours", [None, "13.99", "42.01"])
    def test_refused_with_the_article_where_the_book_has_a_mandatory_floor(self, hours, shantou_authority):
        with pytest.raises(ValidationError) as refused:
            self.guide(2014, hours, shantou_authority)

        assert "ST14" not in str(refused.value)
        assert "二(二)" in " ".join(refused.value.message_dict["mandatory_hours"])

    @pytest.mark.parametrize("hours", ["14", "42"])
    def test_a_third_exactly_is_enough_and_all_of_it_not_too_much(self, hours, shantou_authority):
        assert self.guide(2014, hours, shantou_authority).mandatory_hours == Decimal(hours)

    @pytest.mark.parametrize("hours", [None, "6"])
    def test_later_rule_sets_leave_it_to_the_guide(self, hours, reviewer):
        assert self.guide(2026, hours, reviewer).pk

    def test_the_share_follows_the_rule_set_of_place_and_year(self, reviewer):
        area = "4405"
        of_2014 = mandatory_share(Catalog(kind=CatalogKind.GUIDE, year=2014, area=area, industry="construction"))

        assert of_2014 is not None
        assert (of_2014.hours, of_2014.specialty) == (14, 42)
        assert mandatory_share(Catalog(kind=CatalogKind.GUIDE, year=2026, area=area)) is None

    @pytest.fixture
    def shantou_authority(self, db):
        from people.roles import Role
        from tests.cast import _cast
        from tests.factories import IndustryAuthorityFactory

        authority = IndustryAuthorityFactory(place="440500", industry="construction")
        return _cast("石测试", "shi.test", Role.AUTHORITY_REVIEWER, authority)

    def test_the_courses_marked_have_to_come_to_it(self, shantou_authority):
        guide = self.guide(2014, "14", shantou_authority)
        CourseFactory(catalog=guide, category="specialty", hours=Decimal(13), is_mandatory=True)
        CourseFactory(catalog=guide, category="specialty", hours=Decimal(20))

        with pytest.raises(Conflict, match="mandatory content come to 13 hours"):
            services.publish_catalog(guide, actor=shantou_authority.actor)

        CourseFactory(catalog=guide, category="specialty", hours=Decimal(1), is_mandatory=True)
        assert services.publish_catalog(guide, actor=shantou_authority.actor).is_published


class TestMakeup:
    """ST14 四(六): past years are made up in 2014 only, by courses named there (R-S9, R-S10)."""

    def course(self, catalog, **facts):
        usual = {"code": "新时期广东生态文明建设", "for_year": 2013, "hours": Decimal(20), "category": "public"}
        return CourseFactory(catalog=catalog, **(usual | facts))

    def said(self, catalog):
        return " ".join(each.plain for each in objections_to(catalog))

    def test_the_course_that_the_rules_name_may_stand_in_it(self, shantou_clerk):
        catalog = catalog_in(CatalogState.DRAFT, shantou_clerk, kind=CatalogKind.MAKEUP, year=2014)
        self.course(catalog)

        assert objections_to(catalog) == []

    @pytest.mark.parametrize(
        ("facts", "problem"),
        [
            ({"code": "别的课程"}, "none of the courses that the rules name for 2013"),
            ({"for_year": 2009}, "nothing of this kind be made up for 2009"),
            ({"hours": Decimal(18)}, "worth 20 hours by the rules"),
        ],
    )
    def test_others_may_not(self, facts, problem, shantou_clerk):
        catalog = catalog_in(CatalogState.DRAFT, shantou_clerk, kind=CatalogKind.MAKEUP, year=2014)
        self.course(catalog, title="测试补修课", **facts)

        assert problem in self.said(catalog)
        assert "四(六)" in self.said(catalog)

    def test_from_2015_on_nothing_is_made_up(self, shantou_clerk):
        catalog = catalog_in(CatalogState.DRAFT, shantou_clerk, kind=CatalogKind.MAKEUP, year=2015)
        self.course(catalog)

        with pytest.raises(Conflict, match="No rule set of this place lets past years be made up in 2015"):
            services.publish_catalog(catalog, actor=shantou_clerk.actor)

    def test_left_without_a_code_a_make_up_course_goes_by_its_name(self, shantou_clerk):
        catalog = catalog_in(CatalogState.DRAFT, shantou_clerk, kind=CatalogKind.MAKEUP, year=2014)
        facts = course_facts(title="劳动与社会保险", category="specialty", for_year=2011, hours=Decimal(21))

        assert services.add_course(catalog, facts, actor=shantou_clerk.actor).code == "劳动与社会保险"

    @pytest.mark.parametrize(("category", "problem"), [("elective", ""), ("public", "none of the courses")])
    def test_an_elective_may_be_for_any_year(self, category, problem, shantou_clerk):
        catalog = catalog_in(CatalogState.DRAFT, shantou_clerk, kind=CatalogKind.MAKEUP, year=2014)
        self.course(catalog, code="潮汕文化解读", category=category, for_year=None, hours=Decimal(12))

        assert (problem in self.said(catalog)) if problem else objections_to(catalog) == []

    @pytest.mark.parametrize("year", [2014, 2015])
    def test_only_a_past_year_is_made_up(self, year, shantou_clerk):
        catalog = catalog_in(CatalogState.DRAFT, shantou_clerk, kind=CatalogKind.MAKEUP, year=2014)

        with pytest.raises(ValidationError):
            services.add_course(catalog, course_facts(for_year=year), actor=shantou_clerk.actor)


class TestMoves:
    @pytest.mark.parametrize("state", CatalogState)
    @pytest.mark.parametrize("name", CATALOG_MOVES)
    def test_the_whole_table(self, name, state, bureau_clerk):
        catalog = catalog_in(state, bureau_clerk)
        CourseFactory(catalog=catalog)
        act = {
            "publish": lambda: services.publish_catalog(catalog, actor=bureau_clerk.actor),
            "withdraw": lambda: services.withdraw_catalog(catalog, reason="测试", actor=bureau_clerk.actor),
        }[name]

        if state in CATALOG_MOVES[name].allowed_from:
            act()
            catalog.refresh_from_db()
            assert catalog.state == CATALOG_MOVES[name].to
            assert actions() == [CATALOG_MOVES[name].recorded_as]
        else:
            with pytest.raises(Conflict):
                act()
            assert actions() == []

    def test_an_empty_one_is_not_published(self, bureau_clerk):
        draft = catalog_in(CatalogState.DRAFT, bureau_clerk)

        with pytest.raises(Conflict, match="There is no course in it yet"):
            services.publish_catalog(draft, actor=bureau_clerk.actor)

    @pytest.mark.parametrize("who", ["province_clerk", "other_bureau_clerk", "reviewer", "hr_clerk", "auditor"])
    def test_nobody_but_the_publisher_moves_it(self, request, who, bureau_clerk):
        draft = catalog_in(CatalogState.DRAFT, bureau_clerk)
        CourseFactory(catalog=draft)

        with pytest.raises(PermissionDenied):
            services.publish_catalog(draft, actor=request.getfixturevalue(who).actor)

    def test_published_ones_are_not_edited(self, bureau_clerk):
        catalog = catalog_in(CatalogState.PUBLISHED, bureau_clerk)
        course = CourseFactory(catalog=catalog)
        actor = bureau_clerk.actor

        for act in (
            lambda: services.amend_catalog(catalog, {"title": "x"}, actor=actor),
            lambda: services.add_course(catalog, course_facts(), actor=actor),
            lambda: services.amend_course(course, {"title": "x"}, actor=actor),
            lambda: services.remove_course(course, actor=actor),
            lambda: services.put_courses(catalog, [], [course], actor=actor),
            lambda: services.discard_draft(catalog, actor=actor),
        ):
            with pytest.raises(Conflict, match="is published and is no longer edited"):
                act()
        assert actions() == []


class TestEditions:
    def test_a_corrected_edition_takes_the_place_and_what_rests_on_the_old_one_stays(self, bureau_clerk):
        old = catalog_in(CatalogState.PUBLISHED, bureau_clerk)
        course = CourseFactory(catalog=old, code="P-1")
        held = TrainingClassFactory(course=course)

        draft = services.copy_catalog(old, old.year, actor=bureau_clerk.actor)
        assert Catalog.objects.get(pk=old.pk).is_published
        services.publish_catalog(draft, actor=bureau_clerk.actor)

        old.refresh_from_db()
        held.refresh_from_db()
        assert (old.state, draft.edition) == (CatalogState.WITHDRAWN, 2)
        assert old.withdrawal == "Replaced by edition 2."
        assert held.course == course
        assert held.course_key == draft.courses.get().code == "P-1"
        assert actions() == ["catalog.drafted", "catalog.withdrawn", "catalog.published"]

    def test_another_years_copy_has_codes_of_its_own(self, bureau_clerk):
        old = catalog_in(CatalogState.PUBLISHED, bureau_clerk, year=2026, title="2026 年目录")
        CourseFactory(catalog=old, code="P4401-2026-01", content="测试内容", fee=Decimal(0))

        copied = services.copy_catalog(old, 2027, actor=bureau_clerk.actor)

        course = copied.courses.get()
        assert (copied.year, copied.title, copied.edition, copied.is_draft) == (2027, "2027 年目录", 1, True)
        assert (course.code, course.content, course.fee) == ("P4401-2027-01", "测试内容", 0)

    def test_a_withdrawn_one_can_be_begun_anew(self, bureau_clerk):
        gone = catalog_in(CatalogState.WITHDRAWN, bureau_clerk)
        CourseFactory(catalog=gone)

        again = services.copy_catalog(gone, gone.year, actor=bureau_clerk.actor)

        assert services.publish_catalog(again, actor=bureau_clerk.actor).edition == 2

    def test_a_discarded_draft_is_gone_and_the_trail_knows(self, bureau_clerk):
        draft = catalog_in(CatalogState.DRAFT, bureau_clerk)
        CourseFactory(catalog=draft)

        services.discard_draft(draft, actor=bureau_clerk.actor)

        assert not Catalog.objects.exists()
        assert Event.objects.get().before["courses"] == 1
        with pytest.raises(Conflict, match="discarded meanwhile"):
            services.discard_draft(draft, actor=bureau_clerk.actor)


class TestCourses:
    @pytest.fixture
    def draft(self, bureau_clerk):
        return catalog_in(CatalogState.DRAFT, bureau_clerk)

    def test_added_amended_and_taken_out(self, draft, bureau_clerk):
        course = services.add_course(draft, course_facts(), actor=bureau_clerk.actor)
        services.amend_course(course, {"hours": Decimal(20)}, actor=bureau_clerk.actor)
        assert Course.objects.get().hours == 20

        services.remove_course(Course.objects.select_related("catalog").get(), actor=bureau_clerk.actor)

        assert not Course.objects.exists()
        assert actions() == ["course.added", "course.amended", "course.removed"]

    def test_numbered_where_nobody_gave_a_code(self, draft, bureau_clerk):
        CourseFactory(catalog=draft, code="P4401-2026-02")

        assert services.add_course(draft, course_facts(), actor=bureau_clerk.actor).code == "P4401-2026-03"

    def test_a_code_stands_once(self, draft, bureau_clerk):
        CourseFactory(catalog=draft, code="P-1")

        with pytest.raises(ValidationError) as refused:
            services.add_course(draft, course_facts(code="P-1"), actor=bureau_clerk.actor)
        assert list(refused.value.message_dict) == ["code"]

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"category": SubjectCategory.ELECTIVE}, "category"),
            ({"form": StudyForm.ONLINE}, "site"),
            ({"for_year": 2026}, "for_year"),
        ],
    )
    def test_has_to_fit_its_catalog(self, facts, field, draft, bureau_clerk):
        with pytest.raises(ValidationError) as refused:
            services.add_course(draft, course_facts(**facts), actor=bureau_clerk.actor)
        assert list(refused.value.message_dict) == [field]

    def test_a_site_has_to_be_approved_for_the_category(self, draft, bureau_clerk):
        site = StudySiteFactory(categories=[SubjectCategory.SPECIALTY])

        with pytest.raises(ValidationError, match="not approved for the category"):
            services.add_course(draft, course_facts(form=StudyForm.ONLINE, site=site), actor=bureau_clerk.actor)
