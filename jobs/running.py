"""What a job kind sees of the machinery while it works on one slice."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from audit.actors import Actor
from jobs.kinds import kind_of
from jobs.leases import keep
from jobs.models import Slice
from jobs.owners import require_hat


class HandBack(Exception):
    """The worker was asked to stop, or has had its share of time: the rest of the slice is for another."""


class SliceRun:
    def __init__(self, held: Slice, *, should_stop: Callable[[], bool]) -> None:
        self.slice = held
        self.job = held.job
        self.position = held.position
        self.careful = held.attempts > 1
        self._should_stop = should_stop

    @property
    def actor(self) -> Actor:
        return Actor.from_json(self.job.actor).in_job(self.job.pk)

    @property
    def params(self) -> dict[str, Any]:
        """Those of the job, and over them those of the slice."""
        return {**self.job.params, **self.slice.params}

    def batches(self, size: int = 1) -> Iterator[range]:
        """The items still to do, `size` at a time; after a failure one at a time, to find the item at fault. It is one
        of the batch that failed: behind that all goes on as before."""
        doubtful = self.position + size if self.careful else self.position
        while self.position < self.slice.stop:
            width = 1 if self.position < doubtful else size
            batch = range(self.position, min(self.position + width, self.slice.stop))
            yield batch
            if self.position != batch.stop:
                raise AssertionError("a batch was not done within run.step")

    @contextlib.contextmanager
    def step(self, batch: range) -> Iterator[None]:
        """One transaction: the position moves and the work is written, or neither.

        Raises LeaseLost before anything is written if the slice is no longer ours, Refused if the right to it ended.
        """
        if self._should_stop():
            raise HandBack
        self.require_right()
        with transaction.atomic():
            keep(self.slice, advance_by=len(batch))
            yield
        self.position = batch.stop

    @property
    def noted(self) -> dict[str, Any]:
        """What the step before noted, here or in a worker that is gone; nothing before the first."""
        known: dict[str, Any] = self.slice.result
        return known

    def note(self, known: dict[str, Any]) -> None:
        """Within a step: what the next one goes on from."""
        self.slice.result = known
        self.slice.save(update_fields=["result"])

    def require_right(self) -> None:
        if kind_of(self.job.kind).stops_with_hat:
            require_hat(self.actor)

    def require_end(self) -> None:
        if self.position != self.slice.stop:
            raise AssertionError(f"the work returned at item {self.position} of {self.slice.stop}")

    def keep_alive(self) -> None:
        """For long work between two steps: prolongs the lease, or raises LeaseLost."""
        keep(self.slice)

    def store(self, name: str, content: File[Any]) -> str:
        """Keep a file of this claim. It counts only once its name is in a result; a late worker's is never seen."""
        return default_storage.save(f"jobs/{self.job.pk}/{self.slice.token}/{name}", content)
