"""The pages of the review: of the person, of HR, of the review body; strangers, wrong states, fixed counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals.models import Run
from jobs.models import Job
from people.hats import actor_wearing
from people.models import Employer, Professional
from tests.cast import CastMember
from tests.factories import ProfessionalFactory
from tests.verification.conftest import work_all
from tests.verification.reviews.test_services import SAID, YEAR, of, study
from verification.models import Appointment, RealTimeWish, ReviewCase, Verification
from verification.reviews.services import file_form

pytestmark = pytest.mark.django_db

SENT = {"purpose": "title", "sex": "female", "born_on": "1985-01", "profession": "建筑设计"}
ClientOf = Callable[[Any], Client]


def page(client: Client, name: str, *args: int, status: int = 200) -> str:
    answer = client.get(reverse(f"reviews:{name}", args=args))
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def test_from_the_form_to_the_stamp(
    client_of: ClientOf,
    learner: CastMember,
    learner_person: Professional,
    clerk: CastMember,
    reviewer: CastMember,
    other_hr_clerk: CastMember,
    house: Employer,
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    study(learner_person)
    own, hr, body = client_of(learner), client_of(clerk), client_of(reviewer)
    assert "2025 can be reviewed" in page(own, "mine")
    assert "Fill in the form" in page(own, "mine")
    assert own.post(reverse("reviews:form"), SENT | {"born_on": "1985"}).status_code == 422
    sent = own.post(reverse("reviews:form"), SENT)
    run = Run.objects.get()
    assert sent["Location"] == reverse("reviews:case", args=[run.pk])
    assert own.post(reverse("reviews:form"), SENT).status_code == 409
    assert "under review already" in page(own, "mine")
    assert "Annual review 2025" in own.get("/").content.decode()

    assert house.name in page(hr, "sheets")
    assert "Seal and send" in page(hr, "sheet", house.pk, YEAR)
    page(client_of(other_hr_clerk), "sheet", house.pk, YEAR, status=404)
    page(client_of(other_hr_clerk), "case", run.pk, status=404)
    hr.post(reverse("approvals:decisions"), {"act": "approve", "matter": f"{run.pk}:1"})
    shown = page(body, "case", run.pk)
    assert "Your decision" in shown
    assert "72" in shown
    agreement = reverse("reviews:agreement", args=[run.pk])
    form = body.get(reverse("reviews:case", args=[run.pk])).context["form"]
    given = {"version": 1, "mode": "single", "single": form.initial["single"]}
    assert own.post(agreement, given).status_code == 403
    assert body.post(agreement, given | {"single": "0" * 16}).status_code == 409
    assert body.post(agreement, given).status_code == 302
    assert body.post(agreement, given).status_code == 409

    assert Verification.objects.get().verified_by == reviewer.user
    for client in (own, hr, body):
        assert "继续教育审验合格" in page(client, "case", run.pk)
    assert own.get(reverse("reviews:form_file", args=[run.pk])).content[:2] == b"PK"
    for client, name, args, what in (
        (own, "papers", [run.pk], ""),
        (hr, "sheet_papers", [house.pk, YEAR], "table"),
        (body, "sheet_papers", [house.pk, YEAR], "book"),
    ):
        assert client.post(reverse(f"reviews:{name}", args=args), {"what": what}).status_code == 302
    work_all()
    assert {job.state for job in Job.objects.filter(kind="review_papers")} == {"completed"}


def test_a_returned_form_is_amended_and_a_short_one_says_what_follows(
    client_of: ClientOf, learner: CastMember, learner_person: Professional, clerk: CastMember, reviewer: CastMember
) -> None:
    study(learner_person, public=20, specialty=60)
    own, hr, body = client_of(learner), client_of(clerk), client_of(reviewer)
    assert "2025 is short of" in page(own, "mine")
    assert "不得申报晋升" in page(own, "mine")
    own.post(reverse("reviews:form"), SENT)
    run = Run.objects.get()
    hr.post(reverse("approvals:return", args=[run.pk]), {"version": 1, "reasons": ["wrong_facts"]})
    amendment = reverse("reviews:amendment", args=[of(run).pk])
    assert "Send it again" in own.get(amendment).content.decode()
    assert hr.get(amendment).status_code == 403
    assert own.post(amendment, SENT | {"profession": "测量"}).status_code == 302
    assert own.post(amendment, SENT).status_code == 409

    sheet = hr.get(reverse("reviews:sheet", args=[of(run).employer_id, YEAR])).content.decode()
    assert "Public subjects short of 4" in sheet
    hr.post(reverse("approvals:approval", args=[run.pk]), {"version": 2})
    form = body.get(reverse("reviews:case", args=[run.pk])).context["form"]
    given = {"version": 2, "mode": "single", "single": form.initial["single"]}
    assert body.post(reverse("reviews:agreement", args=[run.pk]), given).status_code == 409
    body.post(reverse("approvals:rejection", args=[run.pk]), {"version": 2, "reasons": ["short_public"]})
    assert "The year was not verified" in page(own, "case", run.pk)


def test_what_hr_declares(
    client_of: ClientOf, clerk: CastMember, house: Employer, learner_person: Professional, hr_clerk: CastMember
) -> None:
    hr = client_of(clerk)
    assert learner_person.name in page(hr, "people")
    way = reverse("reviews:filing_way", args=[house.pk])
    refused = hr.post(way, {"way": "paper"})
    assert refused.status_code == 422
    assert "行政机关、事业单位必须采用电子登记形式" in refused.content.decode()
    assert hr.post(way, {"way": "electronic"}).status_code == 302
    declare = reverse("reviews:appointment", args=[learner_person.pk])
    assert hr.post(declare, {"first_year": "2026", "last_year": "2024"}).status_code == 422
    assert hr.post(declare, {"first_year": "2024", "last_year": "2026"}).status_code == 302
    assert hr.post(declare, {"first_year": "2025", "last_year": "2027"}).status_code == 422
    assert "2024–2026" in page(hr, "people")
    appointment = Appointment.objects.get()
    assert hr.post(reverse("reviews:appointment_withdrawal", args=[appointment.pk])).status_code == 302
    page(client_of(hr_clerk), "people", status=404)
    assert client_of(hr_clerk).post(declare, {"first_year": "2024", "last_year": "2026"}).status_code == 404


def test_real_time_is_asked_for_and_given_up(
    client_of: ClientOf, learner: CastMember, learner_person: Professional, city_reviewer: CastMember
) -> None:
    study(learner_person)
    own = client_of(learner)
    page(own, "real_time")
    assert own.post(reverse("reviews:real_time"), SENT | {"year": "2025"}).status_code == 302
    wish = RealTimeWish.objects.get()
    assert "Review in real time 2025" in page(own, "mine")
    assert own.post(reverse("reviews:real_time_end", args=[wish.pk])).status_code == 302
    assert own.post(reverse("reviews:real_time_end", args=[wish.pk])).status_code == 409
    assert client_of(city_reviewer).post(reverse("reviews:real_time_end", args=[wish.pk])).status_code == 403


def test_nobody_elsewhere_has_a_review(client_of: ClientOf, professional: CastMember) -> None:
    own = client_of(professional)

    assert "There is no annual review for you" in page(own, "mine")
    assert own.post(reverse("reviews:form"), SENT).status_code == 409
    assert "Annual review" not in own.get("/").content.decode()


def test_lists_take_the_same_statements_for_one_row_and_for_three(
    client_of: ClientOf, house: Employer, clerk: CastMember, reviewer: CastMember
) -> None:
    hr = client_of(clerk)
    addresses = [reverse("reviews:sheet", args=[house.pk, YEAR]), reverse("reviews:people"), reverse("reviews:sheets")]
    counts = []
    for number in (1, 2):
        for _count in range(number):
            person = ProfessionalFactory(employer=house)
            study(person, **({"public": 24, "specialty": 60}))
            file_form(person, SAID, actor=actor_wearing(person.user, person.user.memberships.get()))
        counts.append([])
        for address in addresses:
            hr.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert hr.get(address).status_code == 200
            counts[-1].append(len(queries))

    assert counts[0] == counts[1]
    assert ReviewCase.objects.count() == 3
