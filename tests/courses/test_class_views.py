"""The pages about classes: each on its way through, to a visitor, to a stranger, and when it is too late. Who gets in
at all is walked in tests/access."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from approvals.models import Run
from approvals.services import return_run
from courses.classes.sheets import filing_form
from courses.models import ClassChange, Inspection, RosterEntry, TrainingClass
from tests.courses.conftest import day
from tests.factories import (
    CommissionFactory,
    CourseFactory,
    InspectionFactory,
    LostCommissionFactory,
    ProfessionalFactory,
    RosterEntryFactory,
    TrainingClassFactory,
)
from tests.factories.professionals import invented_number

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def url(name: str, *args) -> str:
    return reverse(f"classes:{name}", args=args)


@pytest.fixture
def body(said) -> dict:
    """What a browser sends."""
    sent = {name: value for name, value in said.items() if value not in (None, "")}
    return sent | {"division": said["division"].pk}


class TestPlan:
    def test_is_kept_and_then_checked(self, client_of, institution_clerk, body, bureau, authority):
        client = client_of(institution_clerk)

        answer = client.post(url("new"), body, follow=True)

        draft = TrainingClass.objects.get()
        assert answer.redirect_chain[-1][0] == url("filing", draft.pk)
        shown = text_of(answer)
        assert "In time" in shown
        assert "甲市测试住建主管部门" in shown
        assert "no commission" in shown
        assert "File the class" in shown

    def test_is_filed_from_there(self, client_of, institution_clerk, draft, bureau, authority):
        answer = client_of(institution_clerk).post(url("filing", draft.pk))

        run = Run.objects.get()
        assert answer.headers["Location"] == reverse("approvals:detail", args=[run.pk])

    def test_with_what_stands_in_the_way_cannot_be_filed(self, client_of, institution_clerk, draft):
        LostCommissionFactory(institution=draft.institution, year=draft.starts_on.year)
        client = client_of(institution_clerk)

        page = text_of(client.get(url("filing", draft.pk)))

        assert "S-5, ST14 四(三)" in page
        assert "Nobody stands for" in page
        assert "File the class" not in page
        assert client.post(url("filing", draft.pk)).status_code == 409

    def test_by_our_own_default_says_so(self, client_of, institution_clerk, draft, bureau):
        TrainingClass.objects.filter(pk=draft.pk).update(category="public")

        page = text_of(client_of(institution_clerk).get(url("filing", draft.pk)))

        assert "By our own default the bureau of the institution takes the plan" in page
        assert "our own default: the rules of the place name none" in page

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"ends_on": day(19)}, "ends_on"),
            ({"ends_on": day(20 + 400)}, "ends_on"),
            ({"starts_on": "1999-01-01"}, "starts_on"),
            ({"starts_on": "soon"}, "starts_on"),
            ({"days": 4}, "days"),
            ({"days": 0}, "days"),
            ({"hours": 0}, "hours"),
            ({"hours": "NaN"}, "hours"),
            ({"mandatory_hours": 19}, "mandatory_hours"),
            ({"mandatory_hours": -1}, "mandatory_hours"),
            ({"fee": -1}, "fee"),
            ({"fee": "99999999"}, "fee"),
            ({"capacity": 0}, "capacity"),
            ({"capacity": 10**12}, "capacity"),
            ({"expected_number": 0}, "expected_number"),
            ({"enrol_until": day(23)}, "enrol_until"),
            ({"category": "other"}, "category"),
            ({"industry": ""}, "industry"),
            ({"title": ""}, "title"),
            ({"title": "x" * 201}, "title"),
            ({"content": "x" * 4001}, "content"),
            ({"division": "0"}, "division"),
            ({"course": "0"}, "course"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field(self, client_of, institution_clerk, body, change, field):
        answer = client_of(institution_clerk).post(url("new"), body | change)

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not TrainingClass.objects.exists()
        assert "测试路1号" in answer.content.decode()  # nothing typed is lost

    def test_offers_commissioned_lines_only(self, client_of, institution_clerk, institution, body):
        year = day(20).year
        CommissionFactory(institution=institution, year=year, line="住建")
        CommissionFactory(institution=institution, year=year - 1, line="卫生")
        client = client_of(institution_clerk)

        assert client.post(url("new"), body).context["form"].errors["line"]
        assert client.post(url("new"), body | {"line": "卫生"}).context["form"].errors["line"]
        assert client.post(url("new"), body | {"line": "园林"}).context["form"].errors["line"]
        assert client.post(url("new"), body | {"line": "住建"}).status_code == 302
        assert TrainingClass.objects.get().line == "住建"

    def test_without_any_commission_asks_for_no_line(self, client_of, institution_clerk):
        assert 'name="line"' not in text_of(client_of(institution_clerk).get(url("new")))

    def test_takes_a_course_of_the_same_category(self, client_of, institution_clerk, body, bureau):
        course = CourseFactory(catalog__publisher=bureau, catalog__year=day(0).year, category="public")
        client = client_of(institution_clerk)

        assert client.post(url("new"), body | {"course": course.pk}).context["form"].errors["course"]
        assert client.post(url("new"), body | {"course": course.pk, "category": "public"}).status_code == 302

    def test_like_an_earlier_one_comes_filled_in(self, client_of, institution_clerk, published):
        page = text_of(client_of(institution_clerk).get(url("new") + f"?like={published.pk}"))

        assert published.title in page
        assert published.starts_on.isoformat() not in page

    @pytest.mark.parametrize("like", ["x", "-1", "9" * 30, "²"])
    def test_like_nothing_is_empty(self, client_of, institution_clerk, like):
        assert client_of(institution_clerk).get(url("new"), {"like": like}).status_code == 200

    def test_returned_is_amended_and_sent_again(self, client_of, institution_clerk, filed, reviewer, body):
        return_run(Run.objects.get(), version=1, reasons=["hours"], comment="请核对", actor=reviewer.actor)
        client = client_of(institution_clerk)

        assert "Amend it and send it again" in text_of(client.get(url("detail", filed.pk)))
        amended = client.post(url("amendment", filed.pk), body | {"venue": "测试路8号"}, follow=True)
        assert "Send it again" in text_of(amended)
        client.post(url("filing", filed.pk))

        assert Run.objects.get().state == "under_way"
        assert TrainingClass.objects.get().venue == "测试路8号"

    def test_under_way_is_too_late_to_amend(self, client_of, institution_clerk, filed, body):
        client = client_of(institution_clerk)

        assert client.get(url("amendment", filed.pk)).status_code == 409
        assert client.get(url("filing", filed.pk)).status_code == 409

    def test_is_shown_whole_to_those_who_decide(self, client_of, filed, reviewer):
        client = client_of(reviewer)
        run = Run.objects.get()

        page = text_of(client.get(reverse("approvals:detail", args=[run.pk])))

        for shown in ("测试内容", "测试路1号", "赵测试、钱测试", "笔试", "In time", "holds no commission"):
            assert shown in page
        assert client.get(url("form", filed.pk)).status_code == 200

    def test_draft_is_discarded_after_a_question(self, client_of, institution_clerk, draft):
        client = client_of(institution_clerk)
        assert "Discard" in text_of(client.get(url("discarding", draft.pk)))

        client.post(url("discarding", draft.pk))

        assert not TrainingClass.objects.exists()


class TestPublished:
    def test_change_is_refused_in_the_form_with_all_that_was_typed(self, client_of, institution_clerk, published):
        body = {
            "starts_on": day(0),
            "ends_on": published.ends_on,
            "division": published.division_id,
            "venue": "测试路7号",
            "teachers": published.teachers,
            "contact": published.contact,
            "phone": published.phone,
            "capacity": 2,
            "reason": "维修",
        }
        client = client_of(institution_clerk)

        refused = client.post(url("change", published.pk), body)
        assert (refused.status_code, "after today" in text_of(refused)) == (422, True)
        assert "测试路7号" in text_of(refused)

        client.post(url("change", published.pk), body | {"starts_on": published.starts_on})
        assert ClassChange.objects.get().after == {"venue": "测试路7号"}
        assert "测试路7号" in text_of(client.get(url("detail", published.pk)))

    def test_cancelled_says_why_everywhere(self, client_of, institution_clerk, published, professional):
        RosterEntryFactory(training_class=published, professional=professional.user.professional)
        client_of(institution_clerk).post(url("cancellation", published.pk), {"reason": "报名不足"})

        for member, page in (
            (institution_clerk, url("detail", published.pk)),
            (professional, url("place", published.pk)),
            (professional, f"/courses/classes/{published.pk}/"),
        ):
            assert "报名不足" in text_of(client_of(member).get(page))
        assert client_of(institution_clerk).get(url("cancellation", published.pk)).status_code == 409

    def test_inspection_and_correction(self, client_of, officer, institution_clerk, running):
        body = {"inspected_on": day(0), "finding": "fees", "outcome": "correction", "words": "收费过高"}
        client = client_of(officer)
        refused = client.post(url("inspection", running.pk), body)
        assert "correct_by" in refused.context["form"].errors
        client.post(url("inspection", running.pk), body | {"correct_by": day(4)})
        inspection = Inspection.objects.get()

        institution = client_of(institution_clerk)
        assert "收费过高" in text_of(institution.get(url("detail", running.pk)))
        institution.post(url("correction", inspection.pk), {"words": "已退费"})

        assert "已退费" in text_of(client.get(url("detail", running.pk)))

    def test_a_class_that_has_not_begun_is_not_inspected(self, client_of, officer, published):
        body = {"inspected_on": day(0), "finding": "in_order", "outcome": "nothing"}

        assert client_of(officer).post(url("inspection", published.pk), body).status_code == 422

    def test_commission_is_withdrawn_once(self, client_of, officer, institution):
        body = {"year": day(0).year + 1, "reason": "未完成计划"}
        client = client_of(officer)

        assert client.post(url("lost_commission", institution.pk), body).status_code == 302
        again = client.post(url("lost_commission", institution.pk), body)

        assert (again.status_code, "year" in again.context["form"].errors) == (422, True)


class TestPlaces:
    def test_person_enrols_sees_the_place_and_gives_it_back(self, client_of, professional, published):
        client = client_of(professional)
        assert "Enrol" in text_of(client.get(f"/courses/classes/{published.pk}/"))

        shown = text_of(client.post(url("enrolment", published.pk), follow=True))
        assert "You are enrolled" in shown
        assert published.title in text_of(client.get(url("places")))

        entry = RosterEntry.objects.get()
        client.post(url("removal", entry.pk))
        assert not RosterEntry.objects.standing().exists()
        assert client.get(url("place", published.pk)).status_code == 404

    def test_what_was_changed_is_read_on_the_page_of_the_place(
        self, client_of, professional, published, institution_clerk
    ):
        RosterEntryFactory(training_class=published, professional=professional.user.professional)
        ClassChange.objects.create(
            training_class=published, before={"venue": "测试路1号"}, after={"venue": "测试路2号"}, reason="维修"
        )
        client = client_of(professional)
        assert "was changed" in text_of(client.get("/"))
        assert "测试路2号" in text_of(client.get(url("place", published.pk)))

        client.post(url("changes_read", published.pk))

        assert "was changed" not in text_of(client.get("/"))

    def test_visitors_are_led_to_sign_in(self, client, published):
        page = client.get(f"/courses/classes/{published.pk}/").content.decode()

        assert "/accounts/login/?next=/courses/classes/" in page

    def test_hr_enrols_those_ticked(self, client_of, hr_clerk, published, employer, professional):
        people = ProfessionalFactory.create_batch(2, employer=employer)
        client = client_of(hr_clerk)
        assert people[0].name in text_of(client.get(url("staff", published.pk)))

        client.post(url("staff", published.pk), {"person": [person.pk for person in people]})

        assert RosterEntry.objects.count() == 2
        assert people[1].name in text_of(client.get(url("places")))
        full = client.post(url("staff", published.pk), {"person": professional.user.professional.pk})
        assert (full.status_code, "All 2 places are taken" in text_of(full)) == (422, True)

    def test_hr_finds_the_places_of_one_person(self, client_of, hr_clerk, published, employer):
        for name in ("吴测试", "郑测试"):
            RosterEntryFactory(training_class=published, professional=ProfessionalFactory(name=name, employer=employer))

        page = text_of(client_of(hr_clerk).get(url("places"), {"name": "wuceshi"}))

        assert "吴测试" in page
        assert "郑测试" not in page

    def test_a_place_in_a_cancelled_class_needs_no_giving_back(self, client_of, hr_clerk, employer, institution):
        gone = TrainingClassFactory(
            institution=institution, starts_on=day(9), ends_on=day(9), days=1, state="cancelled"
        )
        RosterEntryFactory(training_class=gone, professional=ProfessionalFactory(employer=employer))

        page = text_of(client_of(hr_clerk).get(url("places")))

        assert gone.title in page
        assert "Give the place back" not in page

    @pytest.mark.parametrize("person", [[], ["x"], ["0"], ["9" * 30]])
    def test_hr_ticking_nobody_is_told(self, client_of, hr_clerk, published, person):
        answer = client_of(hr_clerk).post(url("staff", published.pk), {"person": person})

        assert answer.status_code == 422
        assert "Nobody was enrolled" in text_of(answer)

    def test_institution_enrols_by_number(self, client_of, institution_clerk, published, employer):
        somebody = ProfessionalFactory(name="吴测试", number=invented_number(4711), employer=employer)
        client = client_of(institution_clerk)

        wrong = client.post(url("roster_addition", published.pk), {"name": "伍测试", "number": invented_number(4711)})
        assert (wrong.status_code, "name" in wrong.context["form"].errors) == (422, True)
        client.post(url("roster_addition", published.pk), {"name": "吴测试", "number": invented_number(4711)})

        page = text_of(client.get(url("roster", published.pk)))
        assert somebody.name in page
        assert f"****{invented_number(4711)[-4:]}" in page
        assert invented_number(4711) not in page


class TestSheets:
    def test_form_has_every_field_as_text(self, client_of, institution_clerk, institution):
        evil = TrainingClassFactory(
            institution=institution, title='=HYPERLINK("http://x")', venue="@SUM(A1)", teachers="+1"
        )

        answer = client_of(institution_clerk).get(url("form_workbook", evil.pk))

        rows = python_calamine.load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        cells = [cell for row in rows for cell in row]
        assert {'=HYPERLINK("http://x")', "@SUM(A1)", "+1"} <= set(cells)
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert "attachment" in answer.headers["Content-Disposition"]

    def test_form_in_chinese_is_the_official_one(self, published):
        with translation.override("zh-hans"):
            rows = python_calamine.load_workbook(io.BytesIO(filing_form(published))).get_sheet_by_index(0).to_python()

        heads = [row[0] for row in rows]
        assert heads[0] == "开班备案表"
        assert {"班名", "施教机构", "收费依据", "联系电话", "人社部门意见"} <= set(heads)

    def test_roster_has_one_line_a_person_and_no_number(self, client_of, institution_clerk, published, employer):
        number = invented_number(4713)
        person = ProfessionalFactory(name="=1+1", number=number, employer=employer)
        RosterEntryFactory(training_class=published, professional=person, employer=employer)

        answer = client_of(institution_clerk).get(url("roster_workbook", published.pk))

        rows = python_calamine.load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        assert rows[3][:4] == ["1", "=1+1", f"****{number[-4:]}", employer.name]
        page = text_of(client_of(institution_clerk).get(url("roster_sheet", published.pk)))
        assert f"****{number[-4:]}" in page
        assert number not in page


class TestLists:
    def counted(self, client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def test_the_list_takes_the_same_queries_for_one_and_three(self, client_of, institution_clerk, institution):
        client = client_of(institution_clerk)
        TrainingClassFactory(institution=institution)
        one = self.counted(client, url("list"))
        TrainingClassFactory.create_batch(2, institution=institution)

        assert self.counted(client, url("list")) == one

    def test_so_does_the_roster(self, client_of, institution_clerk, running, employer):
        client = client_of(institution_clerk)
        RosterEntryFactory(training_class=running, employer=employer)
        one = self.counted(client, url("roster", running.pk))
        RosterEntryFactory.create_batch(2, training_class=running, employer=employer)

        assert self.counted(client, url("roster", running.pk)) == one

    def test_so_do_the_places_of_staff(self, client_of, hr_clerk, employer):
        client = client_of(hr_clerk)
        RosterEntryFactory(professional=ProfessionalFactory(employer=employer))
        one = self.counted(client, url("places"))
        for _turn in range(2):
            RosterEntryFactory(professional=ProfessionalFactory(employer=employer))

        assert self.counted(client, url("places")) == one

    def test_so_does_the_choice_of_staff(self, client_of, hr_clerk, employer, published):
        client = client_of(hr_clerk)
        ProfessionalFactory(employer=employer)
        one = self.counted(client, url("staff", published.pk))
        ProfessionalFactory.create_batch(2, employer=employer)

        assert self.counted(client, url("staff", published.pk)) == one

    @pytest.mark.parametrize(
        "query", ["?q=甲测试", "?state=published", "?year=2026", "?year=x", "?state=x", "?sort=-hours"]
    )
    def test_filters_narrow_or_are_ignored(self, client_of, institution_clerk, institution, query):
        TrainingClassFactory(institution=institution)

        assert client_of(institution_clerk).get(url("list") + query).status_code == 200

    def test_finds_by_title(self, client_of, institution_clerk, institution):
        wanted, other = (TrainingClassFactory(institution=institution) for _turn in range(2))

        page = text_of(client_of(institution_clerk).get(url("list"), {"q": wanted.title}))

        assert wanted.title in page
        assert other.title not in page

    def test_finds_what_is_returned_lost_or_overdue(self, client_of, officer, institution, filed, reviewer, running):
        return_run(Run.objects.get(), version=1, reasons=["hours"], actor=reviewer.actor)
        lost = TrainingClassFactory(institution=institution, title="失格测试班", lost_status_at=running.published_at)
        InspectionFactory(training_class=running, finding="fees", outcome="correction", correct_by=day(-1))
        client = client_of(officer)

        shown = {
            state: [title for title in (filed.title, lost.title, running.title) if title in text_of(answer)]
            for state in ("returned", "lost", "overdue", "published")
            if (answer := client.get(url("list"), {"state": state}))
        }

        assert shown == {
            "returned": [filed.title],
            "lost": [lost.title],
            "overdue": [running.title],
            "published": [lost.title, running.title],
        }

    def test_tells_the_institution_of_a_commission_it_lost(self, client_of, institution_clerk, institution):
        LostCommissionFactory(institution=institution, year=day(0).year + 1, reason="未按计划办班")
        LostCommissionFactory(institution=institution, year=day(0).year - 1, reason="往年旧事")

        page = text_of(client_of(institution_clerk).get(url("list")))

        assert "未按计划办班" in page
        assert "往年旧事" not in page

    def test_an_officer_sees_classes_of_the_area_and_no_drafts(self, client_of, officer, institution, published, filed):
        draft = TrainingClassFactory(institution=institution, state="draft", title="未交测试班", published_at=None)
        elsewhere = TrainingClassFactory(institution__place="440511", title="外地班")

        page = text_of(client_of(officer).get(url("list")))

        assert published.title in page
        assert filed.title in page
        assert elsewhere.title not in page
        assert draft.title not in page
