"""The verification of a cycle, as `approvals` knows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from approvals.enums import Action
from approvals.procedures import Followed, Procedure
from audit.actors import Actor
from people.titles import TitleGroup, group_of_level
from ui.formatting import number_text
from verification.cases import Figures, same, short_words, undecided, why_final
from verification.cycles import asking, services
from verification.cycles.filters import CyclesWaitingFilter
from verification.models import CYCLE, CycleCase

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REASONS: dict[str, str | _StrPromise] = {
    "short_total": gettext_lazy("The hours in all are short"),
    "short_public": gettext_lazy("The hours of public subjects are short"),
    "short_specialty": gettext_lazy("The hours of specialty subjects are short"),
    "doubtful_proof": gettext_lazy("A proof is doubtful"),
    "unrelated": gettext_lazy("Hours are not related to the title applied for"),
    "wrong_title": gettext_lazy("The present title, or its day, is another one"),
    "not_own": gettext_lazy("Another office is in charge"),
}


def title_of(case: CycleCase) -> str:
    told = [
        _("Cycle %(years)s") % {"years": case.years},
        _("for %(title)s") % {"title": case.applying_name or case.get_applying_for_display()},
    ]
    return pgettext("between two facts", ", ").join(told)


def hint_of(case: CycleCase) -> str:
    counted = Decimal(case.figures["counted"].get("total", "0"))
    required = Decimal(case.figures["required"].get("total", "0"))
    words = ngettext("%(counted)s of %(count)s hour", "%(counted)s of %(count)s hours", 1 if required == 1 else 2)
    return words % {"counted": number_text(counted), "count": number_text(required)}


def kind_label(kind: str) -> str:
    return str(TitleGroup(kind).label)


# What to look at first


def look_at_cases(cases: Iterable[CycleCase]) -> Mapping[int, list[str]]:
    """Who is short, of whom the hours have changed since it was sent, and of whom some are not decided yet."""
    listed = list(cases)
    now = asking.present_figures(listed)
    waiting = undecided({case.professional_id for case in listed})
    found = {case.pk: _flags(case, now[case.pk], waiting) for case in listed}
    return {number: flags for number, flags in found.items() if flags}


def _flags(case: CycleCase, now: Figures, undecided_records: Counter[tuple[int, int]]) -> list[str]:
    found = []
    if now["short"]:
        found.append(short_words(now["short"]))
    if not same(now, case.sent_figures):
        found.append(changed_words(case.sent_figures, now))
    waiting = sum(undecided_records[case.professional_id, year] for year in {*now["years"], case.asked_on.year})
    if waiting:
        words = ngettext(
            "%(count)d record of these years is not decided yet.",
            "%(count)d records of these years are not decided yet.",
            waiting,
        )
        found.append(words % {"count": waiting})
    return found


def changed_words(before: Figures, now: Figures) -> str:
    was, has = Decimal(before["counted"].get("total", "0")), Decimal(now["counted"].get("total", "0"))
    if was == has:
        return _("What counts has changed since the application was sent.")
    return _("Since the application was sent the hours have changed from %(before)s to %(now)s.") % {
        "before": number_text(was),
        "now": number_text(has),
    }


# What follows


def _approved(followed: Sequence[Followed], *, actor: Actor) -> None:
    services.approve_cases([each.subject for each in followed], actor=actor)


def _returned(followed: Sequence[Followed], *, actor: Actor) -> None:
    services.return_cases([each.subject for each in followed], actor=actor, reason=followed[0].decision.comment)


def _rejected(followed: Sequence[Followed], *, actor: Actor) -> None:
    services.reject_cases([each.subject for each in followed], actor=actor, reason=followed[0].decision.comment)


def _withdrawn(followed: Sequence[Followed], *, actor: Actor) -> None:
    services.close_withdrawn([each.subject for each in followed], actor=actor)


def _undone(followed: Sequence[Followed], *, actor: Actor) -> None:
    services.take_back([each.subject for each in followed], actor=actor)


CYCLES = Procedure(
    name=CYCLE,
    label=pgettext_lazy("procedure", "Cycle verification"),
    model=CycleCase,
    related=("professional__user", "employer", "verification"),
    title=title_of,
    hint=hint_of,
    reasons=REASONS,
    is_routine=True,
    kind_of=lambda case: group_of_level(case.applying_for),
    kind_label=kind_label,
    anomalies=look_at_cases,
    filter_class=CyclesWaitingFilter,
    page_url_name="cycles:case",
    amend_url_name="cycles:amendment",
    approve_label=gettext_lazy("Verify"),
    consequences=gettext_lazy(
        "If the last step agrees, the cycle is verified with the figures of that moment; whoever is short then is"
        " refused in words."
    ),
    on_many={
        Action.APPROVE: _approved,
        Action.RETURN: _returned,
        Action.REJECT: _rejected,
        Action.WITHDRAW: _withdrawn,
        Action.UNDO: _undone,
    },
    why_final=why_final,
)
