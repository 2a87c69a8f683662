"""iCalendar (RFC 5545), as much of it as days need: whole-day events, folded at 75 octets, texts escaped."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_LINE = 75
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class DayEvent:
    uid: str
    """The same event has the same one as long as it lives, so that a calendar program moves it and adds no second."""
    first: datetime.date
    summary: str
    last: datetime.date | None = None
    description: str = ""
    location: str = ""
    remind_days_before: int = 0


def calendar_of(name: str, events: Iterable[DayEvent], *, stamp: datetime.datetime) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Xueshi//Continuing education//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    ]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(event: DayEvent, stamp: datetime.datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    # The end is the first day after: RFC 5545, 3.6.1.
    yield f"DTEND;VALUE=DATE:{(event.last or event.first) + ONE_DAY:%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.location:
        yield f"LOCATION:{escaped(event.location)}"
    yield "TRANSP:TRANSPARENT"
    if event.remind_days_before:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{escaped(event.summary)}"
        yield f"TRIGGER:-P{event.remind_days_before}D"
        yield "END:VALARM"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Of TEXT (RFC 5545, 3.3.11); what else is no printable character is left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "".join(each for each in text.replace("\n", "\\n") if each >= " " and each != "\x7f")


def folded(line: str) -> Iterator[str]:
    """At 75 octets, the blank that begins a continued line among them, and never within a character (3.1)."""
    part, room = "", LONGEST_LINE
    for character in line:
        size = len(character.encode())
        if size > room:
            yield part
            part, room = " ", LONGEST_LINE - 1
        part += character
        room -= size
    yield part
