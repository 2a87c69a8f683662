"""The two forms of the notice as data: 《电子登记表》 (附件1) of one person, 《年度审验表》 (附件2) of one employer.

Of their fields the text has kept a few; the others are those of rulebook §10a.

They are forms of the city and in its language. Numbers of documents are masked: sheets lie about.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation

from policies.fields import tidy
from records.models import LearningRecord
from verification.reviews.texts import QUALIFIED

LANGUAGE = "zh-hans"
FORM_TITLE = "徐州市专业技术人员继续教育电子登记表"
TABLE_TITLE = "徐州市专业技术人员继续教育年度审验表"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Opinion:
    """单位意见 or 年审机构意见: what stands in it, by whom, on which day; empty as long as nobody has decided."""

    words: str = ""
    body: str = ""
    officer: str = ""
    on: datetime.date | None = None

    @property
    def day(self) -> str:
        return chinese_day(self.on) if self.on else "年　月　日"

    @property
    def line(self) -> str:
        """In one cell of a workbook."""
        told = [self.words, self.body, f"经办人：{self.officer}" if self.officer else "（公章）", self.day]
        return "\n".join(filter(None, told))


@dataclass(frozen=True)
class StudyRow:
    """继续教育情况: one record and what it counts."""

    days: str
    content: str
    form: str
    institution: str
    result: str
    public: Decimal
    specialty: Decimal
    proofs: str


@dataclass(frozen=True)
class RegistrationForm:
    """附件1"""

    years: str
    name: str
    sex: str
    born: str
    number: str
    employer: str
    title: str
    title_level: str
    title_on: str
    profession: str
    rows: tuple[StudyRow, ...]
    occasion: str
    filed_on: datetime.date | None
    """None: filled in for somebody who has not filed it yet."""
    unit: Opinion = Opinion()
    review: Opinion = Opinion()

    @property
    def public(self) -> Decimal:
        return sum((row.public for row in self.rows), ZERO)

    @property
    def specialty(self) -> Decimal:
        return sum((row.specialty for row in self.rows), ZERO)

    @property
    def total(self) -> Decimal:
        return self.public + self.specialty

    @property
    def is_qualified(self) -> bool:
        return self.review.words == QUALIFIED

    @property
    def state(self) -> str:
        return self.review.words or ("待审验" if self.unit.words else "单位审核中")

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The head of the form, in its order."""
        return (
            *(("姓　　名", self.name), ("性　　别", self.sex), ("出生年月", self.born), ("证件号码", self.number)),
            *(("工作单位", self.employer), ("从事专业", self.profession), ("专业技术职称", self.title)),
            *(("职称级别", self.title_level), ("取得时间", self.title_on)),
            *(
                ("登记年度", self.years),
                ("审验方式", self.occasion),
                ("填报日期", chinese_day(self.filed_on) if self.filed_on else ""),
            ),
        )


@dataclass(frozen=True)
class ReviewTable:
    """附件2"""

    year: int
    employer: str
    ownership: str
    authority: str
    people: tuple[RegistrationForm, ...]
    unit: Opinion = Opinion()
    review: Opinion = Opinion()

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        return (("单位名称", self.employer), ("单位性质", self.ownership), ("主管部门", self.authority))

    @property
    def public(self) -> Decimal:
        return sum((person.public for person in self.people), ZERO)

    @property
    def specialty(self) -> Decimal:
        return sum((person.specialty for person in self.people), ZERO)

    @property
    def total(self) -> Decimal:
        return self.public + self.specialty

    @property
    def qualified(self) -> int:
        return sum(person.is_qualified for person in self.people)


STUDY_HEADS = ("起止时间", "学习内容", "学习形式", "施教机构", "考核结果", "公共科目学时", "专业学时", "证明材料")
PEOPLE_HEADS = ("序号", "姓名", "证件号码", "专业技术职称", "职称级别", "公共科目学时", "专业学时", "合计", "审验意见")


def study_cells(row: StudyRow) -> tuple[str | Decimal, ...]:
    """As they stand under STUDY_HEADS; figures as figures."""
    told = (row.days, row.content, row.form, row.institution, row.result)
    return (*told, tidy(row.public), tidy(row.specialty), row.proofs)


def people_cells(count: int, person: RegistrationForm) -> tuple[str | Decimal, ...]:
    told = (str(count), person.name, person.number, person.title or "无", person.title_level)
    return (*told, tidy(person.public), tidy(person.specialty), tidy(person.total), person.state)


# Rows


def study_rows(credits: Collection[Mapping[str, str]]) -> list[tuple[StudyRow, ...]]:
    """Of several people at once: of each what its records count, by their number, as a ledger has it."""
    numbers = {int(number) for of_person in credits for number in of_person}
    records = LearningRecord.objects.filter(pk__in=numbers).select_related("training_class__institution")
    known = {str(record.pk): record for record in records.prefetch_related("evidence")}
    with translation.override(LANGUAGE):
        return [tuple(_rows_of(of_person, known)) for of_person in credits]


def _rows_of(credits: Mapping[str, str], known: Mapping[str, LearningRecord]) -> Iterable[StudyRow]:
    own = [(known[number], Decimal(hours)) for number, hours in credits.items() if number in known]
    for record, hours in sorted(own, key=lambda each: (each[0].ended_on, each[0].pk)):
        is_public = record.category == "public"
        yield StudyRow(
            days=days_of(record),
            content=record.title,
            form=str(record.activity_label),
            institution=institution_of(record),
            result=result_of(record),
            public=hours if is_public else ZERO,
            specialty=ZERO if is_public else hours,
            proofs=_proofs_of(record),
        )


def days_of(record: LearningRecord) -> str:
    last = f"{record.ended_on:%Y-%m-%d}"
    return f"{record.started_on:%Y-%m-%d} 至 {last}" if record.started_on else last


def result_of(record: LearningRecord) -> str:
    return "合格" if record.facts.get("passed", True) else "不合格"


def institution_of(record: LearningRecord) -> str:
    return str(record.training_class.institution) if record.training_class else record.held_by


def _proofs_of(record: LearningRecord) -> str:
    kinds: dict[str, int] = defaultdict(int)
    for proof in record.evidence.all():
        kinds[proof.get_file_type_display()] += 1
    files = "、".join(f"{kind} {count} 份" for kind, count in sorted(kinds.items()))
    return files or f"由{record.get_source_display()}登记"


def chinese_day(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
