"""Draft rules: kept, compared with what is in force, tried over everybody, and what that would change."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs.services import start_job
from people.enums import Industry
from people.requests import SignedInRequest
from policies.faults import BookFault
from policies.shelf import HERE, shelf
from records.results.proofs import masked_name
from rules.labels import LINES as LINE_NAMES
from rules.labels import TITLE_LEVELS
from rules.places import told
from rules.reading.comparing import compare
from ui.tables import Column, Table
from verification.access import may_try_rules
from verification.batch.pictures import area_names
from verification.impact import services
from verification.impact.exports import hours_words, outcome_words
from verification.impact.forms import DraftForm, TrialForm
from verification.impact.judging import shelf_of
from verification.impact.kinds import ImpactExport
from verification.impact.pictures import DIRECTION_NAMES, picture_of
from verification.impact.queries import DIRECTIONS, changed_people
from verification.models import LINES, ImpactRun, RuleDraft

DRAFTS = Table(
    columns=(
        Column("name", gettext_lazy("Draft"), order_by=("name",)),
        Column("ruleset", gettext_lazy("Rule set"), order_by=("ruleset",)),
        Column("made", gettext_lazy("Kept"), order_by=("made_at",), newest_first=True),
    ),
    default_sort="-made",
)
CHANGES = Table(
    columns=(
        Column("name", gettext_lazy("Person")),
        Column("year", gettext_lazy("Study year"), order_by=("year",)),
        Column("level", gettext_lazy("Title level"), order_by=("title_level",)),
        Column("before", gettext_lazy("By the rules in force"), order_by=("before",)),
        Column("after", gettext_lazy("By the draft"), order_by=("after",)),
    ),
    default_sort="year",
)


@login_required
@require_safe
def draft_list(request: SignedInRequest) -> HttpResponse:
    _require(request)
    drafts = RuleDraft.objects.visible_to(request.actor).select_related("made_by").prefetch_related("runs")
    context = {"drafts": DRAFTS.page(drafts, request.GET), "books": list(shelf().books)}
    return render(request, "verification/impact/drafts.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_draft(request: SignedInRequest) -> HttpResponse:
    """`?base=GD-2021`: the text of that rule set to begin with."""
    _require(request)
    if request.method != "POST":
        return render(request, "verification/impact/new.html", {"form": DraftForm(initial=_first_text(request))})
    form = DraftForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            draft = services.keep_draft(form.cleaned_data["name"], form.cleaned_data["draft"], actor=request.actor)
            return redirect("impact:draft", draft.pk)
        except BookFault as fault:
            form.add_error("file" if form.cleaned_data["file"] else "text", _fault_words(fault))
    return render(request, "verification/impact/new.html", {"form": form}, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = _draft_or_404(request, pk)
    data = request.POST if request.method == "POST" else None
    form = TrialForm(data, own_area=request.actor.area, first_year=draft.first_year)
    if form.is_valid():
        given = form.cleaned_data
        run = services.try_draft(
            draft, given["first_year"], given["last_year"], area=given["area"], actor=request.actor
        )
        return redirect("impact:run", run.pk)
    runs = list(draft.runs.visible_to(request.actor).select_related("started_by"))
    names = area_names(run.area for run in runs)
    context = {"draft": draft, "form": form, "runs": [(run, names[run.area]) for run in runs], **_compared(draft)}
    return render(request, "verification/impact/draft.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def run_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """While it runs, the page asks for itself every two seconds."""
    run = _run_or_404(request, pk)
    context: dict[str, Any] = {"run": run, "area_name": area_names([run.area])[run.area]}
    if run.finished_at is not None:
        examples = changed_people(run, {}, actor=request.actor).select_related("professional").order_by("pk")
        context["picture"] = picture_of(run)
        context["examples"] = [
            (direction, DIRECTION_NAMES[direction], _rows(examples.filter(where)[:5]))
            for direction, where in DIRECTIONS.items()
        ]
    return render(request, "verification/impact/run.html", context)


@login_required
@require_safe
def run_people(request: SignedInRequest, pk: int) -> HttpResponse:
    run = _run_or_404(request, pk)
    criteria, about = _criteria(request.GET)
    rows = changed_people(run, criteria, actor=request.actor).select_related("professional")
    page = CHANGES.page(rows, request.GET)
    context = {"run": run, "people": page, "rows": _rows(page), "about": about}
    return render(request, "verification/impact/people.html", context)


@login_required
@require_POST
def run_export(request: SignedInRequest, pk: int) -> HttpResponse:
    run = _run_or_404(request, pk)
    params = {"run": run.pk, "year": run.last_year, "language": translation.get_language()}
    return redirect("jobs:detail", start_job(ImpactExport.name, params, actor=request.actor).pk)


def _rows(changes: Any) -> list[dict[str, Any]]:
    return [
        {
            "change": change,
            "name": masked_name(change.professional.name),
            "level": TITLE_LEVELS.get(change.title_level, change.title_level),
            "before": outcome_words(change, "before"),
            "after": outcome_words(change, "after"),
            "short_before": hours_words(change.short_before),
            "short_after": hours_words(change.short_after),
        }
        for change in changes
    ]


def _criteria(given: QueryDict) -> tuple[dict[str, str], list[str]]:
    """What is asked for, and in words; 404 for what there is not."""
    known = {
        "direction": {name: str(words) for name, words in DIRECTION_NAMES.items()},
        "line": {line: str(LINE_NAMES[line]) for line in LINES},
        "industry": {key: str(label) for key, label in Industry.choices},
        "title_level": {key: str(label) for key, label in TITLE_LEVELS.items()},
    }
    criteria, about = {}, []
    for name, words in known.items():
        if asked := given.get(name):
            if asked not in words:
                raise Http404
            criteria[name] = asked
            about.append(words[asked])
    for name in ("year", "city"):
        if asked := given.get(name):
            if not (asked.isascii() and asked.isdecimal() and len(asked) == 4):
                raise Http404
            criteria[name] = asked
            about.append(area_names([asked])[asked] if name == "city" else asked)
    return criteria, about


def _compared(draft: RuleDraft) -> dict[str, Any]:
    """The draft beside what it is measured against. A book may have changed since, so that the draft fits no longer."""
    try:
        found = shelf_of(draft.text)
    except BookFault as fault:
        return {"fault": _fault_words(fault)}
    context: dict[str, Any] = {"book": found.book, "book_title": told(found.book.title), "ended": found.ended}
    if (base := found.base) is not None:
        comparison = compare(base, found.book)
        sections = comparison.without_what_is_the_same().sections
        context |= {"left": base, "right": found.book, "comparison": comparison, "sections": sections}
        context["titles"] = [told(base.title), told(found.book.title)]
    return context


def _fault_words(fault: BookFault) -> str:
    """The loader's own words, with the line; a fault elsewhere names the file of the book."""
    told_of = {"line": fault.line, "problem": fault.problem}
    if fault.path.parent == HERE / "books":
        return _("%(file)s, line %(line)s: %(problem)s") % (told_of | {"file": fault.path.name})
    return _("Line %(line)s: %(problem)s") % told_of


def _first_text(request: SignedInRequest) -> dict[str, str]:
    base = request.GET.get("base", "")
    if base not in shelf().books:
        return {}
    return {"text": (HERE / "books" / f"{base}.toml").read_text(), "name": _("%(base)s, amended") % {"base": base}}


def _draft_or_404(request: SignedInRequest, pk: int) -> RuleDraft:
    _require(request)
    return get_object_or_404(RuleDraft.objects.visible_to(request.actor).select_related("made_by"), pk=pk)


def _run_or_404(request: SignedInRequest, pk: int) -> ImpactRun:
    _require(request)
    runs = ImpactRun.objects.visible_to(request.actor).select_related("draft", "started_by", "job")
    return get_object_or_404(runs, pk=pk)


def _require(request: SignedInRequest) -> None:
    if not may_try_rules(request.actor):
        raise PermissionDenied
