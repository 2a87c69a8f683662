"""One case: the form, the figures line by line, the proofs, what the rules and the notice say; and the decision."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import queries, services, sittings
from approvals.enums import Action
from approvals.matters import Matter
from approvals.models import Run
from approvals.showing import shown_of
from audit.services import record
from people.requests import SignedInRequest
from records.review.case import place_of_run
from verification.cases import digest_of, onward, proofs_behind, same
from verification.models import ANNUAL_REVIEW, ReviewCase
from verification.reviews.declarations import appointment_over
from verification.reviews.enums import Mode
from verification.reviews.figures import figures_of
from verification.reviews.forms import AgreementForm
from verification.reviews.judging import Case, Judged
from verification.reviews.kinds import FORMS, order_papers
from verification.reviews.papers_book import XLSX, form_book
from verification.reviews.paperwork import forms_of
from verification.reviews.procedures import changed_words
from verification.reviews.services import agree
from verification.reviews.texts import QUALIFIED, office_of, sentence


@login_required
@require_safe
def case(request: SignedInRequest, pk: int) -> HttpResponse:
    matter = _visible_matter(request, pk)
    shown = Shown(matter)
    return _page(request, matter, shown, shown.form())


@login_required
@require_POST
def agreement(request: SignedInRequest, pk: int) -> HttpResponse:
    """Agree and go on to the next."""
    matter = _visible_matter(request, pk)
    services.require(matter, Action.APPROVE, request.actor)
    shown = Shown(matter)
    form = shown.form(request.POST)
    if not form.is_valid():
        return _page(request, matter, shown, form, status=422)
    given = form.cleaned_data
    mode, comment = Mode(given["mode"]), given["comment"]
    if matter.is_last_step:
        agree(matter.run, version=given["version"], mode=mode, digest=form.seen, actor=request.actor, comment=comment)
    else:
        services.approve(matter.run, version=given["version"], actor=request.actor, comment=comment)
    sittings.keep(request, Action.APPROVE, [pk], query=request.GET.urlencode())
    messages.success(request, _("You agreed: %(matter)s.") % {"matter": matter.run})
    return redirect(onward(place_of_run(pk, request.GET, request.actor)))


@login_required
@require_safe
def form_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """附件1 as a workbook."""
    matter = _visible_matter(request, pk)
    subject = _with_people(matter)
    with transaction.atomic():
        record("review_papers.taken", subject, actor=request.actor, after={"form": "xlsx"})
    answer = HttpResponse(form_book(forms_of([subject])[0]), content_type=XLSX)
    name = _("Form – %(name)s %(year)s.xlsx") % {"name": subject.professional.name, "year": subject.study_year}
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return answer


@login_required
@require_POST
def papers(request: SignedInRequest, pk: int) -> HttpResponse:
    """附件1 as a PDF."""
    matter = _visible_matter(request, pk)
    job = order_papers([matter.subject], FORMS, actor=request.actor)
    return redirect("jobs:detail", job.pk)


class Shown:
    """A case as somebody looks at it; nothing here writes."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter
        self.subject: ReviewCase = matter.subject
        self.asked = Case(self.subject.professional, self.subject.study_year)
        self.single = self.asked.single
        appointment = appointment_over(self.subject.professional, self.subject.employer, self.subject.study_year)
        self.appointment = appointment
        self.cycle = self.asked.over(appointment.first_year, appointment.last_year) if appointment else None

    @property
    def judgements(self) -> list[Judged]:
        return [each for each in (self.single, self.cycle) if each is not None]

    @property
    def present(self) -> Judged | None:
        """Over what it is judged so far."""
        return self.cycle if self.subject.mode == Mode.CYCLE else self.single

    @property
    def changed(self) -> str:
        present = self.present
        if present is None or same(figures_of(present), self.subject.figures):
            return ""
        return changed_words(self.subject.figures, figures_of(present))

    def form(self, sent: Any = None) -> AgreementForm:
        digests = {each.mode.value: digest_of(figures_of(each)) for each in self.judgements}
        initial = {"version": self.matter.version, "mode": self.subject.mode, **digests}
        return AgreementForm(sent, initial=initial, has_cycle=self.cycle is not None and self.matter.is_last_step)


def _visible_matter(request: SignedInRequest, pk: int) -> Matter:
    seen = queries.with_history(Run.objects.visible_to(request.actor).filter(procedure=ANNUAL_REVIEW))
    return queries.matter_of(get_object_or_404(seen, pk=pk))


def _with_people(matter: Matter) -> ReviewCase:
    subject: ReviewCase = matter.subject
    return subject


def _page(
    request: SignedInRequest, matter: Matter, shown: Shown, form: AgreementForm, status: int = 200
) -> HttpResponse:
    run, subject, acts = matter.run, shown.subject, shown_of(matter, request.actor)
    place = place_of_run(run.pk, request.GET, request.actor) if acts["is_body"] else None
    context = {
        **acts,
        "case": subject,
        "shown": shown,
        "paper": forms_of([subject])[0],
        "proofs": proofs_behind(subject.figures, request.actor),
        "form": form,
        "flags": queries.flags_of([matter]).get(run.pk, []) if acts["is_body"] else [],
        "place": place,
        "onward_quoted": quote(onward(place), safe="") if place else "",
        "may_amend": acts["may"][Action.RESUBMIT],
        "void": getattr(subject.verification, "void", None) if subject.verification else None,
        "short_source": sentence("short"),
        "fraud_source": sentence("fraud"),
        "stamp_source": sentence("stamp"),
        "timing_source": sentence(subject.occasion),
        "qualified_words": QUALIFIED,
        "office": office_of(matter.steps[-1].organization) if matter.steps[-1].organization else None,
    }
    return render(request, "verification/reviews/case.html", context, status=status)
