"""年度审验表 (附件2): what an employer has checked and sent, as HR and the review body see it, and what is decided."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals import sittings
from approvals.queries import chosen_in
from people.models import Employer
from people.requests import SignedInRequest
from ui.parts import Action
from ui.tables import Column, Table
from verification.reviews import queries
from verification.reviews.access import decides_reviews, may_keep, may_look_at_sheets
from verification.reviews.forms import ReviewYearFilter
from verification.reviews.kinds import BOOK, FORMS, TABLE, order_papers
from verification.reviews.texts import sentence

MOST_AT_ONCE = 2000
SHEETS = Table(
    columns=(
        Column("employer", gettext_lazy("Employer"), order_by=("name",)),
        Column("forms", gettext_lazy("Forms"), order_by=("forms",), newest_first=True, is_number=True),
        Column("waiting", gettext_lazy("Under review"), order_by=("waiting",), newest_first=True, is_number=True),
        Column("qualified", gettext_lazy("Qualified"), order_by=("qualified",), newest_first=True, is_number=True),
        Column("refused", gettext_lazy("Not verified"), order_by=("refused",), newest_first=True, is_number=True),
    ),
    default_sort="-waiting",
)
CASES = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("professional__name_search",)),
        Column("public", gettext_lazy("Public subjects"), is_number=True),
        Column("total", gettext_lazy("Hours in all"), is_number=True),
        Column("filed", gettext_lazy("Filed"), order_by=("filed_on",)),
        Column("state", gettext_lazy("State"), order_by=("state",)),
    ),
    default_sort="state",
)


@login_required
@require_safe
def sheets(request: SignedInRequest) -> HttpResponse:
    _require(may_look_at_sheets(request.actor))
    form = ReviewYearFilter(request.GET or None)
    year = form.chosen()
    page = SHEETS.page(queries.sheets_of(request.actor, year), request.GET)
    context = {
        "form": form,
        "year": year,
        "page": page,
        "keeps": may_keep(request.actor) and bool(queries.employers_of(request.actor, timezone.localdate())),
        "decides": decides_reviews(request.actor),
        "source": sentence("employer"),
    }
    return render(request, "verification/reviews/sheets.html", context)


@login_required
@require_safe
def sheet(request: SignedInRequest, pk: int, year: int) -> HttpResponse:
    employer, cases = _sheet(request, pk, year)
    page = CASES.page(cases, request.GET)
    rows = queries.case_rows(page, request.actor)
    context: dict[str, Any] = {
        "employer": employer,
        "year": year,
        "page": page,
        "rows": rows,
        "tally": queries.tally_of(cases),
        "chosen": chosen_in([row.queue for row in rows if row.queue is not None]),
        "decides": any(row.queue is not None for row in rows),
        "is_review": decides_reviews(request.actor),
        "actions": _buttons(request),
        "last_sitting": sittings.last(request),
        "source": sentence("stamp" if decides_reviews(request.actor) else "employer"),
    }
    return render(request, "verification/reviews/sheet.html", context)


def _buttons(request: SignedInRequest) -> list[Action]:
    agree = _("Qualify those selected") if decides_reviews(request.actor) else _("Seal and send those selected")
    return [
        Action(_("Return…"), "act", "return", key="r"),
        Action(agree, "act", "approve", key="a", is_primary=True),
    ]


@login_required
@require_POST
def sheet_papers(request: SignedInRequest, pk: int, year: int) -> HttpResponse:
    """附件2 as PDF or workbook, or 附件1 of everybody on it: of those whose forms the employer has checked."""
    _employer, cases = _sheet(request, pk, year)
    what = request.POST.get("what", TABLE)
    if what not in (TABLE, BOOK, FORMS):
        raise Http404
    checked = list(queries.checked(cases).order_by("pk")[:MOST_AT_ONCE])
    if not checked:
        raise Http404
    return redirect("jobs:detail", order_papers(checked, what, actor=request.actor).pk)


def _sheet(request: SignedInRequest, pk: int, year: int) -> tuple[Employer, Any]:
    _require(may_look_at_sheets(request.actor))
    cases = queries.cases_of(request.actor, pk, year)
    if not cases.exists():
        raise Http404
    return get_object_or_404(Employer, pk=pk), cases


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
