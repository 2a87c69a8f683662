"""What checking keeps: how often somebody was wrong. Nothing about who asked for whom."""

from __future__ import annotations

from django.db import models


class CheckMiss(models.Model):
    """Wrong guesses of one address, at one number, or within one series, in one stretch of time."""

    key = models.BinaryField(max_length=16)
    """Blinded (`checking.limits`): no address and no number stands here."""
    slot = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="check_miss_once", fields=["key", "slot"])]
        indexes = [models.Index(name="check_miss_by_slot", fields=["slot"])]
        ordering = ["slot"]

    def __str__(self) -> str:
        return f"{self.slot}: {self.count}"
