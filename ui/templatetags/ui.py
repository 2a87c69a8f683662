"""The tags and filters every template has without loading them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ui import formatting
from ui.hats import role_name
from ui.tables import SortedPage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

register = template.Library()

THEMES = (("auto", _("Like the device")), ("light", _("Light")), ("dark", _("Dark")))

register.filter("role_name", role_name)


@register.simple_tag
def theme_choices() -> tuple[tuple[str, _StrPromise], ...]:
    return THEMES


# Figures and dates. The `_text` ones are plain, for attributes; the others stay on one line.


def kept_together(write: Callable[[Any], str]) -> Callable[[Any], str]:
    def filter_function(value: Any) -> str:
        return "" if value in (None, "") else format_html('<span class="nowrap">{}</span>', write(value))

    return filter_function


def in_time_element(write: Callable[[Any], str]) -> Callable[[Any], str]:
    def filter_function(value: datetime.date | None) -> str:
        if not value:
            return ""
        return format_html('<time class="nowrap" datetime="{}">{}</time>', value.isoformat(), write(value))

    return filter_function


date_long = in_time_element(formatting.date_text)

register.filter("hours", kept_together(formatting.hours_text))
register.filter("hours_text", formatting.hours_text)
register.filter("percent", kept_together(formatting.percent_text))
register.filter("duration", kept_together(formatting.duration_text))
register.filter("time_left", kept_together(formatting.time_left_text))
register.filter("date_long", date_long)
register.filter("date_time", in_time_element(formatting.date_time_text))
register.filter("date_time_text", formatting.date_time_text)
register.filter("time_ago", in_time_element(formatting.time_ago_text))
register.filter("since", in_time_element(formatting.waiting_text))


@register.filter
def number(value: float | Decimal | None) -> str:
    return "" if value is None else formatting.number_text(value)


# Marks of a state, a category, a source

CATEGORIES = {
    "public": (_("Public subjects"), pgettext_lazy("mark of the public subjects", "P")),
    "specialty": (_("Specialty subjects"), pgettext_lazy("mark of the specialty subjects", "S")),
    "elective": (_("Elective subjects"), pgettext_lazy("mark of the elective subjects", "E")),
}


@register.simple_tag
def badge(state: str, label: str) -> str:
    return format_html('<span class="status-badge status-badge--{}">{}</span>', state, label)


@register.simple_tag
def category_name(category: str) -> _StrPromise:
    return CATEGORIES[category][0]


@register.inclusion_tag("components/category_mark.html")
def category_mark(category: str) -> dict[str, Any]:
    name, mark = CATEGORIES[category]
    return {"category": category, "name": name, "mark": mark}


@register.inclusion_tag("components/citation.html")
def citation(text: str, url: str = "", *, confirmed: bool = True) -> dict[str, Any]:
    return {"text": text, "url": url, "confirmed": confirmed}


# Tables


@register.inclusion_tag("components/table_head.html")
def table_head(page: SortedPage, *, selectable: bool = False, sticky: bool = True) -> dict[str, Any]:
    return {"page": page, "selectable": selectable, "sticky": sticky}


@register.inclusion_tag("components/pagination.html")
def pagination(page: SortedPage) -> dict[str, Any]:
    return {"page": page}


# Forms


@register.filter
def focus_target(field: BoundField) -> str:
    """The id an error summary leads to: the first choice of a group, else the field itself."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


# Progress


@register.inclusion_tag("components/progress.html")
def progress(
    done: int,
    total: int | None,
    *,
    label: str,
    unit: str = "",
    rate: float | None = None,
    seconds_left: float | None = None,
    fill: str = "waiting",
) -> dict[str, Any]:
    """Done of total with rate per second and time left. Without a total the bar stays empty and only counts."""
    share = Decimal(done) / total if total else Decimal(0)
    return {
        "done": done,
        "total": total,
        "label": label,
        "unit": unit,
        "fill": fill,
        "pace": _pace(rate, unit, seconds_left),
        "width": f"{min(share, Decimal(1)):.2%}",
        "whole_percent": int(min(share, Decimal(1)) * 100),
    }


def _pace(rate: float | None, unit: str, seconds_left: float | None) -> str:
    told = []
    if rate:
        shown = round(rate) if rate >= 10 else round(rate, 1)
        amount = f"{formatting.number_text(shown)} {unit}".rstrip()
        told.append(gettext("%(amount)s per second") % {"amount": amount})
    if seconds_left is not None:
        told.append(formatting.time_left_text(seconds_left))
    return pgettext("between two facts", ", ").join(told)
