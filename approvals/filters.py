from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from approvals.enums import Alarm, RunState
from approvals.models import Run, RunQuerySet, Step, StepQuerySet
from approvals.procedures import all_procedures
from people.models import Professional

LONG_NAME = 100


def procedure_choices() -> list[tuple[str, Any]]:
    return [(procedure.name, procedure.label) for procedure in all_procedures()]


class QueueFilter(django_filters.FilterSet):  # type: ignore[misc]
    procedure = django_filters.ChoiceFilter(
        label=_("Kind (several are decided at once within one kind only)"),
        field_name="run__procedure",
        choices=procedure_choices,
        empty_label=_("All kinds"),
    )
    name = django_filters.CharFilter(label=_("Name or its pinyin"), max_length=LONG_NAME, method="of_person")

    class Meta:
        model = Step
        fields = ["procedure", "name"]

    def of_person(self, steps: StepQuerySet, name: str, value: str) -> StepQuerySet:
        return steps.filter(run__professional__in=Professional.objects.called(value))


class RunFilter(django_filters.FilterSet):  # type: ignore[misc]
    state = django_filters.ChoiceFilter(label=_("State"), choices=RunState, empty_label=_("All states"))
    procedure = django_filters.ChoiceFilter(label=_("Kind"), choices=procedure_choices, empty_label=_("All kinds"))
    late = django_filters.ChoiceFilter(
        label=_("Term"),
        choices=[("1", _("Lies too long"))],
        empty_label=_("All"),
        method="lying_too_long",
    )
    name = django_filters.CharFilter(label=_("Name or its pinyin"), max_length=LONG_NAME, method="of_person")

    class Meta:
        model = Run
        fields = ["state", "procedure", "late", "name"]

    def lying_too_long(self, runs: RunQuerySet, name: str, value: str) -> RunQuerySet:
        late = Step.objects.waiting().filter(run=OuterRef("pk"), alarm__gte=Alarm.OVERDUE)
        return runs.filter(Exists(late))

    def of_person(self, runs: RunQuerySet, name: str, value: str) -> RunQuerySet:
        return runs.filter(professional__in=Professional.objects.called(value))
