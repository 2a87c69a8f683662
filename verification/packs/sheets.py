"""The sheets of a pack as one text: what is written on them, and an empty one for each page of a proof, which is laid
on it later. So all pages are numbered through, and the list of contents knows where everything stands.

They are papers for a review board and in its language. Numbers of documents are masked: sheets lie about.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from people.enums import TitleLevel
from people.models import IdentityDocument
from people.titles import TitleGroup
from policies.fields import tidy
from records.models import LearningRecord
from rules.calculator.telling import rulebook_of
from rules.labels import LINES as LINE_NAMES
from verification.models import LINES, Verification
from verification.packs import rules
from verification.packs.building import Pack, PackProof, PackRecord, PackYear
from verification.packs.parts import Leaf, Sheet
from verification.packs.proofs import OpenedProof
from verification.packs.summaries import form_sheets
from verification.packs.telling import part_name, told_year

LANGUAGE = "zh-hans"
STYLE = Path(__file__).with_name("sheets.css")


def sheets_of(pack: Pack, opened: Mapping[str, OpenedProof]) -> list[Sheet]:
    """`opened`: by the label of the proof."""
    return [sheet for part in pack.parts for sheet in _sheets_of_part(pack, part, opened)]


def _sheets_of_part(pack: Pack, part: str, opened: Mapping[str, OpenedProof]) -> Iterator[Sheet]:
    if part == rules.CERTIFICATE:
        yield from _certificates(pack)
    elif part == rules.FORM:
        yield from form_sheets(pack)
    elif pack.records_in(part):
        records = pack.records_in(part)
        leaves = [
            leaf
            for record in records
            for proof in record.proofs
            for leaf in _leaves(proof.label, opened[proof.label].pages, proof, record)
        ]
        anchors = {leaf.proof.label: leaf.anchor for leaf in reversed(leaves) if leaf.proof}
        rows = [(record, [_file_row(opened[proof.label], anchors) for proof in record.proofs]) for record in records]
        title = "公共科目证明材料" if part == rules.PUBLIC else "学习证明材料"
        yield Sheet("proofs", part, title, part, {"rows": rows}, leaves)


def _file_row(opened: OpenedProof, anchors: Mapping[str, str]) -> dict[str, str]:
    proof = opened.proof
    return {
        "label": proof.label,
        "kind": proof.evidence.get_file_type_display(),
        "anchor": anchors.get(proof.label, ""),
        "why_not": opened.why_not,
        "name": file_name(proof) if opened.is_there else "",
    }


def file_name(proof: PackProof) -> str:
    """In the ZIP: by number alone, because whatever somebody calls a file may hold a name."""
    return f"证明材料/{proof.label}.{proof.evidence.file_type}"


def _certificates(pack: Pack) -> Iterator[Sheet]:
    """A certificate where there is one, else the sheet of the verification; a cycle is one sheet for all its years."""
    shown = set()
    for year in pack.years:
        if year.certificate is not None:
            leaves = list(_leaves(f"certificate-{year.year}", year.certificate.content()))
            title = f"{year.year} 年度继续教育证书"
            yield Sheet("paper", leaves[0].anchor, title, rules.CERTIFICATE, {}, leaves)
            continue
        verification = year.verification
        if verification is None or verification.pk in shown:
            continue
        shown.add(verification.pk)
        span = years_of(verification)
        title = f"{span}年度验证情况"
        anchor = f"verification-{verification.pk}"
        yield Sheet("verification", anchor, title, rules.CERTIFICATE, _verification(verification, year))


def years_of(verification: Verification) -> str:
    first, last = verification.first_year, verification.last_year
    return f"{first} " if first == last else f"{first}–{last} "


def _verification(verification: Verification, year: PackYear) -> dict[str, Any]:
    """Exactly what was kept."""
    lines = [
        {
            "name": LINE_NAMES[line],
            "required": getattr(verification, f"required_{line}"),
            "counted": tidy(getattr(verification, f"counted_{line}")),
        }
        for line in LINES
        if getattr(verification, f"required_{line}") is not None or getattr(verification, f"counted_{line}")
    ]
    titles = dict(LearningRecord.objects.filter(pk__in=verification.credits).values_list("pk", "title"))
    rulebook = rulebook_of({"ruleset": verification.ruleset})
    counted = [(titles.get(int(number), ""), number, Decimal(hours)) for number, hours in verification.credits.items()]
    return {
        "verification": verification,
        "span": years_of(verification),
        "title_level": TitleGroup(verification.title_level).label,
        "rules_title": rulebook.title if rulebook else "",
        "lines": lines,
        "counted": [(title, number, tidy(hours)) for title, number, hours in counted if hours],
        "void": getattr(verification, "void", None),
        "moved": year.figures_moved,
        "now": tidy(year.shown.sums.total.counted) if year.figures_moved else None,
    }


def _leaves(
    name: str, pages: bytes, proof: PackProof | None = None, record: PackRecord | None = None
) -> Iterator[Leaf]:
    if not pages:
        return
    import pikepdf

    with pikepdf.open(io.BytesIO(pages)) as pdf:
        wide = [_is_wide(page) for page in pdf.pages]
    for place, is_wide in enumerate(wide):
        yield Leaf(f"leaf-{name}-{place}", pages, place, is_wide, proof, record, len(wide))


def _is_wide(page: Any) -> bool:
    left, bottom, right, top = (float(each) for each in page.trimbox)
    is_turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
    return (right - left > top - bottom) != is_turned


def text_of(pack: Pack, sheets: Sequence[Sheet], made_on: datetime.datetime) -> str:
    document = IdentityDocument.objects.in_use().filter(professional=pack.professional).first()
    parts = [
        (ordinal, part_name(pack, part), [sheet for sheet in sheets if sheet.part == part])
        for ordinal, part in zip("一二三四", pack.parts, strict=False)
    ]
    context = {
        "pack": pack,
        "sheets": sheets,
        "parts": parts,
        "rule": pack.asked.rule,
        "document": document,
        "title": pack.title,
        "applying_for": TitleLevel(pack.applying_for).label if pack.applying_for else "",
        "employer": pack.years[0].shown.employer,
        "missing": [told_year(year, is_own=True) for year in pack.missing],
        "reasons": pack.asked.rule.said if pack.asked.rule else (),
        "made_on": timezone.localtime(made_on),
    }
    return render_to_string("verification/packs/sheets/pack.html", context)
