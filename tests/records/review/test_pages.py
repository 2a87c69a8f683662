"""The page of one record for its reviewer, and the queue of records."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from approvals.models import Run
from audit.models import Event
from changes.services import ask_employer
from people.hats import actor_wearing
from people.models import Employer
from people.roles import Role
from records.models import LearningRecord, LedgerYear
from tests.cast import english_client
from tests.factories import BureauFactory, EmployerFactory, ProfessionalFactory

QUEUE = reverse("approvals:queue")
ONE_KIND = {"procedure": "record:elective.meeting"}


def page(run: Run, query: str = "") -> str:
    return reverse("review:record", args=[run.pk]) + query


def agreement(run: Run, query: str = "") -> str:
    return reverse("review:agreement", args=[run.pk]) + query


def body(answer) -> str:
    return answer.content.decode()


# Who sees it


def test_it_is_for_those_who_see_the_matter(send, person, hr_clerk, other_hr_clerk, professional, auditor, client_of):
    _record, run = send(person)

    assert client_of(hr_clerk).get(page(run)).status_code == 200
    assert client_of(auditor).get(page(run)).status_code == 200
    assert client_of(other_hr_clerk).get(page(run)).status_code == 404
    assert client_of(other_hr_clerk).post(agreement(run), {"version": 1}).status_code == 404
    assert english_client().get(page(run)).status_code == 302


def test_only_who_decides_finds_a_decision_and_can_make_it(send, person, professional, auditor, client_of):
    _record, run = send(person)

    for member in (professional, auditor):
        client = client_of(member)
        assert 'id="decision-title"' not in body(client.get(page(run)))
        assert client.post(agreement(run), {"version": 1, "comment": ""}).status_code == 403


# What it shows


def test_record_proof_and_rule_stand_side_by_side(send, person, hr_clerk, client_of):
    record, run = send(person)
    proof = record.evidence.get()

    text = body(client_of(hr_clerk).get(page(run)))

    assert "装配式建筑新技术专题讲座" in text
    assert f'<iframe src="{reverse("records:proof", args=[proof.pk])}?inline"' in text
    assert "It would give" in text
    assert "0 → 8" in text  # what the ledger line becomes
    assert "frame-src 'self'" in client_of(hr_clerk).get(page(run)).headers["Content-Security-Policy"]


def test_what_to_look_at_stands_above(send, person, hr_clerk, client_of):
    _record, run = send(person, proof=None)

    assert "No proof is attached" in body(client_of(hr_clerk).get(page(run)))


def test_before_and_after_are_those_of_the_filtered_queue(send, person, people, hr_clerk, client_of):
    runs = [send(each)[1] for each in people]
    _other, other_kind = send(person, category="specialty")
    query = "?procedure=record%3Aelective.meeting"

    text = body(client_of(hr_clerk).get(page(runs[1], query)))

    assert "2 of 3" in text
    assert page(runs[0], query) in text
    assert page(runs[2], query) in text
    assert page(other_kind) not in text


def test_what_waits_beside_it_has_a_page_of_its_own_kind(send, person, hr_clerk, other_employer, client_of):
    newcomer = ProfessionalFactory(employer=other_employer)
    [hat] = newcomer.user.memberships.all()
    run_of_move = ask_employer(
        newcomer,
        Employer.objects.get(pk=hr_clerk.membership.organization_id),
        starts_on=timezone.localdate() + datetime.timedelta(days=9),
        actor=actor_wearing(newcomer.user, hat),
    )
    _record, run = send(person)

    text = body(client_of(hr_clerk).get(page(run)))

    assert "of 2" in text
    assert f'href="{reverse("approvals:detail", args=[run_of_move.pk])}"' in text
    assert page(run_of_move) not in text


# Deciding


def test_agreeing_leads_to_the_next_and_after_the_last_to_the_queue(send, people, hr_clerk, client_of):
    runs = [send(each)[1] for each in people[:2]]
    client, query = client_of(hr_clerk), "?procedure=record%3Aelective.meeting"

    answer = client.post(agreement(runs[0], query), {"version": 1, "comment": ""})
    assert answer.url == page(runs[1], query)
    answer = client.post(agreement(runs[1], query), {"version": 1, "comment": ""})

    assert answer.url == QUEUE + query
    assert set(LearningRecord.objects.values_list("state", flat=True)) == {"recognized"}
    assert "You decided 1 matter" in body(client.get(answer.url))


def test_returning_leads_on_too(send, people, hr_clerk, client_of):
    runs = [send(each)[1] for each in people[:2]]
    client = client_of(hr_clerk)
    target = page(runs[1])

    answer = client.post(
        f"{reverse('approvals:return', args=[runs[0].pk])}?next={target}",
        {"version": 1, "reasons": ["other_dates"], "comment": "请按 1 天填报"},
    )

    assert answer.url == target
    assert Run.objects.get(pk=runs[0].pk).state == "returned"


def test_where_it_leads_on_is_never_another_site(send, person, hr_clerk, client_of):
    _record, run = send(person)

    answer = client_of(hr_clerk).post(
        f"{reverse('approvals:return', args=[run.pk])}?next=https://elsewhere.example/", {"version": 1, "comment": "?"}
    )

    assert answer.url == QUEUE


def test_whoever_comes_second_is_told(send, person, hr_clerk, second_hr_clerk, client_of):
    _record, run = send(person)
    client_of(second_hr_clerk).post(agreement(run), {"version": 1, "comment": ""})

    answer = client_of(hr_clerk).post(agreement(run), {"version": 1, "comment": ""})

    assert answer.status_code == 409
    assert "冯测试 agreed" in body(answer)


# A figure of one's own


@pytest.fixture
def xuzhou(db):
    BureauFactory(name="徐州测试人社局", place="320300")
    return EmployerFactory(name="徐州测试单位", place="320300")


@pytest.fixture
def paper(send, xuzhou):
    """In a foreign journal, first author: 24 to 20 hours (X-8); the employer's HR checks first."""
    writer = ProfessionalFactory(employer=xuzhou)
    return send(
        writer,
        activity="paper",
        category="specialty",
        title="论文",
        started_on=None,
        ended_on=datetime.date(2026, 3, 1),
        facts={"venue": "foreign", "rank": 1},
    )


