from __future__ import annotations

from collections.abc import Callable
from itertools import compress
from operator import not_
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import reswap, retarget
from django_htmx.middleware import HtmxDetails

from rules import labels
from rules.calculator import telling
from rules.calculator.drafts import ADD, COPY, REMOVE
from rules.calculator.forms import WholeNumberForm
from rules.calculator.problems import told
from rules.calculator.sheets import (
    CALCULATE,
    SHOWN_FIELDS,
    SHOWN_SUMMARY,
    ActivitiesSheet,
    AnnualSheet,
    CycleSheet,
    DeadlineSheet,
    NumberSheet,
    RouteSheet,
    SampleSheet,
    Sheet,
    WholeNumberSheet,
)
from rules.calculator.vocabulary import ACTIVITY_GROUPS

Context = dict[str, Any]
Pick = tuple[str, Any, Any]  # an activity by its key, its name, and what it means

TABS = (
    ("rules:calculator", _("One year")),
    ("rules:calculator_cycle", _("A cycle")),
    ("rules:calculator_route", _("Who decides")),
    ("rules:calculator_deadline", _("By when")),
    ("rules:calculator_number", _("Certificate number")),
    ("rules:calculator_sample", _("Spot check")),
)


class CalculatorRequest(HttpRequest):
    """A request after the middleware, for annotations."""

    htmx: HtmxDetails


@require_safe
def annual(request: CalculatorRequest) -> HttpResponse:
    return _shown(request, AnnualSheet, _annual_context)


@require_safe
def cycle(request: CalculatorRequest) -> HttpResponse:
    return _shown(request, CycleSheet, _cycle_context)


@require_safe
def route(request: CalculatorRequest) -> HttpResponse:
    return _shown(request, RouteSheet, _route_context)


@require_safe
def deadline(request: CalculatorRequest) -> HttpResponse:
    return _shown(request, DeadlineSheet, _deadline_context)


@require_http_methods(["GET", "HEAD", "POST"])
def number(request: CalculatorRequest) -> HttpResponse:
    """A number is composed by GET and taken apart by POST: a whole one is somebody's, and stays out of addresses."""
    if request.method != "POST":
        return _shown(request, NumberSheet, _number_context)
    sheet = WholeNumberSheet(request.POST.dict(), timezone.localdate())
    return render(request, "rules/calculator/page.html", _context(request, sheet, _number_context))


@require_safe
def sample(request: CalculatorRequest) -> HttpResponse:
    return _shown(request, SampleSheet, _sample_context)


# One page, three ways


def _shown(request: CalculatorRequest, sheet_class: type[Sheet], context_of: Callable[[Any], Context]) -> HttpResponse:
    """The whole page; for htmx only what has changed; and after an act the address that says what is there now."""
    sheet = sheet_class(request.GET.dict(), timezone.localdate())
    if request.htmx:
        return _part(request, sheet, _context(request, sheet, context_of))
    if not sheet.is_tidy and not sheet.has_something_to_say:
        return redirect(f"{sheet.address}{_anchor_of(sheet)}")
    return render(request, "rules/calculator/page.html", _context(request, sheet, context_of))


def _part(request: CalculatorRequest, sheet: Sheet, context: Context) -> HttpResponse:
    """Where the fields on the page are still the right ones they are left alone, with what is being typed in them."""
    is_same_form = request.GET.get(SHOWN_FIELDS) == sheet.signature and not sheet.has_acted
    template = "rules/calculator/_live.html" if is_same_form else "rules/calculator/_sheet.html"
    context |= {"is_part": True, "has_summary": request.GET.get(SHOWN_SUMMARY)}
    response = render(request, template, context)
    response.headers["HX-Replace-Url"] = sheet.address
    return response if is_same_form else reswap(retarget(response, "#calculator"), "outerHTML")


def _anchor_of(sheet: Sheet) -> str:
    """What was just added, or the answer that was asked for."""
    if isinstance(sheet, ActivitiesSheet) and sheet.new_activity:
        return f"#activity-{sheet.new_activity.number}"
    return "#verdict" if CALCULATE in sheet.query else ""


# What each page shows


