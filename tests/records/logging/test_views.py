"""Logging hours: what is asked, what it gives, drafts that lose nothing, and one record however often it is sent."""

from __future__ import annotations

import datetime
import re
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals.models import Run
from approvals.services import approve, return_run
from audit.models import Event
from people.models import Professional
from records.enums import RecordSource, RecordState
from records.logging.entries import seal_token
from records.models import Evidence, LearningRecord
from tests.cast import CastMember
from tests.factories import (
    ClassResultFactory,
    DivisionFactory,
    LearningRecordFactory,
    ProfessionalFactory,
    RosterEntryFactory,
    TrainingClassFactory,
)
from tests.records.proofs import proof_file

MEETING = "/records/new/meeting/"
TYPED = {
    "title": "测试学术会议",
    "held_by": "测试学会",
    "s1": "2026-05-18",
    "e1": "2026-05-20",
    "d1": "3",
    "c1": "specialty",
}


@pytest.fixture
def person(professional: CastMember) -> Professional:
    return professional.user.professional


@pytest.fixture
def client(professional: CastMember, client_of) -> Client:
    return client_of(professional)


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', html)
    assert found, name
    return found[1]


def opened(client: Client, path: str = MEETING) -> dict[str, str]:
    return {"token": hidden(client.get(path).content.decode(), "token")}


def pressed(client: Client, path: str, data: dict, **files):
    return client.post(path, {**data, **files})


def seen_and_sent(client: Client, path: str, data: dict, **files):
    """As without script: the answer is looked at, then sent."""
    looked = pressed(client, path, data | {"send": "1"}, **files)
    assert looked.status_code == 200, looked.content.decode()
    seen = hidden(looked.content.decode(), "seen")
    return looked, pressed(client, path, data | {"send": "1", "seen": seen})


# What is asked


def test_eight_kinds_are_offered_in_plain_words(client):
    page = client.get("/records/new/").content.decode()

    assert page.count('class="kind"') == 9  # and HR for what fits none
    assert "None of these, or I am not sure" in page


def test_rule_set_of_the_year_decides_which_facts_are_asked(client, person):
    of_2026 = client.get("/records/new/online/").content.decode()
    draft = LearningRecordFactory(professional=person, activity="paper", facts={}, ended_on=datetime.date(2016, 3, 1))
    of_2016 = client.get(f"/records/{draft.pk}/form/").content.decode()

    assert 'name="h1"' in of_2026
    assert 'name="pp1"' not in of_2026  # proof of payment is asked for in Xuzhou alone
    assert 'name="v1"' not in of_2016  # where a paper appeared, too
    assert 'name="st1"' not in of_2026  # what the system itself knows is never asked


def test_xuzhou_asks_where_a_paper_appeared(client_of, person, professional, employer):
    employer.division = DivisionFactory(code="320300")
    employer.save()

    page = client_of(professional).get("/records/new/writing/").content.decode()

    assert 'name="v1"' in page


@pytest.mark.parametrize("year", ["0002", "0020", "0202"])
def test_year_that_is_just_being_typed_changes_no_fields(client, year):
    data = opened(client) | {"title": "测试会议", "d1": "1", "c1": "specialty"}
    before = pressed(client, MEETING, data | {"send": "1"})

    answer = pressed(client, MEETING, data | {"e1": f"{year}-11-27", "send": "1"})

    assert answer.status_code == before.status_code == 422
    assert [*names_of_fields(answer)] == [*names_of_fields(before)]


def names_of_fields(answer) -> list[str]:
    return re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', answer.content.decode())


def test_unknown_kind_is_not_found(client):
    assert client.get("/records/new/nothing/").status_code == 404


@pytest.mark.parametrize("member", ["hr_clerk", "bureau_clerk", "auditor"])
def test_only_professionals_log_hours_of_their_own(member, request, client_of):
    assert client_of(request.getfixturevalue(member)).get(MEETING).status_code == 403


# What it gives


def test_answer_says_hours_rule_article_lines_proof_and_who_decides(client, person):
    answer = pressed(client, MEETING, opened(client) | TYPED | {"send": "1"}, proofs=proof_file())

    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<span class="verdict__hours">24</span>' in page
    assert "0 → 24" in page
    assert "GD-2021" in page
    assert "Proof of the study" in page
    assert "甲测试单位" in page
    assert LearningRecord.objects.get().state == RecordState.DRAFT
    assert not Run.objects.exists()


def test_days_of_2016_are_counted_by_the_rules_of_that_year(client, person):
    person.employments.update(started_on=datetime.date(2010, 1, 1))
    typed = TYPED | {"s1": "2016-05-18", "e1": "2016-05-20"}

    page = pressed(client, MEETING, opened(client) | typed | {"send": "1"}, proofs=proof_file()).content.decode()

    assert '<span class="verdict__hours">18</span>' in page
    assert "穗人社函〔2016〕755号" in page
    assert "按参加继续教育活动的实际天数" in page


