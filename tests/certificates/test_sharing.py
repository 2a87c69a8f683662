"""Links by which a holder shows a certificate: made, opened, run out, taken back, replayed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from audit.models import Event
from certificates.enums import EndKind
from certificates.issuing.services import end_certificate, issue_one
from certificates.models import Certificate, ShareLink
from certificates.qr import token_text
from certificates.sharing.services import MOST_OPEN, make_link
from tests.cast import CastMember, english_client
from ui.errors import Conflict
from verification.models import Verification

pytestmark = pytest.mark.django_db
ClientOf = Callable[[CastMember], Client]


@pytest.fixture
def certificate(ready: Callable[..., Verification], professional: CastMember, district_head: CastMember) -> Certificate:
    return issue_one(ready(professional=professional.user.professional), actor=district_head.actor)


def opened(address: str) -> Any:
    return english_client().get(address)


def body_of(answer: Any) -> str:
    return re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode().split("<main", 1)[1].split("</main>")[0])


def test_holder_shows_a_certificate_until_the_link_is_taken_back(
    certificate: Certificate, professional: CastMember, client_of: ClientOf, district_head: CastMember, capfd: Any
) -> None:
    client = client_of(professional)
    page = client.post(f"/certificates/{certificate.number}/links/", {"note": "某评委会", "days": "7"})
    found = re.search(r'value="http://testserver(/check/shared/[^"]+)"', page.content.decode())
    assert found
    address = found[1]

    shown = opened(address)
    assert shown.status_code == 200
    assert "林测试" in shown.content.decode()
    assert "This certificate is valid" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert token_text(certificate.token) not in shown.content.decode(), "the code outlives the link"
    end_certificate(certificate, EndKind.FRAUD, reason="抽检", actor=district_head.actor)
    assert "This certificate is void" in opened(address).content.decode()

    link = ShareLink.objects.get()
    assert (link.opened, link.note) == (2, "某评委会")
    listed = client.get(f"/certificates/{certificate.number}/links/").content.decode()
    assert address not in listed, "it is shown once"
    client.post(f"/certificates/links/{link.pk}/revocation/")
    replayed = opened(address)
    assert replayed.status_code == 410
    assert "林测试" not in replayed.content.decode()
    assert body_of(replayed) == body_of(opened("/check/shared/never-made/"))
    assert client.post(f"/certificates/links/{link.pk}/revocation/").status_code == 409
    assert address.split("/")[3] not in "".join(capfd.readouterr()), "nor does it stand in a log"
    assert Event.objects.filter(action__in=["share_link.made", "share_link.revoked"]).count() == 2


def test_link_runs_out_on_its_day(certificate: Certificate, professional: CastMember) -> None:
    made = make_link(certificate, days=1, actor=professional.actor)
    assert opened(f"/check/shared/{made.token}/").status_code == 200

    ShareLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))

    assert opened(f"/check/shared/{made.token}/").status_code == 410
    assert made.token not in str(ShareLink.objects.values())


@pytest.mark.parametrize("days", ["0", "91", "", "x"])
def test_days_are_one_to_ninety(
    certificate: Certificate, professional: CastMember, client_of: ClientOf, days: str
) -> None:
    client_of(professional).post(f"/certificates/{certificate.number}/links/", {"days": days})

    assert not ShareLink.objects.exists()


def test_nobody_else_makes_or_takes_back_links(
    certificate: Certificate, professional: CastMember, hr_clerk: CastMember, client_of: ClientOf
) -> None:
    made = make_link(certificate, days=9, actor=professional.actor)
    with pytest.raises(PermissionDenied):
        make_link(certificate, days=9, actor=hr_clerk.actor)

    other = client_of(hr_clerk)

    assert other.get(f"/certificates/{certificate.number}/links/").status_code == 404
    assert other.post(f"/certificates/links/{made.link.pk}/revocation/").status_code == 404
    for _ in range(MOST_OPEN - 1):
        make_link(certificate, days=9, actor=professional.actor)
    with pytest.raises(Conflict, match="open links"):
        make_link(certificate, days=9, actor=professional.actor)
