"""Logging hours: what is asked, what it gives, what is refused, and one record however often it is sent."""

from __future__ import annotations

import datetime
import re
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from approvals.models import Run
from people.models import Professional
from records.enums import RecordSource, RecordState
from records.logging.entries import seal_token
from records.models import Evidence, LearningRecord
from tests.factories import (
    DivisionFactory,
    LearningRecordFactory,
)
from tests.records.logging.entry import MEETING, TYPED, hidden, opened, pressed, seen_and_sent, sent_record
from tests.records.proofs import proof_file

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
