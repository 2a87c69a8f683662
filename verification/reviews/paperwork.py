"""From cases to the two forms, in a fixed number of statements however many there are."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils import timezone, translation

from approvals.enums import Action, StepState
from approvals.models import Decision, Run, Step
from people.models import Employer, IdentityDocument, Title
from people.supervision import body_at
from people.titles import best_of, group_of
from records.ledger.standing import last_day_of
from verification.models import ANNUAL_REVIEW, ReviewCase
from verification.reviews.enums import CaseState
from verification.reviews.papers import (
    LANGUAGE,
    Opinion,
    RegistrationForm,
    ReviewTable,
    StudyRow,
    chinese_day,
    study_rows,
)
from verification.reviews.texts import QUALIFIED, office_of

AGREED = "情况属实，同意上报审验。"
REFUSED = "审验不合格"
LEVELS = {"senior": "高级", "intermediate": "中级", "junior": "初级", "none": "无"}


def forms_of(cases: Iterable[ReviewCase]) -> list[RegistrationForm]:
    """附件1 of each, in the order given."""
    cases = list(cases)
    people = [case.professional_id for case in cases]
    documents = IdentityDocument.objects.in_use().filter(professional__in=people)
    numbers = {document.professional_id: document.masked_number for document in documents}
    titles: dict[int, list[Title]] = defaultdict(list)
    for title in Title.objects.filter(professional__in=people):
        titles[title.professional_id].append(title)
    opinions = _opinions(cases)
    rows = study_rows([_credits(case) for case in cases])
    with translation.override(LANGUAGE):
        return [
            _form(case, numbers.get(case.professional_id, ""), titles[case.professional_id], rows[place], opinions)
            for place, case in enumerate(cases)
        ]


def _form(
    case: ReviewCase,
    number: str,
    titles: list[Title],
    rows: tuple[StudyRow, ...],
    opinions: dict[int, tuple[Opinion, Opinion]],
) -> RegistrationForm:
    held = best_of(titles, last_day_of(case.study_year))
    unit, review = opinions[case.pk]
    years = case.figures["years"]
    return RegistrationForm(
        years=str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}",
        name=case.professional.name,
        sex=str(case.get_sex_display()),
        born=f"{case.born_on:%Y-%m}",
        number=number,
        employer=case.employer.name,
        title=held.name if held else "无",
        title_level=LEVELS[group_of(held).value],
        title_on=chinese_day(held.obtained_on) if held else "",
        profession=case.profession,
        rows=rows,
        occasion=str(case.get_occasion_display()),
        filed_on=case.filed_on,
        unit=unit,
        review=review,
    )


def _credits(case: ReviewCase) -> dict[str, str]:
    """Decided, what counted then; before, what was sent."""
    verification = case.verification
    credits: dict[str, str] = verification.credits if verification is not None else case.figures["credits"]
    return credits


def table_of(employer: Employer, year: int, cases: Sequence[ReviewCase]) -> ReviewTable:
    """附件2: all whose forms the employer has checked."""
    forms = forms_of(cases)
    industry = body_at("industry", employer=employer, industry=employer.industry, on=timezone.localdate())
    units = [form.unit for form in forms if form.unit.on]
    reviews = [form.review for form in forms if form.review.on]
    with translation.override(LANGUAGE):
        return ReviewTable(
            year=year,
            employer=employer.name,
            ownership=str(employer.get_ownership_display()),
            authority=str(industry or ""),
            people=tuple(forms),
            unit=max(units, key=_day, default=Opinion()),
            review=_together(forms, reviews),
        )


def _day(opinion: Opinion) -> datetime.date:
    assert opinion.on is not None  # its caller has left the others out
    return opinion.on


def _together(forms: Sequence[RegistrationForm], reviews: Sequence[Opinion]) -> Opinion:
    """On the sheet as a whole only once everybody on it is decided."""
    if not reviews or len(reviews) < len(forms):
        return Opinion()
    last = max(reviews, key=_day)
    qualified = sum(form.is_qualified for form in forms)
    words = (
        QUALIFIED if qualified == len(forms) else f"{QUALIFIED} {qualified} 人，{REFUSED} {len(forms) - qualified} 人"
    )
    return Opinion(words, last.body, last.officer, last.on)


# Opinions


def _opinions(cases: Sequence[ReviewCase]) -> dict[int, tuple[Opinion, Opinion]]:
    runs = Run.objects.filter(procedure=ANNUAL_REVIEW, subject_id__in=[case.pk for case in cases]).order_by("pk")
    newest = {run.subject_id: run.pk for run in runs}
    decided: dict[int, list[Step]] = defaultdict(list)
    steps = Step.objects.filter(run__in=newest.values(), state__in=(StepState.PASSED, StepState.REJECTED))
    for step in steps.select_related("organization").order_by("run", "position"):
        decided[step.run_id].append(step)
    lines = Decision.objects.filter(run__in=newest.values(), action__in=(Action.APPROVE, Action.REJECT))
    last_line = {line.step_id: line for line in lines.select_related("person", "body").order_by("pk")}
    return {case.pk: _opinions_of(case, decided.get(newest.get(case.pk, 0), []), last_line) for case in cases}


def _opinions_of(case: ReviewCase, steps: list[Step], lines: dict[int, Decision]) -> tuple[Opinion, Opinion]:
    unit = review = Opinion()
    for step in steps:
        line = lines.get(step.pk)
        if line is None:
            continue
        if step.act == "first_check" and step.state == StepState.PASSED:
            unit = _opinion(line, line.comment or AGREED)
        elif step.act == "review" and case.state == CaseState.QUALIFIED:
            review = _opinion(line, QUALIFIED)
        elif case.state == CaseState.REFUSED:
            review = _opinion(line, REFUSED)
    return unit, review


def _opinion(line: Decision, words: str) -> Opinion:
    body = line.body
    office = office_of(body).name if body is not None and body.kind == "bureau" else ""
    told = f"{body}{'（' + office + '）' if office else ''}" if body is not None else ""
    return Opinion(words, told, str(line.person.display_name) if line.person else "", timezone.localdate(line.at))
