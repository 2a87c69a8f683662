from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """How often something was done within one stretch of time, for `ui.limits`."""

    key = models.BinaryField(max_length=16)
    """Blinded: no address, no number and no name stands here."""
    until = models.BigIntegerField()
    """The second at which the stretch ends."""
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="tally_once", fields=["key", "until"])]
        indexes = [models.Index(name="tally_by_end", fields=["until"])]

    def __str__(self) -> str:
        return f"{self.until}: {self.count}"
