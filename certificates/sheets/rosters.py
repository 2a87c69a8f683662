"""《证书发放名册》 (GD10 十五) and 《____年…证书汇总表》 (ST14 附件2), by bureau or employer and year.

The texts name the forms and not their fields; those of rulebook §10a are written. Numbers of documents are masked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import xlsxwriter
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from certificates.models import Certificate
from certificates.sheets.lots import in_order, lot_of
from certificates.sheets.reading import LANGUAGE
from jobs.kinds import JobKind, Outcome, PlannedSlice, register
from jobs.printing import print_pdf
from jobs.running import SliceRun
from people.models import IdentityDocument, Organization, Title
from people.titles import best_of
from policies.fields import tidy
from verification.days.queries import sex_told

LIST = "certificate_list"
ROSTER, SUMMARY = "roster", "summary"
STYLE = Path(__file__).with_name("roster.css")
COLUMNS = {
    ROSTER: {
        "序号": 6,
        "证书编号": 20,
        "N0": 12,
        "姓名": 14,
        "工作单位": 34,
        "学习年度": 10,
        "发证时间": 14,
        "领取人": 14,
        "领取时间": 14,
        "备注": 14,
    },
    SUMMARY: {
        "序号": 6,
        "姓名": 14,
        "性别": 6,
        "证件号码": 20,
        "专业技术职称": 20,
        "公需科目": 10,
        "专业科目": 10,
        "选修科目": 10,
        "总学时": 10,
        "证书编号": 20,
        "备注": 14,
    },
}
NAMES = {ROSTER: "《广东省专业技术人员继续教育证书》发放名册", SUMMARY: "广东省专业技术人员继续教育证书汇总表"}
ELSEWHERE = {ROSTER: "专业技术人员继续教育证书发放名册", SUMMARY: "专业技术人员继续教育证书汇总表"}


@dataclass(frozen=True)
class Roster:
    title: str
    house: str
    """Whose it is."""
    columns: dict[str, int]
    rows: Sequence[Sequence[str]]


def roster_of(kind: str, actor: Actor, year: int, *, employer: str, order: str) -> Roster:
    lot = lot_of(actor, year, employer=employer)
    found = in_order(lot.select_related("professional", "employer", "verification", "receipt", "end"), order)
    house = employer or str(Organization.objects.get(pk=actor.organization_id or 0))
    names = NAMES if all(each.number.startswith("44") for each in found) else ELSEWHERE
    with translation.override(LANGUAGE):
        rows = _roster_rows(found) if kind == ROSTER else _summary_rows(found)
    return Roster(f"{year}年{names[kind]}" if kind == SUMMARY else names[kind], house, COLUMNS[kind], rows)


def _roster_rows(found: Sequence[Certificate]) -> list[list[str]]:
    rows = []
    for count, each in enumerate(found, start=1):
        receipt = getattr(each, "receipt", None)
        taken = [receipt.received_by, f"{receipt.received_on}"] if receipt else ["", ""]
        house = each.employer.name if each.employer else ""
        told = [each.printed["name"], house, str(each.study_year), f"{each.issued_on}"]
        rows.append([str(count), each.number, each.blank_form, *told, *taken, _remark(each)])
    return rows


def _summary_rows(found: Sequence[Certificate]) -> list[list[str]]:
    people = {each.professional_id for each in found}
    documents = {row.professional_id: row for row in IdentityDocument.objects.in_use().filter(professional__in=people)}
    titles: dict[int, list[Title]] = {}
    for title in Title.objects.filter(professional__in=people):
        titles.setdefault(title.professional_id, []).append(title)
    rows = []
    for count, each in enumerate(found, start=1):
        document = documents.get(each.professional_id)
        held = best_of(titles.get(each.professional_id, []), each.issued_on)
        done = each.verification
        lines = (done.counted_public, done.counted_specialty, done.counted_elective, done.counted_total)
        who = [each.printed["name"], sex_told(document), document.masked_number if document else ""]
        hours = [_hours(line) for line in lines]
        rows.append([str(count), *who, held.name if held else "", *hours, each.number, _remark(each)])
    return rows


def _hours(hours: Decimal | None) -> str:
    return "" if hours is None else f"{tidy(hours)}"


def _remark(certificate: Certificate) -> str:
    end = getattr(certificate, "end", None)
    return str(end.get_kind_display()) if end else ""


def roster_book(roster: Roster) -> bytes:
    """Every cell is text, so that nothing is taken for a formula."""
    file = io.BytesIO()
    last = len(roster.columns) - 1
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        frame = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        head, cell, plain = book.add_format({**frame, "bold": True}), book.add_format(frame), book.add_format()
        sheet = book.add_worksheet()
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.set_row(0, 34)
        sheet.merge_range(0, 0, 0, last, "", title)
        sheet.write_string(0, 0, roster.title, title)
        sheet.write_string(1, 0, f"单位：{roster.house}", plain)
        for place, (name, width) in enumerate(roster.columns.items()):
            sheet.set_column(place, place, width)
            sheet.write_string(2, place, name, head)
        for number, row in enumerate(roster.rows, start=3):
            for place, value in enumerate(row):
                sheet.write_string(number, place, value, cell)
        sheet.write_string(len(roster.rows) + 4, 0, "单位（盖章）：", plain)
        sheet.write_string(len(roster.rows) + 4, last - 1, "年　　月　　日", plain)
    return file.getvalue()


def roster_pdf(roster: Roster) -> bytes:
    return print_pdf(render_to_string("certificates/sheets/roster.html", {"roster": roster}), STYLE).content


@register
class CertificateList(JobKind):
    name: ClassVar = LIST
    label: ClassVar = _("Roster or summary of certificates")
    items_label: ClassVar = _("files")
    may_set_aside: ClassVar = False
    result_is_private: ClassVar = True
    stops_with_hat: ClassVar = True

    def may_start(self, actor: Actor) -> bool:
        return False  # by ordering alone

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        return [PlannedSlice(size=1)]

    def work(self, run: SliceRun) -> dict[str, Any]:
        params = run.params
        roster = roster_of(
            params["paper"], run.actor, params["year"], employer=params["employer"], order=params["order"]
        )
        is_book = params["format"] == "xlsx"
        stored = run.store(f"list.{params['format']}", ContentFile((roster_book if is_book else roster_pdf)(roster)))
        with run.step(range(run.position, run.slice.stop)):
            return {"file": stored, "rows": len(roster.rows)}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        name = f"certificates-{run.params['paper']}-{run.params['year']}.{run.params['format']}"
        return Outcome(stored_file=results[0]["file"], file_name=name, figures={"rows": results[0]["rows"]})

    figure_labels: ClassVar = {"rows": _("Rows")}
