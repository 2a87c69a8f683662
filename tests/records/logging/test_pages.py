"""Classes that are looked up first, the list of records, and the page of one."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.enums import RecordSource
from records.models import LearningRecord
from tests.factories import (
    ClassResultFactory,
    LearningRecordFactory,
    RosterEntryFactory,
    TrainingClassFactory,
)
from tests.records.logging.entry import MEETING, opened, pressed, sent_record
from tests.records.proofs import proof_file

# Classes are looked up first


def test_class_on_the_record_is_found_and_need_not_be_sent(client, person):
    training_class = TrainingClassFactory(title="混凝土耐久性培训班")
    learning_record = LearningRecordFactory(
        professional=person, training_class=training_class, source=RecordSource.INSTITUTION, recognized=True
    )

    page = client.get("/records/new/class/", {"q": "混凝土"}).content.decode()

    assert "混凝土耐久性培训班" in page
    assert f'href="/records/{learning_record.pk}/"' in page
    assert "?class=" not in page


def test_own_classes_stand_there_without_a_search(client, person):
    RosterEntryFactory(professional=person, training_class__title="我报名的班")
    ClassResultFactory(professional=person, training_class__title="有成绩的班")

    page = client.get("/records/new/class/").content.decode()

    assert "我报名的班" in page
    assert "有成绩的班" in page


def test_class_whose_results_are_late_may_be_logged_with_its_facts(client, person):
    training_class = TrainingClassFactory(title="迟报的班")

    found = client.get("/records/new/class/", {"q": "迟报"}).content.decode()
    form = client.get("/records/new/class/", {"class": training_class.pk}).content.decode()

    assert f"?class={training_class.pk}" in found
    assert 'value="迟报的班"' in form
    assert 'value="18"' in form
    assert f'name="class" value="{training_class.pk}"' in form


def test_own_copy_of_a_class_that_the_institution_registered_is_refused(client, person):
    training_class = TrainingClassFactory()
    LearningRecordFactory(
        professional=person, training_class=training_class, source=RecordSource.INSTITUTION, recognized=True
    )
    typed = {"activity": "class", "title": training_class.title, "e1": "2026-03-12", "h1": "18", "c1": "specialty"}
    data = opened(client, "/records/new/class/") | typed | {"class": str(training_class.pk), "send": "1"}

    answer = pressed(client, "/records/new/class/", data, proofs=proof_file())

    assert answer.status_code == 422
    assert "This class stands on the record already" in answer.content.decode()


# Lists and the page of one


def test_list_shows_own_records_by_year(client, person):
    LearningRecordFactory(professional=person, title="今年的", recognized=True, credited_hours=18)
    LearningRecordFactory(professional=person, title="去年的", ended_on=datetime.date(2025, 3, 1))
    LearningRecordFactory(title="别人的")

    page = client.get("/records/").content.decode()
    of_2025 = client.get("/records/", {"year": "2025"}).content.decode()

    assert "今年的" in page
    assert "去年的" in page
    assert "别人的" not in page
    assert "今年的" not in of_2025


def test_list_takes_as_many_queries_for_three_records_as_for_one(client, person, django_assert_num_queries):
    LearningRecordFactory(professional=person)
    client.get("/records/")
    with CaptureQueriesContext(connection) as for_one:
        client.get("/records/")
    LearningRecordFactory.create_batch(2, professional=person)

    with django_assert_num_queries(len(for_one)):
        client.get("/records/")


def test_page_of_a_record_says_what_it_gave_and_why(client, hr_clerk):
    learning_record = sent_record(client, hr_clerk)

    page = client.get(f"/records/{learning_record.pk}/").content.decode()

    assert '<span class="verdict__hours">24</span>' in page
    assert "Recognized" in page
    assert "Proof 1, PDF" in page
    assert "Ask for a correction" in page
    assert "What happened" in page


def test_page_of_a_draft_says_what_is_missing(client):
    pressed(client, MEETING, opened(client) | {"title": "", "e1": "2026-05-20", "keep": "1"})
    draft = LearningRecord.objects.get()

    page = client.get(f"/records/{draft.pk}/").content.decode()

    assert "Name of the conference or lecture: This has to be filled in." in page
    assert "There is no proof yet" in page


@pytest.mark.parametrize(
    ("member", "status"),
    [("hr_clerk", 200), ("other_hr_clerk", 404), ("bureau_clerk", 200), ("other_bureau_clerk", 404), ("auditor", 200)],
)
def test_who_sees_the_page_of_a_sent_record(member, status, request, client, client_of):
    learning_record = sent_record(client)

    answer = client_of(request.getfixturevalue(member)).get(f"/records/{learning_record.pk}/")

    assert answer.status_code == status


def test_nobody_else_opens_the_form(client, client_of, hr_clerk):
    learning_record = sent_record(client)

    assert client_of(hr_clerk).get(f"/records/{learning_record.pk}/form/").status_code == 403
