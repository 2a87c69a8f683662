"""The forms are printed by a worker: a page takes a good part of a second, and an employer may send a thousand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy, gettext_noop

from audit.actors import Actor
from audit.services import record_many
from jobs.kinds import JobKind, Outcome, PlannedSlice, Refused, register
from jobs.models import Job
from jobs.running import SliceRun
from jobs.services import start_job
from verification.models import ReviewCase
from verification.reviews.papers_book import table_book
from verification.reviews.papers_pdf import forms_text, pdf_of, table_text
from verification.reviews.paperwork import forms_of, table_of

PAPERS = "review_papers"
FORMS_IN_FILE = 50
FORMS, TABLE, BOOK = "forms", "table", "book"
SUFFIXES = {FORMS: "pdf", TABLE: "pdf", BOOK: "xlsx"}
GONE = gettext_noop("What was to be printed has changed meanwhile: nobody is left on it.")


def order_papers(cases: Collection[ReviewCase], what: str, *, actor: Actor) -> Job:
    """Of cases that the actor sees, all of one employer and year. Side effects: audit; the job."""
    numbers = [case.pk for case in cases]
    with transaction.atomic():
        record_many("review_papers.taken", [(case, None, {"form": what}) for case in cases], actor=actor)
        return start_job(PAPERS, {"cases": numbers, "what": what}, actor=actor)


@register
class ReviewPapers(JobKind):
    name: ClassVar = PAPERS
    label: ClassVar = gettext_lazy("Forms of annual reviews")
    items_label: ClassVar = gettext_lazy("forms")
    may_set_aside: ClassVar = False
    result_is_private: ClassVar = True
    stops_with_hat: ClassVar = True

    def may_start(self, actor: Actor) -> bool:
        return False  # by ordering alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        wanted = run.params["cases"]
        if run.params["what"] != FORMS:
            return [PlannedSlice(size=len(wanted), params={"cases": wanted})]
        pieces = [wanted[first : first + FORMS_IN_FILE] for first in range(0, len(wanted), FORMS_IN_FILE)]
        return [PlannedSlice(size=len(piece), params={"cases": piece}) for piece in pieces]

    def work(self, run: SliceRun) -> dict[str, Any]:
        """Asked anew who may have them: between order and print the world moves on."""
        seen = ReviewCase.objects.visible_to(run.actor).filter(pk__in=run.params["cases"])
        cases = list(seen.select_related("professional", "employer__division", "verification").order_by("pk"))
        if not cases:
            raise Refused(GONE)
        what = run.params["what"]
        stored = run.store(f"{what}.{SUFFIXES[what]}", ContentFile(content_of(cases, what)))
        with run.step(range(run.position, run.slice.stop)):
            return {"file": stored, "year": cases[0].study_year}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        name = f"review-{results[0]['year']}"
        if len(results) == 1:
            suffix = results[0]["file"].rpartition(".")[2]
            return Outcome(stored_file=results[0]["file"], file_name=f"{name}.{suffix}")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for count, result in enumerate(results, start=1):
                with default_storage.open(result["file"], "rb") as file:
                    archive.writestr(f"{name}-{count}.pdf", file.read())
        return Outcome(stored_file=run.store("forms.zip", ContentFile(packed.getvalue())), file_name=f"{name}.zip")


def content_of(cases: list[ReviewCase], what: str) -> bytes:
    if what == FORMS:
        return pdf_of(forms_text(forms_of(cases)))
    table = table_of(cases[0].employer, cases[0].study_year, cases)
    return table_book(table) if what == BOOK else pdf_of(table_text(table))
