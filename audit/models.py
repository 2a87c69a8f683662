from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit import chain
from audit.access import visible_events
from audit.actions import action_name
from audit.actors import actor_name
from audit.objects import object_type_name

if TYPE_CHECKING:
    from audit.actors import Actor

LABEL_LENGTH = 300


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, actor: Actor) -> EventQuerySet:
        return visible_events(self, actor)

    def of_object(self, object_type: str, object_id: str) -> EventQuerySet:
        return self.filter(object_type=object_type, object_id=object_id)

    def unsealed(self) -> EventQuerySet:
        return self.filter(position__isnull=True)

    def sealed(self) -> EventQuerySet:
        return self.filter(position__isnull=False)

    def newest_first(self) -> EventQuerySet:
        return self.order_by("-at", "-id")


class Event(models.Model):
    """Somebody did something to an object. Written once, sealed once, never changed (migration 0002 sees to it)."""

    # The clock of the database, and not the start of the transaction: the rows of one statement differ, too.
    at = models.DateTimeField(
        _("time"), db_default=Func(function="clock_timestamp", output_field=models.DateTimeField())
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
    )
    actor_label = models.CharField(_("name"), max_length=LABEL_LENGTH)
    hat = models.CharField(_("hat"), max_length=32, blank=True)
    organization_id = models.BigIntegerField(_("organization number"), null=True)  # organizations live in a room above
    organization_label = models.CharField(_("organization"), max_length=LABEL_LENGTH, blank=True)
    action = models.CharField(_("action"), max_length=100)
    object_type = models.CharField(_("kind of object"), max_length=100)
    object_id = models.CharField(_("object number"), max_length=100)
    object_label = models.CharField(_("object"), max_length=LABEL_LENGTH)  # outlives the object
    before = models.JSONField(_("before"), encoder=DjangoJSONEncoder, null=True)
    after = models.JSONField(_("after"), encoder=DjangoJSONEncoder, null=True)
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.CharField(_("request"), max_length=100, blank=True)
    job_id = models.BigIntegerField(_("job"), null=True)

    # The chain. Empty until the sealer comes by; filled in once, by it alone.
    position = models.BigIntegerField(_("position"), null=True)
    previous_hash = models.BinaryField(_("previous hash"), max_length=32, null=True)
    hash = models.BinaryField(_("hash"), max_length=32, null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            # Conditional, so that writing an event does not touch this index.
            models.UniqueConstraint(
                name="event_position_once", fields=["position"], condition=Q(position__isnull=False)
            ),
            models.CheckConstraint(
                name="event_sealed_as_a_whole",
                condition=Q(position__isnull=True, previous_hash__isnull=True, hash__isnull=True)
                | Q(position__isnull=False, previous_hash__isnull=False, hash__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="event_unsealed", fields=["id"], condition=Q(position__isnull=True)),
            models.Index(name="event_by_time", fields=["at"]),
            models.Index(name="event_by_object", fields=["object_type", "object_id", "at"]),
            models.Index(name="event_by_actor", fields=["actor", "at"]),
            models.Index(name="event_by_name", fields=["actor_label", "at"]),
            models.Index(name="event_by_action", fields=["action", "at"]),
            models.Index(name="event_by_request", fields=["request_id"], condition=~Q(request_id="")),
            models.Index(name="event_by_job", fields=["job_id", "at"], condition=Q(job_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.action} · {self.object_label}"

    def get_absolute_url(self) -> str:
        return reverse("audit:event", args=[self.pk])

    # In the language of the page

    @property
    def actor_name(self) -> str:
        return actor_name(self.actor_id, self.actor_label)

    @property
    def action_name(self) -> str:
        return action_name(self.action)

    @property
    def object_type_name(self) -> str:
        return object_type_name(self.object_type)

    @property
    def hash_hex(self) -> str:
        return chain.hexadecimal(self.hash)

    @property
    def previous_hash_hex(self) -> str:
        return chain.hexadecimal(self.previous_hash)


class Signed(models.Model):
    """A place in the chain, signed with a key that is not in the database."""

    position = models.BigIntegerField(_("position"))
    hash = models.BinaryField(_("hash"), max_length=32)
    mac = models.BinaryField(max_length=32)

    class Meta:
        abstract = True

    def signed_at(self) -> str:
        raise NotImplementedError

    def sign(self) -> Self:
        self.mac = chain.sign(self._meta.label_lower, self.signed_at(), self.position, bytes(self.hash))
        return self

    @property
    def hash_hex(self) -> str:
        return chain.hexadecimal(self.hash)

    @property
    def is_genuine(self) -> bool:
        place = self.signed_at(), self.position, bytes(self.hash)
        return chain.is_signature(bytes(self.mac), self._meta.label_lower, *place)


class ChainHead(Signed):
    """Where the chain ends. One row, so that cutting off the tail is noticed."""

    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="chain_has_one_head", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"head at {self.position}"

    def signed_at(self) -> str:
        return self.sealed_at.astimezone(datetime.UTC).isoformat()


class Checkpoint(Signed):
    """The head of one day, published, so that people outside can keep copies. Append-only."""

    date = models.DateField(_("date"), unique=True)
    written_at = models.DateTimeField(db_default=Func(function="clock_timestamp", output_field=models.DateTimeField()))

    class Meta:
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date} {self.position} {self.hash_hex}"

    def signed_at(self) -> str:
        return self.date.isoformat()
