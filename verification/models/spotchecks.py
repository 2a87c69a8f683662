"""抽检 (XZ16 二.3(4)): the supervising bureau looks again at a share of what a body decided, drawn so that nobody
chooses; what it finds; and what confirmed fraud costs the person (XZ16 二.5)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from approvals.access import DECIDES
from people.enums import FileType
from people.models import Employer, Organization, Professional
from records.access import may_register_for_staff
from records.models import LearningRecord
from verification.access import READS_ALL, SPOT_CHECKS
from verification.spotchecks.drawing import ListedCase
from verification.spotchecks.enums import (
    CHECK_BADGES,
    FRAUD_BADGES,
    VERDICT_BADGES,
    AnomalyKind,
    CheckState,
    FindingVerdict,
    FraudState,
)

if TYPE_CHECKING:
    from audit.actors import Actor


class SpotCheckQuerySet(models.QuerySet["SpotCheck"]):
    def visible_to(self, actor: Actor) -> SpotCheckQuerySet:
        """Of the bodies in the bureau's area; the body itself sees what was reported about its work."""
        if actor.can(READS_ALL):
            return self.all()
        seen = Q(pk__in=[])
        if actor.can(SPOT_CHECKS) and actor.area:
            seen |= Q(area__startswith=actor.area) & ~Q(body_id=actor.organization_id)
        if actor.can(DECIDES) and actor.organization_id is not None:
            seen |= Q(body_id=actor.organization_id, state=CheckState.REPORTED)
        return self.filter(seen)

    def locked(self) -> SpotCheckQuerySet:
        return self.select_for_update(no_key=True, of=("self",))

    def open(self) -> SpotCheckQuerySet:
        return self.exclude(state=CheckState.REPORTED)


class SpotCheck(models.Model):
    """One draw among the people whom a body decided about for a year. A later one of the same year lists those alone
    whom no earlier list has."""

    body = models.ForeignKey(
        Organization, verbose_name=_("body checked"), on_delete=models.PROTECT, related_name="spot_checks"
    )
    area = models.CharField(max_length=6)
    """Of the body."""
    bureau = models.ForeignKey(Organization, verbose_name=_("checked by"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("study year"))
    round = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(_("state"), max_length=10, choices=CheckState, default=CheckState.LISTED)
    listed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    listed_at = models.DateTimeField(_("list closed"), db_default=Now())
    listed_on = models.DateField()
    listing_event = models.BigIntegerField(null=True)
    """In the audit trail: the checkpoint that gives the seed lies behind it, so the list cannot follow the seed."""
    list_hash = models.CharField(max_length=64, blank=True)
    listed = models.PositiveIntegerField(_("people decided"), default=0)
    """How many people stand on the list; those added later do not."""
    employers = models.PositiveIntegerField(_("employers"), default=0)
    size = models.PositiveIntegerField(_("sample"), default=0)
    rule = models.CharField(max_length=20)
    cite = models.CharField(max_length=200)
    seed = models.CharField(_("seed"), max_length=64, blank=True)
    seed_date = models.DateField(null=True)
    drawn_at = models.DateTimeField(_("drawn"), null=True)
    words = models.TextField(_("conclusion"), blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(_("reported"), null=True)

    objects = SpotCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="spot_check_round_once", fields=["body", "year", "round"]),
            models.UniqueConstraint(
                name="spot_check_one_open", fields=["body", "year"], condition=~Q(state=CheckState.REPORTED)
            ),
            models.CheckConstraint(
                name="spot_check_drawn_from_a_seed",
                condition=Q(state=CheckState.LISTED, seed="") | (~Q(state=CheckState.LISTED) & ~Q(seed="")),
            ),
        ]
        indexes = [models.Index(name="spot_check_by_area", fields=["year", "area"])]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.body} {self.year}"

    @property
    def code(self) -> str:
        """Under which it is published."""
        return f"{self.year}-{self.pk}"

    @property
    def badge_state(self) -> str:
        return CHECK_BADGES[CheckState(self.state)]


def case_number(code: str, serial: int) -> str:
    """`code` is that of the check."""
    return f"{code}-{serial:05d}"


