"""Fields that take what was typed and leave the judging to `ask`, so that every door says no to the same things."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

MOST_TYPED = 40  # characters of one answer that are read at all
NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class AskedField(forms.Field):
    """`may_travel`: what a shared link may carry. Everything else typed stays on the page, whatever it was."""

    def validate(self, value: Any) -> None:
        """The rule books do."""

    def fact(self, value: str) -> Any:
        """The value as the question has it."""
        return value

    def may_travel(self, value: str) -> bool:
        raise NotImplementedError


class _TypedField(AskedField, forms.CharField):
    shape: re.Pattern[str]

    def to_python(self, value: Any) -> str:
        typed = unicodedata.normalize("NFKC", str(value or ""))[:MOST_TYPED]
        return "".join(sign for sign in typed if sign.isprintable()).strip()

    def may_travel(self, value: str) -> bool:
        return self.shape.fullmatch(value) is not None


class NumberField(_TypedField):
    shape = NUMBER

    def __init__(self, *, is_whole: bool = True, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric" if is_whole else "decimal", "class": "input--short", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs), **kwargs)

    def fact(self, value: str) -> Any:
        """Text that is no number goes on as text, to be refused by its name."""
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        if not number.is_finite() or abs(number.adjusted()) > MOST_TYPED:
            return value
        return int(number) if number == number.to_integral_value() else number


class DayField(_TypedField):
    shape = DATE

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date", "class": "input--date"}), **kwargs)


class CodeField(_TypedField):
    """So many digits: a division code has six."""

    def __init__(self, *, digits: int = 6, **kwargs: Any) -> None:
        width = "input--short" if digits <= 6 else "input--date"
        super().__init__(
            widget=forms.TextInput({"inputmode": "numeric", "class": width, "autocomplete": "off"}), **kwargs
        )
        self.shape = re.compile(f"[0-9]{{{digits}}}")


class OneOfField(AskedField, forms.ChoiceField):
    def to_python(self, value: Any) -> str:
        """What was never offered counts as not chosen."""
        chosen = str(value or "")
        return chosen if self.valid_value(chosen) else ""

    def may_travel(self, value: str) -> bool:
        return True


class FlagField(AskedField):
    """Ticked or not; `means` is the fact that a tick stands for."""

    widget = forms.CheckboxInput

    def __init__(self, *, means: bool, **kwargs: Any) -> None:
        """Not ticked is an answer, too."""
        super().__init__(widget=forms.CheckboxInput({"value": "1"}), **kwargs | {"required": False})
        self.means = means

    def to_python(self, value: Any) -> str:
        return "1" if value else ""

    def fact(self, value: str) -> Any:
        return self.means

    def may_travel(self, value: str) -> bool:
        return True