def _context(request: HttpRequest, sheet: Sheet, context_of: Callable[[Any], Context]) -> Context:
    answer = sheet.reply.answer
    return {
        "sheet": sheet,
        "tabs": TABS,
        "share_url": request.build_absolute_uri(sheet.address),
        "verdict": _verdict_without_answer(sheet),
        "rulebook": telling.rulebook_of(answer),
        **(context_of(sheet) if sheet.reply.is_answered else {}),
        **(_activities_context(sheet) if isinstance(sheet, ActivitiesSheet) else {}),
        **(_two_forms(sheet) if sheet.kind == "number" else {}),
        "answer_template": f"rules/calculator/_{sheet.kind}.html" if sheet.reply.is_answered else "",
    }


def _verdict_without_answer(sheet: Sheet) -> telling.Verdict:
    missing = [str(field.label) for field in sheet.form.open_fields]
    return telling.verdict_of_question(missing, told(sheet.reply.answer.get("error", "").partition(": ")[2]))


def _activities_context(sheet: ActivitiesSheet) -> Context:
    reply = sheet.reply
    given = telling.given_by(reply.answer) if reply.is_judged else {}
    return {
        "lines": [(form, given.get(str(form.number))) for form in sheet.activities],
        **_picks(sheet),
        "acts": {"add": ADD, "copy": COPY, "remove": REMOVE},
    }


def _picks(sheet: ActivitiesSheet) -> Context:
    """What can be added, group by group; apart from it what the rule set gives nothing for."""
    book = sheet.setting.book
    known: list[tuple[Any, list[Pick]]] = []
    unknown: list[Pick] = []
    for group, hints in ACTIVITY_GROUPS:
        picks = [(name, labels.ACTIVITIES[name], hint) for name, hint in hints.items()]
        has_rule = [book is None or name in book.conversions for name, _label, _hint in picks]
        known.append((group, [*compress(picks, has_rule)]))
        unknown += compress(picks, map(not_, has_rule))
    return {"known_groups": [(group, picks) for group, picks in known if picks], "unknown": unknown}


def _annual_context(sheet: AnnualSheet) -> Context:
    answer, year = sheet.reply.answer, sheet.reply.question["year"]
    return _judged_context(sheet) | {
        "verdict": telling.verdict_of_year(year, answer, has_activities=bool(sheet.activities)),
    }


def _judged_context(sheet: ActivitiesSheet) -> Context:
    """To somebody who has not begun, all that is required is not yet missing."""
    answer = sheet.reply.answer
    sums = telling.sums_of(answer)
    return {
        "sums": sums,
        "sums_missing": sums.short if sheet.activities else [],
        "sums_explained": sums.met if sheet.activities else sums.required,
        "warnings": telling.warnings_of(answer),
    }


def _cycle_context(sheet: CycleSheet) -> Context:
    answer = sheet.reply.answer
    judged = _judged_context(sheet) if sheet.reply.is_judged else {}
    return judged | {
        "verdict": telling.verdict_of_cycle(answer, has_activities=bool(sheet.activities)),
        "reasons": telling.reasons_of(answer["because"], answer.get("ruleset", "")) if not judged else [],
        "comparison": telling.comparison_of(sheet.comparisons, sheet.turning_days),
        "years": answer.get("years", []),
    }


def _route_context(sheet: RouteSheet) -> Context:
    answer = sheet.reply.answer
    return {
        "verdict": telling.verdict_of_route(answer),
        "steps": telling.steps_of(answer) if "steps" in answer else [],
        "reasons": telling.reasons_of(answer["because"], answer.get("ruleset", "")),
    }


def _deadline_context(sheet: DeadlineSheet) -> Context:
    answer = sheet.reply.answer
    return {
        "verdict": telling.verdict_of_deadline(answer),
        "days": answer.get("days", []),
        "warnings": telling.warnings_of(answer),
        "reasons": telling.reasons_of(answer["because"], answer.get("ruleset", "")),
    }


def _number_context(sheet: NumberSheet | WholeNumberSheet) -> Context:
    answer = sheet.reply.answer
    return {
        "verdict": telling.verdict_of_number(answer),
        "parts": telling.parts_of_number(answer) if "issuer" in answer else [],
        "reasons": telling.reasons_of(answer.get("because", ())),
    }


def _two_forms(sheet: Sheet) -> Context:
    is_whole = isinstance(sheet, WholeNumberSheet)
    return {
        "compose": NumberSheet({}, sheet.today) if is_whole else sheet,
        "take_apart": sheet.form if is_whole else WholeNumberForm({}),
    }


def _sample_context(sheet: SampleSheet) -> Context:
    answer = sheet.reply.answer
    return {"verdict": telling.verdict_of_sample(answer), "reasons": telling.reasons_of(answer["because"])}
