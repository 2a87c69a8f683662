"""Cycles, who decides, by when, how certificates are numbered and how many records are checked."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from policies.books import Book
from rules import labels
from rules.reading.parts import (
    Figure,
    Item,
    Reading,
    Section,
    Sentence,
    Statement,
    Step,
    contrasted,
    days_text,
    digits_text,
    items_of,
    listed,
    plain_number,
    say,
    workdays_text,
    years_text,
)

# Cycles


def cycle(book: Book) -> Section:
    title = _("Verification of a cycle")
    if "cycle" not in book.table:
        return Section("cycle", title, ())
    item = Item(book, "cycle", book.table["cycle"])
    told = _title_cycle(item) if item["kind"] == "title" else _appointment_cycle(item)
    return Section("cycle", title, tuple(told))


def _appointment_cycle(item: Item) -> Iterator[Statement]:
    words = _("Where the employer declares one, it is the cycle of the appointment, judged by its average ({reading}).")
    yield item.tell(
        "years", topic=_("Years of the cycle"), sentences=[say(words, reading=Reading("A-48")), *_when(item)]
    )


def _title_cycle(item: Item) -> Iterator[Statement]:
    years = _("The years worked in the present title, the last {years} at most.")
    until = _("Who applies by {day} has a cycle up to the year before, who applies later one up to the year itself.")
    yield item.tell(
        "years",
        topic=_("Years of the cycle"),
        sentences=[
            say(years, years=item.figure("most_years", years_text)),
            say(until, day=item.month_day("last_day_for_year_before")),
            *_when(item),
        ],
    )
    total = say(_("At least {hours} for each year of the cycle, added up."), hours=item.hours())
    yield item.tell("total", topic=labels.LINES["total"], sentences=[total])
    for number, table in enumerate(item.get("floors", ())):
        floor = item.inside("floors", number)
        words = _("At least {hours} for each year of the cycle among {years}, added up ({reading}).")
        yield floor.tell(
            table["line"],
            topic=labels.LINES[table["line"]],
            sentences=[say(words, hours=floor.hours(), years=floor.years(), reading=Reading("A-10"))],
        )


# Who decides


def routes(book: Book) -> Section:
    return Section("routes", _("Who decides"), tuple(_route(book, item) for item in items_of(book, "routes")))


def _route(book: Book, item: Item) -> Statement:
    steps = [_step(book, item.inside("steps", number)) for number in range(len(item["steps"]))]
    key = "-".join(filter(None, [item["procedure"], item.get("category")]))
    return item.tell(
        key,
        topic=_procedure(item),
        condition=_for_whom(item),
        sentences=[*_when(item), *_agencies(item)],
        steps=tuple(steps),
        other_rules=tuple(step.rule for step in steps if step.rule and step.rule != item.get("rule")),
    )


def _procedure(item: Item) -> str:
    procedure = str(labels.PROCEDURES[item["procedure"]])
    if "category" not in item:
        return procedure
    words = pgettext("a procedure for a category", "{procedure}: {category}")
    return words.format(procedure=procedure, category=labels.CATEGORIES[item["category"]])


def _for_whom(item: Item) -> str:
    said: list[object] = []
    for key, words in (("industries", labels.INDUSTRIES), ("sources", labels.SOURCES)):
        if key in item:
            said.append(listed([str(words[name]) for name in item[key]]))
    if "applying_for" in item:
        levels = listed([str(labels.TITLE_LEVELS[name]) for name in item["applying_for"]])
        said.append(_("applying for a title: {levels}").format(levels=levels))
    return str(contrasted(said))


def _when(item: Item) -> Iterator[Sentence]:
    years = item.years()
    if years is not None:
        yield say(_("This holds in the years {years}."), years=years)


def _agencies(item: Item) -> Iterator[Sentence]:
    if item.get("agency_for") == ["private"]:
        words = _("For private employers their personnel agency takes the first step, or the direct application point.")
        yield say(words)


def _step(book: Book, item: Item) -> Step:
    act = str(labels.ACTS[item["act"]])
    return Step(
        who=str(labels.BODIES[item["by"]]),
        act=say(_("{act}, by {day}"), act=act, day=item.month_day()) if "month" in item else say(act),
        is_left_out="choice" in item and book.choices[item["choice"]] != "required",
        rule=item.get("rule", ""),
    )


# By when

OUTCOMES = {
    "accepted_with_notice": gettext_lazy("accepted with a notice"),
    "late": gettext_lazy("taken as late"),
    "refused": pgettext_lazy("outcome", "refused"),
}
PURPOSES = {
    "promotion": gettext_lazy("for a higher title"),
    "appointment": gettext_lazy("for an appointment"),
}


def deadlines(book: Book) -> Section:
    return Section("deadlines", _("By when"), tuple(_deadline(item) for item in items_of(book, "deadlines")))


def _deadline(item: Item) -> Statement:
    said = [str(labels.CATEGORIES[item["category"]])] if "category" in item else []
    said += [str(PURPOSES[item["purpose"]])] if "purpose" in item else []
    return item.tell(
        "-".join(filter(None, [item["what"], item.get("category"), item.get("purpose")])),
        topic=labels.DEADLINES[item["what"]],
        condition=str(listed(said)),
        sentences=[*_due(item), *_judged_year(item), *_outcomes(item), *_when(item)],
    )


def _due(item: Item) -> Iterator[Sentence]:
    """The shapes that a deadline can have, each with its own figures."""
    if "days" in item:
        words = _("On these days of a month: {days}; a day off work moves to the next working day.")
        yield say(words, days=listed([_nth_day(item, place) for place in range(len(item["days"]))]))
    elif "workdays_after" in item:
        words = _("Within {days} after the end of the course.")
        yield say(words, days=item.figure("workdays_after", workdays_text))
    elif "days_before" in item:
        yield say(_("At least {days} before the class."), days=item.figure("days_before", days_text))
        if "opens_days_before" in item:
            words = _("At the earliest {days} before the class.")
            yield say(words, days=item.figure("opens_days_before", days_text))
    elif "opens" in item:
        yield say(_("From {first} to {last}."), first=item.month_day("opens"), last=item.month_day("due"))
    elif "years_later" in item:
        words = _("By {day}, {years} after the study year.")
        yield say(words, day=item.month_day("due"), years=item.figure("years_later", years_text))
    else:
        yield say(_("By {day}."), day=item.month_day("due"))


def _nth_day(item: Item, place: int) -> Figure:
    path = f"{item.path}.days.{place}"
    return Figure(item.book.id, (path,), plain_number(item["days"][place]), item["cite"], item["quote"])


def _judged_year(item: Item) -> Iterator[Sentence]:
    if "judges_years_before" in item:
        words = _("What is reviewed is the study year {years} before.")
        yield say(words, years=item.figure("judges_years_before", years_text))


def _outcomes(item: Item) -> Iterator[Sentence]:
    if "before" in item:
        yield say(_("Earlier: {outcome}."), outcome=str(OUTCOMES[item["before"]]))
    if "after" in item:
        yield say(_("Later: {outcome}."), outcome=str(OUTCOMES[item["after"]]))


# Numbers and samples


def numbering(book: Book) -> Section:
    title = _("Certificate numbers")
    if "numbering" not in book.table:
        return Section("numbering", title, ())
    item = Item(book, "numbering", book.table["numbering"])
    told = item.tell("number", topic=_("Digits of a number"), sentences=_digits(item))
    return Section("numbering", title, (told,))


def _digits(item: Item) -> list[Sentence]:
    order = _("First the six digits of the issuer's place, beginning with {province}; then {year}; then {sequence}.")
    year = say(_("{digits} of the study year"), digits=item.figure("year_digits", digits_text))
    sequence = say(_("a sequence of {digits}"), digits=item.figure("sequence_digits", digits_text))
    first = item.figure("first_sequence", lambda number: f"{number:0{item['sequence_digits']}}")
    return [
        say(order, province=item.figure("province", str), year=year, sequence=sequence),
        say(_("The sequence begins with {first} ({reading})."), first=first, reading=Reading("A-01")),
        say(_("For the study years {years}."), years=item.years()),
    ]


def sampling(book: Book) -> Section:
    title = _("Spot checks")
    if "sampling" not in book.table:
        return Section("sampling", title, ())
    item = Item(book, "sampling", book.table["sampling"])
    words = _("Not less than {percent} of the people reviewed, rounded up ({reading}).")
    percent = item.figure("percent", lambda value: f"{value}%")
    told = item.tell(
        "percent",
        topic=pgettext("of a spot check", "Share"),
        sentences=[say(words, percent=percent, reading=Reading("A-38"))],
    )
    return Section("sampling", title, (told,))
