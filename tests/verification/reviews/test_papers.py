"""The two forms: every field of rulebook §10a, nothing that a spreadsheet would run, opinions where there are any."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from people.models import Professional
from tests.factories import LearningRecordFactory
from verification.reviews.papers import Opinion, RegistrationForm, ReviewTable, study_rows
from verification.reviews.papers_book import form_book, table_book
from verification.reviews.papers_pdf import forms_text, pdf_of, table_text
from verification.reviews.texts import QUALIFIED

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("http://x.example","课")'


@pytest.fixture
def form(learner_person: Professional) -> RegistrationForm:
    common = {"professional": learner_person, "recognized": True, "ended_on": datetime.date(2025, 6, 3)}
    public = LearningRecordFactory(**common, category="public", title="测试公共课", held_by="测试基地")
    other = LearningRecordFactory(**common, title=FORMULA, started_on=datetime.date(2025, 6, 1))
    rows = study_rows([{str(other.pk): "48.5", str(public.pk): "24"}])[0]
    return RegistrationForm(
        years="2025",
        name="汉测试",
        sex="女",
        born="1985-01",
        number="****0031",
        employer="云龙测试院",
        title="工程师",
        title_level="中级",
        title_on="2018年12月1日",
        profession="建筑",
        rows=rows,
        occasion="集中审验",
        filed_on=datetime.date(2026, 1, 8),
        unit=Opinion("情况属实，同意上报。", "云龙测试院", "彭测试", datetime.date(2026, 2, 1)),
        review=Opinion(QUALIFIED, "云龙测试人社局", "龙测试", datetime.date(2026, 3, 2)),
    )


def test_the_form_has_its_rows_sums_and_opinions(form: RegistrationForm) -> None:
    assert (form.public, form.specialty, form.total) == (Decimal(24), Decimal("48.5"), Decimal("72.5"))
    assert [row.days for row in form.rows] == ["2025-06-03", "2025-06-01 至 2025-06-03"]

    cells = [str(cell) for row in read(form_book(form))["电子登记表"] for cell in row]

    for text in ("汉测试", "女", "1985-01", "****0031", "建筑", "工程师", "测试基地", "24.0", "72.5 学时", FORMULA):
        assert text in cells, text
    assert any(QUALIFIED in cell and "龙测试" in cell and "2026年3月2日" in cell for cell in cells)
    printed = forms_text([form])
    assert QUALIFIED in printed
    assert "=HYPERLINK(&quot;" in printed


def test_the_table_counts_people_and_carries_their_data(form: RegistrationForm) -> None:
    table = ReviewTable(2025, "云龙测试院", "公有", "徐州测试局", (form, form), form.unit)

    sheets = read(table_book(table))

    assert sheets["年度审验表"][-3][:2] == ["合计", "2 人"]
    assert sheets["年度审验表"][-3][5:] == [48.0, 97.0, 145.0, "合格 2 人"]
    assert len(sheets["电子登记表数据"]) == 1 + 2 * 2
    assert "徐州测试局" in table_text(table)
    assert "合格 2 人" in table_text(table)
    assert read(table_book(ReviewTable(2025, "空测试院", "公有", "", ())))["年度审验表"][-3][1] == "0 人"


def test_they_become_pdf(form: RegistrationForm) -> None:
    assert pdf_of(forms_text([form])).startswith(b"%PDF-1.4")


def read(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
