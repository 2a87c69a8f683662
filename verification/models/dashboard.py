"""The figures of the dashboard, county by county: counted from the ledgers by a job, because a million rows take
seconds to count and nobody waits for a page that long."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from people.models import Employer


class Tally(models.Model):
    """What is counted of some people."""

    people = models.PositiveIntegerField()
    """With a row in the ledger of the year."""
    done = models.PositiveIntegerField()
    """Every line is met."""
    verified = models.PositiveIntegerField()
    """Done, and verified by the system or an office."""
    unruled = models.PositiveIntegerField()
    """No rule set covers them."""
    untouched = models.PositiveIntegerField()
    """Not a single hour counts yet."""
    near = models.PositiveIntegerField()
    """Short of at most eight hours in all: one day of study."""
    waiting = models.PositiveIntegerField()
    """Short, with records under review."""
    short_total = models.PositiveIntegerField()
    short_public = models.PositiveIntegerField()
    short_specialty = models.PositiveIntegerField()
    short_mandatory = models.PositiveIntegerField()
    short_elective = models.PositiveIntegerField()

    class Meta:
        abstract = True


class YearTally(Tally):
    """Of the people of one employer and industry in one study year."""

    year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=6, blank=True)
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, null=True, related_name="+")
    industry = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="year_tally_once", fields=["year", "area", "employer", "industry"], nulls_distinct=False
            ),
        ]
        ordering = ["year", "area"]

    def __str__(self) -> str:
        return f"{self.year} {self.area}"


class AreaTally(Tally):
    """The same of all employers of a county together: a page adds up hundreds of rows then, not a hundred thousand."""

    year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=6, blank=True)
    industry = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="area_tally_once", fields=["year", "area", "industry"]),
        ]
        ordering = ["year", "area"]

    def __str__(self) -> str:
        return f"{self.year} {self.area}"


class DoneTally(models.Model):
    """On which day how many came to meet every line: the curve of a year."""

    year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=6, blank=True)
    industry = models.CharField(max_length=20, blank=True)
    day = models.DateField()
    done = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="done_tally_once", fields=["year", "area", "industry", "day"]),
        ]
        ordering = ["year", "day"]

    def __str__(self) -> str:
        return f"{self.year} {self.area} {self.day}"


class TalliedArea(models.Model):
    """When a county was counted last."""

    year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=6, blank=True)
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="tallied_area_once", fields=["year", "area"])]
        ordering = ["year", "area"]

    def __str__(self) -> str:
        return f"{self.year} {self.area}"