def test_lines_begin_with_what_is_recognized_already(client, person, hr_clerk):
    sent_record(client, hr_clerk, title="第一次会议", e1="2026-04-20", s1="2026-04-18")

    page = pressed(client, MEETING, opened(client) | TYPED | {"send": "1"}, proofs=proof_file()).content.decode()

    assert "24 → 48" in page


def test_htmx_gets_the_answer_alone_and_the_draft_is_kept(client, person):
    data = opened(client) | TYPED
    shown = re.search(r'"shown": "(\w+)"', client.get(MEETING).content.decode())[1]

    answer = client.post(MEETING, data | {"shown": shown}, headers={"HX-Request": "true"})

    draft = LearningRecord.objects.get()
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert 'id="seen"' in answer.content.decode()
    assert answer["HX-Replace-Url"] == f"/records/{draft.pk}/form/"
    assert (draft.title, draft.state, draft.facts) == ("测试学术会议", RecordState.DRAFT, {"days": 3})


def test_another_year_has_other_fields_and_the_form_is_drawn_anew(client):
    answer = client.post(MEETING, opened(client) | TYPED | {"shown": "other"}, headers={"HX-Request": "true"})

    assert answer["HX-Retarget"] == "#entry"


# What is refused, with the right way


def test_health_is_told_at_once_that_hours_come_from_its_own_system(client, person):
    Professional.objects.filter(pk=person.pk).update(industry="health")

    page = client.get(MEETING).content.decode()
    sent = pressed(client, MEETING, opened(client) | TYPED | {"send": "1"}, proofs=proof_file())

    assert "from the system of your industry" in page
    assert "disabled" in page
    assert sent.status_code == 422
    assert LearningRecord.objects.get().state == RecordState.DRAFT


def test_public_subject_of_shantou_is_entered_by_the_institution(client_of, professional, person, employer):
    employer.division = DivisionFactory(code="440511")
    employer.save()
    client = client_of(professional)
    typed = {"title": "公需课", "e1": "2014-06-01", "h1": "20", "c1": "public", "activity": "class"}

    sent = pressed(client, "/records/new/class/", opened(client, "/records/new/class/") | typed | {"send": "1"})

    assert sent.status_code == 422
    assert "The institution that held it enters everybody who passed" in sent.content.decode()


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client):
    typed = TYPED | {"e1": "2026-05-08", "d1": "三"}

    answer = pressed(client, MEETING, opened(client) | typed | {"send": "1"}, proofs=proof_file())

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "things to put right" in page or "thing to put right" in page
    assert 'value="测试学术会议"' in page
    assert 'value="2026-05-08"' in page
    assert 'value="三"' in page
    assert "Proof 1, PDF" in page


def test_record_without_a_proof_is_not_sent(client):
    answer = pressed(client, MEETING, opened(client) | TYPED | {"send": "1"})

    assert answer.status_code == 422
    assert "There is no proof yet. Without one these 24 hours do not count." in answer.content.decode()


def test_day_to_come_is_not_sent(client):
    tomorrow = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()

    answer = pressed(
        client, MEETING, opened(client) | TYPED | {"s1": "", "e1": tomorrow, "send": "1"}, proofs=proof_file()
    )

    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()


def test_hostile_file_is_refused_by_its_name_and_the_sound_one_is_kept(client):
    bad = proof_file(b"MZ\x90\0", "会议.pdf")

    answer = client.post(MEETING, opened(client) | TYPED | {"send": "1", "proofs": [proof_file(), bad]})

    assert answer.status_code == 422
    assert "会议.pdf: This is a program" in answer.content.decode()
    assert Evidence.objects.count() == 1


# Sending, once


def sent_record(client: Client, hr_clerk: CastMember | None = None, **typed: str) -> LearningRecord:
    data = opened(client) | TYPED | typed
    _looked, sent = seen_and_sent(
        client, MEETING, data, proofs=proof_file(b"%PDF-1.7\n" + str(typed).encode() + b"%%EOF")
    )
    assert sent.status_code == 302, sent.content.decode()
    learning_record = LearningRecord.objects.latest("pk")
    if hr_clerk:
        run = Run.objects.get(subject_id=learning_record.pk, procedure="record")
        approve(run, version=run.version, actor=hr_clerk.actor)
        learning_record.refresh_from_db()
    return learning_record


def test_sent_after_its_answer_was_seen(client, hr_clerk):
    learning_record = sent_record(client, hr_clerk)

    assert learning_record.state == RecordState.RECOGNIZED
    assert learning_record.credited_hours == Decimal(24)
    assert learning_record.typed is None
    assert learning_record.source == RecordSource.PERSON
    assert learning_record.held_by == "测试学会"


