"""The page of a class with its results, the form for one, and what the home page says."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals.models import Run
from approvals.services import approve
from people.professionals.numbers import number_in
from records.enums import RecordState
from records.models import ClassResult, LearningRecord, ResultRevision
from records.results.deadlines import due_day
from tests.factories import ProfessionalFactory, RosterEntryFactory, TrainingClassFactory
from tests.records.results.conftest import enrolled, row_of
from ui.tasks_waiting import tasks_for

SAID = {"attended": "18", "mark": "86", "hours": "18", "passed": "yes", "remark": ""}


def path(training_class, rest: str = "") -> str:
    return f"/results/classes/{training_class.pk}/{rest}"


def entry_of(training_class, person) -> str:
    return f"/results/roster/{training_class.roster.get(professional=person).pk}/"


def test_institution_sees_the_roster_with_results(client_of, institution_clerk, commit_results, public_class, person):
    commit_results(public_class, row_of(person))

    answer = client_of(institution_clerk).get(path(public_class))

    assert answer.status_code == 200
    page = answer.content.decode()
    assert person.name in page
    assert "1 with a result, 1 passed" in page
    assert number_in(person.documents.get()) not in page


def test_person_and_hr_see_their_own_alone(client_of, professional, hr_clerk, commit_results, public_class, person):
    stranger = ProfessionalFactory()
    commit_results(public_class, row_of(person))
    enrolled(public_class, stranger)

    for member in (professional, hr_clerk):
        page = client_of(member).get(path(public_class)).content.decode()
        assert person.name in page
        assert stranger.name not in page


def test_nobody_enters_results_into_the_class_of_another(client_of, other_institution_clerk, training_class, person):
    enrolled(training_class, person)
    client = client_of(other_institution_clerk)

    assert client.post(entry_of(training_class, person), SAID).status_code == 404
    assert client.get(path(training_class, "new/")).status_code == 403
    assert client.post(path(training_class, "report/")).status_code == 403
    assert client.get(f"/uploads/new/class_results/{training_class.pk}/").status_code == 403
    assert not ClassResult.objects.exists()


def test_class_that_is_not_published_is_no_page_of_results(client_of, institution_clerk, training_class):
    training_class.state = "draft"
    training_class.save()

    assert client_of(institution_clerk).get(path(training_class)).status_code == 404


def test_single_result_goes_the_way_of_all(client_of, institution_clerk, training_class, person):
    enrolled(training_class, person)

    answer = client_of(institution_clerk).post(entry_of(training_class, person), SAID, follow=True)

    assert "The result is entered." in answer.content.decode()
    record = LearningRecord.objects.get()
    assert (record.state, record.facts["mandatory"]) == (RecordState.SUBMITTED, "6.00")
    training_class.refresh_from_db()
    assert training_class.results_at is not None


def test_report_stays_open_while_somebody_has_no_result(client_of, institution_clerk, training_class, person):
    enrolled(training_class, person)
    enrolled(training_class, ProfessionalFactory())
    client = client_of(institution_clerk)

    client.post(entry_of(training_class, person), SAID)
    training_class.refresh_from_db()
    assert training_class.results_at is None

    client.post(path(training_class, "report/"))
    training_class.refresh_from_db()
    assert training_class.results_at is not None


def test_report_without_any_result_is_a_conflict(client_of, institution_clerk, training_class, person):
    enrolled(training_class, person)

    assert client_of(institution_clerk).post(path(training_class, "report/")).status_code == 409


def test_notice_is_read_before_it_is_written(client_of, institution_clerk, training_class, person):
    enrolled(training_class, person)
    client = client_of(institution_clerk)
    said = SAID | {"attended": "12"}

    first = client.post(entry_of(training_class, person), said)
    assert first.status_code == 422
    assert "Only 12 hours attended, 18 to be credited." in first.content.decode()
    assert not ClassResult.objects.exists()

    client.post(entry_of(training_class, person), said | {"confirmed": "on"})
    assert ClassResult.objects.get().attended_hours == 12


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"attended": ""}, "required"),
        ({"attended": "三天"}, "is no number"),
        ({"hours": "1e5"}, "is no number"),
        ({"hours": "-1"}, "cannot be right"),
        ({"mark": "", "passed": ""}, "It cannot be told whether the person has passed."),
    ],
)
def test_faulty_form_says_what_is_wrong(client_of, institution_clerk, training_class, person, said, words):
    enrolled(training_class, person)

    answer = client_of(institution_clerk).post(entry_of(training_class, person), SAID | said)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ClassResult.objects.exists()


def test_correction_by_hand_keeps_what_was(client_of, institution_clerk, commit_results, public_class, person):
    commit_results(public_class, row_of(person))
    client = client_of(institution_clerk)

    shown = client.get(entry_of(public_class, person)).content.decode()
    assert "The hours are recognized already" in shown
    client.post(entry_of(public_class, person), SAID | {"hours": "12", "attended": "12", "confirmed": "on"})

    assert ResultRevision.objects.get().before["hours"] == "18.00"
    assert LearningRecord.objects.get().credited_hours == Decimal(12)


def test_somebody_not_on_the_roster_is_entered_by_name_and_number(client_of, institution_clerk, training_class, person):
    client = client_of(institution_clerk)
    number = number_in(person.documents.get())

    wrong = client.post(path(training_class, "new/"), SAID | {"name": "别人", "number": number})
    assert "The name does not fit the number." in wrong.content.decode()
    assert person.name not in wrong.content.decode()

    client.post(path(training_class, "new/"), SAID | {"name": person.name, "number": number, "confirmed": "on"})
    assert ClassResult.objects.get().professional == person


def test_pages_take_as_many_queries_for_one_row_as_for_three(client_of, institution_clerk, training_class):
    client = client_of(institution_clerk)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    RosterEntryFactory(training_class=training_class)
    one, one_class = queries(path(training_class)), queries("/results/")
    for _ in range(2):
        RosterEntryFactory(training_class=training_class)
        TrainingClassFactory(institution=training_class.institution)
    assert queries(path(training_class)) == one
    assert queries("/results/") == one_class


# By when


def test_due_after_five_working_days(training_class):
    # Thursday, March 12, 2026: Friday, then Monday to Thursday.
    assert due_day(training_class) == datetime.date(2026, 3, 19)


def test_due_as_noted_at_publication(training_class):
    training_class.results_due_on = datetime.date(2026, 4, 1)

    assert due_day(training_class) == datetime.date(2026, 4, 1)


def lines(member) -> list[str]:
    return [str(task.name) for task in tasks_for(member.actor)]


def test_home_page_tells_institution_bureau_and_learner(institution_clerk, bureau_clerk, professional, training_class):
    enrolled(training_class, professional.user.professional)
    today = timezone.localdate()
    training_class.starts_on = training_class.ends_on = today - datetime.timedelta(days=1)
    training_class.results_due_on = today
    training_class.save()

    assert "Results: 测试结构安全" in lines(institution_clerk)
    assert not any("late" in line for line in lines(bureau_clerk))
    assert not any("missing" in line for line in lines(professional))

    training_class.results_due_on = today - datetime.timedelta(days=1)
    training_class.save()

    (task,) = [task for task in tasks_for(institution_clerk.actor) if str(task.name).startswith("Results")]
    assert task.state == "refused"
    assert "Results of 1 class are late" in lines(bureau_clerk)
    (asked,) = [task for task in tasks_for(professional.actor) if "missing" in str(task.name)]
    assert "测试联系人, 020-00000000" in str(asked.hint)


def test_learner_who_was_left_out_of_the_report_is_told(professional, commit_results, public_class, employer):
    enrolled(public_class, professional.user.professional)
    commit_results(public_class, row_of(ProfessionalFactory(employer=employer)))

    (asked,) = [task for task in tasks_for(professional.actor) if "missing" in str(task.name)]
    assert "has reported the results without you" in str(asked.hint)


def test_whoever_recognized_hours_is_told_of_their_correction(
    client_of, commit_results, training_class, person, hr_clerk, other_hr_clerk
):
    commit_results(training_class, row_of(person))
    approve(Run.objects.get(), version=1, actor=hr_clerk.actor)
    commit_results(training_class, row_of(person, hours=12, attended=12))

    assert "1 record you recognized was corrected" in lines(hr_clerk)
    assert not any("corrected" in line for line in lines(other_hr_clerk))
    page = client_of(hr_clerk).get("/results/corrections/").content.decode()
    assert person.name in page
    assert person.name not in client_of(other_hr_clerk).get("/results/corrections/").content.decode()


def test_late_list_is_of_the_own_area(client_of, bureau_clerk, other_bureau_clerk, hr_clerk, training_class):
    assert "测试结构安全" in client_of(bureau_clerk).get("/results/late/").content.decode()
    assert "测试结构安全" not in client_of(other_bureau_clerk).get("/results/late/").content.decode()
    assert client_of(hr_clerk).get("/results/late/").status_code == 403


def test_own_classes_are_for_institutions(client_of, institution_clerk, hr_clerk, training_class):
    assert "测试结构安全" in client_of(institution_clerk).get("/results/").content.decode()
    assert client_of(hr_clerk).get("/results/").status_code == 403


def test_template_of_the_file(client_of, institution_clerk):
    answer = client_of(institution_clerk).get("/uploads/new/class_results/template/")

    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
