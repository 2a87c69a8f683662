"""The summary form of a pack: the one that the rule set lays down, or else our own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from people.models import IdentityDocument
from people.titles import group_of, title_on
from policies.fields import tidy
from records.ledger.standing import last_day_of
from rules.calculator.telling import sums_of
from verification.certificate_numbers import numbers_of
from verification.days.queries import sex_told
from verification.days.summary import HEADS, title_of_year
from verification.packs import rules
from verification.packs.building import Pack, PackYear
from verification.packs.parts import Sheet
from verification.reviews.papers import (
    FORM_TITLE,
    STUDY_HEADS,
    RegistrationForm,
    chinese_day,
    days_of,
    institution_of,
    result_of,
    study_rows,
)
from verification.reviews.papers_pdf import shown_form
from verification.reviews.paperwork import LEVELS, forms_of

SUMMARY_TITLE = "继续教育情况汇总表"


def form_sheets(pack: Pack) -> Iterator[Sheet]:
    if pack.form == rules.REGISTRATION:
        yield from _registrations(pack)
    elif pack.form == rules.ANNEX_2:
        yield from _annexes(pack)
    else:
        context = {"years": [_own_year(year, pack) for year in pack.years], "cycle": _cycle_rows(pack)}
        yield Sheet(rules.SUMMARY, "form", SUMMARY_TITLE, rules.FORM, context)


# 《徐州市专业技术人员继续教育电子登记表》 (XZ16 附件1)


def _registrations(pack: Pack) -> Iterator[Sheet]:
    """As it was filed and decided; of a year in which none was filed, filled in for signing."""
    filed = {case.study_year: case for case in pack.review_cases}
    forms = dict(zip(filed, forms_of(filed.values()), strict=True))
    document = IdentityDocument.objects.in_use().filter(professional=pack.professional).first()
    for year in pack.years:
        form = forms.get(year.year) or _unfiled(year, document)
        context = {**shown_form(form), "heads": STUDY_HEADS}
        yield Sheet(rules.REGISTRATION, f"form-{year.year}", FORM_TITLE, rules.FORM, context)


def _unfiled(year: PackYear, document: IdentityDocument | None) -> RegistrationForm:
    """Month of birth, profession, occasion and day of filing are asked for when it is filed: they stay blank."""
    held = title_on(year.pack.professional, last_day_of(year.year))
    (rows,) = study_rows([{str(entry.record.pk): str(entry.hours) for entry in year.counted}])
    return RegistrationForm(
        years=str(year.year),
        name=year.pack.professional.name,
        sex=sex_told(document),
        born="",
        number=document.masked_number if document else "",
        employer=str(year.shown.employer or ""),
        title=held.name if held else "无",
        title_level=LEVELS[group_of(held).value],
        title_on=chinese_day(held.obtained_on) if held else "",
        profession="",
        rows=rows,
        occasion="",
        filed_on=None,
    )


# 《____年广东省专业技术人员继续教育证书汇总表》 (ST14 附件2)


def _annexes(pack: Pack) -> Iterator[Sheet]:
    person = pack.professional
    document = IdentityDocument.objects.in_use().filter(professional=person).first()
    certificates = numbers_of({(person.pk, year.year) for year in pack.years})
    for year in pack.years:
        held = title_on(person, last_day_of(year.year))
        cells = [
            *("1", person.name, sex_told(document), document.masked_number if document else ""),
            held.name if held else "",
            *(_figure(year, line) for line in ("public", "specialty", "elective", "total")),
            certificates.get((person.pk, year.year), ""),
            "",
        ]
        context = {"heads": HEADS, "cells": cells, "employer": year.shown.employer}
        yield Sheet(rules.ANNEX_2, f"form-{year.year}", title_of_year(year.year), rules.FORM, context)


def _figure(year: PackYear, line: str) -> str:
    """As verified, else as things stand."""
    verification = year.verification
    if verification is not None and not hasattr(verification, "void"):
        return f"{tidy(getattr(verification, f'counted_{line}'))}"
    if not year.shown.is_judged:
        return ""
    return next((f"{tidy(each.counted)}" for each in year.shown.sums.all if each.line == line), "")


# Our own


def _own_year(year: PackYear, pack: Pack) -> dict[str, Any]:
    numbers = {record.record.pk: record.number for record in pack.records}
    rows = [
        {
            "number": numbers[entry.record.pk],
            "record": entry.record,
            "days": days_of(entry.record),
            "result": result_of(entry.record),
            "by": institution_of(entry.record),
            "hours": tidy(entry.hours),
            "why": entry.citation,
        }
        for entry in year.counted
    ]
    return {
        "year": year.year,
        "title": title_on(year.pack.professional, last_day_of(year.year)),
        "rulebook": year.shown.rulebook,
        "rows": rows,
        "sums": year.shown.sums.all if year.shown.is_judged else [],
        "is_judged": year.shown.is_judged,
    }


def _cycle_rows(pack: Pack) -> Any:
    return sums_of(dict(pack.asked.cycle)).all if pack.asked.cycle is not None else []
