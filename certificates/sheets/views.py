"""A certificate as everybody knows it, for whoever sees the person."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from audit.requests import ActorRequest
from certificates.models import Certificate
from certificates.qr import address_of, qr_text
from certificates.sheets.keeping import kept_file, sheet_of
from certificates.sheets.passes import address_of_file, file_answer
from certificates.sheets.qr_pictures import qr_picture
from certificates.sheets.services import order_sheet
from people.professionals.services import note_view


@login_required
@require_safe
def page(request: ActorRequest, number: int) -> HttpResponse:
    certificate = _visible(request, number)
    note_view(certificate.professional, actor=request.actor)
    sheet, kept = sheet_of(certificate), kept_file(certificate)
    context = {
        "certificate": certificate,
        "sheet": sheet,
        "printed": sheet.printed,
        "layout": sheet.layout,
        "template": sheet.layout.template,
        "end": getattr(certificate, "end", None),
        "successor": Certificate.objects.filter(replaces=certificate).first(),
        "file_address": kept and address_of_file(request, certificate, kept),
        "is_own": certificate.professional.user_id == request.actor.user_id,
        "check_address": address_of(certificate),
        "fixed": True,
        "varied": True,
        "qr_address": reverse("certificates:qr", args=[number]),
        "seals": [
            replace(each, address=reverse("certificates:seal", args=[number, each.place])) for each in sheet.seals
        ],
    }
    return render(request, "certificates/sheets/page.html", context)


@login_required
@require_safe
def pdf(request: ActorRequest, number: int) -> FileResponse:
    kept = kept_file(_visible(request, number))
    if kept is None:
        raise Http404
    return file_answer(str(number), kept.file)


@login_required
@require_POST
def order(request: ActorRequest, number: int) -> HttpResponse:
    job = order_sheet(_visible(request, number), actor=request.actor)
    return redirect("jobs:detail", job.pk)


@login_required
@require_safe
def qr(request: ActorRequest, number: int) -> HttpResponse:
    return HttpResponse(qr_picture(qr_text(_visible(request, number))), content_type="image/png")


@login_required
@require_safe
def seal(request: ActorRequest, number: int, place: str) -> HttpResponse:
    for each in sheet_of(_visible(request, number)).seals:
        if each.place == place:
            return HttpResponse(each.content(), content_type="image/png")
    raise Http404


def _visible(request: ActorRequest, number: int) -> Certificate:
    visible = Certificate.objects.visible_to(request.actor)
    return get_object_or_404(visible.select_related("professional", "end"), number=str(number))
