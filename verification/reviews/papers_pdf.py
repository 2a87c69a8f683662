"""Both forms on paper."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from jobs.printing import print_pdf
from policies.fields import tidy
from verification.reviews.papers import (
    FORM_TITLE,
    LANGUAGE,
    PEOPLE_HEADS,
    STUDY_HEADS,
    TABLE_TITLE,
    RegistrationForm,
    ReviewTable,
    people_cells,
    study_cells,
)

STYLE = Path(__file__).with_name("papers.css")


def forms_text(forms: Sequence[RegistrationForm]) -> str:
    """附件1 of each, one behind the other."""
    return _text("form", {"sheets": [shown_form(form) for form in forms], "title": FORM_TITLE, "heads": STUDY_HEADS})


def shown_form(form: RegistrationForm) -> dict[str, Any]:
    """What `papers/_form.html` shows; a pack for a title application has it too."""
    return {
        "form": form,
        "threes": _in_threes(form.facts),
        "rows": [study_cells(row) for row in form.rows],
        "sums": _sums(form),
    }


def table_text(table: ReviewTable) -> str:
    """附件2"""
    rows = [people_cells(count, person) for count, person in enumerate(table.people, start=1)]
    return _text(
        "table", {"table": table, "title": TABLE_TITLE, "heads": PEOPLE_HEADS, "rows": rows, "sums": _sums(table)}
    )


def _sums(of: RegistrationForm | ReviewTable) -> tuple[Decimal, Decimal, Decimal]:
    return tidy(of.public), tidy(of.specialty), tidy(of.total)


def _in_threes(facts: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    return [facts[first : first + 3] for first in range(0, len(facts), 3)]


def _text(name: str, context: dict[str, Any]) -> str:
    with translation.override(LANGUAGE):
        return render_to_string(f"verification/reviews/papers/{name}.html", context)


def pdf_of(text: str) -> bytes:
    return print_pdf(text, STYLE).content
