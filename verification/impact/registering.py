"""What policy impact makes known to the rooms below."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit import actions, objects
from people.mydata.registry import Field, Holding, register
from ui import navigation
from verification.access import may_try_rules
from verification.impact import kinds  # noqa: F401 - registers its kinds
from verification.models import ImpactChange, ImpactRun, RuleDraft


def register_impact() -> None:
    navigation.register(
        navigation.NavigationEntry(
            label=_("Draft rules"),
            url_name="impact:drafts",
            order=46,
            shown_to=may_try_rules,
            is_aside=True,
            summary=_("See before rules are switched on who would pass or fail by them, and which line makes it so."),
        )
    )
    actions.name_actions(
        {
            "rule_draft.kept": _("kept draft rules"),
            "policy_impact.started": _("tried draft rules over everybody"),
        }
    )
    objects.name_objects(
        {"verification.ruledraft": _("draft rules"), "verification.impactrun": _("trial of draft rules")}
    )
    _register_holdings()


def _register_holdings() -> None:
    register(
        Holding(
            key="rule_drafts",
            label=_("Draft rules you kept"),
            order=690,
            concerns=False,
            rows=lambda user: RuleDraft.objects.filter(made_by=user),
            fields=(
                Field("name", _("Name"), lambda row: row.name),
                Field("ruleset", _("Rule set"), lambda row: row.ruleset),
                Field("made", _("Kept"), lambda row: row.made_at),
            ),
        ),
        Holding(
            key="impact_runs",
            label=_("Trials of draft rules you started"),
            order=691,
            concerns=False,
            rows=lambda user: ImpactRun.objects.filter(started_by=user).select_related("draft"),
            fields=(
                Field("draft", _("Draft"), lambda row: row.draft.name),
                Field("first_year", _("First year"), lambda row: row.first_year),
                Field("last_year", _("Last year"), lambda row: row.last_year),
                Field("started", _("Started"), lambda row: row.started_at),
            ),
        ),
        Holding(
            key="impact_changes",
            label=_("Trials of draft rules by which your year would end otherwise; nothing of it is in force"),
            order=692,
            rows=lambda user: ImpactChange.objects.filter(Q(professional__user=user)).select_related("run__draft"),
            fields=(
                Field("draft", _("Draft"), lambda row: row.run.draft.name),
                Field("year", _("Year"), lambda row: row.year),
                Field("before", _("By the rules in force"), lambda row: row.get_before_display()),
                Field("after", _("By the draft"), lambda row: row.get_after_display()),
            ),
        ),
    )
