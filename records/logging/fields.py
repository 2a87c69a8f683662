from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rules.calculator.fields import AskedField

MOST_OF_A_NAME = 100


class NameField(AskedField, forms.CharField):
    """A name that the rule books compare and never read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST_OF_A_NAME, strip=True, **kwargs | {"required": False})

    def validate(self, value: Any) -> None:
        """Too long is cut off: it is a key, and the title says it in full."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(value or "").replace("\0", "").split())[:MOST_OF_A_NAME]

    def may_travel(self, value: str) -> bool:
        return False


class RelatedField(AskedField, forms.ChoiceField):
    """Whether it has to do with the profession; the fact is said where it has not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=(("", _("Yes")), ("1", _("No; then it cannot count as a specialty subject"))),
            widget=forms.RadioSelect,
            label=_("Is it related to the title you hold or work for?"),
            **kwargs | {"required": False},
        )

    def to_python(self, value: Any) -> str:
        return "1" if value else ""

    def fact(self, value: str) -> Any:
        return not value

    def may_travel(self, value: str) -> bool:
        return True
