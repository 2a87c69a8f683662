from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import django_filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from approvals.enums import Alarm, RunState
from approvals.models import Run, RunQuerySet, Step, StepQuerySet
from approvals.procedures import all_procedures, procedure_of
from approvals.queries import KindWaiting, kind_label
from people.models import Professional
from ui.formatting import number_text

LONG_NAME = 100


def procedure_choices() -> list[tuple[str, Any]]:
    return [(procedure.name, procedure.label) for procedure in all_procedures()]


class QueueFilter(django_filters.FilterSet):  # type: ignore[misc]
    """What waits, of one kind, of one person; and by whatever the room of the procedure offers (`queue_filter`)."""

    procedure = django_filters.ChoiceFilter(
        label=_("Kind (several are decided at once within one kind only)"),
        choices=[],
        method="of_kind",
        empty_label=_("All kinds"),
    )
    name = django_filters.CharFilter(label=_("Name or its pinyin"), max_length=LONG_NAME, method="of_person")

    class Meta:
        model = Step
        fields = ["procedure", "name"]

    def __init__(self, data: Any, queryset: StepQuerySet, *, kinds: Sequence[KindWaiting]) -> None:
        super().__init__(data, queryset)
        self.kinds = kinds
        self.filters["procedure"].extra["choices"] = _kind_choices(kinds, data.get("procedure", ""))

    def of_kind(self, steps: StepQuerySet, name: str, value: str) -> StepQuerySet:
        procedure, _colon, kind = value.partition(":")
        steps = steps.filter(procedure=procedure)
        return steps.filter(kind=kind) if kind else steps

    def of_person(self, steps: StepQuerySet, name: str, value: str) -> StepQuerySet:
        return steps.filter(run__professional__in=Professional.objects.called(value))

    @property
    def single_kind(self) -> tuple[str, str] | None:
        """Several are decided at once within one kind only, so that one button means one thing."""
        chosen = self.form.cleaned_data.get("procedure", "") if self.form.is_valid() else ""
        if not chosen:
            known = all_procedures()
            chosen = known[0].name if len(known) == 1 else ""
        procedure, _colon, kind = chosen.partition(":")
        return (procedure, kind) if chosen and (kind or not procedure_of(procedure).has_kinds) else None


def queue_filter(data: Any, queryset: StepQuerySet, *, kinds: Sequence[KindWaiting]) -> QueueFilter:
    """With the fields that the room of the chosen procedure adds to it."""
    name = data.get("procedure", "").partition(":")[0]
    more = {procedure.name: procedure.filter_class for procedure in all_procedures()}.get(name)
    if more is None:
        return QueueFilter(data, queryset, kinds=kinds)
    made = type("QueueFilterOfProcedure", (QueueFilter, more), {})
    return cast("QueueFilter", made(data, queryset, kinds=kinds))


def _kind_choices(kinds: Sequence[KindWaiting], chosen: str) -> list[tuple[str, str]]:
    """Those of which something waits, with how much; and the one just worked on, of which nothing may be left."""
    choices = {
        kind.value: _("%(kind)s (%(count)s)") % {"kind": kind.label, "count": number_text(kind.matters)}
        for kind in kinds
    }
    for procedure in all_procedures():
        label = str(procedure.label)
        choices.setdefault(procedure.name, _("%(kind)s, all") % {"kind": label} if procedure.has_kinds else label)
    procedure_name, _colon, kind = chosen.partition(":")
    if kind and procedure_name in choices and _is_kind(procedure_name, kind):
        choices.setdefault(chosen, kind_label(procedure_name, kind))
    return sorted(choices.items(), key=lambda choice: choice[0])


def _is_kind(procedure: str, kind: str) -> bool:
    try:
        return procedure_of(procedure).has_kinds and bool(kind_label(procedure, kind))
    except LookupError:
        return False


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
