"""Figures, dates and durations in words, in the language of the page and the time of Shanghai.

Each returns plain text; `ui.templatetags.ui` adds what keeps a figure and its unit on one line.
"""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext, ngettext, npgettext

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
# Beyond this a date says more than a number of days.
DAYS_TOLD_AS_DISTANCE = 30


def number_text(value: float | Decimal) -> str:
    """494,210"""
    return formats.number_format(value, use_l10n=True, force_grouping=True)


def hours_text(value: Decimal | int) -> str:
    """Credit hours (学时) with at most one decimal: `12 学时`, `7.5 学时`."""
    rounded = Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)
    shown = rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded
    # English speaks of "1.5 hours"; ngettext wants a whole number to choose by.
    plural_by = 1 if shown == 1 else 2
    return npgettext("credit hours", "%(number)s hour", "%(number)s hours", plural_by) % {"number": number_text(shown)}


def percent_text(share: float | Decimal) -> str:
    """Whole percent. What is not complete never reads 100 %, what has begun never reads 0 %."""
    whole = int((Decimal(share) * 100).to_integral_value(ROUND_HALF_UP))
    if 0 < share < 1:
        whole = min(max(whole, 1), 99)
    return f"{whole}%"


def local(moment: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


def date_text(day: datetime.date) -> str:
    """2026年11月20日"""
    return _date_text(local(day).date() if isinstance(day, datetime.datetime) else day, get_language())


@lru_cache(maxsize=4096)
def _date_text(day: datetime.date, _language: str | None) -> str:
    """The same days stand in all rows of all lists."""
    return formats.date_format(day, "DATE_FORMAT")


def date_time_text(moment: datetime.datetime) -> str:
    """2026年11月20日 9:05"""
    return formats.date_format(local(moment), "DATETIME_FORMAT")


def duration_text(seconds: float) -> str:
    """The two largest units at most: `53 秒`, `2 分 5 秒`, `3 小时 20 分`, `4 天 2 小时`."""
    whole = max(0, round(seconds))
    parts = [
        (whole // DAY, ngettext("%(count)d day", "%(count)d days", whole // DAY)),
        (whole % DAY // HOUR, gettext("%(count)d h")),
        (whole % HOUR // MINUTE, gettext("%(count)d min")),
        (whole % MINUTE, gettext("%(count)d s")),
    ]
    first = next((place for place, (count, _unit) in enumerate(parts) if count), len(parts) - 1)
    told = [unit % {"count": count} for count, unit in parts[first : first + 2] if count]
    return " ".join(told) or gettext("%(count)d s") % {"count": 0}


def time_left_text(seconds: float) -> str:
    """`约剩 53 秒`"""
    return gettext("about %(duration)s left") % {"duration": duration_text(seconds)}


def time_ago_text(moment: datetime.datetime) -> str:
    """`3 分钟前`; after a month the date."""
    passed = (timezone.now() - moment).total_seconds()
    if passed >= DAYS_TOLD_AS_DISTANCE * DAY:
        return date_text(moment)
    if passed < MINUTE:
        return gettext("just now")
    if passed < HOUR:
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", int(passed // MINUTE)) % {
            "count": passed // MINUTE
        }
    if passed < DAY:
        return ngettext("%(count)d hour ago", "%(count)d hours ago", int(passed // HOUR)) % {"count": passed // HOUR}
    return ngettext("%(count)d day ago", "%(count)d days ago", int(passed // DAY)) % {"count": passed // DAY}


def waiting_text(moment: datetime.datetime) -> str:
    """How long something has been lying: `8 天了`. Counted in days of the calendar, as people do."""
    days = (timezone.localdate() - local(moment).date()).days
    if days <= 0:
        return gettext("since today")
    return ngettext("for %(count)d day", "for %(count)d days", days) % {"count": days}