def serial_of(number: str) -> int:
    return int(number.rpartition("-")[2])


class SpotCheckCaseQuerySet(models.QuerySet["SpotCheckCase"]):
    def visible_to(self, actor: Actor) -> SpotCheckCaseQuerySet:
        return self.filter(spot_check__in=SpotCheck.objects.visible_to(actor))

    def locked(self) -> SpotCheckCaseQuerySet:
        return self.select_for_update(no_key=True, of=("self",))

    def listed(self) -> SpotCheckCaseQuerySet:
        return self.filter(serial__isnull=False)

    def chosen(self) -> SpotCheckCaseQuerySet:
        """Those that are looked at: drawn, or taken in besides."""
        return self.filter(Q(draw_number__gt="") | Q(taken_in_at__isnull=False))


class SpotCheckCase(models.Model):
    """One person on the list, or one taken in for a reason of its own, which is never counted as drawn."""

    spot_check = models.ForeignKey(SpotCheck, on_delete=models.PROTECT, related_name="cases")
    professional = models.ForeignKey(
        Professional, verbose_name=_("person"), on_delete=models.PROTECT, related_name="spot_check_cases"
    )
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="+")
    serial = models.PositiveIntegerField(null=True)
    """On the published list. None: decided after the list was closed, and taken in."""
    stratum = models.PositiveIntegerField(default=0)
    lots = models.PositiveSmallIntegerField(default=1)
    draw_number = models.CharField(max_length=64, blank=True)
    """Empty: not drawn."""
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    """Why it was taken in besides."""
    taken_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    taken_in_at = models.DateTimeField(null=True)

    objects = SpotCheckCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="spot_check_case_once", fields=["spot_check", "professional"]),
            models.UniqueConstraint(name="spot_check_serial_once", fields=["spot_check", "serial"]),
            models.CheckConstraint(
                name="spot_check_case_drawn_from_the_list", condition=Q(draw_number="") | Q(serial__isnull=False)
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.professional} {self.spot_check.year}"

    @property
    def number(self) -> str:
        """Without a word of who it is."""
        return case_number(self.spot_check.code, self.serial) if self.serial else ""

    @property
    def is_drawn(self) -> bool:
        return bool(self.draw_number)

    @property
    def as_listed(self) -> ListedCase:
        return ListedCase(self.number, str(self.stratum), self.lots)


def random_name(finding: SpotCheckFinding, original: str) -> str:
    """The name that somebody gave a file may hold a number or a name, and is kept nowhere."""
    return f"spotchecks/{secrets.token_urlsafe(24)}"


class SpotCheckFindingQuerySet(models.QuerySet["SpotCheckFinding"]):
    def visible_to(self, actor: Actor) -> SpotCheckFindingQuerySet:
        """Whoever sees the check; the person, once told that it is taken for fraud."""
        own = Q(case__professional__user_id=actor.user_id) & ~Q(fraud_state="") if actor.user_id else Q(pk__in=[])
        return self.filter(own | Q(case__in=SpotCheckCase.objects.visible_to(actor)))

    def locked(self) -> SpotCheckFindingQuerySet:
        return self.select_for_update(no_key=True, of=("self",))


class SpotCheckFinding(models.Model):
    """What the look at a case brought. Fraud is what two officers say after the person could be heard."""

    case = models.OneToOneField(SpotCheckCase, on_delete=models.PROTECT, related_name="finding")
    verdict = models.CharField(_("finding"), max_length=10, choices=FindingVerdict)
    words = models.TextField(_("what was found"), blank=True)
    records = models.ManyToManyField(LearningRecord, related_name="+")
    """Those that are false: fraud alone names some."""
    proof = models.FileField(_("proof of the finding"), upload_to=random_name, max_length=200, blank=True)
    proof_type = models.CharField(max_length=4, choices=FileType, blank=True)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField(db_default=Now())
    fraud_state = models.CharField(_("fraud"), max_length=10, choices=FraudState, blank=True)
    hear_until = models.DateField(null=True)
    """Until then the person may answer, and nobody confirms unless an answer came."""
    answer = models.TextField(_("answer of the person"), blank=True)
    answered_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    second_words = models.TextField(_("words of the second officer"), blank=True)

    objects = SpotCheckFindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="finding_fraud_has_a_state",
                condition=~Q(verdict=FindingVerdict.FRAUD)
                | Q(fraud_state__in=[FraudState.HEARING, FraudState.CONFIRMED]),
            ),
            models.CheckConstraint(
                name="finding_fraud_by_two_hands",
                condition=~Q(fraud_state=FraudState.CONFIRMED)
                | (Q(second_by__isnull=False) & ~Q(second_by=models.F("found_by"))),
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case} · {self.get_verdict_display()}"

    @property
    def badge_state(self) -> str:
        return VERDICT_BADGES[FindingVerdict(self.verdict)]

    @property
    def fraud_badge(self) -> str:
        return FRAUD_BADGES[FraudState(self.fraud_state)]


