"""What activities are worth: one statement for each conversion of a book, by its method."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from policies.books import Book
from rules import labels
from rules.reading.parts import (
    InPage,
    Item,
    Listing,
    Reading,
    Section,
    Sentence,
    Statement,
    characters_text,
    contrasted,
    items_of,
    listed,
    minutes_text,
    people_text,
    say,
    years_text,
)

GROUPS = (
    (gettext_lazy("Classes, courses and degrees"), ("class", "workshop", "online", "degree", "placement", "skills")),
    (gettext_lazy("Meetings, practice and teaching"), ("meeting", "practice", "teaching")),
    (gettext_lazy("Self-study and examinations"), ("self_study", "self_taught_exam", "title_exam")),
    (gettext_lazy("Writings"), ("paper", "monograph", "translation", "report")),
    (gettext_lazy("Projects, patents and awards"), ("project", "patent", "award", "new_technology")),
)
GROUP_OF = {activity: name for name, activities in GROUPS for activity in activities}
ORDER = list(GROUP_OF)

# What a condition on a fact of the record says.
FACTS: dict[str, dict[Any, Any]] = {
    "host": labels.HOSTS,
    "role": labels.ROLES,
    "level": labels.LEVELS,
    "venue": labels.VENUES,
    "abroad": {False: gettext_lazy("in the country"), True: gettext_lazy("abroad")},
}
# The words for the kinds that hours go by.
KINDS = {
    "role": labels.ROLES,
    "level": labels.LEVELS,
    "venue": labels.VENUES,
    "form": labels.FORMS,
    "kind": labels.PATENT_KINDS,
    "standing": labels.STANDINGS,
}
NEEDS = {
    "payment_proof": gettext_lazy("Needs a proof of payment."),
    "notes": gettext_lazy("Needs the lesson notes."),
    "approved": gettext_lazy("Needs an approval beforehand."),
    "permitted": gettext_lazy("Needs the consent of the bureau."),
}


def conversions(book: Book) -> Section:
    told = sorted((_conversion(item) for item in items_of(book, "convert")), key=_place)
    groups = {name: str(group) for name, group in GROUP_OF.items()}
    return Section("convert", _("What activities are worth"), tuple(told), groups=groups)


def _place(statement: Statement) -> int:
    return ORDER.index(statement.keys[0])


def _conversion(item: Item) -> Statement:
    activities = sorted(item["activities"], key=ORDER.index)
    return item.tell(
        *activities,
        topic=listed([str(labels.ACTIVITIES[name]) for name in activities]),
        sentences=[METHODS[item["method"]](item), *_limits(item)],
        condition=_condition(item),
        other_rules=tuple(filter(None, [item.get("share_rule")])),
    )


def _condition(item: Item) -> str:
    """Which records of the activity it is for. Kinds that have hours of their own are named with these."""
    said = [listed([str(labels.CATEGORIES[name]) for name in item["of"]])] if "of" in item else []
    for fact, values in item.get("only", {}).items():
        if fact != item.get("by"):
            said.append(listed([str(FACTS[fact][value]) for value in values]))
    return str(contrasted(said))


def _planned(_item: Item) -> Sentence:
    return say(_("The hours that the plan, the course or the proof states."))


def _proven(item: Item) -> Sentence:
    return say(_("{hours}, or less if the proof states less."), hours=item.hours())


def _fixed(item: Item) -> Sentence:
    if "by" not in item:
        return say(_("{hours} for each."), hours=item.hours())
    return say(_("For each: {kinds}."), kinds=_by_kind(item))


def _by_kind(item: Item) -> Listing:
    words = KINDS[item["by"]]
    return listed([_of_kind(words[name], item.hours("hours_by", name)) for name in item["hours_by"]])


def _of_kind(kind: object, hours: object) -> Sentence:
    return say(pgettext("a kind and its hours", "{kind} {hours}"), kind=str(kind), hours=hours)


def _multiplied(item: Item) -> Sentence:
    units: dict[str, tuple[str, str]] = {
        "days": (_("{hours} a day."), _("A day: {kinds}.")),
        "months": (_("{hours} a month, whole months only."), _("A month: {kinds}.")),
        "subjects": (_("{hours} for each subject."), _("For each subject: {kinds}.")),
        "hours": (_("{hours} for each hour taught."), _("For each hour taught: {kinds}.")),
    }
    plain, by_kind = units[item["unit"]]
    return say(by_kind, kinds=_by_kind(item)) if "by" in item else say(plain, hours=item.hours())


def _days(item: Item) -> Sentence:
    words = _("{hours} a day; of part of a day, one hour for each {minutes}, never more than for a day.")
    return say(words, hours=item.hours(), minutes=item.figure("minutes_per_hour", minutes_text))


def _characters(item: Item) -> Sentence:
    words = _("{hours} for each {characters}; what is left over does not count.")
    return say(words, hours=item.hours(), characters=item.figure("characters", characters_text))


def _range(item: Item) -> Sentence:
    words = KINDS[item["by"]]
    kinds = listed([_of_kind(words[name], item.range("floor", "top", name)) for name in item["top"]])
    if item["top"] == item["floor"]:
        return say(_("For each: {kinds}."), kinds=kinds)
    ranged = _("For each: {kinds}. {rank}")
    by_rank = _("The first author has the most, those after him less, never below the range ({reading}).")
    return say(ranged, kinds=kinds, rank=say(by_rank, reading=Reading("A-29")))


def _grades(item: Item) -> Sentence:
    kinds = listed([_of_kind(labels.LEVELS[name], item.range("floor", "top", name)) for name in item["top"]])
    words = _("{kinds}. The first grade has the most, each lower one {step} less, never below the range ({reading}).")
    return say(words, kinds=kinds, step=item.hours("step"), reading=Reading(item["doubt"]))


def _proposed(item: Item) -> Sentence:
    words = _("The reviewer sets {floor} to {top}.")
    return say(words, floor=item.number("hours_by", "floor"), top=item.hours("hours_by", "top"))


METHODS: dict[str, Callable[[Item], Sentence]] = {
    "planned": _planned,
    "proven": _proven,
    "fixed": _fixed,
    "multiplied": _multiplied,
    "days": _days,
    "characters": _characters,
    "range": _range,
    "grades": _grades,
    "proposed": _proposed,
}


def _limits(item: Item) -> Iterator[Sentence]:
    """What else the conversion says, in the order in which it matters to the learner."""
    if "share" in item:
        yield _share(item)
    if "most_ranks" in item:
        yield _ranks(item)
    if item.get("within_programme"):
        yield say(_("Within the standard length of the programme only."))
    if "claim_years" in item:
        words = _("With a certificate it can be claimed within {years}, that of graduation being the first.")
        yield say(words, years=item.figure("claim_years", years_text))
    if "most_years" in item:
        words = _("At once at most the hours of {years}: what one year does not take goes to the next ({reading}).")
        yield say(words, years=item.figure("most_years", years_text), reading=Reading("A-28"))
    for need in item.get("needs", ()):
        yield say(str(NEEDS[need]))
    if "counts_as" in item:
        yield _counted_as(item)
    if "pool" in item:
        yield say(_("A year takes a {limited} number of them."), limited=InPage("pools", _("limited")))
    if "side" in item:
        yield say(_("Of one project only one side counts."))
    if "warn_above" in item:
        words = _("Above {hours} the reviewer is asked to look closely ({reading}).")
        yield say(words, hours=item.hours("warn_above"), reading=Reading(item["doubt"]))


def _share(item: Item) -> Sentence:
    kinds = [
        say(pgettext("a kind and its share", "{kind} × {share}"), kind=str(words), share=item.number("share", name))
        for name, words in labels.FORMS.items()
        if name in item["share"]
    ]
    return say(_("Of these: {kinds} ({rule})."), kinds=contrasted(kinds), rule=item["share_rule"])


def _ranks(item: Item) -> Sentence:
    people = item.figure("most_ranks", people_text)
    if "ranks_doubt" not in item:
        return say(_("Only the first {people} named."), people=people)
    return say(_("Only the first {people} named ({reading})."), people=people, reading=Reading(item["ranks_doubt"]))


def _counted_as(item: Item) -> Sentence:
    if item.get("is_mandatory_free"):
        return say(_("Counts as specialty subjects, but not for their mandatory part."))
    return say(_("Counts as specialty subjects."))
