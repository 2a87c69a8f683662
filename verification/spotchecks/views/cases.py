"""One case and its finding; the second look; the person heard; the employer told."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.services import record
from people.enums import FileType
from people.professionals.services import note_view
from people.proofs import served
from people.requests import SignedInRequest
from rules.calculator.telling import cited, rule_url
from verification.models import EligibilityCancellation, SpotCheckCase, SpotCheckFinding
from verification.spotchecks import findings, services
from verification.spotchecks.enums import FindingVerdict, FraudState
from verification.spotchecks.forms import AnswerForm, DropForm, FindingForm, SecondLookForm
from verification.spotchecks.picture import picture_of, records_of

# A PDF is shown in a frame.
framed = csp_update({"frame-src": [SELF]})


@login_required
@require_GET
@framed  # type: ignore[arg-type]
def case_page(request: SignedInRequest, pk: int) -> HttpResponse:
    case = _visible_case(request, pk)
    note_view(case.professional, actor=request.actor)
    return _page(request, case)


@login_required
@require_POST
@framed  # type: ignore[arg-type]
def finding(request: SignedInRequest, pk: int) -> HttpResponse:
    case = _visible_case(request, pk)
    services.require_may_work(request.actor, case.spot_check)
    form = FindingForm(request.POST, request.FILES, records=records_of(case, request.actor))
    if not form.is_valid():
        return _page(request, case, form=form)
    given = form.cleaned_data
    findings.note_finding(
        case,
        verdict=FindingVerdict(given["verdict"]),
        words=given["words"],
        records=list(given["records"]),
        proof=given["proof"],
        proof_type=form.proof_type,
        actor=request.actor,
    )
    messages.success(request, _("The finding is noted."))
    return redirect(_onward(case))


@login_required
@require_POST
def confirmation(request: SignedInRequest, pk: int) -> HttpResponse:
    case = _visible_case(request, pk)
    services.require_may_work(request.actor, case.spot_check)
    form = SecondLookForm(request.POST)
    if not form.is_valid():
        return _page(request, case, second_form=form)
    cancellation = findings.confirm_fraud(_finding_of(case), words=form.cleaned_data["words"], actor=request.actor)
    messages.success(request, _("Confirmed. The records are void, the year is cancelled, the employer is told."))
    return redirect("spot_checks:cancellation", cancellation.pk)


@login_required
@require_POST
@framed  # type: ignore[arg-type]
def dropping(request: SignedInRequest, pk: int) -> HttpResponse:
    case = _visible_case(request, pk)
    services.require_may_work(request.actor, case.spot_check)
    form = DropForm(request.POST)
    if not form.is_valid():
        return _page(request, case, drop_form=form)
    given = form.cleaned_data
    verdict = FindingVerdict(given["verdict"])
    findings.drop_fraud(_finding_of(case), verdict=verdict, words=given["words"], actor=request.actor)
    messages.success(request, _("It is not taken for fraud any more. The person is told."))
    return redirect("spot_checks:case", case.pk)


@login_required
@require_GET
def finding_proof(request: SignedInRequest, pk: int) -> FileResponse:
    seen = SpotCheckFinding.objects.visible_to(request.actor).select_related("case__professional")
    found = get_object_or_404(seen.exclude(proof=""), pk=pk)
    with transaction.atomic():
        record("spot_check.proof_taken", found, actor=request.actor)
    return served(found.proof, FileType(found.proof_type), f"finding-{found.pk}")


@login_required
@require_http_methods(["GET", "POST"])
def heard(request: SignedInRequest, pk: int) -> HttpResponse:
    """The person concerned reads what was found, and answers."""
    own = SpotCheckFinding.objects.exclude(fraud_state="").filter(case__professional__user=request.user)
    found = get_object_or_404(own.select_related("case__spot_check__bureau", "case__spot_check__body"), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"words": found.answer})
    if form.is_valid():
        findings.answer_finding(found, form.cleaned_data["words"], actor=request.actor)
        messages.success(request, _("Your answer is with the bureau."))
        return redirect("spot_checks:heard", found.pk)
    context = {
        "finding": found,
        "records": found.records.all(),
        "form": form if found.fraud_state == FraudState.HEARING else None,
        "cancellation": EligibilityCancellation.objects.filter(finding=found).first(),
    }
    return render(request, "verification/spotchecks/heard.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def cancellation(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST: the employer notes that it was told."""
    seen = EligibilityCancellation.objects.visible_to(request.actor)
    found = get_object_or_404(
        seen.select_related("professional", "employer", "finding__case__spot_check__bureau", "noted_by"), pk=pk
    )
    if request.method == "POST":
        findings.note_cancellation(found, actor=request.actor)
        messages.success(request, _("It is noted that you were told."))
        return redirect("spot_checks:cancellation", found.pk)
    context = {
        "cancellation": found,
        "records": found.finding.records.all(),
        "may_note": findings.may_note(request.actor, found) and found.noted_at is None,
        "is_own": found.professional.user_id == request.actor.user_id,
        "citation": cited(found.cite),
        "rule_url": rule_url(found.rule, services.RULESET),
    }
    return render(request, "verification/spotchecks/cancellation.html", context)


