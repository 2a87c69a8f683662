"""The tags and filters every template has without loading them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext_lazy as _

from ui.hats import role_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

register = template.Library()

THEMES = (("auto", _("Like the device")), ("light", _("Light")), ("dark", _("Dark")))

register.filter("role_name", role_name)


@register.simple_tag
def theme_choices() -> tuple[tuple[str, _StrPromise], ...]:
    return THEMES
