"""The check of every night, and who is told of what it finds; and of issuing that is locked after a restore."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

import pytest
from django.db import connection, transaction
from django.test import Client

from audit.actors import SYSTEM
from certificates.log import nightly
from certificates.log.roots import publish_root, write_outside
from certificates.models import Certificate, LogRoot
from jobs.enums import JobState
from jobs.kinds import kind_of
from jobs.models import Job
from jobs.services import start_job
from ops.health import Concern
from tests.cast import CastMember
from tests.certificates.log.conftest import DAY
from tests.jobs.conftest import work_until_idle

pytestmark = pytest.mark.django_db
ClientOf = Callable[[CastMember], Client]


def checked() -> Job:
    job = start_job(nightly.CertificateLogCheck.name, {}, actor=SYSTEM)
    work_until_idle()
    job.refresh_from_db()
    assert job.state == JobState.COMPLETED
    return job


def test_fault_is_found_at_night_and_told(
    two_roots: list[LogRoot], administrator: CastMember, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "LEAVES_AT_ONCE", 4)
    monkeypatch.setattr(nightly, "CERTIFICATES_AT_ONCE", 3)
    admin = client_of(administrator)
    sound = checked()
    told = {name: sound.result[name] for name in ("certificates", "entries", "roots", "faults", "first")}
    assert told == {"certificates": 9, "entries": 11, "roots": 2, "faults": 0, "first": None}
    assert sound.slices.count() > 4
    finding = kind_of(sound.kind).finding(sound.result)
    assert finding is not None
    assert finding.is_good
    assert Concern.CERTIFICATE_LOG_FAULTY.label not in admin.get("/status/").context["concerns"]

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            """UPDATE certificates_certificate SET printed = printed || '{"name": "王假冒"}' WHERE sequence = 6"""
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    bad = checked()

    assert bad.result["first"]["kind"] == "altered"
    assert "44010525000006" in admin.get(f"/jobs/{bad.pk}/").content.decode()
    assert Concern.CERTIFICATE_LOG_FAULTY.label in admin.get("/status/").context["concerns"]
    home = admin.get("/").content.decode()
    assert "1 fault in the certificate log" in home
    assert f"/jobs/{bad.pk}/" in home


def test_lock_after_a_restore_is_told_in_words(
    issued: Callable[[int], Sequence[Certificate]],
    administrator: CastMember,
    district_head: CastMember,
    hr_clerk: CastMember,
    client_of: ClientOf,
) -> None:
    issued(3)
    publish_root(DAY, actor=SYSTEM)
    desks = [(client_of(district_head), f"/certificates/{page}/") for page in ("desk", "runs")]
    desks.append((client_of(hr_clerk), "/certificates/staff/"))
    words = "No certificates are issued at present"
    assert [words in client.get(page).content.decode() for client, page in desks] == [False] * 3

    with transaction.atomic():
        issued(3)
        publish_root(DAY + datetime.timedelta(days=1), actor=SYSTEM)
        write_outside()
        transaction.set_rollback(True)

    assert [words in client.get(page).content.decode() for client, page in desks] == [True] * 3
    admin = client_of(administrator)
    assert Concern.ISSUING_LOCKED.label in admin.get("/status/").context["concerns"]
    assert "Issuing of certificates is locked" in admin.get("/").content.decode()
    assert checked().result["first"]["kind"] == "removed", "the root outside has leaves that are not here"
