import datetime
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.documents import CheckedDocument, DocumentFault, check_character, check_document, normalized
from people.enums import DocumentKind

TODAY = datetime.date(2026, 11, 20)
RESIDENT, PERMIT = DocumentKind.RESIDENT_ID, DocumentKind.RESIDENCE_PERMIT
FOREIGN, PASSPORT = DocumentKind.FOREIGN_PERMANENT, DocumentKind.PASSPORT


def checked(raw, kind=RESIDENT):
    return check_document(kind, raw, today=TODAY)


def fault(raw, kind=RESIDENT):
    with pytest.raises(DocumentFault) as found:
        checked(raw, kind)
    return found.value.code


def completed(first_seventeen):
    return first_seventeen + check_character(first_seventeen)


# The worked examples


@pytest.mark.parametrize("number", ["440105198501010019", "44051119900307008X", "320303197812310031"])
def test_worked_examples_that_are_valid_pass_without_a_notice(number):
    assert checked(number) == CheckedDocument(RESIDENT, number)


def test_a_wrong_last_character_is_found():
    assert fault("440105198501010018") == "wrong_check_character"


def test_the_thirtieth_of_february_is_no_birthday():
    assert fault("440105198502300012") == "no_such_birthday"


# What people type


@pytest.mark.parametrize(
    "typed",
    [
        "44051119900307008x",
        "４４０５１１１９９００３０７００８Ｘ",
        " 440511 19900307 008X ",
        "440511-19900307-008X",
        "440511\u200b19900307\u00a0008X\ufeff",
        "'44051119900307008X",
        "\t44051119900307008X\r\n",
        "440511\u300019900307\u2013008Ｘ",
    ],
)
def test_a_number_is_understood_however_it_was_typed(typed):
    assert checked(typed).number == "44051119900307008X"


def test_a_number_read_as_a_decimal_fraction_is_understood():
    assert checked("440105198501010019.0").number == "440105198501010019"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("440105850101001", "old_fifteen_digits"),
        ("44010519850101001", "wrong_length"),
        ("4401051985010100190", "wrong_length"),
        ("44010519850101X019", "wrong_characters"),
        ("44010519850101OO19", "wrong_characters"),
        ("440105198513010019", "no_such_birthday"),
        ("440105000001010019", "no_such_birthday"),
        ("44010518991231001X", "no_such_birthday"),
        (completed("44010520261121001"), "birthday_to_come"),
        ("4.40105E+17", "ruined_by_spreadsheet"),
        ("4.40105198501010e17", "ruined_by_spreadsheet"),
        ("4E17", "ruined_by_spreadsheet"),
        ("440105198501020000", "ruined_by_spreadsheet"),
        ("440105198501020000.0", "ruined_by_spreadsheet"),
        ("\x00", "empty"),
        ("²440105198501010019", "wrong_length"),
    ],
)
def test_each_fault_has_its_name(typed, code):
    assert fault(typed) == code


def test_somebody_born_today_passes():
    assert checked(completed("44010520261120001"))


def test_a_number_that_rightly_ends_in_000_passes_with_a_notice():
    numbers = [completed(f"440105198501{day:02}000") for day in range(1, 29)]
    number = next(number for number in numbers if number.endswith("0"))

    assert len(checked(number).notices) == 1


@pytest.mark.parametrize("place", ["000105", "160105", "991234"])
def test_an_unknown_place_is_a_notice_and_no_fault(place):
    number = completed(f"{place}19850101001")

    assert len(checked(number).notices) == 1


@pytest.mark.parametrize("number", ["440183198501010011", "440118197812310012", "440116197812310018"])
def test_places_that_came_or_went_are_no_matter(number):
    valid = completed(number[:17])

    assert checked(valid).notices == ()


# Documents of others


@pytest.mark.parametrize("place", ["810000", "820000", "830000"])
@pytest.mark.parametrize("chosen", [PERMIT, RESIDENT])
def test_a_residence_permit_is_one_whatever_was_chosen(place, chosen):
    number = completed(f"{place}19850101001")

    assert checked(number, chosen) == CheckedDocument(PERMIT, number)


def test_the_foreign_card_of_2023_has_eighteen_digits():
    number = completed("94484019850101001")

    assert checked(number, FOREIGN) == CheckedDocument(FOREIGN, number)
    assert fault(number[:-1] + ("0" if number[-1] != "0" else "1"), FOREIGN) == "wrong_check_character"


def test_the_old_foreign_card_has_three_letters_and_twelve_digits():
    assert checked("can440185010112", FOREIGN) == CheckedDocument(FOREIGN, "CAN440185010112")
    assert fault("CAN440185023012", FOREIGN) == "no_such_birthday"
    assert fault("CAN4401850101", FOREIGN) == "wrong_length"


@pytest.mark.parametrize("number", ["E12345678", "C01X00T47", "123456789"])
def test_a_passport_has_letters_and_digits(number):
    assert checked(number.lower(), PASSPORT) == CheckedDocument(PASSPORT, number)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("440105198501010019", "not_a_passport"),
        ("E123", "wrong_shape"),
        ("PASSPORT", "wrong_shape"),
        ("E1234567/8", "wrong_shape"),
        ("E1234567890123", "wrong_shape"),
    ],
)
def test_what_is_no_passport_is_refused(typed, code):
    assert fault(typed, PASSPORT) == code


# Nothing leaks, nothing breaks


def test_neither_fault_nor_answer_shows_the_number():
    with pytest.raises(DocumentFault) as found:
        checked("440105198501010018")

    assert "198501" not in f"{found.value!r} {found.value} {found.value.message}"
    assert "198501" not in repr(checked("440105198501010019"))


@given(raw=st.text(max_size=30), kind=st.sampled_from(list(DocumentKind)))
def test_whatever_is_typed_is_either_checked_or_a_fault(raw, kind):
    try:
        outcome = checked(raw, kind).number
    except DocumentFault as found:
        outcome = found

    assert outcome == normalized(raw) or str(outcome.message)


PLACES = ["440105", "320303", "440511", "810000", "830000"]
DAYS = st.dates(min_value=datetime.date(1930, 1, 1), max_value=TODAY)
NUMBERS = st.builds(
    lambda place, born_on, order: completed(f"{place}{born_on:%Y%m%d}{order:03}"),
    st.sampled_from(PLACES),
    DAYS,
    st.integers(min_value=0, max_value=999),
)


@given(number=NUMBERS)
def test_every_well_formed_number_passes(number):
    assert checked(number).number == number


def many_numbers(count):
    """Well-formed ones of all places, days and orders."""
    chance = random.Random(11643)
    days = (TODAY - datetime.date(1930, 1, 1)).days
    for _ in range(count):
        born_on = TODAY - datetime.timedelta(days=chance.randrange(days))
        yield completed(f"{chance.choice(PLACES)}{born_on:%Y%m%d}{chance.randrange(1000):03}")


def passes(number):
    try:
        return bool(checked(number))
    except DocumentFault:
        return False


def test_every_wrong_character_is_found():
    """At every place, whatever stands there instead: 18,000 numbers."""
    missed = [
        changed
        for number in many_numbers(100)
        for place in range(18)
        for other in string.digits + "X"
        if (changed := number[:place] + other + number[place + 1 :]) != number and passes(changed)
    ]

    assert missed == []


def test_every_pair_of_swapped_neighbors_is_found():
    """At every place: 10,200 numbers."""
    missed = [
        changed
        for number in many_numbers(600)
        for place in range(17)
        if (changed := number[:place] + number[place + 1] + number[place] + number[place + 2 :]) != number
        and passes(changed)
    ]

    assert missed == []
