"""The pages of cycles: of the person, of HR, of officers; the day after the end; strangers and fixed counts."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from approvals import services as approvals
from approvals.models import Run
from people.models import Professional
from people.roles import Role
from records.ledger.services import refresh_ledger
from tests.cast import CastMember, _cast
from tests.verification.cycles.conftest import SENIOR, Days, learned
from verification.cycles.services import apply_for_cycle, apply_for_many
from verification.models import CycleCase

ClientOf = Callable[[Any], Client]
Applicant = Callable[..., Professional]
SENT = {"applying_for": "deputy_senior", "applying_name": "高级工程师", "occasion": "assessment"}


def page(client: Client, name: str, *args: int, status: int = 200) -> str:
    answer = client.get(reverse(f"cycles:{name}", args=args))
    assert answer.status_code == status, answer.content.decode()[:500]
    return told(answer)


def told(answer: Any) -> str:
    """As it is sent, and as it reads."""
    html: str = answer.content.decode()
    return f"{html}\n{' '.join(strip_tags(html).split())}"


def test_person_sees_both_days_side_by_side_and_sends(
    days: Days, c1: Professional, professional: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    own = client_of(professional)
    seen = page(own, "mine")
    assert "The cycle 2011–2015 can be verified" in seen
    assert "If you apply today" in seen
    assert "1 July 2016 instead" in seen
    assert "2012–2016" in seen
    form = page(own, "application")
    assert "72 hours × 5 years" in form
    assert "甲区测试人社局" in form
    assert "by 20 August 2016" in form
    assert own.post(reverse("cycles:application"), {**SENT, "occasion": "x"}).status_code == 422

    answer = own.post(reverse("cycles:application"), SENT)

    run = Run.objects.get()
    assert answer["Location"] == reverse("cycles:case", args=[run.pk])
    assert own.post(reverse("cycles:application"), SENT).status_code == 409
    assert "under verification, or verified already" in page(own, "mine")
    assert "Cycle verification 2011–2015" in own.get("/").content.decode()
    case = page(own, "case", run.pk)
    assert "due by 30 July 2016" in case
    assert "Your decision" not in case


def test_late_short_and_impossible_are_said_before_anything_is_sent(
    days: Days, professional: CastMember, c1: Professional, client_of: ClientOf
) -> None:
    own = client_of(professional)
    days.set(datetime.date(2016, 7, 5))  # C16
    late = page(own, "application")
    assert "In principle the application was due on 30 June 2016" in late
    assert "Send it although hours are short" in late
    assert "instead" not in late
    assert own.post(reverse("cycles:application"), SENT).status_code == 422
    assert not CycleCase.objects.exists()
    c1.titles.update(obtained_on=datetime.date(2015, 12, 1))
    days.set(datetime.date(2016, 3, 1))  # B9
    assert "possible from 1 July 2016 on" in page(own, "mine")
    assert own.get(reverse("cycles:application")).status_code == 409
    days.set(datetime.date(2026, 11, 28))
    ended = page(own, "mine")
    assert "Cycles have been verified until 2016" in ended
    assert reverse("rules:calculator_cycle") in ended
    assert own.get(reverse("cycles:application")).status_code == 409
    days.set(datetime.date(2016, 3, 1))
    c1.titles.all().delete()
    assert "none is entered for" in page(own, "mine")


def test_hr_sees_everybody_with_the_outcome_and_sends_for_those_who_can(
    days: Days, applicant: Applicant, hr_clerk: CastMember, client_of: ClientOf, professional: CastMember
) -> None:
    ready, short = applicant(), applicant(last=0)
    hr = client_of(hr_clerk)
    seen = page(hr, "many")
    assert "In all short of 24" in seen
    assert "You are the only one here who checks" in seen
    _cast("裘测试", "qiu.test", Role.HR_CLERK, hr_clerk.membership.organization)
    assert "You are the only one here who checks" not in page(hr, "many")
    assert "none is entered for 林测试" in seen
    assert "Tick for whom you apply" in hr.post(reverse("cycles:many"), SENT).content.decode()
    ticked = {**SENT, "person": [ready.pk, short.pk]}

    refused = hr.post(reverse("cycles:many"), ticked)
    assert refused.status_code == 422
    assert "Nothing was sent" in refused.content.decode()
    assert f"{short.name} is short" in refused.content.decode()
    assert not CycleCase.objects.exists()
    answer = hr.post(reverse("cycles:many"), {**ticked, "without_refused": "on"})
    assert answer["Location"] == reverse("cycles:cases")
    assert CycleCase.objects.get().professional == ready
    listed = page(hr, "cases")
    assert ready.name in listed
    assert short.name not in listed
    assert client_of(professional).get(reverse("cycles:many")).status_code == 403


def test_officer_sees_ledger_and_what_changed_and_decides(
    days: Days,
    c1: Professional,
    professional: CastMember,
    hr_clerk: CastMember,
    district_clerk: CastMember,
    bureau_clerk: CastMember,
    other_bureau_clerk: CastMember,
    client_of: ClientOf,
) -> None:
    run = apply_for_cycle(c1, SENIOR, actor=professional.actor)
    approvals.approve(run, version=1, actor=hr_clerk.actor)
    officer = client_of(district_clerk)
    seen = page(officer, "case", run.pk)
    assert "Your decision" in seen
    assert reverse("staff_year:year", args=[c1.pk, 2013]) in seen
    assert "2011 72 hours" in seen
    assert "until the application; adds hours, requires none" in seen
    assert "This lies longer than the notice allows" in seen  # it is 2026

    learned(c1, "specialty", 6, datetime.date(2016, 5, 1))
    refresh_ledger([c1.pk])
    stale = officer.post(reverse("approvals:approval", args=[run.pk]), {"version": 1})
    assert stale.status_code == 409
    assert "was changed after you opened it" in stale.content.decode()
    assert "have changed from 360 to 366" in page(officer, "case", run.pk)
    late = learned(c1, "specialty", 8, datetime.date(2016, 7, 20))  # after the application: neither here nor there
    refresh_ledger([c1.pk])
    assert "requires none 30 hours" in page(officer, "case", run.pk)
    assert officer.post(reverse("approvals:approval", args=[run.pk]), {"version": 2}).status_code == 302
    approvals.approve(run, version=2, actor=bureau_clerk.actor)
    credits = CycleCase.objects.get().verification.credits
    assert str(late.pk) not in credits
    assert sum(map(Decimal, credits.values())) == 366
    page(client_of(other_bureau_clerk), "case", run.pk, status=404)


def test_returned_application_is_amended_by_who_sent_it(
    days: Days, c1: Professional, professional: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    run = apply_for_cycle(c1, SENIOR, actor=professional.actor)
    approvals.return_run(run, version=1, reasons=["wrong_title"], actor=hr_clerk.actor)
    own, case = client_of(professional), CycleCase.objects.get()
    assert "Amend it and send it again" in page(own, "case", run.pk)
    assert "it goes on where it was returned" in page(own, "amendment", case.pk)
    assert client_of(hr_clerk).get(reverse("cycles:amendment", args=[case.pk])).status_code == 403
    assert own.post(reverse("cycles:amendment", args=[case.pk]), {**SENT, "applying_for": "junior"}).status_code == 422
    assert own.post(reverse("cycles:amendment", args=[case.pk]), SENT).status_code == 302
    assert own.post(reverse("cycles:amendment", args=[case.pk]), SENT).status_code == 409


def test_lists_take_the_same_queries_for_one_and_for_three(
    days: Days, applicant: Applicant, hr_clerk: CastMember, district_clerk: CastMember, client_of: ClientOf
) -> None:
    hr, officer = client_of(hr_clerk), client_of(district_clerk)

    def counted() -> list[int]:
        found = []
        for client, name in ((hr, "cases"), (officer, "cases"), (hr, "many")):
            page(client, name)
            with CaptureQueriesContext(connection) as captured:
                page(client, name)
            found.append(len(captured))
        return found

    apply_for_many([applicant()], SENIOR, actor=hr_clerk.actor)
    one = counted()
    apply_for_many([applicant(), applicant()], SENIOR, actor=hr_clerk.actor)
    assert counted() == one
