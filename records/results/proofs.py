"""《广东省专业技术人员继续教育证明》 (ST14 附件1): what it says, and how it becomes a PDF.

The texts name the form and not its fields; those of rulebook §10a are printed. Whoever holds a sheet can look it up by
its code: what is shown there is what holds now, so that a sheet from before a correction is known as such.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from audit.actors import Actor
from jobs.printing import print_pdf
from people.models import IdentityDocument, Title
from people.titles import best_of
from records.access import may_log, may_register_for_staff
from records.enums import RecordState
from records.models import ClassResult
from records.models.results import ClassResultQuerySet
from records.results.access import may_enter_results

STYLE = Path(__file__).with_name("proof.css")
LANGUAGE = "zh-hans"
"""The sheet is a form of the province, and in its language."""
HOLDS = Q(passed=True, training_class__lost_status_at=None) & (
    Q(record=None) | ~Q(record__state__in=(RecordState.REJECTED, RecordState.VOID, RecordState.WITHDRAWN))
)


@dataclass(frozen=True)
class Sheet:
    """The fields of one 证明."""

    result: ClassResult
    number: str
    """Masked: a sheet lies about."""
    title: str
    address: str
    picture: SafeString

    @property
    def serial(self) -> str:
        return serial_of(self.result)

    @property
    def issued_on(self) -> datetime.date:
        return issued_on(self.result)


def may_take_proofs(actor: Actor) -> bool:
    """The person, who answers for the person at work, and the institution."""
    return may_log(actor) or may_register_for_staff(actor) or may_enter_results(actor)


def proofs_for(actor: Actor) -> ClassResultQuerySet:
    """Of those one sees: passed, of a class that counts, and not refused by whoever decides."""
    if not may_take_proofs(actor):
        return ClassResult.objects.none()
    return ClassResult.objects.visible_to(actor).filter(HOLDS)


def proof_under(code: str) -> ClassResult | None:
    results = ClassResult.objects.filter(HOLDS, check_code=code)
    return results.select_related("professional", "training_class__institution").first()


def serial_of(result: ClassResult) -> str:
    return f"{result.training_class.year}-{result.training_class_id:05d}-{result.pk:07d}"


def issued_on(result: ClassResult) -> datetime.date:
    return timezone.localdate(result.amended_at or result.entered_at)


def masked_name(name: str) -> str:
    """林＊＊: enough for whoever holds the sheet, too little for whoever guesses."""
    return name[:1] + "＊" * max(1, min(len(name) - 1, 3))


def sheets_of(results: Sequence[ClassResult], *, address: str) -> list[Sheet]:
    """`address`: where codes are looked up; the code comes behind it."""
    people = [result.professional_id for result in results]
    documents = IdentityDocument.objects.in_use().filter(professional__in=people)
    numbers = {document.professional_id: document.masked_number for document in documents}
    titles: dict[int, list[Title]] = {}
    for title in Title.objects.filter(professional__in=people):
        titles.setdefault(title.professional_id, []).append(title)
    sheets = []
    for result in results:
        held = best_of(titles.get(result.professional_id, []), result.training_class.ends_on)
        own_address = f"{address}{result.check_code}/"
        number = numbers.get(result.professional_id, "")
        sheets.append(Sheet(result, number, held.name if held else "", own_address, _picture(own_address)))
    return sheets


def _picture(address: str) -> SafeString:
    import qrcode
    from qrcode.image.svg import SvgPathImage

    drawn: str = qrcode.make(address, image_factory=SvgPathImage, border=0).to_string(encoding="unicode")
    return mark_safe(drawn)  # noqa: S308 - drawn by us, of an address that holds no sign of markup


def text_of(sheets: Sequence[Sheet]) -> str:
    """As HTML, one page for each."""
    with translation.override(LANGUAGE):
        return render_to_string("records/results/proof.html", {"sheets": sheets})


def pdf_of(sheets: Sequence[Sheet]) -> bytes:
    return print_pdf(text_of(sheets), STYLE).content
