"""My records, and one record: what it says, what it gives and why, its proofs, where it lies, what can be done now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from approvals import access as approvals_access
from approvals.enums import Action
from approvals.models import Run
from approvals.queries import timeline_of, with_history
from audit.requests import ActorRequest
from people.enums import FileType
from people.proofs import served
from records import access, services
from records.enums import UNDER_REVIEW, EvidenceState, RecordState
from records.evidence.services import note_look
from records.filters import NamedRecordFilter, RecordFilter
from records.logging.entries import Entry
from records.logging.foresight import foresee
from records.logging.kinds import holder_label
from records.models import CORRECTION, RECORD, Evidence, LearningRecord
from records.queries import oneself, records_of, registered_by_organization, years_of
from records.questions import record_question
from records.telling import told_facts
from ui.tables import Column, Table

_COLUMNS = (
    Column("title", gettext_lazy("What was done"), order_by=("title",)),
    Column("day", gettext_lazy("Last day"), order_by=("ended_on",), newest_first=True),
    Column("year", gettext_lazy("Study year"), order_by=("study_year",), newest_first=True),
    Column("state", gettext_lazy("State"), order_by=("state",)),
    Column(
        "hours",
        pgettext_lazy("column", "Credited"),
        order_by=("credited_hours",),
        newest_first=True,
        is_number=True,
    ),
)
MINE = Table(columns=_COLUMNS, default_sort="-day")
REGISTERED = Table(
    columns=(Column("who", gettext_lazy("Name"), order_by=("professional__name_search",)), *_COLUMNS),
    default_sort="-day",
)


@login_required
@require_GET
def record_list(request: ActorRequest) -> HttpResponse:
    person = oneself(request.actor)
    if not access.may_log(request.actor) or person is None:
        raise PermissionDenied(_("Wear the hat of a professional to see your own records."))
    own = records_of(person, request.actor)
    found = RecordFilter(request.GET, own, years=years_of(own))
    page = MINE.page(found.qs if found.is_valid() else own.none(), request.GET)
    return render(request, "records/list.html", {"page": page, "form": found.form})


@login_required
@require_GET
def registered(request: ActorRequest) -> HttpResponse:
    """What HR registered for its people, and what it has begun."""
    if not access.may_register_for_staff(request.actor):
        raise PermissionDenied
    own = registered_by_organization(request.actor)
    found = NamedRecordFilter(request.GET, own, years=years_of(own))
    page = REGISTERED.page(found.qs if found.is_valid() else own.none(), request.GET)
    return render(request, "records/registered.html", {"page": page, "form": found.form})


@login_required
@require_GET
def record_detail(request: ActorRequest, pk: int) -> HttpResponse:
    learning_record = _visible_record(request, pk)
    run = _run_about(request, RECORD, learning_record.pk)
    foresight = foresee(learning_record, record_question(learning_record, as_recognized=True))
    context = {
        "record": learning_record,
        "foresight": foresight,
        "facts": told_facts(learning_record.activity, learning_record.facts),
        "holder_label": holder_label(learning_record.activity),
        "missing": _missing(request, learning_record),
        "evidence": list(learning_record.evidence.standing()),
        "run": run,
        "timeline": timeline_of(run, request.actor) if run else [],
        "corrections": _corrections(request, learning_record),
        "may": _acts(request, learning_record, run),
        "is_own": learning_record.professional.user_id == request.actor.user_id,
        "is_registrant": access.is_registrant(request.actor, learning_record),
        **_way_back(request, learning_record),
    }
    return render(request, "records/detail.html", context)


def _missing(request: ActorRequest, learning_record: LearningRecord) -> list[str]:
    """What whoever registered it still has to do before it can be sent, or count."""
    if not access.is_registrant(request.actor, learning_record):
        return []
    if learning_record.state == RecordState.DRAFT:
        entry = Entry.of_record(learning_record)
        entry.prepare_to_send()
        return [
            f"{problem.field.label}: {problem.words}" if problem.field else problem.words for problem in entry.summary
        ]
    is_open = learning_record.state in UNDER_REVIEW
    if is_open and learning_record.evidence_state == EvidenceState.MISSING:
        return [_("There is no proof yet. Without one nothing counts.")]
    return []


def _acts(request: ActorRequest, learning_record: LearningRecord, run: Run | None) -> dict[str, bool]:
    """What can be done now, by whoever looks."""
    is_registrant = access.is_registrant(request.actor, learning_record)
    state = learning_record.state
    step = next((each for each in run.steps.all() if each.state in ("waiting", "returned")), None) if run else None
    of_run = {
        action.value: run is not None and step is not None and approvals_access.may(request.actor, action, run, step)
        for action in (Action.WITHDRAW, Action.REMIND, Action.APPROVE)
    }
    return {
        **of_run,
        "go_on": is_registrant and state == RecordState.DRAFT,
        "amend": is_registrant and state == RecordState.RETURNED,
        "correct": is_registrant
        and state == RecordState.RECOGNIZED
        and learning_record.source in ("person", "employer")
        and not learning_record.is_frozen
        and not learning_record.corrections.open().exists(),
    }


def _corrections(request: ActorRequest, learning_record: LearningRecord) -> list[dict[str, Any]]:
    asked = list(learning_record.corrections.all())
    runs = with_history(Run.objects.visible_to(request.actor).filter(procedure=CORRECTION))
    by_subject = {run.subject_id: run for run in runs.filter(subject_id__in=[each.pk for each in asked])}
    return [{"correction": each, "run": by_subject.get(each.pk)} for each in asked]


def _way_back(request: ActorRequest, learning_record: LearningRecord) -> dict[str, str]:
    if learning_record.professional.user_id == request.actor.user_id and access.may_log(request.actor):
        return {"back_url": reverse("records:list"), "back": _("My records")}
    if access.is_registrant(request.actor, learning_record):
        return {"back_url": reverse("records:registered"), "back": _("Registered for our people")}
    return {"back_url": reverse("home"), "back": _("Home")}


@login_required
@require_http_methods(["GET", "POST"])
def discarding(request: ActorRequest, pk: int) -> HttpResponse:
    learning_record = _visible_record(request, pk)
    services.require_registrant(request.actor, learning_record)
    services.require_state(learning_record, RecordState.DRAFT)
    if request.method == "POST":
        back = _way_back(request, learning_record)["back_url"]
        services.discard_draft(learning_record, actor=request.actor)
        messages.success(request, _("The draft is gone, with its proofs. Nothing was sent."))
        return redirect(back)
    proofs = learning_record.evidence.standing().count()
    return render(request, "records/discarding.html", {"record": learning_record, "proofs": proofs})


@login_required
@require_GET
def proof(request: ActorRequest, pk: int) -> FileResponse:
    """The file itself: to keep it, or with `?inline` in a page of ours."""
    seen = Evidence.objects.visible_to(request.actor).select_related("record__professional")
    evidence = get_object_or_404(seen, pk=pk)
    kind = FileType(evidence.file_type)
    answer = served(evidence.file, kind, f"proof-{evidence.pk}", inline="inline" in request.GET)
    note_look(evidence, actor=request.actor)
    return answer


def _visible_record(request: ActorRequest, pk: int) -> LearningRecord:
    seen = LearningRecord.objects.visible_to(request.actor)
    return get_object_or_404(
        seen.select_related("professional__user", "employer", "training_class__institution", "registered_for"), pk=pk
    )


def _run_about(request: ActorRequest, procedure: str, number: int) -> Run | None:
    runs = with_history(Run.objects.visible_to(request.actor).filter(procedure=procedure, subject_id=number))
    return runs.order_by("-pk").first()
