"""Guangzhou's cycle verification (周期验证) until 2016: applications of people and HR, and what officers decide."""


def introduce() -> None:
    """Called once by the room, when all models are there."""
    from django.db.models import Q
    from django.utils.translation import gettext_lazy as _

    from approvals import procedures
    from audit import actions, objects
    from changes import moves
    from people.mydata.registry import Field, Holding, register
    from people.organizations.references import Reference, leave_alone, register_reference
    from records.ledger import listeners
    from ui import navigation, tasks_waiting
    from verification.cycles.access import looks_at_cycles
    from verification.cycles.enums import OPEN_CYCLES
    from verification.cycles.procedures import CYCLES
    from verification.cycles.services import refresh_open_cases
    from verification.cycles.travelling import CYCLES_TRAVEL
    from verification.cycles.waiting import waiting_cycles
    from verification.cycles.wording import ACTION_NAMES, OBJECT_NAMES
    from verification.models import CYCLE, CycleCase
    from verification.spotchecks import subjects

    procedures.register(CYCLES)
    moves.register(CYCLES_TRAVEL)
    # A cycle is looked at again with the year in which it ends.
    subjects.register(CYCLE, lambda year: CycleCase.objects.filter(last_year=year))
    listeners.register(refresh_open_cases)
    tasks_waiting.register(waiting_cycles)
    navigation.register(
        navigation.NavigationEntry(
            label=_("Cycle verifications"),
            url_name="cycles:cases",
            order=39,
            shown_to=looks_at_cycles,
        )
    )
    actions.name_actions(ACTION_NAMES)
    objects.name_objects(OBJECT_NAMES)
    register_reference(
        Reference(
            model="verification.CycleCase",
            field="employer",
            label=_("Cycle verifications"),
            where=Q(state__in=OPEN_CYCLES),
            related=("professional",),
            along=lambda kept: {"area": kept.area},
        )
    )
    leave_alone("verification.CycleCase", "registered_for")
    register(
        Holding(
            key="cycle_cases",
            label=_("Cycle verifications"),
            order=640,
            rows=lambda user: CycleCase.objects.filter(Q(professional__user=user) | Q(registered_by=user)),
            fields=(
                Field("years", _("Years"), lambda row: row.years),
                Field("applying_for", _("Title level applied for"), lambda row: row.get_applying_for_display()),
                Field("applying_name", _("Title applied for"), lambda row: row.applying_name),
                Field("occasion", _("By way of"), lambda row: row.get_occasion_display()),
                Field("asked", _("Sent on"), lambda row: row.asked_on),
                Field("state", _("State"), lambda row: row.get_state_display()),
            ),
        )
    )