class EligibilityCancellationQuerySet(models.QuerySet["EligibilityCancellation"]):
    def visible_to(self, actor: Actor) -> EligibilityCancellationQuerySet:
        """The person, the employer that is told, the bureaus of the area."""
        if actor.can(READS_ALL):
            return self.all()
        seen = Q(pk__in=[])
        if actor.user_id is not None:
            seen |= Q(professional__user_id=actor.user_id)
        if may_register_for_staff(actor):
            seen |= Q(employer_id=actor.organization_id)
        if actor.can(SPOT_CHECKS) and actor.area:
            seen |= Q(finding__case__spot_check__area__startswith=actor.area)
        return self.filter(seen)

    def locked(self) -> EligibilityCancellationQuerySet:
        return self.select_for_update(no_key=True, of=("self",))


class EligibilityCancellation(models.Model):
    """取消当年资格 (S-7): in that year the person applies for no title, is appointed to none and re-registers none.
    The employer is told and notes it."""

    professional = models.ForeignKey(
        Professional, verbose_name=_("person"), on_delete=models.PROTECT, related_name="eligibility_cancellations"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    """In which the fraud was confirmed (H30)."""
    study_year = models.PositiveSmallIntegerField(_("study year"))
    """That was checked."""
    finding = models.OneToOneField(SpotCheckFinding, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.TextField(_("reason"))
    rule = models.CharField(max_length=20)
    cite = models.CharField(max_length=200)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, related_name="+")
    """On the day of it."""
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(_("cancelled"), db_default=Now())
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(_("noted by the employer"), null=True)

    objects = EligibilityCancellationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="cancellation_by_year", fields=["professional", "year"])]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.professional} {self.year}"


class AnomalyQuerySet(models.QuerySet["Anomaly"]):
    def visible_to(self, actor: Actor) -> AnomalyQuerySet:
        if actor.can(READS_ALL):
            return self.all()
        return self.filter(area__startswith=actor.area) if actor.can(SPOT_CHECKS) and actor.area else self.none()


class Anomaly(models.Model):
    """Something that is worth a look, and proves nothing by itself. Found anew every night (`anomalies.py`)."""

    kind = models.CharField(_("kind"), max_length=20, choices=AnomalyKind)
    year = models.PositiveSmallIntegerField(_("study year"))
    area = models.CharField(max_length=6)
    key = models.CharField(max_length=100)
    """By which it is known again the next night."""
    professional = models.ForeignKey(Professional, on_delete=models.CASCADE, null=True, related_name="+")
    """None: it is about an institution."""
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, related_name="+")
    """The employer of the person, or the institution."""
    day = models.DateField(null=True)
    figure = models.DecimalField(max_digits=9, decimal_places=1)
    """Hours, records or results: what makes one worse than another of its kind."""
    records = ArrayField(models.BigIntegerField(), default=list)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    found_at = models.DateTimeField(_("found"), db_default=Now())
    seen_at = models.DateTimeField()
    """When it was last found again."""

    objects = AnomalyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="anomaly_once", fields=["kind", "year", "key"])]
        indexes = [models.Index(name="anomaly_by_area", fields=["year", "area", "kind", "-figure"])]
        ordering = ["-figure", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"
