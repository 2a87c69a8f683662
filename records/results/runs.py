"""Sending many records of one class to those who decide."""

from __future__ import annotations

from collections.abc import Sequence

from approvals.chains import ChainStep
from approvals.services import open_run
from audit.actors import Actor
from records.models import RECORD, LearningRecord
from records.results.routing import Standing


def open_record_runs(sent: Sequence[tuple[LearningRecord, Standing, list[ChainStep]]], *, actor: Actor) -> None:
    for learning_record, standing, chain in sent:
        open_run(
            RECORD,
            learning_record,
            chain,
            actor=actor,
            professional=standing.professional,
            employer=standing.employer,
            area=standing.employer.area,
        )
