"""The pages on which bureaus and authorities write, publish and replace; and the home page that reminds them."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from audit.models import Event
from courses import waiting
from courses.enums import CatalogKind, CatalogState
from courses.models import Catalog, Course, StudySite
from tests.factories import CatalogFactory, CourseFactory, StudySiteFactory

pytestmark = pytest.mark.django_db

PUBLISHING = "/courses/publishing/"


def own(member, state=CatalogState.DRAFT, **facts):
    published = {} if state == CatalogState.PUBLISHED else {"published_at": None}
    return CatalogFactory(publisher=member.membership.organization, state=state, **(published | facts))


def page(catalog, act=""):
    return f"/courses/catalogs/{catalog.pk}/{act}"


class TestWriting:
    def test_from_the_first_word_to_what_everybody_sees(self, bureau_clerk, client_of, client):
        browser = client_of(bureau_clerk)
        sent = browser.post("/courses/catalogs/new/public/", {"year": 2026, "title": "测试目录", "note": "测试说明"})
        catalog = Catalog.objects.get()
        assert sent.url == page(catalog)
        browser.post(page(catalog, "courses/new/"), {"title": "测试课程", "hours": "18", "form": "face_to_face"})
        assert "测试课程" in browser.get(page(catalog)).content.decode()
        assert client.get(page(catalog)).status_code == 404

        browser.post(page(catalog, "publication/"))

        assert "测试课程" in client.get(page(catalog)).content.decode()
        course = Course.objects.get()
        assert (course.code, course.category, course.hours) == ("P4401-2026-01", "public", Decimal(18))

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"title": "", "year": 2026}, "title"),
            ({"title": "测试目录", "year": ""}, "year"),
            ({"title": "测试目录", "year": 1999}, "year"),
            ({"title": "x" * 201, "year": 2026}, "title"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field_and_kept(self, body, field, bureau_clerk, client_of):
        answer = client_of(bureau_clerk).post("/courses/catalogs/new/public/", body | {"note": "留住的说明"})

        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert "留住的说明" in answer.content.decode()
        assert not Catalog.objects.exists()

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"hours": "0"}, "hours"),
            ({"hours": "NaN"}, "hours"),
            ({"fee": "-1"}, "fee"),
            ({"fee": "12345678"}, "fee"),
            ({"form": "online"}, "site"),
            ({"form": "radio"}, "form"),
            ({"url": "javascript:alert(1)"}, "url"),
            ({"title": "\x00"}, "title"),
        ],
    )
    def test_a_course_too(self, body, field, bureau_clerk, client_of):
        usual = {"title": "测试课程", "hours": "6", "form": "face_to_face"}

        answer = client_of(bureau_clerk).post(page(own(bureau_clerk), "courses/new/"), usual | body)

        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]

    def test_the_guide_says_the_third_before_and_when_it_is_broken(self, client_of, shantou_reviewer):
        browser = client_of(shantou_reviewer)

        sent = browser.post(
            "/courses/catalogs/new/guide/", {"year": 2014, "title": "测试指南", "mandatory_hours": "13"}
        )

        said = sent.context["form"].errors["mandatory_hours"][0]
        assert sent.status_code == 422
        assert "at least a third of the specialty subjects: 14 hours of 42 hours. Here it is 13 hours." in said
        assert "二(二)" in said

    @pytest.fixture
    def shantou_reviewer(self, db):
        from people.roles import Role
        from tests.cast import _cast
        from tests.factories import IndustryAuthorityFactory

        return _cast("石测试", "shi.test", Role.AUTHORITY_REVIEWER, IndustryAuthorityFactory(place="440500"))

    def test_a_draft_says_what_stands_against_it(self, bureau_clerk, client_of):
        draft = own(bureau_clerk)
        browser = client_of(bureau_clerk)

        assert "There is no course in it yet." in browser.get(page(draft)).content.decode()
        asked = browser.get(page(draft, "publication/")).content.decode()
        assert "This cannot be published yet" in asked
        assert browser.post(page(draft, "publication/")).status_code == 409

    def test_amending_and_taking_out(self, bureau_clerk, client_of):
        draft = own(bureau_clerk)
        course = CourseFactory(catalog=draft, title="旧名", hours=Decimal(6))
        browser = client_of(bureau_clerk)

        body = {"title": "新名", "code": course.code, "hours": "6", "form": "face_to_face"}
        assert browser.post(f"/courses/{course.pk}/amendment/", body).url == page(draft)
        assert Course.objects.get().title == "新名"

        browser.post(f"/courses/{course.pk}/removal/")
        assert not Course.objects.exists()

    def test_discarding_leads_back_to_the_list(self, bureau_clerk, client_of):
        draft = own(bureau_clerk)

        assert client_of(bureau_clerk).post(page(draft, "removal/")).url == PUBLISHING
        assert not Catalog.objects.exists()


class TestReplacing:
    def test_a_corrected_edition(self, bureau_clerk, client_of):
        holding = own(bureau_clerk, CatalogState.PUBLISHED)
        CourseFactory(catalog=holding)
        browser = client_of(bureau_clerk)

        draft_at = browser.post(page(holding, "correction/")).url
        draft = Catalog.objects.get(state=CatalogState.DRAFT)
        assert draft_at == page(draft)
        asked = browser.get(page(draft, "publication/")).content.decode()
        assert "Edition 1 is withdrawn at the same moment." in asked
        browser.post(page(draft, "publication/"))

        holding.refresh_from_db()
        assert holding.state == CatalogState.WITHDRAWN

    def test_withdrawing_asks_for_a_reason(self, bureau_clerk, client_of):
        holding = own(bureau_clerk, CatalogState.PUBLISHED)
        browser = client_of(bureau_clerk)
        assert browser.post(page(holding, "withdrawal/"), {"reason": ""}).status_code == 422

        browser.post(page(holding, "withdrawal/"), {"reason": "内容有误"})

        holding.refresh_from_db()
        assert (holding.state, holding.withdrawal) == (CatalogState.WITHDRAWN, "内容有误")
        assert browser.post(page(holding, "withdrawal/"), {"reason": "再一次"}).status_code == 409

    def test_last_years_is_where_one_begins(self, bureau_clerk, client_of):
        last = timezone.localdate().year - 1
        before = own(bureau_clerk, CatalogState.PUBLISHED, year=last, title=f"{last} 年目录")
        CourseFactory(catalog=before, title="测试课程")
        browser = client_of(bureau_clerk)
        assert f"Begin with “{last} 年目录”" in browser.get(PUBLISHING).content.decode()

        assert browser.get(page(before, "copy/")).context["form"].initial == {"year": last + 1}
        browser.post(page(before, "copy/"), {"year": last + 1})

        copied = Catalog.objects.get(year=last + 1)
        assert (copied.title, copied.is_draft) == (f"{last + 1} 年目录", True)
        assert browser.post(page(before, "copy/"), {"year": last + 1}).status_code == 409

    @pytest.mark.parametrize("act", ["amendment/", "courses/new/"])
    def test_published_ones_cannot_be_edited(self, act, bureau_clerk, client_of):
        holding = own(bureau_clerk, CatalogState.PUBLISHED)
        body = {"title": "测试课程", "hours": "6", "form": "face_to_face"}

        assert client_of(bureau_clerk).post(page(holding, act), body).status_code == 409


class TestWhoMay:
    @pytest.mark.parametrize("who", ["province_clerk", "other_bureau_clerk", "reviewer"])
    def test_other_publishers_see_what_holds_and_touch_nothing(self, who, request, bureau_clerk, client_of):
        stranger = client_of(request.getfixturevalue(who))
        draft, holding = own(bureau_clerk), own(bureau_clerk, CatalogState.PUBLISHED, year=2025)

        assert stranger.get(page(draft)).status_code == 404
        assert stranger.post(page(draft, "publication/")).status_code == 404
        assert stranger.get(page(holding)).status_code == 200
        assert stranger.post(page(holding, "withdrawal/"), {"reason": "x"}).status_code == 403
        assert draft.title not in stranger.get(PUBLISHING).content.decode()

    @pytest.mark.parametrize("who", ["professional", "hr_clerk", "auditor", "administrator"])
    def test_closed_to_who_publishes_nothing(self, who, request, client_of):
        stranger = client_of(request.getfixturevalue(who))

        assert stranger.get(PUBLISHING).status_code == 403
        assert stranger.get("/courses/catalogs/new/public/").status_code == 403
        assert f'href="{PUBLISHING}"' not in stranger.get("/courses/").content.decode()

    def test_asks_strangers_to_sign_in(self, client):
        assert client.get(PUBLISHING).url == f"/accounts/login/?next={PUBLISHING}"

    def test_the_list_asks_the_same_for_one_row_and_for_three(self, bureau_clerk, client_of, django_assert_num_queries):
        browser = client_of(bureau_clerk)
        own(bureau_clerk, year=2020)
        with django_assert_num_queries(7):
            browser.get(PUBLISHING)

        for year in (2021, 2022):
            own(bureau_clerk, year=year)
        with django_assert_num_queries(7):
            browser.get(PUBLISHING)


class TestSites:
    FACTS = {
        "name": "测试学习网",
        "url": "https://new.example/",
        "categories": ["public", "specialty"],
        "approved_from": "2026-01-01",
    }

    def test_approved_for_the_area(self, bureau_clerk, client_of, client):
        client_of(bureau_clerk).post("/courses/sites/new/", self.FACTS)

        site = StudySite.objects.get()
        assert (site.area, site.categories, site.industry) == ("4401", ["public", "specialty"], "")
        assert "测试学习网" in client.get("/courses/sites/").content.decode()
        assert Event.objects.get(action="site.approved").after["url"] == "https://new.example/"

    def test_an_authority_approves_for_its_industry_and_specialty_subjects_only(self, reviewer, client_of):
        browser = client_of(reviewer)
        assert browser.post("/courses/sites/new/", self.FACTS).status_code == 422

        browser.post("/courses/sites/new/", self.FACTS | {"categories": ["specialty"]})

        assert StudySite.objects.get().industry == "construction"

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"url": "javascript:alert(1)"}, "url"),
            ({"categories": []}, "categories"),
            ({"categories": ["sport"]}, "categories"),
            ({"approved_to": "2025-12-31"}, "approved_to"),
            ({"approved_from": "yesterday"}, "approved_from"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(self, facts, field, bureau_clerk, client_of):
        answer = client_of(bureau_clerk).post("/courses/sites/new/", self.FACTS | facts)

        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]

    def test_the_same_twice_is_told(self, bureau_clerk, client_of):
        browser = client_of(bureau_clerk)
        browser.post("/courses/sites/new/", self.FACTS)

        assert list(browser.post("/courses/sites/new/", self.FACTS).context["form"].errors) == ["url"]
        assert StudySite.objects.count() == 1

    def test_ending_the_approval(self, bureau_clerk, client_of, client):
        site = StudySiteFactory(
            name="测试旧网", approved_by=bureau_clerk.membership.organization, approved_from=datetime.date(2020, 1, 1)
        )
        facts = self.FACTS | {"name": site.name, "approved_from": "2020-01-01", "approved_to": "2020-12-31"}

        client_of(bureau_clerk).post(f"/courses/sites/{site.pk}/amendment/", facts)

        assert "测试旧网" not in client.get("/courses/sites/").content.decode()
        assert "测试旧网" in client.get("/courses/sites/?state=all").content.decode()

    def test_another_bureaus_site_is_not_amended(self, other_bureau_clerk, bureau_clerk, client_of):
        site = StudySiteFactory(approved_by=bureau_clerk.membership.organization)

        assert client_of(other_bureau_clerk).post(f"/courses/sites/{site.pk}/amendment/", {}).status_code == 403


class TestDueInTheFirstQuarter:
    """H-16, D-14."""

    @pytest.fixture
    def on(self, monkeypatch):
        def set_day(month, day):
            monkeypatch.setattr(waiting.timezone, "localdate", lambda: datetime.date(2027, month, day))

        return set_day

    def names(self, member):
        return [str(task.name) for task in waiting.waiting_guides(member.actor)]

    def test_who_has_not_published_is_told(self, on, reviewer, province_clerk):
        on(2, 1)

        assert self.names(reviewer) == ["The guide to specialty subjects of 2027 is not published"]
        assert self.names(province_clerk) == ["The catalog of public subjects of 2027 is not published"]

    def test_a_city_may_have_one_and_need_not(self, on, bureau_clerk):
        on(2, 1)

        assert self.names(bureau_clerk) == []

    @pytest.mark.parametrize("who", ["professional", "hr_clerk", "auditor", "administrator"])
    def test_nobody_else_is(self, who, request, on):
        on(2, 1)

        assert self.names(request.getfixturevalue(who)) == []

    def test_once_it_is_published_the_line_is_gone(self, on, reviewer):
        on(2, 1)
        draft = own(reviewer, kind=CatalogKind.GUIDE, year=2027, industry="construction")
        task = next(waiting.waiting_guides(reviewer.actor))
        assert task.url == page(draft)

        draft.state, draft.published_at = CatalogState.PUBLISHED, timezone.now()
        draft.save()

        assert self.names(reviewer) == []

    @pytest.mark.parametrize(("day", "label"), [((3, 31), "To publish"), ((4, 1), "Overdue")])
    def test_the_last_day_of_march_is_still_in_time(self, day, label, on, reviewer):
        on(*day)

        assert str(next(waiting.waiting_guides(reviewer.actor)).state_label) == label