def test_other_answer_than_the_one_seen_is_shown_first(client):
    data = opened(client) | TYPED
    looked = pressed(client, MEETING, data | {"send": "1"}, proofs=proof_file()).content.decode()

    answer = pressed(client, MEETING, data | {"d1": "2", "send": "1", "seen": hidden(looked, "seen")})

    assert answer.status_code == 200
    assert "Nothing was sent yet" in answer.content.decode()
    assert not Run.objects.exists()


def test_double_click_and_back_button_make_one_record(client):
    data = opened(client) | TYPED
    looked, first = seen_and_sent(client, MEETING, data, proofs=proof_file())
    again = pressed(client, MEETING, data | {"send": "1", "seen": hidden(looked.content.decode(), "seen")})

    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert LearningRecord.objects.count() == 1
    assert Run.objects.count() == 1


def test_foreign_token_is_refused(client, client_of, other_hr_clerk):
    answer = pressed(client, MEETING, TYPED | {"token": seal_token(uuid.uuid4(), other_hr_clerk.user.pk)})

    assert answer.status_code == 400


# Drafts


def test_draft_holds_what_cannot_stand_in_a_record_yet(client):
    pressed(client, MEETING, opened(client) | {"title": "开会", "e1": "2026-0", "d1": "x", "keep": "1"})

    draft = LearningRecord.objects.get()
    page = client.get(f"/records/{draft.pk}/form/").content.decode()
    assert 'value="2026-0"' in page
    assert 'value="x"' in page
    assert 'value="开会"' in page


def test_keeping_a_draft_writes_one_line_in_the_trail(client):
    data = opened(client) | TYPED
    for title in ("一", "二", "三"):
        pressed(client, MEETING, data | {"title": title, "keep": "1"})

    assert [event.action for event in Event.objects.filter(object_type="records.learningrecord")] == ["record.drafted"]
    assert LearningRecord.objects.get().title == "三"


def test_session_that_ended_loses_nothing(professional, client_of):
    client = client_of(professional)
    data = opened(client) | TYPED | {"send": "1"}
    client.logout()
    client.cookies["language"] = "en"

    answer = client.post(MEETING, data)
    client.force_login(professional.user)
    page = client.get(MEETING).content.decode()

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/records/new/meeting/")
    assert 'value="测试学术会议"' in page
    assert 'value="2026-05-20"' in page
    assert "You are back, and so is what you typed" in page
    assert not LearningRecord.objects.exists()


def test_what_was_typed_is_laid_into_nobody_elses_form(professional, hr_clerk, client_of, employer):
    other = ProfessionalFactory(employer=employer)
    client = client_of(professional)
    data = opened(client) | TYPED
    client.logout()

    client.post(MEETING, data)
    client.force_login(other.user)
    page = client.get(MEETING).content.decode()

    assert "测试学术会议" not in page


def test_post_of_a_stranger_without_a_form_of_ours_keeps_nothing(db):
    client = Client()

    client.post(MEETING, TYPED)

    assert "typed_into_record" not in client.session


def test_discarding_asks_first_and_deletes(client):
    pressed(client, MEETING, opened(client) | TYPED | {"keep": "1"}, proofs=proof_file())
    draft = LearningRecord.objects.get()

    asked = client.get(f"/records/{draft.pk}/discarding/")
    client.post(f"/records/{draft.pk}/discarding/")

    assert "1 proof" in asked.content.decode()
    assert not LearningRecord.objects.exists()


def test_proof_is_removed_by_its_button(client):
    pressed(client, MEETING, opened(client) | TYPED, proofs=proof_file())
    draft = LearningRecord.objects.get()
    evidence = Evidence.objects.get()

    path = f"/records/{draft.pk}/form/"

    pressed(client, path, opened(client, path) | TYPED | {"remove": str(evidence.pk)})

    assert not Evidence.objects.exists()


# After a return


def test_returned_record_keeps_what_is_typed_and_goes_again_as_another_version(client, hr_clerk):
    learning_record = sent_record(client)
    run = Run.objects.get()
    return_run(run, version=run.version, reasons=["other_dates"], comment="看证明", actor=hr_clerk.actor)
    path = f"/records/{learning_record.pk}/form/"
    data = opened(client, path) | TYPED | {"d1": "2"}

    client.post(path, data | {"keep": "1"})
    learning_record.refresh_from_db()
    assert learning_record.facts == {"days": 3}  # those who decide go on seeing what they returned
    _looked, sent = seen_and_sent(client, path, data)

    learning_record.refresh_from_db()
    assert sent.status_code == 302
    assert learning_record.state == RecordState.SUBMITTED
    assert learning_record.facts == {"days": 2}
    assert learning_record.version > 1


def test_sent_record_has_no_form(client):
    learning_record = sent_record(client)

    answer = client.get(f"/records/{learning_record.pk}/form/")

    assert answer.status_code == 302
    assert answer["Location"] == f"/records/{learning_record.pk}/"


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
