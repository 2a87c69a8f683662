"""What spot checks hold about a person, for the page "My data"."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.mydata.registry import Field, Holding, register
from verification.models import Anomaly, EligibilityCancellation, SpotCheck, SpotCheckCase, SpotCheckFinding
from verification.spotchecks.enums import CheckState


def _findings(user: User) -> Q:
    """Of the own case as soon as the person is heard, or it was reported; and those one found or looked at again."""
    known = ~Q(fraud_state="") | Q(case__spot_check__state=CheckState.REPORTED)
    return (Q(case__professional__user=user) & known) | Q(found_by=user) | Q(second_by=user)


def register_holdings() -> None:
    register(
        Holding(
            key="spot_check_cases",
            label=_("Spot checks in which you stand"),
            order=640,
            rows=lambda user: SpotCheckCase.objects.filter(
                Q(professional__user=user) | Q(taken_in_by=user)
            ).select_related("spot_check"),
            fields=(
                Field("number", _("Case number"), lambda row: row.number),
                Field("year", _("Study year"), lambda row: row.spot_check.year),
                Field("drawn", _("Drawn"), lambda row: _("Yes") if row.is_drawn else _("No")),
                Field("reason", _("Reason"), lambda row: row.reason),
            ),
        ),
        Holding(
            key="spot_check_findings",
            label=_("Findings of spot checks"),
            order=641,
            rows=lambda user: SpotCheckFinding.objects.filter(_findings(user)).select_related("case__spot_check"),
            fields=(
                Field("year", _("Study year"), lambda row: row.case.spot_check.year),
                Field("verdict", _("Finding"), lambda row: row.get_verdict_display()),
                Field("words", _("Words"), lambda row: row.words),
                Field("answer", _("Your answer"), lambda row: row.answer),
                Field("found", _("Found"), lambda row: row.found_at),
            ),
        ),
        Holding(
            key="eligibility_cancellations",
            label=_("Eligibility cancelled"),
            order=642,
            rows=lambda user: EligibilityCancellation.objects.filter(
                Q(professional__user=user) | Q(cancelled_by=user) | Q(noted_by=user)
            ),
            fields=(
                Field("year", _("Year"), lambda row: row.year),
                Field("reason", _("Reason"), lambda row: row.reason),
                Field("cancelled", _("Cancelled"), lambda row: row.cancelled_at),
                Field("noted", _("Noted by the employer"), lambda row: row.noted_at),
            ),
        ),
        Holding(
            key="anomalies",
            label=_("Hints that a search has left"),
            order=643,
            rows=lambda user: Anomaly.objects.filter(professional__user=user),
            fields=(
                Field("kind", _("Kind"), lambda row: row.get_kind_display()),
                Field("year", _("Study year"), lambda row: row.year),
                Field("found", _("Found"), lambda row: row.found_at),
            ),
        ),
        Holding(
            key="spot_checks",
            label=_("Spot checks you began or reported"),
            order=644,
            concerns=False,
            rows=lambda user: SpotCheck.objects.filter(Q(listed_by=user) | Q(reported_by=user)).select_related("body"),
            fields=(
                Field("body", _("Body"), lambda row: row.body.name),
                Field("year", _("Study year"), lambda row: row.year),
                Field("listed", _("List closed"), lambda row: row.listed_at),
                Field("reported", _("Reported"), lambda row: row.reported_at),
            ),
        ),
    )
