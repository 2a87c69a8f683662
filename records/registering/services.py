"""HR registers the same thing for several of its people: a record each, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from audit.actors import Actor
from records import drafts
from records.models import LearningRecord

Sent = tuple[LearningRecord, Mapping[str, Any]]


def send_drafts(sent: Sequence[Sent], *, actor: Actor) -> None:
    """All of them, or none. The people are locked in the order of their numbers, so that two such calls do not wait for
    each other."""
    with transaction.atomic():
        for draft, said in sorted(sent, key=lambda each: each[0].professional_id):
            drafts.send_draft(draft, said, actor=actor)
