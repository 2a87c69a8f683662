"""What this room holds about a person, for the page "My data"."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.mydata.registry import Field, Holding, register
from verification.models import (
    Appointment,
    BatchRun,
    BookingLine,
    DayBooking,
    FilingWay,
    Hold,
    RealTimeWish,
    ReviewCase,
    Verification,
    VerificationVoid,
)


def register_holdings() -> None:
    register(
        Holding(
            key="verifications",
            label=_("Verifications"),
            order=600,
            rows=lambda user: Verification.objects.filter(Q(professional__user=user) | Q(verified_by=user)),
            fields=(
                Field("kind", _("Kind"), lambda row: row.get_kind_display()),
                Field("first_year", _("First year"), lambda row: row.first_year),
                Field("last_year", _("Last year"), lambda row: row.last_year),
                Field("ruleset", _("Rule set"), lambda row: row.ruleset),
                Field("total", _("Hours in all"), lambda row: row.counted_total),
                Field("verified", _("Verified"), lambda row: row.verified_at),
            ),
        ),
        Holding(
            key="verification_voids",
            label=_("Voided verifications"),
            order=610,
            rows=lambda user: VerificationVoid.objects.filter(
                Q(verification__professional__user=user) | Q(voided_by=user)
            ).select_related("verification"),
            fields=(
                Field("year", _("Year"), lambda row: row.verification.last_year),
                Field("reason", _("Reason"), lambda row: row.reason),
                Field("voided", _("Voided"), lambda row: row.voided_at),
            ),
        ),
        Holding(
            key="batches",
            label=_("Year-end batches you ran"),
            order=620,
            concerns=False,
            rows=lambda user: BatchRun.objects.filter(Q(started_by=user) | Q(confirmed_by=user)),
            fields=(
                Field("year", _("Year"), lambda row: row.year),
                Field("area", _("Area"), lambda row: row.area),
                Field("started", _("Started"), lambda row: row.started_at),
                Field("state", _("State"), lambda row: row.get_state_display()),
            ),
        ),
        Holding(
            key="halts",
            label=_("Halts you set"),
            order=630,
            concerns=False,
            rows=lambda user: Hold.objects.filter(Q(set_by=user) | Q(lifted_by=user)),
            fields=(
                Field("area", _("Area"), lambda row: row.area),
                Field("reason", _("Reason"), lambda row: row.reason),
                Field("set", _("Set"), lambda row: row.set_at),
                Field("lifted", _("Lifted"), lambda row: row.lifted_at),
            ),
        ),
        Holding(
            key="review_cases",
            label=_("Annual reviews"),
            order=635,
            rows=lambda user: ReviewCase.objects.filter(Q(professional__user=user) | Q(filed_by=user)),
            fields=(
                Field("year", _("Study year"), lambda row: row.study_year),
                Field("occasion", _("Occasion"), lambda row: row.get_occasion_display()),
                Field("purpose", _("What for"), lambda row: row.get_purpose_display()),
                Field("sex", _("Sex"), lambda row: row.get_sex_display()),
                Field("born", _("Month of birth"), lambda row: f"{row.born_on:%Y-%m}"),
                Field("profession", _("Profession"), lambda row: row.profession),
                Field("filed", _("Filed"), lambda row: row.filed_on),
                Field("state", _("State"), lambda row: row.get_state_display()),
            ),
        ),
        Holding(
            key="appointments",
            label=_("Appointments to technical posts"),
            order=640,
            rows=lambda user: Appointment.objects.filter(
                Q(professional__user=user) | Q(declared_by=user) | Q(withdrawn_by=user)
            ).select_related("employer"),
            fields=(
                Field("employer", _("Employer"), lambda row: row.employer),
                Field("years", _("Years"), lambda row: row.years),
                Field("declared", _("Declared"), lambda row: row.declared_at),
                Field("withdrawn", _("Withdrawn"), lambda row: row.withdrawn_at),
            ),
        ),
        Holding(
            key="real_time_wishes",
            label=_("Reviews in real time you asked for"),
            order=650,
            rows=lambda user: RealTimeWish.objects.filter(professional__user=user),
            fields=(
                Field("year", _("Study year"), lambda row: row.study_year),
                Field("purpose", _("What for"), lambda row: row.get_purpose_display()),
                Field("sex", _("Sex"), lambda row: row.get_sex_display()),
                Field("born", _("Month of birth"), lambda row: f"{row.born_on:%Y-%m}"),
                Field("profession", _("Profession"), lambda row: row.profession),
                Field("asked", _("Asked"), lambda row: row.asked_at),
                Field("ended", _("Ended"), lambda row: row.ended_at),
            ),
        ),
        Holding(
            key="filing_ways",
            label=_("Ways of filing you declared"),
            order=660,
            concerns=False,
            rows=lambda user: FilingWay.objects.filter(declared_by=user).select_related("employer"),
            fields=(
                Field("employer", _("Employer"), lambda row: row.employer),
                Field("way", _("Way"), lambda row: row.get_way_display()),
                Field("declared", _("Declared"), lambda row: row.declared_at),
            ),
        ),
        Holding(
            key="booking_lines",
            label=_("Years brought to a verification day"),
            order=640,
            rows=lambda user: BookingLine.objects.filter(professional__user=user).select_related("booking"),
            fields=(
                Field("year", _("Year"), lambda row: row.study_year),
                Field("day", _("Verification day"), lambda row: row.booking.day),
                Field("state", _("State"), lambda row: row.get_state_display()),
                Field("why_not", _("Reason"), lambda row: row.get_why_not_display()),
            ),
        ),
        Holding(
            key="day_bookings",
            label=_("Verification days you booked or decided"),
            order=650,
            concerns=False,
            rows=lambda user: DayBooking.objects.filter(Q(booked_by=user) | Q(decided_by=user)),
            fields=(
                Field("day", _("Verification day"), lambda row: row.day),
                Field("booked", _("Booked"), lambda row: row.booked_at),
                Field("state", _("State"), lambda row: row.get_state_display()),
            ),
        ),
    )
