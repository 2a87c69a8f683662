"""What this room holds about a person, for the page "My data"."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import ClassChange, Inspection, LostCommission, RosterEntry, TrainingClass
from people.mydata.registry import Field, Holding, register


def register_holdings() -> None:
    register(
        Holding(
            key="enrolments",
            label=_("Classes you are enrolled in"),
            order=400,
            rows=lambda user: RosterEntry.objects.filter(
                Q(professional__user=user) | Q(enrolled_by_user=user)
            ).select_related("training_class", "professional"),
            fields=(
                Field("class", _("Class"), lambda entry: entry.training_class.title),
                Field("person", _("Person"), lambda entry: entry.professional.name),
                Field("enrolled", _("Enrolled"), lambda entry: entry.enrolled_at),
                Field("taken_off", _("Taken off"), lambda entry: entry.cancelled_at),
            ),
        ),
        Holding(
            key="classes",
            label=_("Classes you entered"),
            order=410,
            concerns=False,
            rows=lambda user: TrainingClass.objects.filter(created_by=user),
            fields=(
                Field("title", pgettext_lazy("name of a course", "Title"), lambda each: each.title),
                Field("first_day", _("First day"), lambda each: each.starts_on),
                Field("state", _("State"), lambda each: each.get_state_display()),
            ),
        ),
        Holding(
            key="class_changes",
            label=_("Changes of classes you made"),
            order=420,
            concerns=False,
            rows=lambda user: ClassChange.objects.filter(changed_by=user).select_related("training_class"),
            fields=(
                Field("class", _("Class"), lambda change: change.training_class.title),
                Field("reason", _("Reason"), lambda change: change.reason),
                Field("at", _("When"), lambda change: change.changed_at),
            ),
        ),
        Holding(
            key="inspections",
            label=_("Inspections you made"),
            order=430,
            concerns=False,
            rows=lambda user: Inspection.objects.filter(inspector=user).select_related("training_class"),
            fields=(
                Field("class", _("Class"), lambda inspection: inspection.training_class.title),
                Field("on", _("Inspected on"), lambda inspection: inspection.inspected_on),
                Field("finding", _("Finding"), lambda inspection: inspection.get_finding_display()),
            ),
        ),
        Holding(
            key="lost_commissions",
            label=_("Commissions you withdrew"),
            order=440,
            concerns=False,
            rows=lambda user: LostCommission.objects.filter(decided_by=user).select_related("institution"),
            fields=(
                Field("institution", _("Institution"), lambda lost: lost.institution.name),
                Field("year", _("Year"), lambda lost: lost.year),
                Field("reason", _("Reason"), lambda lost: lost.reason),
            ),
        ),
    )