@pytest.fixture
def xuzhou_clerk(xuzhou, client_of):
    from tests.cast import _cast

    return _cast("徐测试", "xu.hr.test", Role.HR_CLERK, xuzhou)


def test_h12_a_figure_outside_the_range_is_refused_in_the_words_of_the_rule_books(paper, xuzhou_clerk, client_of):
    record, run = paper
    client = client_of(xuzhou_clerk)

    shown = body(client.get(page(run)))
    assert "The rule allows 20 to 24." in shown
    assert 'value="24"' in shown
    answer = client.post(agreement(run), {"version": 1, "hours": "25", "comment": ""})

    assert answer.status_code == 422
    assert "25" in body(answer)
    record.refresh_from_db()
    assert "proposed" not in record.facts
    assert Run.objects.get(pk=run.pk).steps.get(position=1).state == "waiting"


def test_a_figure_within_the_range_is_kept_with_who_set_it(paper, xuzhou_clerk, client_of):
    record, run = paper

    answer = client_of(xuzhou_clerk).post(agreement(run), {"version": 1, "hours": "21.5", "comment": ""})

    assert answer.status_code == 302
    record.refresh_from_db()
    assert record.facts["proposed"] == "21.5"
    event = Event.objects.get(action="record.figure_set")
    assert (event.actor_id, event.object_id) == (xuzhou_clerk.user.pk, str(record.pk))
    assert (event.before, event.after) == ({"proposed": None}, {"proposed": "21.5"})


