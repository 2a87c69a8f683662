from __future__ import annotations

import pytest

from uploads.cells import choice, date, digits, is_ruined_number, plain_text, shown, text_up_to
from uploads.enums import Level
from uploads.sealing import masked


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ({"d": "2024-03-01"}, "2024-03-01"),
        ("2024-03-01", "2024-03-01"),
        ("2024/3/1", "2024-03-01"),
        ("2024.3.1", "2024-03-01"),
        ("2024年3月1日", "2024-03-01"),
        ("2024 年 3 月 1 日", "2024-03-01"),
        ("20240301", "2024-03-01"),
        (20240301.0, "2024-03-01"),
        ("２０２４－０３－０１", "2024-03-01"),
        ("二〇二四年三月一日", "2024-03-01"),
        ("二○一九年十二月二十日", "2019-12-20"),
        ("二〇二四年十月三十一日", "2024-10-31"),
        ("2024-03-01 00:00:00", "2024-03-01"),
        ("'2024-03-01", "2024-03-01"),
        ("", ""),
        (None, ""),
    ],
)
def test_dates_are_read_however_they_are_spelled(cell, value):
    parsed = date(cell)

    assert (parsed.value, parsed.code) == (value, "")


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (45352.0, "2024-03-01", "serial_date"),
        (45352, "2024-03-01", "serial_date"),
        ("45352", "2024-03-01", "serial_date"),
        ("2024年3月", "2024-03-01", "day_assumed"),
        ("2024.03", "2024-03-01", "day_assumed"),
        ("202403", "2024-03-01", "day_assumed"),
    ],
)
def test_dates_that_had_to_be_guessed_come_with_a_notice(cell, value, code):
    parsed = date(cell)

    assert (parsed.value, parsed.code, parsed.level) == (value, code, Level.WARNING)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2024-02-30", "no_such_date"),
        ("2024-13-01", "no_such_date"),
        ("1066-10-14", "no_such_date"),
        ("yesterday", "not_a_date"),
        ("24-3-1", "not_a_date"),
        (True, "not_a_date"),
        (12.0, "not_a_date"),
        (float("inf"), "not_a_date"),
        (1e300, "not_a_date"),
    ],
)
def test_what_is_no_date_is_an_error(cell, code):
    parsed = date(cell)

    assert (parsed.value, parsed.code, parsed.level) == ("", code, Level.ERROR)


@pytest.mark.parametrize("cell", ["4.40105E+17", "4.40105e17", "4.40105199001011E+17", 440105199001010015.0, 10**15])
def test_numbers_that_excel_ruined_are_recognized(cell):
    assert is_ruined_number(cell)
    assert digits(cell).code == "scientific"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("440105199001010015", "440105199001010015"),
        (" 440105 19900101 0015 ", "440105199001010015"),
        ("'440105199001010015", "440105199001010015"),
        ("\u202d440105199001010015\u202c", "440105199001010015"),
        (13800000000.0, "13800000000"),
        (20, "20"),
        (None, ""),
    ],
)
def test_digits_lose_what_surrounds_them(cell, value):
    parsed = digits(cell)

    assert (parsed.value, parsed.code) == (value, "")


def test_full_width_digits_are_read_with_a_notice():
    parsed = digits("４４０１０５")

    assert (parsed.value, parsed.code, parsed.level) == ("440105", "full_width", Level.WARNING)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("张 三", "张三"),
        ("张　三 ", "张三"),
        ("Anna  Lee", "Anna  Lee"),
        ("'林测试", "林测试"),
        ("林\u200b测试", "林测试"),
        (3.0, "3"),
    ],
)
def test_text_loses_blanks_between_chinese_characters(cell, value):
    assert plain_text(cell).value == value


def test_text_beyond_its_length_is_an_error():
    assert text_up_to(3)("four").params == {"most": 3, "count": 4}


LEVELS = choice({"senior": ("正高级", "正高"), "middle": ("中级",)}, code="level_unknown")


@pytest.mark.parametrize(("cell", "value"), [("正高", "senior"), (" 中 级", "middle"), ("MIDDLE", "middle"), ("", "")])
def test_choice_knows_all_words_for_a_value(cell, value):
    assert LEVELS(cell).value == value


def test_choice_suggests_the_usual_word_for_a_near_miss():
    parsed = LEVELS("正高职")

    assert (parsed.code, parsed.params) == ("level_unknown_near", {"word": "正高职", "suggestion": "正高级"})


def test_choice_suggests_nothing_where_nothing_is_near():
    assert LEVELS("x").code == "level_unknown"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (20.0, "20"),
        (0.5, "0.5"),
        (4.40105199001e17, "4.40105E+17"),
        (True, "TRUE"),
        ({"d": "2024-03-01"}, "2024-03-01"),
    ],
)
def test_cells_are_shown_as_the_spreadsheet_shows_them(cell, text):
    assert shown(cell) == text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [("440105199001010015", "440105********0015"), ("13800000000", "138******00"), ("1234", "****")],
)
def test_secret_cells_show_their_ends(text, hidden):
    assert masked(text) == hidden
