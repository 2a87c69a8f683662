"""What a year can take, what counts once or not at all, and what can be made up."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from policies.books import Book
from rules import labels
from rules.reading.parts import Figure, Item, Section, Sentence, Statement, items_of, listed, say, year_text
from rules.reading.telling.conversions import ORDER

DOUBLES = {
    "external_id": (gettext_lazy("The same entry of another system"), gettext_lazy("One entry counts once.")),
    "degree": (gettext_lazy("The same degree"), gettext_lazy("One degree is recognized once.")),
    "event": (
        gettext_lazy("The same event"),
        gettext_lazy("One event counts once; what a system or an institution entered goes before what a person did."),
    ),
    "course": (
        gettext_lazy("The same course"),
        gettext_lazy("A public course counts once, the first time; a course made up serves one year."),
    ),
    "project": (
        gettext_lazy("The same project"),
        gettext_lazy("Either its result counts or its patents, whichever give more hours."),
    ),
}
REFUSALS = {
    "unrecognized": gettext_lazy("Not recognized yet"),
    "recognized_late": gettext_lazy("Not recognized by the day of the judgement"),
    "unrelated": gettext_lazy("Not related to the profession or the title applied for"),
    "failed": gettext_lazy("Assessment failed"),
    "off_catalogue": gettext_lazy("Course not in the catalogue"),
    "unproven": gettext_lazy("No proof attached"),
    "nameless": gettext_lazy("Proof without the name of the applicant"),
    "unapproved_platform": gettext_lazy("Platform not approved"),
    "ruleless": gettext_lazy("Activity for which there is no rule"),
}
OTHER_MAKEUPS = {
    "year_of_end": gettext_lazy("Other courses for past years count in the year in which they are finished."),
    "nowhere": gettext_lazy("Other courses for past years do not count."),
}


def pools(book: Book) -> Section:
    told = [_pool(book, item) for item in items_of(book, "pools")]
    return Section("pools", _("What a year can take"), tuple(told))


def _pool(book: Book, item: Item) -> Statement:
    filling = {name for other in items_of(book, "convert") if other.get("pool") == item["name"] for name in _of(other)}
    activities = [str(labels.ACTIVITIES[name]) for name in sorted(filling, key=ORDER.index)]
    if not activities:
        words = _("At most {hours} a year. Nothing in this rule set falls under it any more.")
        return item.tell(item["name"], topic=_("Limit taken over"), sentences=[say(words, hours=item.hours())])
    words = _("At most {hours} a year, all together.") if len(activities) > 1 else _("At most {hours} a year.")
    return item.tell(item["name"], topic=listed(activities), sentences=[say(words, hours=item.hours())])


def _of(item: Item) -> list[str]:
    activities: list[str] = item["activities"]
    return activities


def doubles(book: Book) -> Section:
    told = [_double(book, item) for item in items_of(book, "doubles")]
    return Section("doubles", _("What counts once"), tuple(told))


def _double(book: Book, item: Item) -> Statement:
    topic, words = DOUBLES[item["kind"]]
    if item["kind"] == "degree" and book.choices.get("A-27") == "each_year":
        words = gettext_lazy("One degree is recognized once in each year.")
    return item.tell(item["kind"], topic=topic, sentences=[say(str(words))])


def refusals(book: Book) -> Section:
    told = [
        item.tell(item["reason"], topic=REFUSALS[item["reason"]], sentences=[say(_("No hours."))])
        for item in items_of(book, "refuse")
    ]
    return Section("refuse", _("What does not count"), tuple(told))


def makeups(book: Book) -> Section:
    told = [_makeup(item) for item in items_of(book, "makeups")]
    rest = Statement(("other",), _("Anything else"), (say(str(OTHER_MAKEUPS[book.table["other_makeups"]])),))
    return Section("makeups", _("Making up for past years"), (*told, rest))


def _makeup(item: Item) -> Statement:
    years = [_year(item, place, year) for place, year in enumerate(item["years"])]
    return item.tell(
        item["category"],
        topic=labels.CATEGORIES[item["category"]],
        sentences=[
            say(_("For {years}: {courses}."), years=listed(years), courses=_courses(item)),
            say(_("Between {first} and {last}."), first=item.day("opens_on"), last=item.day("closes_on")),
            *_worth(item),
        ],
    )


def _year(item: Item, place: int, year: int) -> Figure:
    return Figure(item.book.id, (f"{item.path}.years.{place}",), year_text(year), item["cite"], item["quote"])


def _courses(item: Item) -> object:
    if "courses" not in item:
        return _("any course of the subjects")
    return listed([pgettext("title of a course", "“{title}”").format(title=title) for title in item["courses"]])


def _worth(item: Item) -> Iterator[Sentence]:
    if "hours" in item:
        yield say(_("{hours} for each course."), hours=item.hours())
    if item.get("is_mandatory"):
        yield say(_("They count for the mandatory part."))
