"""Which years are asked for, what stands behind each, and what may still be done."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from audit.actors import SYSTEM
from people.models import Professional
from tests.clock import freeze
from tests.factories import EmployerFactory, ProfessionalFactory, TitleFactory
from tests.verification.packs.conftest import study
from verification.models import Verification, VerificationVoid
from verification.packs.building import Pack
from verification.packs.sheets import sheets_of, text_of
from verification.packs.telling import headline_of, told_year

ClientOf = Callable[[Any], Client]


def someone(place: str, since: int, *, title: datetime.date | None = None) -> Professional:
    employer = EmployerFactory(place=place)
    person: Professional = ProfessionalFactory(employer=employer, employer__started_on=datetime.date(since, 1, 1))
    if title:
        TitleFactory(professional=person, level="intermediate", name="测试工程师", obtained_on=title)
    return person


def verified(person: Professional, year: int, last_year: int | None = None, **facts: Any) -> Verification:
    made: Verification = Verification.objects.create(
        professional=person,
        kind=facts.pop("kind", "annual"),
        way="automatic",
        first_year=year,
        last_year=last_year or year,
        place="440105",
        industry="general",
        title_level="intermediate",
        ruleset=facts.pop("ruleset", "GD-2018"),
        rules_version="test",
        required_total=72,
        counted_total=facts.pop("total", 102),
        counted_public=30,
        counted_specialty=60,
        counted_mandatory=0,
        counted_elective=12,
        credits=facts.pop("credits", {}),
        **facts,
    )
    return made


def pack_of(person: Professional, day: str, level: str = "") -> Pack:
    return Pack(person, datetime.date.fromisoformat(day), level, actor=SYSTEM)


def states(pack: Pack) -> list[tuple[int, str]]:
    return [(year.year, year.state) for year in pack.years]


def paper(pack: Pack) -> str:
    """The sheets as text, without proofs."""
    text = text_of(pack, sheets_of(pack, {}), datetime.datetime(2026, 11, 28, 9, tzinfo=datetime.UTC))
    return " ".join(strip_tags(text).split())


def test_application_of_2019_asks_for_2019_alone_whatever_2017_lacks(db: None) -> None:
    person = someone("440105", 2014, title=datetime.date(2014, 6, 1))
    study(person, 2019)
    verified(person, 2019)

    pack = pack_of(person, "2019-09-01")

    assert states(pack) == [(2019, "verified")]  # G15
    assert pack.asked.rule is not None
    assert (pack.asked.rule.years.rule, pack.asked.rule.years.cite) == ("H-15", "GDQ18 六")
    assert pack.missing == []
    assert headline_of(pack) == "2019: verified, the certificate is still to come"
    assert "已通过验证，系统中尚无证书" in paper(pack)


def test_application_of_2018_asks_for_the_years_since_the_title(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch, "2018-11-20")
    person = someone("440105", 2012, title=datetime.date(2015, 6, 1))
    study(person, 2018, public="6")
    study(person, 2017)
    gone = verified(person, 2016, ruleset="GZ-2012", credits={"7": "54"})
    VerificationVoid.objects.create(verification=gone, reason="测试作废")

    pack = pack_of(person, "2018-11-20", "deputy_senior")

    assert states(pack) == [(2016, "voided"), (2017, "met"), (2018, "short")]
    told = [told_year(year, is_own=True) for year in pack.years]
    assert "stands no longer" in told[0].words
    assert told[2].link == "/my-year/2018/"
    assert "66 hours are missing" in told[2].words
    shown = paper(pack)
    assert "材料不齐" in shown
    assert "该验证已作废" in shown
    assert "本页不是继续教育证书" in shown
    for year in ("2016 年度：", "2017 年度：", "2018 年度："):
        assert year in shown

    freeze(monkeypatch, "2019-03-01")  # GDQ18 四: the public subject may be made up
    (late,) = [year for year in pack_of(person, "2018-11-20").years if year.year == 2018]
    assert told_year(late, is_own=True).link == "/makeups/"
    assert "30 June 2019" in told_year(late, is_own=True).words


def test_present_title_is_the_one_below_what_is_applied_for(db: None) -> None:
    person = someone("440105", 2010, title=datetime.date(2012, 6, 1))
    TitleFactory(
        professional=person, level="deputy_senior", name="测试高级工程师", obtained_on=datetime.date(2017, 6, 1)
    )

    assert [year.year for year in pack_of(person, "2018-10-01", "senior").years] == [2018]
    assert [year.year for year in pack_of(person, "2018-10-01", "deputy_senior").years] == list(range(2013, 2019))


def test_guangzhou_of_2016_asks_for_the_years_of_the_cycle(db: None) -> None:
    person = someone("440105", 2008, title=datetime.date(2008, 6, 1))
    early, late = pack_of(person, "2016-06-30"), pack_of(person, "2016-07-01")

    assert [year.year for year in early.years] == [2011, 2012, 2013, 2014, 2015]
    assert [year.year for year in late.years] == [2012, 2013, 2014, 2015, 2016]
    assert {year.state for year in late.years} == {"short"}
    assert "The cycle as a whole is short" in told_year(late.years[0], is_own=True).words

    verified(person, 2012, 2015, kind="annual", ruleset="GZ-2012")
    cycle = verified(person, 2012, 2016, kind="cycle", ruleset="GZ-2012", total=360)
    pack = pack_of(person, "2016-07-01")
    assert {year.verification for year in pack.years} == {cycle}
    assert [sheet.title for sheet in sheets_of(pack, {})] == ["2012–2016 年度验证情况", "继续教育情况汇总表"]
    assert "验证周期合计" in paper(pack)


def test_cycle_without_a_year_or_a_title_is_refused_with_the_reason(client_of: ClientOf, db: None) -> None:
    new = someone("440105", 2015, title=datetime.date(2015, 9, 1))
    without = someone("440105", 2010)

    refused = pack_of(new, "2016-06-30")
    assert (refused.years, refused.can_be_made) == ([], False)
    assert "1 July 2016" in refused.asked.refusal
    assert "none is known" in pack_of(without, "2016-06-30").asked.refusal


def test_shantou_puts_the_summary_first_and_xuzhou_asks_for_the_year_before(db: None) -> None:
    shantou = someone("440511", 2012, title=datetime.date(2012, 6, 1))
    study(shantou, 2014)
    verified(shantou, 2014, ruleset="ST-2014")
    pack = pack_of(shantou, "2014-12-01")
    assert [year.year for year in pack.years] == [2013, 2014]
    assert [sheet.kind for sheet in sheets_of(pack, {})] == ["annex_2", "annex_2", "proofs", "verification"]

    shown = paper(pack)
    for text in ("2013年广东省专业技术人员继续教育证书汇总表", "证书编号备注", "测试工程师306012102"):
        assert text in shown, text

    xuzhou = someone("320300", 2015, title=datetime.date(2010, 6, 1))
    study(xuzhou, 2016, public="24", specialty="60")
    pack = pack_of(xuzhou, "2017-02-01")
    assert states(pack) == [(2016, "met")]
    sheets = sheets_of(pack, {})
    assert [(sheet.part, sheet.kind) for sheet in sheets] == [
        *(("public", "proofs"), ("form", "registration"), ("proofs", "proofs"))
    ]
    # Filled in for signing, as nothing was filed.
    for text in ("徐州市专业技术人员继续教育电子登记表", "2016测试specialty", "84 学时", "填报日期", "年审机构意见"):
        assert text in paper(pack), text
    assert [len(sheet.context["rows"]) for sheet in sheets if sheet.kind == "proofs"] == [1, 1]


def test_elsewhere_no_rules_are_named(client_of: ClientOf, db: None) -> None:
    person = someone("110105", 2015)
    pack = pack_of(person, "2026-11-28")

    assert (pack.years, pack.can_be_made) == ([], False)
    assert "say nothing" in pack.asked.refusal
