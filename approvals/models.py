"""A chain as it was laid for one matter, how far it has come, and every line of its history."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from approvals.access import DECIDES, READS_ALL, may_read_area
from approvals.enums import BADGES, OPEN_RUNS, Act, Action, Alarm, By, RunState, StepState
from approvals.procedures import Procedure, label_of, procedure_of
from audit.actors import Actor
from people.models import Employer, Organization, Professional, User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, actor: Actor) -> RunQuerySet:
        """The person concerned and who asked; the bodies with which it lies or lay; the bureau of the area."""
        if actor.can(READS_ALL):
            return self.all()
        if actor.user_id is None:
            return self.none()
        seen = Q(professional__user_id=actor.user_id) | Q(opened_by_id=actor.user_id)
        if actor.can(DECIDES) and actor.organization_id is not None:
            seen |= Q(Exists(_steps_reached_by(actor))) | Q(Exists(_decisions_at(actor)))
        if may_read_area(actor):
            seen |= Q(area__startswith=actor.area)
        return self.filter(seen)

    def open(self) -> RunQuerySet:
        return self.filter(state__in=OPEN_RUNS)

    def about(self, professional: Professional) -> RunQuerySet:
        return self.filter(professional=professional)

    def of_subject(self, procedure: str, subject: models.Model) -> RunQuerySet:
        return self.filter(procedure=procedure, subject_id=subject.pk)


def subjects_known_to(actor: Actor, procedure: str) -> list[models.QuerySet[Any]]:
    """What `visible_to` says of runs, but for the area: numbers of their subjects, in sets that an index finds."""
    known: list[models.QuerySet[Any]] = [
        Run.objects.filter(procedure=procedure, opened_by_id=actor.user_id).values("subject_id")
    ]
    if actor.can(DECIDES) and actor.organization_id is not None:
        steps = Step.objects.filter(run__procedure=procedure).exclude(state=StepState.LATER).order_by()
        decisions = Decision.objects.filter(run__procedure=procedure, body_id=actor.organization_id).order_by()
        own, escalated = Q(organization_id=actor.organization_id), Q(escalated_to_id=actor.organization_id)
        known += [each.values("run__subject_id") for each in (steps.filter(own), steps.filter(escalated), decisions)]
    return known


def _steps_reached_by(actor: Actor) -> StepQuerySet:
    own = Q(organization_id=actor.organization_id) | Q(escalated_to_id=actor.organization_id)
    return Step.objects.filter(own, run=OuterRef("pk")).exclude(state=StepState.LATER)


def _decisions_at(actor: Actor) -> models.QuerySet[Decision]:
    return Decision.objects.filter(run=OuterRef("pk"), body_id=actor.organization_id)


class Run(models.Model):
    """One chain about one object."""

    procedure = models.CharField(_("procedure"), max_length=40)
    subject_id = models.BigIntegerField()
    version = models.PositiveIntegerField(_("version"))
    """Of the subject, as it was last sent."""
    professional = models.ForeignKey(
        Professional, verbose_name=_("person concerned"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    employer = models.ForeignKey(
        Employer, verbose_name=_("employer"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Whose chain it is. When the person changes from it, the chain moves along."""
    area = models.CharField(_("area"), max_length=6, blank=True)
    """The digits of the division that the employer belongs to: its bureau and those above watch over the matter."""
    state = models.CharField(_("state"), max_length=16, choices=RunState, default=RunState.UNDER_WAY)
    opened_by = models.ForeignKey(
        User, verbose_name=_("asked by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("asked"), db_default=Now())
    closed_at = models.DateTimeField(_("closed"), null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="run_open_once", fields=["procedure", "subject_id"], condition=Q(state__in=OPEN_RUNS)
            ),
            models.CheckConstraint(
                name="run_closed_with_its_end",
                condition=Q(state__in=OPEN_RUNS, closed_at=None)
                | (~Q(state__in=OPEN_RUNS) & Q(closed_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="run_area", fields=["area", "state"]),
            # Also those that have ended: a subject knows its runs.
            models.Index(name="run_of_subject", fields=["procedure", "subject_id", "id"]),
        ]

    def __str__(self) -> str:
        whose = f" · {self.professional}" if self.professional else ""
        return f"{label_of(self.procedure)}{whose}"

    @property
    def rules(self) -> Procedure:
        return procedure_of(self.procedure)

    @property
    def label(self) -> str | _StrPromise:
        return label_of(self.procedure)

    @property
    def badge_state(self) -> str:
        return BADGES[RunState(self.state)]

    @property
    def step_at_hand(self) -> Step | None:
        """Where it waits; of the steps at hand, which a list has fetched along."""
        return next((step for step in self.steps.all() if step.state == StepState.WAITING), None)


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, actor: Actor) -> StepQuerySet:
        return self.filter(run__in=Run.objects.visible_to(actor))

    def waiting(self) -> StepQuerySet:
        return self.filter(state=StepState.WAITING)

    def at_body_of(self, actor: Actor) -> StepQuerySet:
        """What waits at the body for which the person decides, be it the own case or a colleague's."""
        if not actor.can(DECIDES) or actor.organization_id is None:
            return self.none()
        return self.waiting().filter(organization_id=actor.organization_id)

    def waiting_for(self, actor: Actor) -> StepQuerySet:
        """What this person, in this hat, can decide now: nobody's own case is in anybody's queue."""
        asked = Run.objects.open().filter(opened_by_id=actor.user_id)
        assert actor.user_id is not None  # whoever has an organization has an account
        own = Run.objects.open().filter(professional__in=Professional.objects.filter(user_id=actor.user_id))
        return self.at_body_of(actor).exclude(run__in=asked.values("pk")).exclude(run__in=own.values("pk"))

    def overdue_below(self, actor: Actor) -> StepQuerySet:
        """Steps of other bodies about which this one was told."""
        if not actor.can(DECIDES) or actor.organization_id is None:
            return self.none()
        return self.waiting().filter(escalated_to_id=actor.organization_id)


class Step(models.Model):
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    by = models.CharField(_("by"), max_length=20, choices=By)
    act = models.CharField(_("act"), max_length=24, choices=Act)
    organization = models.ForeignKey(
        Organization, verbose_name=_("body"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Null only where the system itself acts."""
    rule = models.CharField(_("rule"), max_length=20, blank=True)
    cite = models.CharField(_("citation"), max_length=200, blank=True)
    term = models.PositiveSmallIntegerField(_("working days"), null=True)
    latest_on = models.DateField(_("latest day"), null=True)
    """The day the rule book names, whenever the step begins."""
    state = models.CharField(_("state"), max_length=16, choices=StepState, default=StepState.LATER)
    since = models.DateTimeField(_("since"), null=True)
    due_on = models.DateField(_("due"), null=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True)
    alarm = models.PositiveSmallIntegerField(_("alarm"), choices=Alarm, default=Alarm.NONE)
    escalated_at = models.DateTimeField(_("told above"), null=True)
    escalated_to = models.ForeignKey(
        Organization, verbose_name=_("told to"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    # What the queue sorts and counts by, kept here so that a hundred thousand waiting steps open at once.
    procedure = models.CharField(_("procedure"), max_length=40)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    """Of the subject, as it was last sent (`Procedure.kind_of`)."""
    is_odd = models.BooleanField(_("to be looked at first"), default=False)
    """Whether there was something to look at when it began to wait. The page looks again at what it shows."""

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(name="step_position_once", fields=["run", "position"]),
            models.UniqueConstraint(
                name="step_one_at_a_time",
                fields=["run"],
                condition=Q(state__in=[StepState.WAITING, StepState.RETURNED]),
            ),
            models.CheckConstraint(name="step_has_a_body", condition=Q(organization__isnull=False) | Q(by=By.SYSTEM)),
            models.CheckConstraint(
                name="step_waits_since", condition=~Q(state=StepState.WAITING) | Q(since__isnull=False)
            ),
        ]
        indexes = [
            models.Index(name="step_queue", fields=["organization", "due_on"], condition=Q(state=StepState.WAITING)),
            models.Index(name="step_oldest", fields=["organization", "since"], condition=Q(state=StepState.WAITING)),
            models.Index(
                name="step_odd_first",
                fields=["organization", "-is_odd", "due_on", "since", "id"],
                include=["run"],
                condition=Q(state=StepState.WAITING),
            ),
            models.Index(
                name="step_odd_first_of_kind",
                fields=["organization", "procedure", "kind", "-is_odd", "due_on", "since", "id"],
                include=["run"],
                condition=Q(state=StepState.WAITING),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} · {self.organization or self.get_by_display()}"

    def is_overdue(self, on: datetime.date) -> bool:
        return self.due_on is not None and self.due_on < on


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, actor: Actor) -> DecisionQuerySet:
        return self.filter(run__in=Run.objects.visible_to(actor))


class Decision(models.Model):
    """One line of a run's history. Never changed: the database refuses (migration 0002)."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="decisions")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(_("verdict"), max_length=16, choices=Action)
    person = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.PROTECT, null=True, related_name="+")
    hat = models.CharField(_("hat"), max_length=32, blank=True)
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    """For which the person acted."""
    body = models.ForeignKey(
        Organization, verbose_name=_("body"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    """With which the step lay when it happened."""
    handed_to = models.ForeignKey(
        Organization, verbose_name=_("handed to"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    reasons = ArrayField(models.CharField(max_length=40), verbose_name=_("reasons"), default=list)
    comment = models.TextField(_("comment"), blank=True)
    version = models.PositiveIntegerField(_("version seen"))
    at = models.DateTimeField(_("when"), db_default=Now())

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {self.run}"

    @property
    def reason_words(self) -> list[Any]:
        from approvals.wording import REASSIGNED_BECAUSE

        known = {**REASSIGNED_BECAUSE, **(self.run.rules.reasons)}
        return [known.get(code, code) for code in self.reasons]
