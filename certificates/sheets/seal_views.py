"""The page on which a bureau or an employer keeps the picture of its seal."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.requests import ActorRequest
from certificates.models import Seal
from certificates.sheets.seals import end_seal, may_keep_seal, upload_seal
from people.enums import FileType
from people.proofs import ProofFault, served


class SealForm(forms.Form):
    picture = forms.FileField(
        label=gettext_lazy("Picture of the seal"),
        help_text=gettext_lazy("PNG or JPG, cut close around the seal. Best is a PNG whose background lets through."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,image/png,image/jpeg"}),
    )
    first_day = forms.DateField(
        label=gettext_lazy("Printed on what is issued from"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def clean_first_day(self) -> object:
        day = self.cleaned_data["first_day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("That day is past: what was issued stays as it is. Choose today or later."))
        return day


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seals(request: ActorRequest) -> HttpResponse:
    if not may_keep_seal(request.actor):
        raise PermissionDenied
    initial = {"first_day": timezone.localdate()}
    form = SealForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            upload_seal(form.cleaned_data["picture"], first_day=form.cleaned_data["first_day"], actor=request.actor)
        except ProofFault as fault:
            form.add_error("picture", str(fault))
        else:
            messages.success(request, _("The picture is kept. New certificates show it."))
            return redirect("certificates:seals")
    shown = Seal.objects.visible_to(request.actor).select_related("uploaded_by")
    context = {"form": form, "seals": shown, "today": timezone.localdate()}
    return render(request, "certificates/sheets/seals.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def ending(request: ActorRequest, pk: int) -> HttpResponse:
    end_seal(get_object_or_404(Seal.objects.visible_to(request.actor), pk=pk), actor=request.actor)
    messages.success(request, _("The picture is no longer printed."))
    return redirect("certificates:seals")


@login_required
@require_safe
def picture(request: ActorRequest, pk: int) -> FileResponse:
    found = get_object_or_404(Seal.objects.visible_to(request.actor), pk=pk)
    return served(found.file, FileType.PNG, "seal", inline=True)
