from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from records.calendars.ics import DayEvent, calendar_of, escaped, folded

STAMP = datetime.datetime(2026, 11, 20, 8, 30, tzinfo=datetime.UTC)


@given(st.text())
def test_folded_lines_are_short_and_fold_back(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"

    parts = list(folded(line))

    assert all(len(part.encode(errors="surrogatepass")) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])


def test_texts_are_escaped() -> None:
    assert escaped("a;b,c\\d\r\ne\x00") == "a\\;b\\,c\\\\d\\ne"


def test_a_day_ends_with_the_day_after_and_lines_with_crlf() -> None:
    event = DayEvent(uid="x@xueshi", first=datetime.date(2026, 12, 5), last=datetime.date(2026, 12, 6), summary="班")

    told = calendar_of("学时", [event], stamp=STAMP)

    assert "DTSTART;VALUE=DATE:20261205\r\nDTEND;VALUE=DATE:20261207\r\n" in told
    assert "DTSTAMP:20261120T083000Z\r\n" in told
    assert told.endswith("END:VCALENDAR\r\n")
    assert "\n" not in told.replace("\r\n", "")
