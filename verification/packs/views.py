from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from jobs.access import may_fetch_result
from jobs.models import Job
from people.models import Professional
from people.professionals.services import note_view
from people.requests import SignedInRequest
from records.access import may_log, may_register_for_staff
from verification.packs.building import Pack
from verification.packs.forms import PackForm
from verification.packs.joining import WHOLE
from verification.packs.kinds import PACK
from verification.packs.services import order_pack
from verification.packs.telling import headline_of, told_parts, told_year

CHUNK = 256 * 1024


@login_required
@require_safe
def own(request: SignedInRequest) -> HttpResponse:
    return _page(request, _oneself(request))


@login_required
@require_POST
def own_order(request: SignedInRequest) -> HttpResponse:
    return _order(request, _oneself(request))


@login_required
@require_safe
def of_person(request: SignedInRequest, pk: int) -> HttpResponse:
    professional = _one_of_staff(request, pk)
    note_view(professional, actor=request.actor)
    return _page(request, professional)


@login_required
@require_POST
def person_order(request: SignedInRequest, pk: int) -> HttpResponse:
    return _order(request, _one_of_staff(request, pk))


@login_required
@require_safe
def pdf(request: SignedInRequest, pk: int) -> StreamingHttpResponse:
    """Out of the ZIP, in which it stands as it is."""
    job = get_object_or_404(Job.objects.visible_to(request.actor).filter(kind=PACK), pk=pk)
    if not may_fetch_result(request.actor, job):
        raise Http404
    try:
        archive = zipfile.ZipFile(job.result_file.open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error
    answer = StreamingHttpResponse(_chunks(archive), content_type="application/pdf")
    name = job.result_name.replace(".zip", ".pdf")
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    answer.headers["Content-Length"] = str(archive.getinfo(WHOLE).file_size)
    return answer


def _chunks(archive: zipfile.ZipFile) -> Any:
    with archive, archive.open(WHOLE) as whole:
        yield from iter(lambda: whole.read(CHUNK), b"")


def _oneself(request: SignedInRequest) -> Professional:
    if not may_log(request.actor):
        raise PermissionDenied
    return get_object_or_404(Professional.objects.select_related("user"), user=request.user)


def _one_of_staff(request: SignedInRequest, pk: int) -> Professional:
    if not may_register_for_staff(request.actor):
        raise PermissionDenied
    return get_object_or_404(Professional.objects.visible_to(request.actor).select_related("user"), pk=pk)


def _page(
    request: SignedInRequest, professional: Professional, form: PackForm | None = None, *, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    if form is None:
        form = PackForm(request.GET if "applied_on" in request.GET else {"applied_on": today.isoformat()})
    is_own = professional.user_id == request.user.pk and may_log(request.actor)
    address: Callable[..., str] = reverse
    order = address("packs:own_order") if is_own else address("packs:person_order", args=[professional.pk])
    context: dict[str, Any] = {"form": form, "professional": professional, "is_own": is_own, "order_url": order}
    if form.is_valid():
        pack = Pack(professional, actor=request.actor, **form.cleaned_data)
        context |= {
            "pack": pack,
            "headline": headline_of(pack),
            "years": [told_year(year, is_own=is_own) for year in pack.years],
            "parts": told_parts(pack),
            "rule": pack.asked.rule,
            "reasons": _reasons(pack),
        }
    elif form.is_bound:
        status = 422
    return render(request, "verification/packs/page.html", context, status=status)


def _reasons(pack: Pack) -> list[tuple[Any, Any]]:
    """What is asked for, on which form and in which order, each with its article."""
    if pack.asked.rule is None:
        return []
    ruleset = pack.asked.rule.ruleset
    return [(said, said.reason(ruleset)) for said in pack.asked.rule.said]


def _order(request: SignedInRequest, professional: Professional) -> HttpResponse:
    form = PackForm(request.POST)
    if not form.is_valid():
        return _page(request, professional, form)
    job = order_pack(Pack(professional, actor=request.actor, **form.cleaned_data), actor=request.actor)
    return redirect("jobs:detail", job.pk)
