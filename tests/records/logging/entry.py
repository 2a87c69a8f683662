"""The form, as people without script use it."""

from __future__ import annotations

import re

from django.test import Client

from approvals.models import Run
from approvals.services import approve
from records.models import LearningRecord
from tests.cast import CastMember
from tests.records.proofs import proof_file

MEETING = "/records/new/meeting/"
TYPED = {
    "title": "测试学术会议",
    "held_by": "测试学会",
    "s1": "2026-05-18",
    "e1": "2026-05-20",
    "d1": "3",
    "c1": "specialty",
}


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', html)
    assert found, name
    return found[1]


def opened(client: Client, path: str = MEETING) -> dict[str, str]:
    return {"token": hidden(client.get(path).content.decode(), "token")}


def pressed(client: Client, path: str, data: dict, **files):
    return client.post(path, {**data, **files})


def seen_and_sent(client: Client, path: str, data: dict, **files):
    """As without script: the answer is looked at, then sent."""
    looked = pressed(client, path, data | {"send": "1"}, **files)
    assert looked.status_code == 200, looked.content.decode()
    seen = hidden(looked.content.decode(), "seen")
    return looked, pressed(client, path, data | {"send": "1", "seen": seen})


def sent_record(client: Client, hr_clerk: CastMember | None = None, **typed: str) -> LearningRecord:
    data = opened(client) | TYPED | typed
    _looked, sent = seen_and_sent(
        client, MEETING, data, proofs=proof_file(b"%PDF-1.7\n" + str(typed).encode() + b"%%EOF")
    )
    assert sent.status_code == 302, sent.content.decode()
    learning_record = LearningRecord.objects.latest("pk")
    if hr_clerk:
        run = Run.objects.get(subject_id=learning_record.pk, procedure="record")
        approve(run, version=run.version, actor=hr_clerk.actor)
        learning_record.refresh_from_db()
    return learning_record
