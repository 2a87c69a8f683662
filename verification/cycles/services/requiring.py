"""What has to be there before a cycle is applied for or verified, and who then decides."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from approvals.chains import ChainStep, chain_of_route
from audit.actors import Actor
from audit.services import Values
from people.models import Employer, Professional, Title
from people.titles import title_on
from ui.errors import Conflict
from ui.formatting import date_text
from verification.cases import short_words
from verification.cycles import asking
from verification.cycles.access import keeps
from verification.cycles.asking import Facts, Outlook
from verification.enums import Kind
from verification.models import CycleCase, Verification


def require_facts(
    professional: Professional, on: datetime.date, places: dict[int, str] | None = None
) -> tuple[Facts, Title, Employer]:
    found = asking.facts_of(professional, on, places)
    if found is not None:
        return found
    if title_on(professional, on) is None:
        raise Conflict(
            _("The years of a cycle begin with the present title, and none is entered for %(name)s.")
            % {"name": professional}
        )
    raise Conflict(
        _("Who verifies follows from your employer, and you have none here. Ask one to take you on, then apply.")
    )


def require_years(outlook: Outlook) -> None:
    """Without a year there is no cycle (B9): the day on which there is one, or the article that ended it."""
    if outlook.has_years:
        return
    if outlook.possible_from is not None:
        raise Conflict(
            _(
                "There is no full year in the present title yet. A cycle is possible from %(day)s on"
                " (穗人社函〔2016〕755号 一(一))."
            )
            % {"day": date_text(outlook.possible_from)}
        )
    if outlook.has_ended:
        raise Conflict(
            _(
                "From 2017 on cycles are no longer verified: every year is verified by itself"
                " (穗人社函〔2016〕755号 四)."
            )
        )
    raise Conflict(_("At the place of the employer cycles are not verified; they were in Guangzhou until 2016."))


def require_new(professional: Professional, outlook: Outlook, known: Collection[tuple[int, int]] | None = None) -> None:
    if (professional.pk, outlook.years[-1]) in (already([professional]) if known is None else known):
        raise Conflict(_already_words(professional, outlook))


def foreseen_steps(outlook: Outlook, employer: Employer, level: str) -> list[ChainStep]:
    """Who would decide, for the page before it is sent; nothing where the rules name nobody."""
    try:
        return chain_for(outlook.facts, employer, level)
    except Conflict:
        return []


def chain_for(facts: Facts, employer: Employer, applying_for: str) -> list[ChainStep]:
    answer = asking.route(facts, employer, applying_for)
    if "steps" not in answer:
        raise Conflict(
            _("The rules name nobody who verifies the cycles of %(employer)s (穗人社函〔2016〕755号 二(四)).")
            % {"employer": employer}
        )
    return chain_of_route(answer, employer=employer, industry=facts.industry, on=facts.asked_on)


def require_keeps(actor: Actor, professional: Professional, employer: Employer | None = None) -> None:
    if employer is None:
        employer = asking.employer_of(professional)
    if employer is None or not keeps(actor, employer):
        raise PermissionDenied(_("Everybody applies for the own cycle; HR for its own people."))


def already(people: Sequence[Professional]) -> set[tuple[int, int]]:
    """People and last years of cycles that are under verification or verified."""
    numbers = [each.pk for each in people]
    open_cases = CycleCase.objects.open().filter(professional__in=numbers).order_by()
    verified = Verification.objects.standing().filter(professional__in=numbers, kind=Kind.CYCLE).order_by()
    return {
        *open_cases.values_list("professional_id", "last_year"),
        *verified.values_list("professional_id", "last_year"),
    }


def _already_words(professional: Professional, outlook: Outlook) -> str:
    told = {"years": outlook.period, "name": professional}
    return _("The cycle %(years)s of %(name)s is under verification, or verified already.") % told


def short_told(professional: Professional, short: Mapping[str, Decimal]) -> Values:
    return {"name": professional, "lines": short_words(short)}