def _page(request: SignedInRequest, case: SpotCheckCase, **forms: Any) -> HttpResponse:
    found = _finding_or_none(case)
    may_find = findings.may_find(request.actor, case)
    may_second = may_find and found is not None and found.fraud_state == FraudState.HEARING
    context = {
        "case": case,
        "check": case.spot_check,
        "finding": found,
        "false_records": list(found.records.all()) if found else [],
        "picture": picture_of(case, request.actor),
        "may_find": may_find and not (found and found.fraud_state),
        "may_second": may_second and found is not None and found.found_by_id != request.actor.user_id,
        "is_first_hand": may_second and found is not None and found.found_by_id == request.actor.user_id,
        "form": forms.get("form") or _form(request, case, found),
        "second_form": forms.get("second_form") or SecondLookForm(auto_id="second_%s"),
        "drop_form": forms.get("drop_form") or DropForm(auto_id="drop_%s"),
        "next_case": _next_open(case),
    }
    return render(request, "verification/spotchecks/case.html", context, status=422 if forms else 200)


def _form(request: SignedInRequest, case: SpotCheckCase, found: SpotCheckFinding | None) -> FindingForm:
    initial = {"verdict": found.verdict, "words": found.words} if found else {}
    return FindingForm(records=records_of(case, request.actor), initial=initial)


def _next_open(case: SpotCheckCase) -> SpotCheckCase | None:
    """The next one without a finding, after the last the first again."""
    chosen = SpotCheckCase.objects.chosen().filter(spot_check=case.spot_check_id, finding=None).exclude(pk=case.pk)
    return chosen.filter(pk__gt=case.pk).order_by("pk").first() or chosen.order_by("pk").first()


def _onward(case: SpotCheckCase) -> str:
    following = _next_open(case)
    if following is not None:
        return reverse("spot_checks:case", args=[following.pk])
    return reverse("spot_checks:check", args=[case.spot_check_id])


def _finding_or_none(case: SpotCheckCase) -> SpotCheckFinding | None:
    return SpotCheckFinding.objects.filter(case=case).select_related("found_by", "second_by").first()


def _finding_of(case: SpotCheckCase) -> SpotCheckFinding:
    found = _finding_or_none(case)
    if found is None:
        raise Http404
    return found


def _visible_case(request: SignedInRequest, pk: int) -> SpotCheckCase:
    seen = SpotCheckCase.objects.visible_to(request.actor).chosen()
    return get_object_or_404(
        seen.select_related("spot_check__body", "spot_check__bureau", "professional", "employer"), pk=pk
    )
