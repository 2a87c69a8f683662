from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from jobs.enums import ACTIVE, BADGES, FINAL, OPEN_SLICES, JobState, SliceState, Stage
from jobs.kinds import kind_of, known_kinds

if TYPE_CHECKING:
    from audit.actors import Actor


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, actor: Actor) -> JobQuerySet:
        """One's own work, of the organization whose hat is worn; those who look after the system see all."""
        if actor.can("jobs.read_all"):
            return self
        if actor.user_id is None:
            return self.none()
        return self.filter(owner_id=actor.user_id, organization_id=actor.organization_id)

    def locked(self, *, skip_locked: bool = False) -> JobQuerySet:
        # Without the key: a worker's rows that refer to the job take its key's share in the middle of a step, and
        # whoever ends the job waits for that step. With the full lock the two would wait for each other.
        return self.select_for_update(no_key=True, skip_locked=skip_locked)

    def active(self) -> JobQuerySet:
        return self.filter(state__in=ACTIVE)


class Job(models.Model):
    """A piece of long work. This row and its slices are the truth; a message in a broker is only a hint to look."""

    kind = models.CharField(_("kind"), max_length=64)
    params = models.JSONField(_("parameters"), default=dict)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("started by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    organization_id = models.BigIntegerField(null=True)  # organizations live in a room above this one
    actor = models.JSONField(default=dict)  # the owner as audit.actors.Actor, in the hat worn at the start
    idempotency_key = models.CharField(max_length=100, null=True)  # noqa: DJ001 - "no key" must not be unique
    state = models.CharField(_("state"), max_length=16, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    total = models.PositiveBigIntegerField(_("of"), default=0)
    parked = models.PositiveIntegerField(_("set aside"), default=0)
    result = models.JSONField(_("result"), default=dict)
    result_file = models.FileField(_("result file"), max_length=300, blank=True)
    result_name = models.CharField(max_length=200, blank=True)
    error = models.TextField(_("error"), blank=True)  # an English source string; shown translated, with error_params
    error_params = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("started"), db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            # The second click of a button finds the job of the first.
            models.UniqueConstraint(
                name="job_once_per_key",
                fields=["owner", "idempotency_key"],
                condition=Q(idempotency_key__isnull=False),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="job_done_within_total", condition=Q(done__lte=F("total"))),
            models.CheckConstraint(
                name="job_final_has_end", condition=~Q(state__in=FINAL) | Q(finished_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="job_of_owner"),
            models.Index(fields=["state", "-id"], name="job_by_state"),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.title} #{self.pk}"

    @property
    def is_final(self) -> bool:
        return self.state in FINAL

    @property
    def title(self) -> str:
        return str(kind_of(self.kind).label)

    @property
    def badge_state(self) -> str:
        """Completed with something set aside wants attention."""
        return "warned" if self.state == JobState.COMPLETED and self.parked else BADGES[self.state]


class SliceQuerySet(models.QuerySet["Slice"]):
    def claimable(self) -> SliceQuerySet:
        # The first slices of every job come before the second ones of any: a small job does not wait for a large one.
        # What another version of the program has queued is left to its workers.
        waiting = self.filter(state=SliceState.QUEUED, available_at__lte=Now(), job__kind__in=known_kinds())
        return waiting.order_by("number", "id")

    def expired(self) -> SliceQuerySet:
        return self.filter(state=SliceState.RUNNING, lease_until__lt=Now())

    def open(self) -> SliceQuerySet:
        return self.filter(state__in=OPEN_SLICES)


class Slice(models.Model):
    """What one worker takes at a time: the items from `start` up to but not including `stop`.

    `position` is the next item to do. It moves in the same transaction as the work itself, so that whoever
    takes the slice over goes on exactly where the last committed step ended.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="slices")
    stage = models.CharField(max_length=8, choices=Stage)
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=200, blank=True)
    params = models.JSONField(default=dict)
    start = models.PositiveBigIntegerField(default=0)
    position = models.PositiveBigIntegerField(default=0)
    stop = models.PositiveBigIntegerField(default=1)
    parked = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=16, choices=SliceState, default=SliceState.QUEUED)
    available_at = models.DateTimeField(db_default=Now())
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often it was taken since the last committed step. Progress sets it back to 0."""
    rescues = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    """What went wrong last, for the operator."""
    result = models.JSONField(default=dict)

    objects = SliceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="slice_number_once", fields=["job", "stage", "number"]),
            models.CheckConstraint(
                name="slice_position_in_range",
                condition=Q(start__lte=F("position")) & Q(position__lte=F("stop")),
            ),
            models.CheckConstraint(
                name="slice_running_has_lease",
                condition=Q(state=SliceState.RUNNING, token__isnull=False, lease_until__isnull=False)
                | (~Q(state=SliceState.RUNNING) & Q(token__isnull=True, lease_until__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["number", "id"], condition=Q(state=SliceState.QUEUED), name="slice_queue"),
            models.Index(fields=["lease_until"], condition=Q(state=SliceState.RUNNING), name="slice_leases"),
        ]
        ordering = ["job_id", "stage", "number"]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.stage}/{self.number}"

    @property
    def done(self) -> int:
        return self.position - self.start - self.parked

    @property
    def size(self) -> int:
        return self.stop - self.start

    @property
    def badge_state(self) -> str:
        return BADGES[self.state]


class ParkedItem(models.Model):
    """An item that failed five times and was set aside, so that the rest could go on."""

    slice = models.ForeignKey(Slice, on_delete=models.CASCADE, related_name="parked_items")
    position = models.PositiveBigIntegerField()
    trouble = models.TextField()
    parked_at = models.DateTimeField(db_default=Now())
    retried = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="item_parked_once", fields=["slice", "position"]),
        ]

    def __str__(self) -> str:
        return f"{self.slice_id}@{self.position}"


class ScheduledRun(models.Model):
    """The unique constraint decides which of several schedulers fires an entry."""

    name = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField(db_default=Now())
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="schedule_fires_once", fields=["name", "due_at"])]

    def __str__(self) -> str:
        return f"{self.name} @ {self.due_at}"


class Heartbeat(models.Model):
    """Written by the loop that does the work, not by a process that merely exists."""

    process = models.CharField(max_length=100, primary_key=True)
    role = models.CharField(max_length=16)
    seen_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.process


class RehearsalMark(models.Model):
    """One row for each item a rehearsal did. Without a unique constraint on purpose: doing a thing twice must show."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="marks")
    item = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.job_id}: {self.item}"
