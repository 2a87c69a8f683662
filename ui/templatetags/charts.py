"""`{% load charts %}`: drawings from the figures of ui.charts, each with its words or its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from ui.charts import Bar, HeatTable, LineChart, Part, Ring, Sparkline

register = template.Library()


@register.inclusion_tag("components/bar.html")
def bar(bar: Bar, *, label: str = "", thin: bool = False) -> dict[str, Any]:
    """Without a label the figures stand beside it in words and the drawing is hidden from readers by ear."""
    return {"bar": bar, "label": label, "thin": thin}


@register.inclusion_tag("components/legend.html")
def legend(parts: Sequence[Part]) -> dict[str, Any]:
    return {"parts": parts}


@register.inclusion_tag("components/meter.html")
def meter(bar: Bar, *, category: str, done: Any, required: Any, state: str, state_label: str) -> dict[str, Any]:
    """One category against its requirement."""
    return {
        "bar": bar,
        "category": category,
        "done": done,
        "required": required,
        "state": state,
        "state_label": state_label,
    }


@register.inclusion_tag("components/ring.html")
def ring(ring: Ring, *, label: str, unit: str) -> dict[str, Any]:
    return {"ring": ring, "label": label, "unit": unit}


@register.inclusion_tag("components/line_chart.html")
def line_chart(chart: LineChart, *, caption: str, label: str, note: str = "", place_name: str = "") -> dict[str, Any]:
    return {"chart": chart, "caption": caption, "label": label, "note": note, "place_name": place_name}


@register.inclusion_tag("components/multiples.html")
def multiples(
    items: Sequence[tuple[str, str, Sparkline, str, str]], *, caption: str, columns: Sequence[str], note: str = ""
) -> dict[str, Any]:
    """Each item: name, figure, line, comparison in words, address. `columns` heads the table behind them."""
    return {"items": items, "caption": caption, "columns": columns, "note": note}


@register.inclusion_tag("components/heat_table.html")
def heat_table(table: HeatTable, *, caption: str, note: str = "") -> dict[str, Any]:
    return {"table": table, "caption": caption, "note": note}
