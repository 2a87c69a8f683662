"""Back into an account by the number of a document and that of a certificate."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Event
from certificates.checking import limits
from certificates.enums import EndKind
from certificates.issuing.services import end_certificate, issue_one
from certificates.models import Certificate, Recovery
from certificates.recovery.services import CLOSED_AFTER_STOP, OPEN_FOR, WAIT
from people.access_links.services import MOST_FAILED_PROOFS
from people.models import IdentityDocument, User
from people.roles import Role
from people.vault import blind_index
from tests.cast import CastMember, english_client
from tests.factories import MembershipFactory
from ui.tasks_waiting import tasks_for
from verification.models import Verification

pytestmark = pytest.mark.django_db
ClientOf = Callable[[CastMember], Client]

NUMBER = "44010519850101008X"
PASSWORD = "a password of my own"
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(datetime.datetime(2026, 11, 28, 4, 0, tzinfo=datetime.UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def certificate(ready: Callable[..., Verification], professional: CastMember, district_head: CastMember) -> Certificate:
    document = IdentityDocument.objects.get(professional__user=professional.user)
    document.number_index, document.number_tail = blind_index("identity", NUMBER), NUMBER[-4:]
    document.save()
    professional.user.set_password("the forgotten one")
    professional.user.save()
    return issue_one(ready(professional=professional.user.professional), actor=district_head.actor)


def asked(certificate: str | Certificate, document: str = NUMBER) -> Any:
    return english_client().post("/accounts/way-back/", {"document": document, "certificate": str(certificate)})


def address_in(page: Any) -> str:
    found = re.search(r"http://testserver(/accounts/way-back/to/[^/]+/)", page.content.decode())
    assert found, page.content.decode()
    return found[1]


def at_the_door(address: str, proof: str = "008x") -> tuple[Client, Any]:
    client = english_client()
    assert client.get(address)["Location"] == "/accounts/way-back/door/"
    sent = {"proof": proof, "password1": PASSWORD, "password2": PASSWORD}
    return client, client.post("/accounts/way-back/door/", sent)


def words_of(page: Any) -> str:
    """Without what is drawn anew for every visit."""
    body = page.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"way-back/to/[^/]+/|<svg.*?</svg>|[A-Za-z0-9]{64}", "", body, flags=re.DOTALL)


def test_owner_comes_back_after_a_week_and_keeps_the_second_factor(
    certificate: Certificate, professional: CastMember, clock: Any, capfd: Any
) -> None:
    Authenticator.objects.create(user=professional.user, type=Authenticator.Type.TOTP, data={"secret": ""})
    page = asked(f"{certificate.number[:6]} {certificate.number[6:]}", NUMBER.lower())
    address = address_in(page)
    assert "no-store" in page["Cache-Control"]

    clock.shift(WAIT - DAY)
    client, early = at_the_door(address)
    assert "Not open yet" in early.content.decode()

    clock.shift(DAY)
    client, response = at_the_door(address)
    professional.user.refresh_from_db()
    assert professional.user.check_password(PASSWORD)
    assert Authenticator.objects.filter(user=professional.user).exists()
    assert response["Location"].startswith("/accounts/second-factor/"), "the code is asked for as ever"
    assert client.get("/accounts/profile/").status_code == 302, "and nobody is in without it"
    assert at_the_door(address)[1].status_code == 410, "it is good once"

    [task] = [task for task in tasks_for(professional.actor) if "password was renewed" in str(task.name)]
    assert task.url == "/accounts/way-back/mine/"
    acts = Event.objects.filter(action__startswith="recovery.").order_by("pk")
    assert [act.action for act in acts] == ["recovery.asked", "recovery.used"]
    told = "".join(capfd.readouterr()) + str(list(Event.objects.values()))
    assert NUMBER not in told
    assert address.split("/")[-2] not in told


def test_answer_and_work_are_the_same_whether_anything_fits(
    certificate: Certificate, professional: CastMember, district_head: CastMember, verified: Any, clock: Any
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as fitting:
        right = asked(certificate)
    other = issue_one(verified(industry="education"), actor=district_head.actor)
    with CaptureQueriesContext(connection) as missing:
        wrong_document = asked(certificate, "440105198501010019")
    answers = [wrong_document, asked("44010525999999"), asked(other)]
    hat = MembershipFactory(
        user=professional.user, role=Role.HR_CLERK, organization=professional.membership.organization
    )
    answers.append(asked(certificate))
    hat.delete()
    User.objects.filter(pk=professional.user.pk).update(password="!never signed in")
    answers.append(asked(certificate))
    assert len(fitting) == len(missing)
    assert {words_of(page) for page in answers} == {words_of(right)}
    assert [each.account_id for each in Recovery.objects.order_by("pk")] == [professional.user.pk, *[None] * 5]

    addresses = [address_in(page) for page in answers]
    assert "Not open yet" in at_the_door(addresses[0])[1].content.decode()
    clock.shift(WAIT)
    assert {at_the_door(address)[1].status_code for address in addresses} == {410}


def test_owner_stops_it_by_one_press_and_the_way_stays_closed(
    certificate: Certificate, professional: CastMember, client_of: ClientOf, clock: Any
) -> None:
    client = client_of(professional)
    clock.shift(datetime.timedelta(hours=1))
    addresses = [address_in(asked(certificate)) for _time in range(2)]
    assert "somebody asked for a way into your account" in client.get("/").content.decode()
    assert "It opens on" in client.get("/accounts/way-back/mine/").content.decode()

    assert client.post("/accounts/way-back/mine/stopping/").status_code == 302

    assert "somebody asked" not in client.get("/").content.decode()
    assert client.post("/accounts/way-back/mine/stopping/").status_code == 409
    assert Event.objects.filter(action="recovery.stopped").count() == 2
    clock.shift(WAIT)
    assert [at_the_door(address)[1].status_code for address in addresses] == [410, 410]
    again = address_in(asked(certificate))
    clock.shift(WAIT)
    assert at_the_door(again)[1].status_code == 410
    clock.shift(CLOSED_AFTER_STOP)
    after_a_year = address_in(asked(certificate))
    clock.shift(WAIT)
    assert at_the_door(after_a_year)[1].status_code == 302


def test_signing_in_calls_it_off(certificate: Certificate, professional: CastMember, clock: Any) -> None:
    address = address_in(asked(certificate))
    clock.shift(DAY)
    client = english_client()
    client.post("/accounts/login/", {"login": professional.user.username, "password": "the forgotten one"})
    assert "Nobody came in. If it was not you" in client.get("/").content.decode()
    clock.shift(WAIT)
    assert at_the_door(address)[1].status_code == 410
    client.post("/accounts/way-back/mine/noting/")
    assert "somebody asked" not in client.get("/").content.decode()


@pytest.mark.parametrize("change", ["office", "void", "late", "closed"])
def test_what_changes_while_it_waits_closes_it(
    certificate: Certificate, professional: CastMember, district_head: CastMember, clock: Any, change: str
) -> None:
    address = address_in(asked(certificate))
    if change == "office":
        MembershipFactory(
            user=professional.user,
            role=Role.HR_CLERK,
            organization=professional.membership.organization,
            started_on=timezone.localdate(),
        )
    elif change == "void":
        end_certificate(certificate, EndKind.FRAUD, reason="抽检", actor=district_head.actor)
    elif change == "closed":
        User.objects.filter(pk=professional.user.pk).update(is_active=False)
    clock.shift(WAIT + OPEN_FOR if change == "late" else WAIT)

    assert at_the_door(address)[1].status_code == 410

    professional.user.refresh_from_db()
    assert professional.user.check_password("the forgotten one")


def test_guesses_at_the_door_are_few(certificate: Certificate, clock: Any) -> None:
    address = address_in(asked(certificate))
    clock.shift(WAIT)
    _client, wrong = at_the_door(address, "1111")
    assert wrong.status_code == 422
    assert "4 tries are left" in wrong.content.decode()
    for _time in range(MOST_FAILED_PROOFS - 1):
        at_the_door(address, "1111")
    assert at_the_door(address)[1].status_code == 410
    assert Event.objects.filter(action="recovery.failed").count() == MOST_FAILED_PROOFS


@pytest.mark.usefixtures("one_stretch_of_time")
@pytest.mark.parametrize(
    ("document", "certificate", "rate"),
    [
        pytest.param(NUMBER, "440105250000{:02}", "RECOVERIES_PER_NUMBER", id="document"),
        pytest.param("4401051985010100{:02}", "44010525000001", "RECOVERIES_PER_NUMBER", id="certificate"),
        pytest.param("4401051985010100{:02}", "440105250000{:02}", "RECOVERIES_PER_ADDRESS", id="address"),
    ],
)
def test_questions_are_limited(db: None, document: str, certificate: str, rate: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "RECOVERIES_PER_ADDRESS", (7, 3600))
    most, _seconds = getattr(limits, rate)
    outcomes = [
        asked(certificate.format(number), document.format(number)).status_code for number in range(10, 10 + most + 1)
    ]
    assert outcomes == [200] * most + [429]
    assert Recovery.objects.count() == most


def test_a_slip_of_the_pen_is_told(db: None) -> None:
    page = asked("123", "44")
    assert page.status_code == 422
    assert "14 digits" in page.content.decode()
    assert "too short" in page.content.decode()
    assert not Recovery.objects.exists()
