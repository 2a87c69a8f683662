"""The regulations as they are read: whole paragraphs of one document, and each quote in the article that is cited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from policies.shelf import HERE, shelf
from rules.reading.marking import citations_of, cited_in, marked
from rules.reading.texts import Document, Span, cited_document, documents, quote_key, squeezed


def document(*paragraphs: str) -> Document:
    return Document("T1", "规则", "", "局", date(2020, 1, 1), paragraphs)


def said(text: Document, spans: list[Span]) -> list[str]:
    return [text.paragraphs[span.paragraph][span.start : span.end] for span in spans]


def citations(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if "quote" in value:
            yield value["cite"], value["quote"]
        for inner in value.values():
            yield from citations(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from citations(inner)


CITED = sorted({pair for book in shelf().books.values() for pair in citations(book.table)})


@pytest.mark.parametrize(("cite", "quote"), [pair for pair in CITED if not pair[0].startswith("GD21")])
def test_every_quote_is_found_in_the_very_article_that_is_cited(cite: str, quote: str) -> None:
    text, article = cited_document(cite)

    spans = text.find(quote, article)

    assert squeezed("".join(said(text, spans))) == squeezed(quote)
    assert spans[0].paragraph >= text.paragraph_of_article(article)


def test_a_quote_is_found_whatever_white_space_stands_in_it() -> None:
    text = document("每年 不少于\u300072 学时。")

    assert said(text, text.find("不少于72学时")) == ["不少于\u300072 学时"]


def test_a_quote_may_run_over_paragraphs() -> None:
    text = document("不少于", "72学时。")

    assert said(text, text.find("少于72学时")) == ["少于", "72学时"]


def test_what_is_not_there_is_not_found() -> None:
    assert document("每年").find("每月") == []
    assert documents()["GD21"].find("–", "–") == []


def test_a_sentence_said_in_several_articles_is_found_in_the_one_that_is_cited() -> None:
    text = document("一、甲", "（一）每天8学时。", "（二）每天8学时。", "二、乙", "（一）每天8学时。")

    found = [text.find("每天8学时", article)[0].paragraph for article in ("一(一)", "一(二)", "二(一)")]

    assert found == [1, 2, 4]


def test_an_article_without_a_paragraph_of_its_own_is_passed_over() -> None:
    text = document("一、甲", "每天8学时。")

    assert text.find("每天8学时", "一(九)7")[0].paragraph == 1


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("GD10", "第一条", "说明：证书可凭编号在广东省人力资源和社会保障厅门户网站核实"),
        ("GD18", "各地级以上市", "广东省人力资源和社会保障厅办公室 2018年10月10日印发"),
        ("GDQ18", "各地级以上市", "公开方式：主动公开"),
        ("XZ16", "各县（市）区", "附件3"),
        ("XZ07", "徐政人发〔2007〕130号", "七、本细则由市人事局负责解释。"),
        ("GZ16", "各区人力资源", "2016年4月13日"),
        ("ST14", "各区县", "抄送：省人力资源和社会保障厅。"),
    ],
)
def test_a_document_begins_after_its_title_and_ends_before_the_next(code: str, first: str, last: str) -> None:
    paragraphs = documents()[code].paragraphs

    assert paragraphs[0].startswith(first)
    assert paragraphs[-1] == last


def test_sentences_that_a_page_break_tore_apart_are_whole() -> None:
    assert any(
        "会计行业专业技术人员每年继续教育学分不少于90学分，其中公需科目不少于 30 学分" in paragraph
        for paragraph in documents()["GDQ18"].paragraphs
    )


def test_headings_stay_by_themselves_and_lose_their_markup() -> None:
    assert "二、坚持依法履职，进一步加强专业技术人员继续教育工作的监管服务" in documents()["GD18"].paragraphs


def test_the_sources_are_shown_with_every_letter() -> None:
    """Nothing but white space, markup and what stands outside the document is left out."""
    raw = squeezed((HERE / "sources" / "st14-shantou-training-notice.txt").read_text(encoding="utf-8"))

    shown = squeezed("".join(documents()["ST14"].paragraphs))

    assert raw == squeezed(documents()["ST14"].title) + shown


def test_a_key_stays_the_same_whatever_the_white_space() -> None:
    assert quote_key("GZ16 一", "每 天") == quote_key("GZ16 一", "每天")
    assert quote_key("GZ16 一", "每天") != quote_key("GZ16 二", "每天")


def test_paragraphs_are_cut_where_marks_begin_and_end() -> None:
    text = document("甲乙丙丁")
    citations = [cited_in(text, "T1 一", "甲乙"), cited_in(text, "T1 一", "乙丙")]

    (segments,) = marked(text, citations, cited_in(text, "T1 一", "丙"))

    assert [segment.text for segment in segments] == ["甲", "乙", "丙", "丁"]
    assert [segment.is_cited for segment in segments] == [True, True, True, False]
    assert [segment.is_chosen for segment in segments] == [False, False, True, False]
    assert [[cited.quote for cited in segment.ends] for segment in segments] == [[], ["甲乙"], ["乙丙"], []]


def test_the_mark_of_a_sentence_over_paragraphs_begins_once() -> None:
    text = document("甲乙", "丙丁")

    paragraphs = marked(text, (), cited_in(text, "T1 一", "乙丙"))

    chosen = [(part.text, part.is_start_of_chosen) for parts in paragraphs for part in parts if part.is_chosen]
    assert chosen == [("乙", True), ("丙", False)]


def test_a_document_knows_the_rules_that_rest_on_it() -> None:
    uses = {str(use) for cited in citations_of("GZ16") for use in cited.uses}

    assert {"GZ-2012 R-Z6", "GZ-2012 D-2", "GZ-2012", "GZ-2017 H-5"} <= uses
    assert not any(use.startswith("GD-") for use in uses)
