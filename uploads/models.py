from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from uploads.access import kinds_seen_by
from uploads.enums import BADGES, FINAL, OUTCOME_BADGES, WRITABLE, Outcome, UploadState
from uploads.kinds import Column, Finding, UploadKind, all_kinds, kind_of

if TYPE_CHECKING:
    from audit.actors import Actor


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, actor: Actor) -> UploadQuerySet:
        """Those of the organization whose hat is worn, colleagues' too, of the kinds that the hat may upload."""
        if actor.can("uploads.read_all"):
            return self.filter(kind__in=[kind.name for kind in all_kinds()])
        if actor.user_id is None or actor.organization_id is None:
            return self.none()
        return self.filter(organization_id=actor.organization_id, kind__in=kinds_seen_by(actor))

    def locked(self) -> UploadQuerySet:
        # Without the key: rows that refer to an upload are written while its state changes.
        return self.select_for_update(no_key=True)


class Upload(models.Model):
    """A spreadsheet on its way in: received, checked, decided upon, written. Nothing changes before the decision."""

    kind = models.CharField(_("kind"), max_length=64)
    subject_id = models.BigIntegerField(null=True)
    """What the rows are for where the kind has such a thing: the class, for example."""
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), on_delete=models.PROTECT, related_name="+"
    )
    organization_id = models.BigIntegerField()  # organizations live in a room above this one
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    """In which the file comes back."""
    state = models.CharField(_("state"), max_length=16, choices=UploadState, default=UploadState.RECEIVED)

    file_name = models.CharField(_("file"), max_length=200)
    file_size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    stored_file = models.CharField(max_length=300, blank=True)  # sealed; a random name in Django's storage
    rows_file = models.CharField(max_length=300, blank=True)
    """What was read in it, sealed as well: to read a large file takes as long as to check it."""
    annotated_file = models.CharField(max_length=300, blank=True)

    sheet = models.CharField(max_length=100, blank=True)
    header_row = models.PositiveIntegerField(default=0)
    columns_found = models.JSONField(default=dict)
    """Where each known column stands, counted from 0."""
    refusal = models.CharField(max_length=40, blank=True)
    refusal_params = models.JSONField(default=dict)

    total = models.PositiveIntegerField(_("rows"), default=0)
    accepted = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    is_whole = models.BooleanField(default=False)
    """All or nothing was chosen."""

    check_job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    commit_job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("uploaded"), db_default=Now())
    ended_at = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            # Pressing the button twice, or two clerks with the same file: one upload at a time.
            models.UniqueConstraint(
                name="upload_once_while_open",
                fields=["organization_id", "kind", "subject_id", "sha256"],
                condition=~Q(state__in=FINAL),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="upload_final_has_end", condition=~Q(state__in=FINAL) | Q(ended_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["organization_id", "kind", "-id"], name="upload_of_organization")]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.title} #{self.pk}"

    @property
    def upload_kind(self) -> UploadKind:
        return kind_of(self.kind)

    @property
    def title(self) -> str:
        return str(self.upload_kind.label)

    @property
    def badge_state(self) -> str:
        return BADGES[self.state]

    @property
    def columns(self) -> list[Column]:
        """Those that the file has, in the order of the kind."""
        return [column for column in self.upload_kind.columns if column.key in self.columns_found]

    @property
    def writable(self) -> int:
        return self.accepted + self.warned

    def forget_rows(self) -> None:
        self.rows.all().delete()
        self.sealed_rows.all().delete()


class StagedRowQuerySet(models.QuerySet["StagedRow"]):
    def visible_to(self, actor: Actor) -> StagedRowQuerySet:
        return self.filter(upload__in=Upload.objects.visible_to(actor))

    def writable(self) -> StagedRowQuerySet:
        return self.filter(outcome__in=WRITABLE)

    def worth_looking_at(self) -> StagedRowQuerySet:
        return self.filter(weight__gt=0)


class StagedRow(models.Model):
    """A row as it was read, what was found in it, and what became of it."""

    # Without constraint and index of its own: an upload stays, `staged_row_once` begins with it, and a hundred thousand
    # rows that come at once are looked up and filed for each.
    upload = models.ForeignKey(
        Upload, on_delete=models.CASCADE, related_name="rows", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField()
    """As the spreadsheet counts."""
    key = models.CharField(max_length=64, blank=True)
    """What makes it the row it is, blinded; empty where that cannot be told."""
    cells = models.JSONField(default=dict)
    """As read, by column; secret ones masked."""
    values = models.JSONField(default=dict)
    """Cleaned, by column, where that is not what `cells` says, without the secret ones: these lie in `SealedRows`."""
    findings = models.JSONField(default=list)
    outcome = models.CharField(max_length=16, choices=Outcome)
    weight = models.PositiveSmallIntegerField(default=0)
    """2 with an error, 1 with a notice: what is to be looked at stands first."""
    is_written = models.BooleanField(default=False)

    objects = StagedRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="staged_row_once", fields=["upload", "number"]),
            # The key decides which row of a file counts; none is written twice.
            models.UniqueConstraint(
                name="staged_key_writable_once",
                fields=["upload", "key"],
                condition=Q(outcome__in=WRITABLE) & ~Q(key=""),
            ),
            models.CheckConstraint(
                name="staged_written_was_writable", condition=Q(is_written=False) | Q(outcome__in=WRITABLE)
            ),
        ]
        indexes = [
            models.Index(fields=["upload", "-weight", "number"], condition=Q(weight__gt=0), name="staged_to_look_at"),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.upload_id}/{self.number}"

    @property
    def found(self) -> list[Finding]:
        return [Finding.from_json(each) for each in self.findings]

    @property
    def badge_state(self) -> str:
        return "warned" if self.outcome == Outcome.UNCHANGED and self.weight else OUTCOME_BADGES[self.outcome]


class SealedRows(models.Model):
    """The secret values of rows that stand together and can be written, sealed as one."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="sealed_rows")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="sealed_rows_once", fields=["upload", "first"])]
        ordering = ["first"]

    def __str__(self) -> str:
        return f"{self.upload_id}/{self.first}-{self.last}"
