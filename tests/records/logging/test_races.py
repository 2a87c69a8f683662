"""A form sent twice at once, with real connections: one draft, one record, one run."""

from __future__ import annotations

import datetime
import uuid
from functools import partial

import pytest

from approvals.models import Run
from records import drafts
from records.evidence.services import attach_proof
from records.models import Evidence, LearningRecord
from tests.records.proofs import proof_file
from ui.errors import Conflict

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]

SAID = {
    "activity": "meeting",
    "category": "specialty",
    "title": "测试学术会议",
    "ended_on": datetime.date(2026, 5, 20),
    "facts": {"days": 3},
}


def test_form_kept_twice_at_once_is_one_draft(professional, race):
    person, token = professional.user.professional, uuid.uuid4()

    outcomes = race(
        *[partial(drafts.keep_draft, person, token, SAID, {}, actor=professional.actor) for _turn in range(2)]
    )

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert LearningRecord.objects.count() == 1


def test_draft_sent_twice_at_once_is_sent_once(professional, hr_clerk, race):
    person = professional.user.professional
    draft = drafts.keep_draft(person, uuid.uuid4(), SAID, {}, actor=professional.actor)

    outcomes = race(*[partial(drafts.send_draft, draft, SAID, actor=professional.actor) for _turn in range(2)])

    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [type(outcome) for outcome in refused] == [Conflict]
    assert Run.objects.count() == 1


def test_same_file_attached_twice_at_once_is_one_proof(professional, race):
    person = professional.user.professional
    draft = drafts.keep_draft(person, uuid.uuid4(), SAID, {}, actor=professional.actor)

    outcomes = race(*[partial(attach_proof, draft, proof_file(), actor=professional.actor) for _turn in range(2)])

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert Evidence.objects.count() == 1
