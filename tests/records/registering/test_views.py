"""HR registers the same thing for several of its people."""

from __future__ import annotations

import datetime
import re
from urllib.parse import unquote

import pytest
from django.core.exceptions import PermissionDenied

from approvals.models import Run
from people.models import Employer, Professional
from records import services
from records.enums import RecordSource, RecordState
from records.evidence.doubles import doubled_proofs
from records.models import Evidence, LearningRecord
from tests.cast import CastMember
from tests.factories import LearningRecordFactory, ProfessionalFactory
from tests.records.proofs import proof_file

FORM = "/records/register/form/"
TYPED = {"title": "单位技术讲座", "e1": "2026-05-20", "d1": "1", "c1": "specialty"}


@pytest.fixture
def people(employer: Employer) -> list[Professional]:
    return [ProfessionalFactory(name=f"测试人{number}", employer=employer) for number in (1, 2)]


@pytest.fixture
def client(hr_clerk: CastMember, client_of):
    return client_of(hr_clerk)


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', html)
    assert found, name
    return found[1]


def chosen(client, people: list[Professional]) -> dict:
    data = {"kind": "meeting", "person": [person.pk for person in people]}
    return data | {"token": hidden(client.get(FORM, data).content.decode(), "token")}


def test_people_of_the_employer_are_offered_and_nobody_else(client, people, other_employer):
    stranger = ProfessionalFactory(name="外单位", employer=other_employer)

    page = client.get("/records/register/").content.decode()

    assert all(person.name in page for person in people)
    assert stranger.name not in page


def test_nobody_chosen_leads_back_with_words(client):
    answer = client.get(FORM, {"kind": "meeting"}, follow=True)

    assert "Tick at least one person" in answer.content.decode()


def test_stranger_cannot_be_chosen(client, other_employer):
    stranger = ProfessionalFactory(employer=other_employer)

    assert client.get(FORM, {"kind": "meeting", "person": stranger.pk}).status_code == 404


@pytest.mark.parametrize("member", ["professional", "bureau_clerk", "auditor"])
def test_only_hr_registers_for_people(member, request, client_of):
    client = client_of(request.getfixturevalue(member))

    assert client.get("/records/register/").status_code == 403
    assert client.get(FORM).status_code == 403
    assert client.get("/records/registered/").status_code == 403


def test_each_gets_a_record_with_the_proofs_after_the_answer_was_seen(client, people):
    data = chosen(client, people) | TYPED

    looked = client.post(FORM, data | {"send": "check", "proofs": proof_file()})
    page = looked.content.decode()
    assert looked.status_code == 200
    assert "Everybody can get it" in page
    assert page.count("8 hours") >= 2
    assert not Run.objects.exists()
    sent = client.post(FORM, data | {"send": "all", "seen": hidden(page, "seen")})

    records = list(LearningRecord.objects.order_by("professional"))
    assert sent["Location"] == "/records/registered/"
    assert [each.state for each in records] == [RecordState.SUBMITTED] * 2
    assert {each.source for each in records} == {RecordSource.EMPLOYER}
    assert [each.evidence.count() for each in records] == [1, 1]
    assert doubled_proofs(records) == {}


def test_without_the_answer_seen_nothing_is_sent(client, people):
    data = chosen(client, people) | TYPED

    client.post(FORM, data | {"send": "all", "proofs": proof_file()})

    assert not Run.objects.exists()


def test_refused_person_is_named_and_the_others_go_on_only_if_hr_says_so(client, people):
    Professional.objects.filter(pk=people[1].pk).update(industry="health")
    data = chosen(client, people) | TYPED
    page = client.post(FORM, data | {"send": "check", "proofs": proof_file()}).content.decode()
    seen = hidden(page, "seen")

    assert "1 of them cannot get it" in page
    assert "from the system of your industry" in page
    client.post(FORM, data | {"send": "all", "seen": seen})
    assert not Run.objects.exists()
    client.post(FORM, data | {"send": "others", "seen": seen})

    assert Run.objects.get().professional == people[0]
    assert LearningRecord.objects.get(professional=people[1]).state == RecordState.DRAFT


def test_who_has_it_already_is_named(client, people):
    LearningRecordFactory(
        professional=people[0],
        activity="meeting",
        title="单位技术讲座",
        ended_on=datetime.date(2026, 5, 20),
        facts={"days": 1},
        recognized=True,
    )
    data = chosen(client, people) | TYPED

    page = client.post(FORM, data | {"send": "check", "proofs": proof_file()}).content.decode()

    assert "It stands on the record already." in page
    assert "Send it for the other 1" in page


def test_sent_twice_makes_one_record_each(client, people):
    data = chosen(client, people) | TYPED
    page = client.post(FORM, data | {"send": "check", "proofs": proof_file()}).content.decode()
    for _turn in range(2):
        client.post(FORM, data | {"send": "all", "seen": hidden(page, "seen")})

    assert LearningRecord.objects.count() == 2
    assert Run.objects.count() == 2


def test_what_is_wrong_in_the_form_is_said_and_kept(client, people):
    data = chosen(client, people) | TYPED | {"e1": "2026-13-01"}

    answer = client.post(FORM, data | {"send": "check", "proofs": proof_file()})

    assert answer.status_code == 422
    assert 'value="2026-13-01"' in answer.content.decode()
    assert Evidence.objects.count() == 2


def test_list_of_what_was_registered_shows_drafts_too(client, hr_clerk, people):
    services.draft_record(
        people[0],
        {"activity": "meeting", "title": "草稿一", "ended_on": datetime.date(2026, 5, 1)},
        actor=hr_clerk.actor,
    )

    page = client.get("/records/registered/").content.decode()

    assert "草稿一" in page
    assert people[0].name in page


def test_hr_does_not_register_for_people_of_others(hr_clerk, other_employer):
    stranger = ProfessionalFactory(employer=other_employer)

    with pytest.raises(PermissionDenied):
        services.draft_record(
            stranger,
            {"activity": "meeting", "title": "x", "ended_on": datetime.date(2026, 5, 1)},
            actor=hr_clerk.actor,
        )


def test_session_that_ended_loses_nothing(client, hr_clerk, people):
    data = chosen(client, people) | TYPED
    client.logout()

    answer = client.post(FORM, data | {"send": "check"})
    client.force_login(hr_clerk.user)
    client.cookies["language"] = "en"
    page = client.get(unquote(answer["Location"]).partition("next=")[2]).content.decode()

    assert answer["Location"].startswith("/accounts/login/")
    assert 'value="单位技术讲座"' in page
    assert all(f'name="person" value="{person.pk}"' in page for person in people)
    assert not LearningRecord.objects.exists()
