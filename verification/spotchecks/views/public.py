"""What everybody may read: the method, the lists, the seeds. No name and no number of a person stands in them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from audit.requests import ActorRequest
from rules.calculator.telling import cited, rule_url
from ui.tables import Column, Table
from verification.models import SpotCheck, SpotCheckCase
from verification.spotchecks.drawing import published_list
from verification.spotchecks.services import RULESET, sampling_rule

SCRIPT = "draw_spot_check.py"
PUBLISHED = Table(
    columns=(
        Column("check", pgettext_lazy("spot check", "Spot check"), order_by=("year", "pk"), newest_first=True),
        Column("body", gettext_lazy("Body")),
        Column("listed", gettext_lazy("Cases"), is_number=True),
        Column("size", gettext_lazy("Sample"), is_number=True),
        Column("seed", gettext_lazy("Seed of")),
    ),
    default_sort="-check",
)


@require_GET
def published(request: ActorRequest) -> HttpResponse:
    rule, cite = sampling_rule()
    context = {
        "page": PUBLISHED.page(SpotCheck.objects.select_related("body"), request.GET),
        "citation": cited(cite),
        "rule_url": rule_url(rule, RULESET),
        "script": script_text(),
    }
    return render(request, "verification/spotchecks/published.html", context)


@require_GET
def published_check(request: ActorRequest, pk: int) -> HttpResponse:
    check = get_object_or_404(SpotCheck.objects.select_related("body", "bureau"), pk=pk)
    drawn = SpotCheckCase.objects.filter(spot_check=check, draw_number__gt="").order_by("draw_number")
    for each in (cases := list(drawn)):
        each.spot_check = check
    return render(request, "verification/spotchecks/published_check.html", {"check": check, "cases": cases})


@require_GET
def published_list_file(_request: ActorRequest, pk: int) -> HttpResponse:
    """Byte for byte what was hashed when the list was closed."""
    check = get_object_or_404(SpotCheck, pk=pk)
    cases = list(SpotCheckCase.objects.listed().filter(spot_check=check).order_by("serial"))
    for each in cases:
        each.spot_check = check
    content = published_list([each.as_listed for each in cases])
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="spot-check-{check.code}.csv"'
    return answer


@require_GET
def script(_request: ActorRequest) -> HttpResponse:
    answer = HttpResponse(script_text(), content_type="text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{SCRIPT}"'
    return answer


def script_text() -> str:
    return (Path(settings.BASE_DIR) / "docs" / SCRIPT).read_text()
