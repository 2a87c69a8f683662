"""Logging hours: what somebody did, the form that this asks for, what it gives, and sending it."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import reswap, retarget
from django_htmx.middleware import HtmxDetails

from audit.requests import ActorRequest
from courses.models import TrainingClass
from people.models import Professional
from people.proofs import ProofFault
from records import drafts
from records.access import is_registrant, may_log
from records.enums import HandedState, RecordState
from records.evidence.services import attach_proof, remove_proof
from records.logging.entries import Entry, opened_token
from records.logging.forms import typed_in
from records.logging.kinds import KIND_OF_SLUG, KINDS
from records.models import LearningRecord
from records.queries import classes_of, oneself
from ui.errors import Conflict

TYPED = "typed_into_record"
MOST_FILES = 20
# The buttons of the form.
SEND, KEEP, REMOVE, ATTACH = "send", "keep", "remove", "attach"
SHOWN_FIELDS, SEEN = "shown", "seen"


class FormRequest(ActorRequest):
    htmx: HtmxDetails


View = Callable[..., HttpResponse]


def keeping_what_was_typed(view: View) -> View:
    """A session may end while somebody types. What came too late is kept in the session of the visitor, in which the
    same person signs in again, and stands in the form when they are back."""

    @functools.wraps(view)
    def kept(request: FormRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            opened = opened_token(request.POST.get("token", ""))
            if opened is not None:
                typed = {"path": request.path, "user": opened[1], "token": opened[0].hex, "in": typed_in(request.POST)}
                request.session[TYPED] = typed
            return redirect_to_login(_way_back(request))
        return login_required(view)(request, *args, **kwargs)

    return kept


def _way_back(request: FormRequest) -> str:
    """A form for several people is told by its address which, and what they did."""
    asked = [(name, value) for name in ("kind", "person") for value in request.POST.getlist(name) if value.isalnum()]
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


@login_required
@require_GET
def kinds(request: ActorRequest) -> HttpResponse:
    person = _oneself(request)
    drafts_begun = (
        LearningRecord.objects.visible_to(request.actor)
        .filter(professional=person, registered_for=None, state=RecordState.DRAFT)
        .exclude(handed_over__state=HandedState.WAITING)
    )
    return render(request, "records/logging/kinds.html", {"kinds": KINDS, "drafts": drafts_begun[:5]})


@keeping_what_was_typed
@require_http_methods(["GET", "POST"])
def new_record(request: FormRequest, kind: str) -> HttpResponse:
    if kind not in KIND_OF_SLUG:
        raise Http404
    person = _oneself(request)
    if request.method != "POST":
        back = typed_before(request)
        typed = back["in"] if back else _prefilled(request)
        token = uuid.UUID(hex=back["token"]) if back else uuid.uuid4()
        return _page(request, Entry(KIND_OF_SLUG[kind], person, typed, token))
    entry = Entry(KIND_OF_SLUG[kind], person, typed_in(request.POST), _token_of(request))
    entry.record = drafts.keep_draft(person, entry.token, entry.said, entry.typed, actor=request.actor)
    return _answered(request, entry)


@keeping_what_was_typed
@require_http_methods(["GET", "POST"])
def record_form(request: FormRequest, pk: int) -> HttpResponse:
    """Of a draft, or of what was returned."""
    learning_record = _own_record(request, pk)
    if learning_record.state not in (RecordState.DRAFT, RecordState.RETURNED):
        return _was_sent(request, learning_record)
    if request.method != "POST":
        back = typed_before(request)
        return _page(request, Entry.of_record(learning_record, back["in"] if back else None))
    entry = Entry.of_record(learning_record, typed_in(request.POST))
    entry.record = drafts.keep_typed(learning_record, entry.said, entry.typed, actor=request.actor)
    return _answered(request, entry)


# What a press of a button does


def _answered(request: FormRequest, entry: Entry) -> HttpResponse:
    assert entry.record is not None  # it was kept just now
    if entry.is_sent:
        return _was_sent(request, entry.record)
    _take_proofs(request, entry)
    if request.htmx:
        return _part(request, entry)
    if SEND in request.POST and entry.prepare_to_send():
        if request.POST.get(SEEN) == entry.foresight.digest:
            return _sent(request, entry)
        messages.info(request, _("Nothing was sent yet. Look at what it gives and who decides, then send it."))
        return _page(request, entry)
    if SEND not in request.POST and not entry.refused_proofs:
        if KEEP in request.POST:
            messages.success(request, _("The draft is kept. You find it among your records."))
            return redirect("records:list" if not entry.is_by_employer else "records:registered")
        return redirect("records:form", entry.record.pk)
    return _page(request, entry, status=422)


def _take_proofs(request: FormRequest, entry: Entry) -> None:
    assert entry.record is not None
    for file in request.FILES.getlist("proofs")[:MOST_FILES]:
        try:
            attach_proof(entry.record, file, actor=request.actor)
        except (ProofFault, Conflict) as fault:
            entry.refused_proofs.append(f"{file.name}: {fault.message}")
    if number := request.POST.get(REMOVE, ""):
        evidence = next((each for each in entry.evidence if str(each.pk) == number), None)
        if evidence is not None:
            remove_proof(evidence, actor=request.actor)


def _sent(request: FormRequest, entry: Entry) -> HttpResponse:
    assert entry.record is not None
    try:
        drafts.send_draft(entry.record, entry.said, actor=request.actor)
    except Conflict:
        entry.record.refresh_from_db()
        if not entry.is_sent:
            raise
        return _was_sent(request, entry.record)  # by the other half of a double click
    messages.success(request, _("It was sent. Here you see where it lies."))
    return redirect("records:detail", entry.record.pk)


def _was_sent(request: FormRequest, learning_record: LearningRecord) -> HttpResponse:
    """By another window, the other half of a double click, or before the back button."""
    messages.info(request, _("This was sent already; there is one record of it. Here you see where it lies."))
    address = reverse("records:detail", args=[learning_record.pk])
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


# How it is shown


def _page(request: FormRequest, entry: Entry, *, status: int = 200) -> HttpResponse:
    return render(request, "records/logging/entry.html", _context(request, entry), status=status)


def _part(request: FormRequest, entry: Entry) -> HttpResponse:
    """Where the fields on the page are still the right ones they are left alone, with what is being typed in them."""
    assert entry.record is not None
    is_send_changed = bool(request.POST.get("can")) != entry.can_go_on
    context = _context(request, entry) | {"is_part": True, "is_send_changed": is_send_changed}
    if ATTACH in request.POST or REMOVE in request.POST:
        response = render(request, "records/logging/_proofs_part.html", context)
    elif request.POST.get(SHOWN_FIELDS) == entry.signature:
        response = render(request, "records/logging/_live.html", context)
    else:
        response = render(request, "records/logging/_entry.html", context)
        response = reswap(retarget(response, "#entry"), "outerHTML")
    response.headers["HX-Replace-Url"] = reverse("records:form", args=[entry.record.pk])
    return response


def _context(request: FormRequest, entry: Entry) -> dict[str, Any]:
    is_class = entry.kind.slug == "class" and entry.record is None and not entry.is_by_employer
    return {
        "entry": entry,
        "foresight": entry.foresight,
        "token": entry.sealed_token(request.actor),
        "path": reverse("records:form", args=[entry.record.pk]) if entry.record else request.path,
        "classes": classes_of(entry.professional, request.GET.get("q", "")) if is_class else None,
        "q": request.GET.get("q", ""),
        "is_opened_again": request.method == "POST",
    }


# What comes in


def _oneself(request: ActorRequest) -> Professional:
    person = oneself(request.actor)
    if not may_log(request.actor) or person is None:
        raise PermissionDenied(_("Wear the hat of a professional to log hours of your own."))
    return person


def _own_record(request: ActorRequest, pk: int) -> LearningRecord:
    seen = LearningRecord.objects.visible_to(request.actor).select_related("professional__user", "training_class")
    learning_record = get_object_or_404(seen, pk=pk)
    if not is_registrant(request.actor, learning_record):
        raise PermissionDenied(_("Only who registered a record changes it."))
    return learning_record


def _token_of(request: ActorRequest) -> uuid.UUID:
    opened = opened_token(request.POST.get("token", ""))
    if opened is None or opened[1] != request.actor.user_id:
        raise BadRequest
    return opened[0]


def typed_before(request: ActorRequest) -> dict[str, Any] | None:
    """What the same person typed into this form when the session had ended."""
    before: dict[str, Any] | None = request.session.get(TYPED)
    if before is None or before["path"] != request.path:
        return None
    del request.session[TYPED]
    if before["user"] != request.actor.user_id:
        return None
    messages.info(request, _("You are back, and so is what you typed. Files have to be chosen again."))
    return before


def _prefilled(request: ActorRequest) -> Mapping[str, str]:
    """A class that was looked up comes with what its plan says, a course that is made up with its year."""
    if request.GET.get("makeup_for", "").isdecimal():
        asked = {"title": "title", "c1": "category", "mf1": "makeup_for", "h1": "hours"}
        return typed_in({key: request.GET[name] for key, name in asked.items() if name in request.GET})
    chosen = request.GET.get("class", "")
    if not chosen.isdecimal() or len(chosen) > 9:
        return {}
    found = TrainingClass.objects.published().filter(pk=chosen).select_related("institution").first()
    if found is None:
        return {}
    return {
        "class": str(found.pk),
        "title": found.title,
        "held_by": found.institution.name,
        "c1": found.category,
        "h1": format(found.hours.normalize(), "f"),
        "s1": found.starts_on.isoformat(),
        "e1": found.ends_on.isoformat(),
        **({"d1": str(found.days)} if found.days else {}),
        **({"m1": format(found.mandatory_hours.normalize(), "f")} if found.mandatory_hours else {}),
        **({"mf1": str(found.makeup_for)} if found.makeup_for else {}),
    }
