from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from audit.actors import Actor
from audit.models import ChainHead, Checkpoint, Event
from audit.services import ObjectRef, record_many, seal, write_checkpoint
from audit.verification import verify_chain


def write(actor: Actor, count: int = 1) -> None:
    with transaction.atomic():
        record_many("test.done", [(ObjectRef("test.thing", "1", "x"), None, None)] * count, actor=actor)


def run(*arguments: str, **options: Any) -> tuple[int, str]:
    output = io.StringIO()
    try:
        call_command(*arguments, stdout=output, **options)
    except SystemExit as ended:
        return ended.code, output.getvalue()
    return 0, output.getvalue()


def tamper(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


# verify_audit


def test_verify_audit_says_that_a_sound_chain_is_whole(clerk: Actor) -> None:
    write(clerk, 3)
    seal()

    code, output = run("verify_audit")

    assert code == 0
    assert output.startswith("3 links checked in ")
    assert bytes(ChainHead.objects.get().hash).hex() in output


def test_verify_audit_names_the_first_break_and_ends_with_1(clerk: Actor) -> None:
    write(clerk, 5)
    seal()
    tamper("UPDATE audit_event SET reason = 'x' WHERE position IN (3, 4)")

    code, output = run("verify_audit")

    event = Event.objects.get(position=3)
    assert code == 1
    assert f"BROKEN at position 3: Event {event.pk} at position 3 is not what was sealed" in output


def test_verify_audit_tells_what_is_not_sealed_yet(clerk: Actor) -> None:
    write(clerk, 2)

    code, output = run("verify_audit")

    assert code == 0
    assert "2 events are written and not yet sealed, the oldest for" in output


def test_verify_audit_speaks_json(clerk: Actor) -> None:
    write(clerk, 3)
    seal()
    write(clerk)

    _, sound = run("verify_audit", "--json")
    tamper("DELETE FROM audit_event WHERE position = 2")
    code, broken = run("verify_audit", "--json")

    report = json.loads(sound)
    assert (report["ok"], report["checked"], report["broken"], report["unsealed"]) == (True, 3, None, 1)
    assert 0 <= report["oldest_unsealed_seconds"] < 60
    assert code == 1
    told = json.loads(broken)["broken"]
    assert (told["damage"], told["position"], told["event_id"]) == ("missing", 2, None)
    assert told["message"] == "The event at position 2 is missing."


def test_verify_audit_compares_with_copies_kept_outside(clerk: Actor, tmp_path: Path) -> None:
    write(clerk, 3)
    seal()
    copy = str(write_checkpoint(now=timezone.now()))
    kept = tmp_path / "checkpoints.txt"
    kept.write_text(f"{copy}\n\n")

    assert run("verify_audit", "--against", str(kept))[0] == 0

    kept.write_text(copy[:-1] + ("0" if copy[-1] != "0" else "1"))
    code, output = run("verify_audit", "--against", str(kept))
    assert code == 1
    assert f"The checkpoint of {Checkpoint.objects.get().date} does not match the event at position 3" in output


def test_verify_audit_says_which_line_of_the_copies_it_cannot_read(clerk: Actor, tmp_path: Path) -> None:
    kept = tmp_path / "checkpoints.txt"
    kept.write_text("\nnothing of use\n")

    with pytest.raises(CommandError, match="line 2 is not a date, a position and a hash"):
        run("verify_audit", "--against", str(kept))


def test_verify_audit_shows_how_far_it_is(clerk: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.verification.PROGRESS_EVERY", 2)
    write(clerk, 5)
    seal()
    progress = io.StringIO()

    run("verify_audit", stderr=progress)

    assert progress.getvalue() == "2 of 5\n4 of 5\n"


# seal_audit


def test_seal_audit_seals_everything_there_is(clerk: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.services.seal.__defaults__", (2,))
    write(clerk, 5)

    assert run("seal_audit") == (0, "5 events sealed.\n")
    assert not Event.objects.unsealed().exists()


def test_seal_audit_says_why_it_does_not_go_on(clerk: Actor) -> None:
    write(clerk, 2)
    seal()
    ChainHead.objects.update(position=1)

    with pytest.raises(CommandError, match="verify_audit"):
        run("seal_audit")


def test_after_a_break_the_operator_lets_the_chain_go_on_and_that_is_on_record(clerk: Actor, settings: Any) -> None:
    write(clerk, 2)
    seal()
    settings.AUDIT_KEY = "another key"
    assert verify_chain().broken.position == 2

    run("seal_audit", "--sign-head-anew", "the key was lost in the move")
    run("seal_audit")

    assert verify_chain().broken is None
    event = Event.objects.latest("id")
    assert (event.action, event.reason, event.position) == ("chain.head_signed", "the key was lost in the move", 3)
    assert event.before["position"] == event.after["position"] == 2


@pytest.mark.faults
def test_seal_audit_watches_until_it_is_told_to_stop(transactional_db: None, clerk: Actor) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE": connection.settings_dict["NAME"],
    }
    start = (
        "import os, django; from django.conf import settings; django.setup();"
        "settings.DATABASES['default']['NAME'] = os.environ['TEST_DATABASE'];"
        "from django.core.management import call_command; call_command('seal_audit', '--watch')"
    )
    watcher = subprocess.Popen([sys.executable, "-c", start], cwd=settings.BASE_DIR, env=environment)
    try:
        for _ in range(2):
            write(clerk)
            deadline = time.monotonic() + 20
            while Event.objects.unsealed().exists() and time.monotonic() < deadline:
                time.sleep(0.1)
            assert not Event.objects.unsealed().exists()
        watcher.send_signal(signal.SIGTERM)
        assert watcher.wait(60) == 0
    finally:
        watcher.kill()
        watcher.wait()
