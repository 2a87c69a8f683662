"""The public log: every issue and every end is a leaf of a Merkle tree (RFC 9162), whose root is signed and published
once a day. Rows are written once; a leaf gets its place a moment after its transaction (`log.sequencing`)."""

from __future__ import annotations

from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import models
from django.db.models import Func, Q

from certificates.enums import Act
from certificates.keys import canonical, current_key, known_keys
from certificates.models.certificates import Certificate


class LogEntry(models.Model):
    """`content` commits to all that is printed, and to the token, without which nobody can guess it from the hash."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="log_entries")
    act = models.CharField(max_length=5, choices=Act)
    content = models.JSONField()
    at = models.DateTimeField(
        db_default=Func(function="clock_timestamp", output_field=models.DateTimeField()), editable=False
    )
    # Its place in the tree. Empty until the sequencer comes by; filled in once, by it alone.
    position = models.BigIntegerField(null=True)
    leaf_hash = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="log_position_once", fields=["position"], condition=Q(position__isnull=False)),
            models.UniqueConstraint(name="log_act_once", fields=["certificate", "act"]),
            models.CheckConstraint(
                name="log_placed_as_a_whole",
                condition=Q(position__isnull=True, leaf_hash__isnull=True)
                | Q(position__isnull=False, leaf_hash__isnull=False),
            ),
        ]
        indexes = [models.Index(name="log_unplaced", fields=["id"], condition=Q(position__isnull=True))]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.certificate_id}"


class LogNode(models.Model):
    """The hash over 2^level leaves, once all of them are there: a proof looks up a handful of these."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(name="log_node_once", fields=["level", "index"])]
        ordering = ["level", "index"]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Signed(models.Model):
    """Signed as canonical JSON, with the key of the certificates, which no database has."""

    signed_with = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)

    class Meta:
        abstract = True

    @property
    def said(self) -> dict[str, Any]:
        """What is signed. Its first words keep the signature from being taken for that of something else."""
        raise NotImplementedError

    def sign(self) -> Self:
        key = current_key()
        self.signed_with = key.id
        self.signature = key.sign(canonical(self.said))
        return self

    @property
    def is_genuine(self) -> bool:
        return is_signed(self.said, self.signed_with, bytes(self.signature))

    def to_json(self) -> dict[str, Any]:
        """As it is published and kept outside."""
        return self.said | {"signature": bytes(self.signature).hex()}


def is_signed(said: dict[str, Any], key_id: str, signature: bytes) -> bool:
    key = known_keys().get(key_id)
    if key is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, canonical(said))
    except InvalidSignature:
        return False
    return True


class LogRoot(Signed):
    """The root of one day with the counters of that moment, signed, for everybody to keep a copy of."""

    date = models.DateField(unique=True)
    size = models.BigIntegerField()
    root_hash = models.BinaryField(max_length=32)
    counters = models.JSONField()
    """How far each series had counted: `{"440105": {"2026": 123}}`."""
    written_at = models.DateTimeField(
        db_default=Func(function="clock_timestamp", output_field=models.DateTimeField()), editable=False
    )

    class Meta:
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date} {self.size}"

    @property
    def said(self) -> dict[str, Any]:
        return {
            "what": "root of the certificate log",
            "date": self.date.isoformat(),
            "size": self.size,
            "root": bytes(self.root_hash).hex(),
            "counters": self.counters,
            "key": self.signed_with,
        }


class Restoration(Signed):
    """The database was restored and is older than roots that were published: the log goes on from where it is, and says
    so. The numbers that may be out there are skipped, so that none is given twice."""

    lost = models.JSONField()
    """The roots that this database does not have."""
    size = models.BigIntegerField()
    """How many leaves it has, on which the next ones follow."""
    skipped = models.JSONField()
    """Of each series the numbers that are given to nobody, first and last: `{"440105": {"2026": [124, 150]}}`."""
    reason = models.CharField(max_length=300)
    date = models.DateField()
    written_at = models.DateTimeField(
        db_default=Func(function="clock_timestamp", output_field=models.DateTimeField()), editable=False
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.date} {self.size}"

    @property
    def said(self) -> dict[str, Any]:
        return {
            "what": "restoration of the certificate log",
            "date": self.date.isoformat(),
            "size": self.size,
            "lost": self.lost,
            "skipped": self.skipped,
            "reason": self.reason,
            "key": self.signed_with,
        }
