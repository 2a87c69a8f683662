"""Of which years an application made on a day brings certificates, asked of the rules of that day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from people.models import Title
from people.titles import TitleGroup, rank_of
from policies import ask
from records.ledger.judging import Answer
from records.ledger.reading import Recorded
from records.ledger.standing import Career, Standing
from records.questions import person_question
from rules.calculator.problems import fault_of
from rules.calculator.telling import words_of
from ui.formatting import date_text
from verification.packs import rules
from verification.packs.rules import PackRule, rule_for


@dataclass(frozen=True)
class Asked:
    """`years` is empty where nothing can be asked for, and `refusal` says why."""

    standing: Standing
    rule: PackRule | None
    years: Sequence[int] = ()
    refusal: str = ""
    note: str = ""
    cycle: Mapping[str, Any] | None = None
    """What the rule books say of the cycle as a whole, where there is one."""


def present_title(titles: Sequence[Title], applied_on: datetime.date, applying_for: str) -> Title | None:
    """Held on that day; and where it is said for which level one applies, below that level."""
    held = [title for title in titles if title.obtained_on <= applied_on]
    below = [title for title in held if not applying_for or rank_of(title.level) < rank_of(applying_for)]
    return max(below or held, key=lambda title: (rank_of(title.level), title.obtained_on), default=None)


def years_asked(
    career: Career, recognized: Sequence[Recorded], applied_on: datetime.date, title: Title | None
) -> Asked:
    standing = career.standing_in(applied_on.year)
    rule = rule_for(standing.ruleset, applied_on)
    if rule is None:
        return Asked(standing, None, refusal=_no_rules(standing))
    if rule.years.which == rules.APPLICATION:
        return Asked(standing, rule, [applied_on.year])
    if rule.years.which == rules.BEFORE:
        return Asked(standing, rule, [applied_on.year - 1])
    if rule.years.which == rules.CYCLE:
        return _cycle(standing, rule, recognized, applied_on, title)
    return _since_title(career, standing, rule, applied_on, title)


def _no_rules(standing: Standing) -> str:
    if not standing.place:
        return _("No employer with a place is known for that day, so no rules can be named.")
    return _("The rules known here say nothing about applications on that day in this place.")


def _since_title(
    career: Career, standing: Standing, rule: PackRule, applied_on: datetime.date, title: Title | None
) -> Asked:
    last, note = applied_on.year, ""
    first = title.obtained_on.year + 1 if title else min((job.started_on.year for job in career.jobs), default=last)
    if title is None:
        note = _("No title is known of that day, so the years are counted from the first employment.")
    years = list(range(min(first, last), last + 1))
    while years[:-1] and not career.standing_in(years[0]).ruleset:  # before there were certificates
        years.pop(0)
    return Asked(standing, rule, years, note=note)


def _cycle(
    standing: Standing, rule: PackRule, recognized: Sequence[Recorded], applied_on: datetime.date, title: Title | None
) -> Asked:
    if title is None:
        words = _("A cycle runs from the present title, and none is known of that day.")
        return Asked(standing, rule, refusal=words)
    answer = _answer_of(standing, recognized, applied_on, title)
    if answer["outcome"] != "refused":
        return Asked(standing, rule, answer["years"], cycle=answer)
    refusal = _("%(words)s.") % {"words": words_of(answer, "reason")}
    if "possible_from" in answer:
        refusal += " " + _("It becomes possible on %(day)s.") % {"day": date_text(answer["possible_from"])}
    return Asked(standing, rule, refusal=refusal)


def _answer_of(standing: Standing, recognized: Sequence[Recorded], applied_on: datetime.date, title: Title) -> Answer:
    """A record that lacks a fact under these rules was logged under others, and is none of this cycle."""
    records = [record.question for record in recognized]
    question = {
        "ask": "cycle",
        "ruleset": standing.ruleset,
        "place": standing.place,
        "title_on": title.obtained_on.isoformat(),
        "applied_on": applied_on.isoformat(),
        "person": person_question(standing.title_level or TitleGroup.NONE.value, standing.industry),
    }
    while True:
        answer = ask({**question, "records": records})
        if "error" not in answer:
            return answer
        position, _name, _problem = fault_of(answer["error"])
        if position is None:
            raise ValueError(f"the rule books refuse the cycle: {answer['error']}")
        records.pop(position)
