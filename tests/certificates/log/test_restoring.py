"""A database that is older than what was published gives no numbers until somebody has looked at it."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit.actors import SYSTEM
from audit.models import Event
from certificates.issuing.services import issue_one
from certificates.log import roots
from certificates.log.restoring import refuse_while_behind
from certificates.log.roots import kept_outside, last_kept, publish_root, write_outside
from certificates.log.verification import verify_log
from certificates.models import Certificate, LogRoot, Restoration
from tests.cast import CastMember
from tests.certificates.log.conftest import DAY
from ui.errors import Conflict
from verification.models import Verification

pytestmark = pytest.mark.django_db
Issued = Callable[[int], Sequence[Certificate]]


@pytest.fixture
def restored(issued: Issued) -> LogRoot:
    """Three certificates, of six that were published with the root of the second day."""
    issued(3)
    publish_root(DAY, actor=SYSTEM)
    with transaction.atomic():
        issued(3)
        lost, _is_new = publish_root(DAY + datetime.timedelta(days=1), actor=SYSTEM)
        assert lost is not None
        write_outside()
        transaction.set_rollback(True)
    return lost


def test_issuing_is_locked_until_the_operator_has_looked(
    restored: LogRoot,
    ready: Callable[..., Verification],
    district_head: CastMember,
    django_assert_num_queries: Any,
) -> None:
    with pytest.raises(Conflict, match=r"2020-11-02.*release_issuing"):
        issue_one(ready(), actor=district_head.actor)

    out = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("release_issuing", stdout=out)
    assert "does not know the root of 2020-11-02, of 6 leaves" in out.getvalue()
    assert "440105 2025: published was 6" in out.getvalue()
    options = {"reason": "磁盘故障，自备份恢复", "ahead": 4, "reached": ["440106/2026=3"], "stdout": out}
    call_command("release_issuing", **options)
    assert "the numbers 4 to 10 are given to nobody" in out.getvalue()

    with django_assert_num_queries(1):
        refuse_while_behind()
    assert issue_one(ready(), actor=district_head.actor).sequence == 11
    restoration = Restoration.objects.get()
    assert restoration.is_genuine
    assert [root["date"] for root in restoration.lost] == ["2020-11-02"]
    assert restoration.skipped == {"440105": {"2025": [4, 10]}, "440106": {"2026": [1, 3]}}
    event = Event.objects.get(action="certificate.issuing_released")
    assert event.reason == options["reason"]
    call_command("release_issuing", stdout=out)
    assert "Issuing is not locked" in out.getvalue()

    copies = kept_outside().read_text().splitlines()
    assert publish_root(DAY + datetime.timedelta(days=1), actor=SYSTEM) == (None, False)  # that day was lost
    root, _is_new = publish_root(DAY + datetime.timedelta(days=2), actor=SYSTEM)
    assert root is not None
    report = verify_log(copies)
    assert report.first is None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("""UPDATE certificates_restoration SET skipped = '{"440105": {"2025": [2, 10]}}'""")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert verify_log().first is not None


def test_counter_below_what_was_published_locks_too(issued: Issued, ready: Callable[..., Verification]) -> None:
    issued(3)
    publish_root(DAY, actor=SYSTEM)
    write_outside()
    refuse_while_behind()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE certificates_series SET last = 2")

    with pytest.raises(Conflict):
        refuse_while_behind()


def test_file_is_read_when_it_has_changed_and_what_is_no_root_in_it_is_passed_over(
    issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_while_behind()  # nothing is kept yet
    kept_outside().write_text("\n[]\n{\n")
    refuse_while_behind()
    issued(1)
    publish_root(DAY, actor=SYSTEM)
    write_outside()
    refuse_while_behind()

    def never(_path: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(roots, "kept", never)
    refuse_while_behind()
    monkeypatch.undo()

    forged = last_kept(kept_outside())
    assert forged is not None
    with kept_outside().open("a") as file:
        file.write(json.dumps(forged | {"date": "2020-12-01"}) + "\n")
    with pytest.raises(Conflict):
        refuse_while_behind()
    with pytest.raises(CommandError, match=r"2020-12-01 .* is not signed"):
        call_command("release_issuing", reason="–", ahead=0)
