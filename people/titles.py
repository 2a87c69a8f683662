"""Which title somebody holds on a day, and what it is to the rule books."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.enums import TitleLevel
from people.models import Professional, Title


class TitleGroup(models.TextChoices):
    """What the rule books tell apart (policies.terms.TITLE_LEVELS)."""

    SENIOR = "senior", _("Senior title")
    INTERMEDIATE = "intermediate", _("Intermediate title")
    JUNIOR = "junior", _("Junior title")
    NONE = "none", _("No title yet")


# 正高 and 副高 are 高级; 助理级 and 员级 are 初级.
LEVELS_OF_GROUP: dict[str, tuple[TitleLevel, ...]] = {
    TitleGroup.SENIOR: (TitleLevel.SENIOR, TitleLevel.DEPUTY_SENIOR),
    TitleGroup.INTERMEDIATE: (TitleLevel.INTERMEDIATE,),
    TitleGroup.JUNIOR: (TitleLevel.ASSISTANT, TitleLevel.STAFF),
}
_GROUP_OF_LEVEL = {level: TitleGroup(group) for group, levels in LEVELS_OF_GROUP.items() for level in levels}
_RANKS = {level: rank for rank, level in enumerate(TitleLevel)}
_RANK_OF_NAME = {level.value: rank for level, rank in _RANKS.items()}
_GROUP_OF_NAME = {level.value: group.value for level, group in _GROUP_OF_LEVEL.items()}


def title_on(professional: Professional, day: datetime.date) -> Title | None:
    """The present one of that day: of the highest level reached by then the newest."""
    return best_of(professional.titles.all(), day)


def title_level_on(professional: Professional, day: datetime.date) -> str:
    """`senior`, `intermediate`, `junior` or `none`, as a question to the rule books has it."""
    return group_of(title_on(professional, day)).value


def best_of(titles: Iterable[Title], day: datetime.date) -> Title | None:
    reached = [title for title in titles if title.obtained_on <= day]
    return max(reached, key=lambda title: (_RANKS[TitleLevel(title.level)], title.obtained_on), default=None)


def group_of(title: Title | None) -> TitleGroup:
    return _GROUP_OF_LEVEL[TitleLevel(title.level)] if title else TitleGroup.NONE


# The same of bare levels, for whoever reckons for many people at once.


def rank_of(level: str) -> int:
    return _RANK_OF_NAME[level]


def group_of_level(level: str | None) -> str:
    return _GROUP_OF_NAME[level] if level else TitleGroup.NONE.value
