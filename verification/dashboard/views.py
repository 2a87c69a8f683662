"""The dashboard of a bureau, the lists behind its figures, and their files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals.enums import By
from jobs.services import start_job
from people.enums import Industry
from people.models import Employer
from people.requests import SignedInRequest
from ui.tables import Column, Table
from verification.access import READS_ALL, may_see_dashboard
from verification.batch.pictures import area_names, county_names
from verification.dashboard.exports import age_names
from verification.dashboard.figures import AGES, board_of, waited, waiting_steps
from verification.dashboard.forms import BoardFilter
from verification.dashboard.kinds import YEARS, DashboardExport, DashboardFigures, DashboardPeopleExport
from verification.dashboard.people import GROUPS, people_behind
from verification.dashboard.scope import Scope, scope_for
from verification.dashboard.telling import area_choices, picture_of

PEOPLE = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("professional__name_search",)),
        Column("employer", gettext_lazy("Employer"), order_by=("employer__name",)),
        Column(
            "counted", gettext_lazy("Counted in all"), order_by=("counted_total",), newest_first=True, is_number=True
        ),
        Column(
            "missing",
            pgettext_lazy("hours", "Missing in all"),
            order_by=("missing",),
            newest_first=True,
            is_number=True,
        ),
        Column("state", gettext_lazy("State")),
    ),
    default_sort="-missing",
)
WAITING = Table(
    columns=(
        Column("what", gettext_lazy("What it is about")),
        Column("body", gettext_lazy("With")),
        Column("since", gettext_lazy("Waiting since"), order_by=("since",)),
        Column("due", gettext_lazy("Due"), order_by=("due_on",)),
    ),
    default_sort="since",
)


@login_required
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    _require(request)
    scope, year, industry = _asked(request, request.GET)
    found = board_of(scope, year, industry, actor=request.actor)
    picture = picture_of(found)
    own = "" if request.actor.can(READS_ALL) else request.actor.area
    form = BoardFilter(
        {"year": year, "area": scope.text, "industry": industry},
        years=_years(),
        areas=area_choices(own, scope, [part.key for part in found.parts]),
    )
    context = {"board": found, "picture": picture, "form": form, "query": _query(scope, year, industry)}
    return render(request, "verification/dashboard/board.html", context)


@login_required
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    _require(request)
    criteria = _people_asked(request, request.GET)
    scope = scope_for(request.actor, criteria["area"])
    rows = people_behind(scope, criteria, actor=request.actor).select_related("professional", "employer")
    about = [_area_name(scope), str(criteria["year"])]
    if criteria["industry"]:
        about.append(str(Industry(criteria["industry"]).label))
    if criteria["employer"]:
        about.append(_employer_or_404(criteria["employer"]).name)
    context = {
        "people": PEOPLE.page(rows, request.GET),
        "title": _group_title(criteria["group"]),
        "about": about,
        "criteria": criteria,
        "back_query": _query(scope, criteria["year"], criteria["industry"]),
    }
    return render(request, "verification/dashboard/people.html", context)


@login_required
@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """What waits in the area, the longest first; each line leads to the matter."""
    _require(request)
    scope = scope_for(request.actor, request.GET.get("area"))
    by, age = request.GET.get("by", ""), request.GET.get("age", "")
    steps = waiting_steps(scope, actor=request.actor)
    about = [_area_name(scope)]
    if by:
        if by not in By.values:
            raise Http404
        steps = steps.filter(by=by)
        about.append(str(By(by).label))
    if age:
        if age not in map(str, range(len(AGES) + 1)):
            raise Http404
        steps = steps.filter(waited(int(age), timezone.now()))
        about.append(age_names()[int(age)])
    page = WAITING.page(steps.select_related("organization", "run__professional", "run__employer"), request.GET)
    context = {"steps": page, "about": about, "back_query": f"area={scope.text}"}
    return render(request, "verification/dashboard/waiting.html", context)


@login_required
@require_POST
def counting(request: SignedInRequest) -> HttpResponse:
    """Count anew now, and not only when the clock does."""
    _require(request)
    scope, year, industry = _asked(request, request.POST)
    start_job(DashboardFigures.name, {"area": scope.area, "everything": True}, actor=request.actor)
    messages.success(request, _("The figures are being counted. Open the page again in a moment."))
    return redirect(f"{reverse('dashboard:board')}?{_query(scope, year, industry)}")


@login_required
@require_POST
def export(request: SignedInRequest) -> HttpResponse:
    _require(request)
    scope, year, industry = _asked(request, request.POST)
    criteria = {"area": scope.text, "year": year, "industry": industry}
    return _ordered(request, DashboardExport.name, criteria)


@login_required
@require_POST
def people_export(request: SignedInRequest) -> HttpResponse:
    _require(request)
    return _ordered(request, DashboardPeopleExport.name, _people_asked(request, request.POST))


def _ordered(request: SignedInRequest, kind: str, criteria: dict[str, Any]) -> HttpResponse:
    params = {"criteria": criteria, "year": criteria["year"], "language": translation.get_language()}
    return redirect("jobs:detail", start_job(kind, params, actor=request.actor).pk)


def _asked(request: SignedInRequest, given: QueryDict) -> tuple[Scope, int, str]:
    """What is no year or industry is passed over; an area of others is not there."""
    year, industry = given.get("year", ""), given.get("industry", "")
    known = year.isascii() and year.isdecimal() and int(year) in _years()
    return (
        scope_for(request.actor, given.get("area")),
        int(year) if known else _years()[0],
        industry if industry in Industry.values else "",
    )


def _people_asked(request: SignedInRequest, given: QueryDict) -> dict[str, Any]:
    scope, year, industry = _asked(request, given)
    employer, group = given.get("employer", ""), given.get("group", "people")
    if group not in GROUPS or (employer and not (employer.isascii() and employer.isdecimal())):
        raise Http404
    return {
        "area": scope.text,
        "year": year,
        "industry": industry,
        "group": group,
        "employer": int(employer) if employer else None,
    }


def _query(scope: Scope, year: int, industry: str) -> str:
    query = QueryDict(mutable=True)
    query.update({"year": str(year), "area": scope.text, "industry": industry})
    return query.urlencode()


def _years() -> list[int]:
    this_year = timezone.localdate().year
    return list(range(this_year, this_year - YEARS, -1))


def _group_title(group: str) -> str:
    if group.startswith("short_"):
        return _("Short of: %(line)s") % {"line": GROUPS[group]}
    return str(GROUPS[group])


def _area_name(scope: Scope) -> str:
    return (county_names if scope.is_own and scope.area else area_names)([scope.area])[scope.area]


def _employer_or_404(number: int) -> Employer:
    found = Employer.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found  # type: ignore[return-value]


def _require(request: SignedInRequest) -> None:
    if not may_see_dashboard(request.actor):
        raise PermissionDenied
