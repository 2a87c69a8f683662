from __future__ import annotations

from typing import Any

from django.db import models


def hours_field(label: Any = None, **options: Any) -> models.DecimalField[Any, Any]:
    """Hours with the two decimals that the rule books know (rulebook §7)."""
    return models.DecimalField(label, max_digits=8, decimal_places=2, **options)
