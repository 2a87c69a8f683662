"""What can still be taken: found by everybody, and by what each looks for."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from courses import gaps
from courses.enums import CatalogKind, CatalogState, ClassState, StudyForm
from courses.finder.worth import Valuer
from courses.gaps import Gap
from courses.models import TrainingClass
from tests.cast import english_client
from tests.factories import (
    CatalogFactory,
    CourseFactory,
    DivisionFactory,
    InstitutionFactory,
    RosterEntryFactory,
    StudySiteFactory,
    TrainingClassFactory,
)

pytestmark = pytest.mark.django_db

FINDER = "/courses/"
DAY = datetime.timedelta(days=1)


def in_days(days):
    return timezone.localdate() + days * DAY


def open_class(title, **facts):
    starts_on = facts.pop("starts_on", in_days(10))
    return TrainingClassFactory(title=title, starts_on=starts_on, ends_on=starts_on + 2 * DAY, **facts)


def this_year(**facts):
    return CatalogFactory(year=timezone.localdate().year, **facts)


@pytest.fixture
def visitor():
    return english_client()


def titles_on(answer):
    return [row.get("class", row.get("course")).title for row in answer.context["rows"]]


def gap(**facts):
    """In construction in Haizhu; of the year in which a class of three days ends that begins in three days."""
    usual = {
        "year": in_days(5).year,
        "place": "440105",
        "industry": "construction",
        "short": {"specialty": Decimal(12)},
    }
    return Gap(**(usual | facts))


@pytest.fixture
def short_of(monkeypatch):
    """Whoever looks is short of this."""

    def short(found):
        monkeypatch.setattr(gaps, "_providers", [lambda actor, year: found])

    return short


class TestWhatIsOpen:
    def test_a_visitor_finds_what_is_open_with_all_that_matters(self, visitor):
        each = open_class("测试安全班", fee=Decimal(300), capacity=30, enrol_until=in_days(5), venue="测试路1号")
        RosterEntryFactory(training_class=each)

        answer = visitor.get(FINDER)
        page = answer.content.decode()

        assert titles_on(answer) == ["测试安全班"]
        for said in (
            "18 hours",
            "3 days",
            "测试路1号",
            "¥ 300",
            "29 places left",
            "《关于专业技术人员继续教育证书的管理办法》 八",
        ):
            assert said in page
        assert f'href="/courses/classes/{each.pk}/"' in page

    @pytest.mark.parametrize(
        "facts",
        [
            {"starts_on": in_days(-1)},
            {"enrol_until": in_days(-1)},
            {"state": ClassState.FILED, "published_at": None},
            {"state": ClassState.DRAFT, "published_at": None},
            {"state": ClassState.CANCELLED},
            {"lost_status_at": timezone.now()},
        ],
    )
    def test_what_is_not_open_is_not_found(self, facts, visitor):
        open_class("测试关闭班", **facts)

        assert titles_on(visitor.get(FINDER)) == []

    def test_the_last_day_of_enrolment_still_counts(self, visitor):
        open_class("测试今日班", starts_on=timezone.localdate(), enrol_until=timezone.localdate())

        assert titles_on(visitor.get(FINDER)) == ["测试今日班"]

    def test_nothing_open_says_where_to_look(self, visitor):
        assert "No class is open for enrolment at present" in visitor.get(FINDER).content.decode()
        assert "Nothing is like that" in visitor.get(FINDER, {"search": "x"}).content.decode()

    def test_online_courses_are_those_of_sites_approved_today(self, visitor):
        catalog = this_year()
        approved = StudySiteFactory()
        ended = StudySiteFactory(approved_to=in_days(-1))
        CourseFactory(catalog=catalog, title="测试在线课", form=StudyForm.ONLINE, site=approved, fee=0)
        CourseFactory(catalog=catalog, title="测试过期课", form=StudyForm.ONLINE, site=ended)
        CourseFactory(catalog=catalog, title="测试面授课")
        CourseFactory(
            catalog=this_year(state=CatalogState.DRAFT, published_at=None),
            title="测试草稿课",
            form=StudyForm.ONLINE,
            site=approved,
        )
        CourseFactory(catalog=CatalogFactory(year=2016), title="测试旧课", form=StudyForm.ONLINE, site=approved)

        online, everything = visitor.get(FINDER, {"show": "online"}), visitor.get(FINDER, {"show": "catalog"})

        assert titles_on(online) == ["测试在线课"]
        assert sorted(titles_on(everything)) == ["测试在线课", "测试过期课", "测试面授课"]
        assert [tab["count"] for tab in online.context["tabs"]] == [0, 1, 3]
        assert "free" in online.content.decode()


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"search": "安全"}, ["安全班"]),
            ({"search": "班 白云学校"}, ["白云班"]),
            ({"place": "汕头"}, ["汕头班"]),
            ({"place": "shantou"}, ["汕头班"]),
            ({"place": "440500"}, ["汕头班"]),
            ({"place": "nowhere"}, []),
            ({"category": "public"}, ["公需班"]),
            ({"form": "online"}, ["在线班"]),
            ({"price": "free"}, ["公需班"]),
            ({"price": "300"}, ["公需班", "在线班"]),
            ({"hours": "30"}, ["汕头班"]),
            ({"industry": "health"}, ["卫生班"]),
            ({"places": "free", "search": "班", "industry": "construction"}, ["公需班", "在线班", "白云班", "汕头班"]),
            ({"search": "%"}, []),
        ],
    )
    def test_each_finds_what_it_says(self, query, found, visitor):
        DivisionFactory(code="440500", name="汕头市", pinyin="Shàntóu Shì")
        shantou = InstitutionFactory(place="440511")
        usual = {"fee": Decimal(500)}
        full = open_class("安全班", capacity=1, **usual)
        RosterEntryFactory(training_class=full)
        taken_back = open_class("公需班", category="public", fee=Decimal(0), capacity=1)
        RosterEntryFactory(training_class=taken_back, cancelled_at=timezone.now())
        open_class("在线班", form=StudyForm.ONLINE, fee=Decimal(300))
        open_class("白云班", institution=InstitutionFactory(name="白云学校"), **usual)
        open_class("汕头班", institution=shantou, hours=Decimal(42), **usual)
        open_class("卫生班", industry="health", **usual)

        assert sorted(titles_on(visitor.get(FINDER, query))) == sorted(found)

    def test_by_the_month_in_which_it_begins(self, visitor):
        next_year = timezone.localdate().year + 1
        for month, day in ((1, 31), (2, 1), (2, 28), (3, 1)):
            open_class(f"{month}月{day}日", starts_on=datetime.date(next_year, month, day))

        assert titles_on(visitor.get(FINDER, {"month": f"{next_year}-02"})) == ["2月1日", "2月28日"]

    @pytest.mark.parametrize(
        "query",
        [
            {"category": "king"},
            {"month": "2026-13"},
            {"month": "9999-12"},
            {"month": "x"},
            {"price": "-1"},
            {"hours": "1e9"},
            {"search": "\x00"},
            {"place": "x" * 51},
            {"show": "all"},
            {"lacking": "nonsense"},
            {"sort": "area"},
            {"page": "x"},
        ],
    )
    def test_nonsense_in_the_address_breaks_nothing(self, query, visitor):
        open_class("测试班")

        answer = visitor.get(FINDER, query)

        assert answer.status_code == 200
        assert titles_on(answer) == ["测试班"]

    @pytest.mark.parametrize(
        ("sort", "first"),
        [("when", "早班"), ("-when", "晚班"), ("price", "早班"), ("-hours", "晚班"), ("until", "早班")],
    )
    def test_sorted_as_asked(self, sort, first, visitor):
        open_class("晚班", starts_on=in_days(30), fee=Decimal(900), hours=Decimal(40), enrol_until=in_days(29))
        open_class("早班", starts_on=in_days(3), fee=Decimal(10), hours=Decimal(6), enrol_until=in_days(2))

        assert titles_on(visitor.get(FINDER, {"sort": sort}))[0] == first


class TestWhatIsLacking:
    def test_first_a_sentence_of_what_is_short(self, visitor, short_of):
        short_of(gap(short={"total": Decimal(20), "specialty": Decimal(12), "elective": Decimal(8)}))

        page = visitor.get(FINDER).content.decode()

        assert (
            f"For {in_days(5).year} you are short of 12 hours of specialty subjects, 8 hours of elective subjects."
            in page
        )
        assert 'href="?lacking=1"' in page

    def test_a_complete_year_is_told_as_such(self, visitor, short_of):
        short_of(gap(short={}))

        page = visitor.get(FINDER).content.decode()

        assert "are complete" in page
        assert "lacking=1" not in page

    def test_visitors_see_no_sentence_and_no_filter(self, visitor):
        open_class("测试班")

        page = visitor.get(FINDER, {"lacking": "1"})

        assert page.context["gap"] is None
        assert titles_on(page) == ["测试班"]

    @pytest.mark.parametrize(
        ("facts", "fits"),
        [
            ({}, True),
            ({"category": "public"}, False),
            ({"industry": "general"}, True),
            ({"industry": "health"}, False),
            ({"makeup_for": 2013}, False),
            ({"institution__place": "320303"}, False),
            ({"institution__place": "440511"}, True),
        ],
    )
    def test_only_what_gives_hours_of_that_line(self, facts, fits, visitor, short_of):
        short_of(gap())
        starts_on = in_days(3)
        open_class("测试班", starts_on=starts_on, **facts)

        assert titles_on(visitor.get(FINDER, {"lacking": "1"})) == (["测试班"] if fits else [])

    def test_a_class_that_ends_next_year_does_not_help_this_one(self, visitor, short_of):
        short_of(gap())
        open_class("跨年班", starts_on=datetime.date(in_days(5).year, 12, 31))

        assert titles_on(visitor.get(FINDER, {"lacking": "1"})) == []

    def test_where_only_the_mandatory_part_is_short_nothing_else_helps(self, visitor, short_of):
        short_of(gap(short={"mandatory": Decimal(6)}))
        open_class("必修班", starts_on=in_days(3), mandatory_hours=Decimal(6))
        open_class("一般班", starts_on=in_days(3))

        assert titles_on(visitor.get(FINDER, {"lacking": "1"})) == ["必修班"]

    def test_a_public_course_that_counted_already_is_not_offered_again(self, visitor, short_of):
        catalog = this_year()
        facts = {"short": {"public": Decimal(6)}, "taken": frozenset({"P-1"})}
        for code, title in (("P-1", "学过的课"), ("P-2", "新的课")):
            course = CourseFactory(catalog=catalog, code=code, title=title)
            open_class(f"{code} 班", course=course, category="public", starts_on=in_days(3))
        open_class("无课程班", category="public", starts_on=in_days(3))

        short_of(gap(**facts))
        classes = visitor.get(FINDER, {"lacking": "1"})
        short_of(gap(year=catalog.year, **facts))
        courses = visitor.get(FINDER, {"lacking": "1", "show": "catalog"})

        assert sorted(titles_on(classes)) == ["P-2 班", "无课程班"]
        assert titles_on(courses) == ["新的课"]

    def test_courses_are_those_of_catalogs_that_hold_there(self, visitor, short_of):
        short_of(gap(year=timezone.localdate().year, short={"public": Decimal(6)}))
        for area in ("44", "4401", "440105", "4405", "32"):
            CourseFactory(catalog=this_year(area=area), title=f"课 {area}")

        found = visitor.get(FINDER, {"lacking": "1", "show": "catalog"})

        assert sorted(titles_on(found)) == ["课 44", "课 4401", "课 440105"]

    def test_filtering_and_turning_the_page_keep_it(self, visitor, short_of):
        short_of(gap())

        page = visitor.get(FINDER, {"lacking": "1", "show": "online"}).content.decode()

        assert '<input type="hidden" name="lacking" value="1"' in page
        assert '<input type="hidden" name="show" value="online"' in page


class TestWorth:
    def test_by_the_rule_set_of_the_place_or_of_who_looks(self):
        training_class = TrainingClassFactory(hours=Decimal(18))

        of_place = Valuer().of_class(training_class)
        of_person = Valuer(gap(place="320303", industry="", title_level="senior")).of_class(training_class)

        assert (of_place.hours, of_place.reason.citation) == (18, "《关于专业技术人员继续教育证书的管理办法》 八")
        assert "徐" in of_person.reason.citation

    def test_nothing_where_no_rule_set_covers_it(self):
        training_class = TrainingClassFactory(institution__place="110000")

        assert Valuer().of_class(training_class) is None

    def test_a_make_up_course_counts_by_what_lets_it_be_made_up(self):
        catalog = CatalogFactory(kind=CatalogKind.MAKEUP, year=2014, publisher__place="440500")
        facts = {"category": "specialty", "for_year": 2013, "hours": Decimal(21)}
        course = CourseFactory(catalog=catalog, code="自控力科学", **facts)

        worth = Valuer().of_course(course)

        assert worth.hours == 21
        assert "四(六)2" in worth.reason.citation


class TestPages:
    def test_a_class_with_all_that_was_filed(self, visitor):
        each = open_class("测试班", textbook="测试教材", course=CourseFactory(catalog=this_year(), title="测试课程"))

        page = visitor.get(f"/courses/classes/{each.pk}/").content.decode()

        for said in (
            "测试内容",
            "测试老师",
            "测试教材",
            "笔试",
            "020-00000000",
            "测试课程",
            'It gives <span class="nowrap">18 hours</span>.',
        ):
            assert said in page

    def test_a_cancelled_class_says_so_and_why(self, visitor):
        each = open_class("测试班", state=ClassState.CANCELLED, cancellation="报名人数不足")

        page = visitor.get(f"/courses/classes/{each.pk}/").content.decode()

        assert "This class was cancelled." in page
        assert "报名人数不足" in page

    @pytest.mark.parametrize("state", [ClassState.DRAFT, ClassState.FILED])
    def test_unpublished_classes_are_nobodys_business(self, state, visitor):
        each = open_class("测试班", state=state, published_at=None)

        assert visitor.get(f"/courses/classes/{each.pk}/").status_code == 404

    def test_a_catalog_with_its_courses_and_what_they_count(self, visitor):
        catalog = this_year(title="测试目录", document_number="测试〔2026〕1号")
        CourseFactory(catalog=catalog, title="测试课程", hours=Decimal(12))

        page = visitor.get(f"/courses/catalogs/{catalog.pk}/").content.decode()

        for said in ("测试目录", "测试〔2026〕1号", "测试课程", "12 hours"):
            assert said in page
        assert "amendment" not in page

    def test_an_old_link_leads_to_the_edition_that_holds(self, visitor):
        holding = this_year(edition=2)
        old = this_year(
            publisher=holding.publisher, state=CatalogState.WITHDRAWN, withdrawn_at=timezone.now(), withdrawal="更正"
        )

        answer = visitor.get(f"/courses/catalogs/{old.pk}/")

        assert answer.status_code == 302
        assert answer.url == f"/courses/catalogs/{holding.pk}/"

    def test_a_withdrawn_one_without_another_says_why(self, visitor):
        gone = this_year(state=CatalogState.WITHDRAWN, withdrawn_at=timezone.now(), withdrawal="内容有误")

        answer = visitor.get(f"/courses/catalogs/{gone.pk}/")

        assert answer.status_code == 410
        assert "内容有误" in answer.content.decode()

    def test_a_draft_is_not_there(self, visitor):
        draft = this_year(state=CatalogState.DRAFT, published_at=None)
        course = CourseFactory(catalog=draft)

        assert visitor.get(f"/courses/catalogs/{draft.pk}/").status_code == 404
        assert visitor.get(f"/courses/{course.pk}/").status_code == 404

    def test_a_course_leads_to_the_classes_that_teach_it(self, visitor):
        course = CourseFactory(catalog=this_year(), content="测试课程内容")
        each = open_class("测试班", course=course)
        open_class("别的班")

        answer = visitor.get(f"/courses/{course.pk}/")

        assert "测试课程内容" in answer.content.decode()
        assert list(answer.context["classes"]) == [each]

    def test_catalogs_are_found_by_kind_year_and_place(self, visitor):
        this_year(title="广州目录", publisher__place="440100")
        CatalogFactory(title="汕头补修", kind=CatalogKind.MAKEUP, year=2014, publisher__place="440500")
        this_year(title="草稿目录", state=CatalogState.DRAFT, published_at=None)

        def found(**query):
            return [each.title for each in visitor.get("/courses/catalogs/", query).context["catalogs"]]

        assert found() == ["广州目录", "汕头补修"]
        assert found(kind="makeup") == ["汕头补修"]
        assert found(place="440105") == ["广州目录"]
        assert found(year="2014", place="440000") == ["汕头补修"]
        assert found(year="x") == ["广州目录", "汕头补修"]


class TestSpeed:
    @pytest.mark.parametrize("query", [{}, {"show": "online"}, {"show": "catalog"}, {"places": "free"}])
    def test_the_same_queries_for_one_row_and_for_three(self, query, visitor, django_assert_num_queries):
        wanted = 4 if "show" in query else 5
        self._offers(1)
        with django_assert_num_queries(wanted):
            visitor.get(FINDER, query)

        self._offers(3)
        with django_assert_num_queries(wanted):
            visitor.get(FINDER, query)

    @pytest.mark.parametrize("page", ["/courses/catalogs/", "/courses/sites/"])
    def test_lists_ask_the_same_for_one_row_and_for_three(self, page, visitor, django_assert_num_queries):
        self._offers(1)
        with django_assert_num_queries(2):
            visitor.get(page)

        self._offers(3)
        with django_assert_num_queries(2):
            visitor.get(page)

    def _offers(self, count):
        for number in range(count):
            each = open_class(f"班 {number}", capacity=30)
            RosterEntryFactory(training_class=each)
            CourseFactory(catalog=this_year(), form=StudyForm.ONLINE, site=StudySiteFactory())

    def test_ten_thousand_classes_take_no_more_queries(self, visitor, django_assert_num_queries):
        one = open_class("样班")
        fields = [each.attname for each in TrainingClass._meta.concrete_fields if each.attname != "id"]
        copied = {name: getattr(one, name) for name in fields}
        TrainingClass.objects.bulk_create(
            [TrainingClass(**(copied | {"title": f"班 {number}"})) for number in range(10_000)], batch_size=2000
        )

        with django_assert_num_queries(5):
            answer = visitor.get(FINDER, {"search": "班 99", "category": "specialty"})
        assert answer.context["page"].total == sum(1 for number in range(10_000) if "99" in str(number))
