"""Registering hours for one's people: choose them, fill in one form, see what it gives each, confirm."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import reswap, retarget

from audit.requests import ActorRequest
from people.models import Professional
from people.proofs import ProofFault
from records import drafts
from records.access import may_register_for_staff
from records.evidence.services import attach_proof
from records.logging.entries import Entry, opened_token, seal_token
from records.logging.forms import typed_in
from records.logging.kinds import KIND_OF_SLUG, KINDS
from records.logging.views import (
    MOST_FILES,
    SEEN,
    SHOWN_FIELDS,
    FormRequest,
    keeping_what_was_typed,
    typed_before,
)
from records.registering.services import send_drafts
from ui.errors import Conflict
from ui.tables import Column, Table

MOST_PEOPLE = 50
ALL, OTHERS, CHECK = "all", "others", "check"
STAFF = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("name_search",)),
        Column("industry", gettext_lazy("Industry"), order_by=("industry",)),
    ),
    default_sort="name",
    per_page=MOST_PEOPLE,
)


class SearchForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name or its pinyin"), required=False, max_length=50)


@login_required
@require_GET
def choose(request: ActorRequest) -> HttpResponse:
    """Whom, and what they did."""
    _require_hr(request)
    form = SearchForm(request.GET)
    people = Professional.objects.employed_under(request.actor).exclude(user=request.actor.user_id or 0)
    if form.is_valid() and form.cleaned_data["name"]:
        people = people.called(form.cleaned_data["name"])
    context = {
        "page": STAFF.page(people, request.GET),
        "form": form,
        "kinds": KINDS,
        "most": MOST_PEOPLE,
        "is_unchosen": "unchosen" in request.GET,
    }
    return render(request, "records/registering/choose.html", context)


@dataclass
class Share:
    """What the form gives one of the people."""

    entry: Entry

    @property
    def person(self) -> Professional:
        return self.entry.professional

    @property
    def refusals(self) -> list[str]:
        own = [problem.words for problem in self.entry.problems]
        doubles = [_("It stands on the record already.")] if self.entry.doubles else []
        return [*own, *doubles]

    @property
    def is_sent(self) -> bool:
        return self.entry.is_sent


@keeping_what_was_typed
@require_http_methods(["GET", "POST"])
def form_for_many(request: FormRequest) -> HttpResponse:
    _require_hr(request)
    said = request.POST if request.method == "POST" else request.GET
    kind = KIND_OF_SLUG.get(said.get("kind", ""))
    people = _people(request, said.getlist("person"))
    if not people or kind is None:
        return redirect(f"{reverse('records:register')}?unchosen=1")
    if request.method != "POST":
        back = typed_before(request)
        typed, token = (back["in"], uuid.UUID(hex=back["token"])) if back else ({}, uuid.uuid4())
        first = Entry(kind, people[0], typed, token, is_by_employer=True)
        return _page(request, first, people, [])
    token, typed = _token_of(request), typed_in(request.POST)
    first = Entry(kind, people[0], typed, token, is_by_employer=True)
    if request.htmx:
        return _part(request, first, people)
    shares = [Share(_kept(request, kind_entry, token)) for kind_entry in _entries(first, people)]
    return _answered(request, first, people, shares)


def _entries(first: Entry, people: Sequence[Professional]) -> list[Entry]:
    return [Entry(first.kind, person, first.typed, first.token, is_by_employer=True) for person in people]


def _kept(request: FormRequest, entry: Entry, token: uuid.UUID) -> Entry:
    """A draft for each of the people, with the same proofs; the form sent twice makes no second one."""
    own = uuid.uuid5(token, str(entry.professional.pk))
    entry.record = drafts.keep_draft(entry.professional, own, entry.said, entry.typed, actor=request.actor)
    if entry.is_sent:
        return entry
    for file in request.FILES.getlist("proofs")[:MOST_FILES]:
        try:
            attach_proof(entry.record, file, actor=request.actor)
        except (ProofFault, Conflict) as fault:
            entry.refused_proofs.append(f"{file.name}: {fault.message}")
    return entry


def _answered(request: FormRequest, first: Entry, people: Sequence[Professional], shares: list[Share]) -> HttpResponse:
    if all(share.is_sent for share in shares):
        messages.info(request, _("This was sent already. Here you see where it lies."))
        return redirect("records:registered")
    open_shares = [share for share in shares if not share.is_sent]
    ready = [share for share in open_shares if share.entry.prepare_to_send() and not share.refusals]
    faulty = next((share.entry for share in open_shares if _is_faulty(share.entry)), None)
    if faulty is not None:
        return _page(request, faulty, people, [], status=422)
    wanted = request.POST.get("send", CHECK)
    is_agreed = wanted == OTHERS or (wanted == ALL and len(ready) == len(open_shares))
    if ready and is_agreed and request.POST.get(SEEN) == _digest(shares):
        return _sent(request, ready)
    return _page(request, first, people, shares)


def _is_faulty(entry: Entry) -> bool:
    """What the form has wrong is wrong for everybody; what stands against one person is told beside the name."""
    return bool(entry.head.errors or entry.form.errors or entry.proof_problems)


def _sent(request: FormRequest, ready: list[Share]) -> HttpResponse:
    sent = [(share.entry.record, share.entry.said) for share in ready if share.entry.record is not None]
    send_drafts(sent, actor=request.actor)
    words = ngettext("%(count)s record was sent.", "%(count)s records were sent.", len(sent))
    messages.success(request, words % {"count": len(sent)})
    return redirect("records:registered")


def _digest(shares: Sequence[Share]) -> str:
    told = [(share.person.pk, share.entry.foresight.digest, share.refusals) for share in shares]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _page(
    request: FormRequest, entry: Entry, people: Sequence[Professional], shares: list[Share], *, status: int = 200
) -> HttpResponse:
    ready = [share for share in shares if not share.refusals and not share.is_sent]
    context = _context(request, entry, people) | {
        "shares": shares,
        "ready": ready,
        "refused": [share for share in shares if share.refusals],
        "digest": _digest(shares) if shares else "",
        "is_opened_again": request.method == "POST",
        "evidence": shares[0].entry.evidence if shares else [],
    }
    return render(request, "records/registering/form.html", context, status=status)


def _part(request: FormRequest, entry: Entry, people: Sequence[Professional]) -> HttpResponse:
    context = _context(request, entry, people) | {"is_part": True}
    if request.POST.get(SHOWN_FIELDS) == entry.signature:
        return render(request, "records/registering/_live.html", context)
    return reswap(retarget(render(request, "records/registering/_entry.html", context), "#entry"), "outerHTML")


def _context(request: FormRequest, entry: Entry, people: Sequence[Professional]) -> dict[str, object]:
    return {
        "entry": entry,
        "foresight": entry.foresight,
        "people": people,
        "token": seal_token(entry.token, request.actor.user_id or 0),
        "path": request.path,
    }


def _people(request: ActorRequest, numbers: Sequence[str]) -> list[Professional]:
    chosen = [number for number in numbers if number.isdecimal() and len(number) < 19]
    if len(chosen) > MOST_PEOPLE:
        raise BadRequest
    staff = Professional.objects.employed_under(request.actor).filter(pk__in=chosen)
    found = list(staff.exclude(user=request.actor.user_id or 0).select_related("user").order_by("name_search", "pk"))
    if len(found) < len(set(chosen)):  # one who is not theirs, and nothing is asked of the others
        raise Http404
    return found


def _token_of(request: ActorRequest) -> uuid.UUID:
    opened = opened_token(request.POST.get("token", ""))
    if opened is None or opened[1] != request.actor.user_id:
        raise BadRequest
    return opened[0]


def _require_hr(request: ActorRequest) -> None:
    if not may_register_for_staff(request.actor):
        raise PermissionDenied(_("HR registers hours for its people."))