@pytest.mark.parametrize("hours", ["", "x", "-1", "1e9", "21.555"])
def test_what_is_no_figure_is_said_beside_the_field(hours, paper, xuzhou_clerk, client_of):
    _record, run = paper

    assert client_of(xuzhou_clerk).post(agreement(run), {"version": 1, "hours": hours}).status_code == 422


def test_where_the_rule_says_the_hours_there_is_no_figure_to_set(send, person, hr_clerk, client_of):
    record, run = send(person)
    client = client_of(hr_clerk)
    assert 'name="hours"' not in body(client.get(page(run)))

    client.post(agreement(run), {"version": 1, "hours": "99", "comment": ""})

    record.refresh_from_db()
    assert record.credited_hours == Decimal(8)
    assert "proposed" not in record.facts


# The queue


def test_the_queue_offers_kinds_with_their_numbers_and_narrows_down(send, person, people, hr_clerk, client_of):
    send(person)
    send(people[0])
    send(people[1], category="specialty", started_on=datetime.date(2025, 11, 8), ended_on=datetime.date(2025, 11, 8))
    client = client_of(hr_clerk)

    text = body(client.get(QUEUE))
    assert "Elective subjects · Academic meeting or lecture (2)" in text
    assert 'name="matter"' not in text
    text = body(client.get(QUEUE, ONE_KIND))
    assert text.count('name="matter"') == 2
    assert text.count(" checked") == 2
    text = body(client.get(QUEUE, {"procedure": "record", "year": "2025"}))
    assert people[1].name in text
    assert person.name not in text
    assert "Nothing is like that" in body(client.get(QUEUE, {"procedure": "record", "employer": "nobody"}))


@pytest.mark.parametrize("kind", ["record:x", "record:elective.x", "record:.", "x:y", "record:elective.meeting:x"])
def test_an_unknown_kind_is_an_error_of_the_filter(kind, send, person, hr_clerk, client_of):
    send(person)

    assert client_of(hr_clerk).get(QUEUE, {"procedure": kind}).status_code == 200


def test_odd_ones_stand_first_over_all_pages_and_are_unticked(send, person, people, hr_clerk, client_of):
    send(people[0])
    send(people[1])
    _record, odd = send(person, proof=None)

    text = body(client_of(hr_clerk).get(QUEUE, ONE_KIND))

    assert text.index(person.name) < text.index(people[0].name)
    assert f'name="flagged" value="{odd.pk}:1"' in text
    assert text.count(" checked") == 2


def test_the_queue_asks_as_often_for_three_records_as_for_one(send, people, hr_clerk, client_of):
    client = client_of(hr_clerk)
    send(people[0])
    client.get(QUEUE, ONE_KIND)
    with CaptureQueriesContext(connection) as of_one:
        client.get(QUEUE, ONE_KIND)
    for each in people[1:]:
        send(each, proof=None)
    with CaptureQueriesContext(connection) as of_three:
        client.get(QUEUE, ONE_KIND)

    assert len(of_three) == len(of_one)


def test_all_of_a_kind_are_recognized_and_the_odd_one_is_not(send, person, people, hr_clerk, client_of):
    for each in people:
        send(each)
    record, _run = send(person, proof=None)
    client = client_of(hr_clerk)

    text = body(
        client.post(
            reverse("approvals:decisions"), {"act": "approve_all", "query": "procedure=record:elective.meeting"}
        )
    )

    assert "Agree to 3 matters of 3 people" in text
    assert "1 is skipped" in text
    assert "No proof is attached" in text
    record.refresh_from_db()
    assert record.state == "submitted"
    assert not LedgerYear.objects.filter(counted_total__gt=0).exists()


@pytest.mark.django_db(transaction=True)
def test_a_proof_is_shown_and_the_look_at_it_is_kept(send, person, hr_clerk, client_of):
    record, _run = send(person)
    address = reverse("records:proof", args=[record.evidence.get().pk])

    assert client_of(hr_clerk).get(address, {"inline": ""}).status_code == 200
    assert Event.objects.filter(action="evidence.taken", actor_id=hr_clerk.user.pk).count() == 1
