"""Asking for the correction of what was recognized."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from approvals.enums import Action
from approvals.models import Run
from approvals.queries import matter_of, with_history
from approvals.services import require
from audit.requests import ActorRequest
from people.proofs import ProofFault
from records.corrections import services
from records.logging.entries import Entry, Problem
from records.logging.forms import typed_in, typed_of
from records.models import CORRECTION, LearningRecord, RecordCorrection
from ui.errors import Conflict


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What is wrong, and how you know"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    proof = forms.FileField(
        label=gettext_lazy("Proof of it"),
        help_text=gettext_lazy("If there is one. PDF, JPG, PNG, HEIC or OFD, at most 20 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.heic,.ofd,image/*,application/pdf"}),
    )


@login_required
@require_http_methods(["GET", "POST"])
def correction(request: ActorRequest, pk: int) -> HttpResponse:
    learning_record = _visible_record(request, pk)
    services.require_correctable(learning_record, actor=request.actor)
    return _asked(request, learning_record, None)


@login_required
@require_http_methods(["GET", "POST"])
def correction_amendment(request: ActorRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(
        RecordCorrection.objects.visible_to(request.actor).select_related("record__professional__user"), pk=pk
    )
    run = with_history(Run.objects.of_subject(CORRECTION, asked)).order_by("-pk").first()
    if run is None:
        raise Conflict(_("This correction was not sent yet."))
    require(matter_of(run), Action.RESUBMIT, request.actor)
    return _asked(request, asked.record, asked)


def _asked(request: ActorRequest, learning_record: LearningRecord, asked: RecordCorrection | None) -> HttpResponse:
    is_sent = request.method == "POST"
    sent = (request.POST, request.FILES) if is_sent else (None, None)
    form = ReasonForm(sent[0], sent[1], initial=_initial(asked))
    entry = Entry.of_record(learning_record, typed_in(request.POST) if is_sent else _typed(learning_record, asked))
    entry.has_proof = True  # that of the record stands
    if is_sent and all([form.is_valid(), entry.prepare_to_send()]):
        answer = _sent(request, learning_record, asked, entry, form)
        if answer is not None:
            return answer
    context = {"record": learning_record, "entry": entry, "form": form, "asked": asked, "foresight": entry.foresight}
    return render(request, "records/corrections/correction.html", context, status=422 if is_sent else 200)


def _sent(
    request: ActorRequest,
    learning_record: LearningRecord,
    asked: RecordCorrection | None,
    entry: Entry,
    form: ReasonForm,
) -> HttpResponse | None:
    said = {name: value for name, value in entry.said.items() if name in services.CORRECTED}
    told: dict[str, Any] = {"reason": form.cleaned_data["reason"], "proof": form.cleaned_data["proof"] or None}
    try:
        if asked is None:
            run = services.ask_correction(learning_record, said, **told, actor=request.actor)
        else:
            run = services.amend_correction(asked, said, **told, actor=request.actor)
    except ProofFault as fault:
        form.add_error("proof", str(fault.message))
        return None
    except Conflict as conflict:
        entry.problems.append(Problem(str(conflict.message)))
        return None
    messages.success(request, _("It was sent. Until they agree, the record counts as it stands."))
    return redirect("approvals:detail", run.pk)


def _initial(asked: RecordCorrection | None) -> dict[str, str]:
    return {"reason": asked.reason} if asked else {}


def _typed(learning_record: LearningRecord, asked: RecordCorrection | None) -> dict[str, str]:
    """The record as it stands, or with what was asked for before."""
    if asked is None:
        return typed_of(learning_record)
    changed = LearningRecord.objects.select_related("professional").get(pk=learning_record.pk)
    for name, value in services.said_of(asked.after).items():
        setattr(changed, name, value)
    return typed_of(changed)


def _visible_record(request: ActorRequest, pk: int) -> LearningRecord:
    seen = LearningRecord.objects.visible_to(request.actor).select_related("professional__user", "training_class")
    return get_object_or_404(seen, pk=pk)
