"""An answer of the rule books in sentences and figures for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext

from rules import labels
from rules.calculator import problems, vocabulary
from rules.calculator.answers import Answer
from rules.places import is_chinese, place_name, told
from ui.charts import Bar, Part, Ring
from ui.formatting import date_text, number_text
from ui.parts import Reason

if TYPE_CHECKING:
    from rules.calculator.sheets import Comparison

# What stands in the sum of the year; the required content is a part of the specialty subjects.
OF_THE_SUM = ("public", "specialty", "elective")
SHORT_YEAR = "A-10"
BARS = ("public", "specialty", "mandatory", "elective")


@dataclass(frozen=True)
class Verdict:
    """The answer in one sentence, its figure printed large."""

    sentence: str
    more: str = ""
    tone: str = ""
    """`counts`, `attention`, `void`, or nothing."""

    @property
    def plain(self) -> str:
        return strip_tags(self.sentence)


@dataclass(frozen=True)
class Rulebook:
    """The rule set that answered."""

    name: str
    title: str
    note: str

    @property
    def url(self) -> str:
        return reverse("rules:book", args=[self.name])

    @property
    def is_confirmed(self) -> bool:
        return not self.note


def rulebook_of(answer: Answer) -> Rulebook | None:
    if "ruleset" not in answer:
        return None
    book = vocabulary.book_named(answer["ruleset"])
    note = told(book.note) if book.note and not book.is_confirmed else ""
    return Rulebook(book.id, told(book.title), note)


# Reasons


def reasons_of(items: Sequence[Mapping[str, Any]], ruleset: str = "") -> list[Reason]:
    return [_reason(item, ruleset) for item in items]


def _reason(item: Mapping[str, Any], ruleset: str) -> Reason:
    effect = hours_change(item["hours"]) if "hours" in item else ""
    return Reason(
        words=words_of(item),
        effect=effect,
        citation=cited(item["cite"]),
        url=rule_url(item["rule"], ruleset),
        confirmed=is_confirmed(item["cite"]),
    )


def words_of(item: Mapping[str, Any], name: str = "text") -> str:
    """What the engine says it in both languages; a quotation is Chinese in both."""
    return str(capfirst(item[name] if is_chinese() else item.get(f"{name}_en", item[name])))


def hours_change(hours: Decimal) -> str:
    return number_text(hours) if hours >= 0 else f"−{number_text(-hours)}"


def cited(cite: str) -> str:
    """`GZ16 一(二)` with the number of the document, or its title where it has no number."""
    document = vocabulary.document_of(cite)
    article = cite.partition(" ")[2]
    if not document:
        return cite
    name = document["number"] or f"《{document['title']}》"
    return f"{name} {article}" if article.strip("–-") else name


def is_confirmed(cite: str) -> bool:
    """Without an official text there is nothing to check against."""
    return "text" in vocabulary.document_of(cite)


def rule_url(rule: str, ruleset: str) -> str:
    """Where the rule is read: in its rule set, or in the list of our own readings."""
    if rule.startswith("A-"):
        return f"{reverse('rules:index')}#{rule}"
    return f"{reverse('rules:book', args=[ruleset])}#{rule}" if ruleset else ""


# Sums


@dataclass(frozen=True)
class Sum:
    """One line of what is required, against what counted."""

    line: str
    counted: Decimal
    required: Decimal | None
    reason: Reason | None
    scale: Decimal

    @property
    def name(self) -> Any:
        return labels.LINES[self.line]

    @property
    def is_category(self) -> bool:
        return self.line in OF_THE_SUM

    @property
    def is_thin(self) -> bool:
        """A part of another line."""
        return not self.is_category

    @property
    def short(self) -> Decimal:
        return max(Decimal(0), (self.required or Decimal(0)) - self.counted)

    @property
    def bar(self) -> Bar:
        fill = self.line if self.is_category else "specialty"
        floor = None if self.required is None else float(self.required)
        return Bar([Part(str(self.name), float(self.counted), fill)], float(self.scale), floor)


@dataclass(frozen=True)
class Sums:
    total: Sum
    lines: list[Sum]

    @property
    def all(self) -> list[Sum]:
        return [self.total, *self.lines]

    @property
    def short(self) -> list[Sum]:
        return [each for each in self.all if each.short]

    @property
    def required(self) -> list[Sum]:
        return [each for each in self.all if each.required is not None]

    @property
    def met(self) -> list[Sum]:
        return [each for each in self.required if not each.short]

    @property
    def missing(self) -> Decimal:
        """The hours with which everything would be enough."""
        by_line = {each.line: each.short for each in self.all}
        specialty = max(by_line.get("specialty", Decimal(0)), by_line.get("mandatory", Decimal(0)))
        of_lines = by_line.get("public", Decimal(0)) + specialty + by_line.get("elective", Decimal(0))
        return max(by_line["total"], of_lines)

    @property
    def ring(self) -> Ring:
        required = self.total.required or self.total.counted or Decimal(1)
        return Ring(_plain(self.total.counted), _plain(required))


def _plain(hours: Decimal) -> float:
    """Whole hours are drawn without a decimal point."""
    return int(hours) if hours == hours.to_integral_value() else float(hours)


def sums_of(answer: Answer) -> Sums:
    counted, required = answer["counted"], answer["required"]
    reasons = {item["line"]: _reason(item, answer["ruleset"]) for item in answer["because"]}
    shown = [line for line in BARS if line in required or (line in OF_THE_SUM and counted[line])]
    amounts = [amount for line in shown for amount in (counted[line], required.get(line, Decimal(0)))]
    scale = max([*amounts, Decimal(1)])
    made = {
        line: Sum(line, Decimal(counted[line]), required.get(line), reasons.get(line), Decimal(scale))
        for line in ("total", *shown)
    }
    return Sums(made["total"], [made[line] for line in shown])


# What each activity gives


@dataclass(frozen=True)
class Given:
    hours: Decimal
    reasons: list[Reason]
    doubts: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return not self.hours

    @property
    def plural(self) -> int:
        """What the word behind the figure goes by."""
        return 1 if self.hours == 1 else 2


def given_by(answer: Answer) -> dict[str, Given]:
    doubts: dict[str, list[str]] = {}
    for warning in answer["warnings"]:
        if "record" in warning:
            doubts.setdefault(warning["record"], []).append(words_of(warning))
    return {
        record["id"]: Given(
            Decimal(record["hours"]),
            reasons_of(record["because"], answer["ruleset"]),
            doubts.get(record["id"], []),
        )
        for record in answer["records"]
    }


def warnings_of(answer: Answer) -> list[Reason]:
    """Those that are about no single activity."""
    return [_warning(warning) for warning in answer.get("warnings", ()) if "record" not in warning]


def _warning(warning: Mapping[str, Any]) -> Reason:
    rule = warning["rule"]
    if rule == SHORT_YEAR:
        words = _("%(year)d by itself is short; the cycle is judged as a whole.") % {"year": warning["year"]}
        return Reason(words, citation=rule, url=rule_url(rule, ""))
    return Reason(words_of(warning), citation=rule if rule.startswith("A-") else "", url=rule_url(rule, ""))


# Verdicts


def verdict_of_question(missing: Sequence[str], problem: str) -> Verdict:
    """There is no answer yet."""
    if missing:
        return Verdict(_("Please fill in: %(fields)s.") % {"fields": pgettext("between names", ", ").join(missing)})
    return Verdict(_("This cannot be answered."), problem, "attention")


def verdict_of_year(year: int, answer: Answer, *, has_activities: bool) -> Verdict:
    sums = sums_of(answer)
    if has_activities:
        return _judged(sums, str(year))
    needed = format_html(_("In {year} you need {hours}."), year=year, hours=_large(hours_of(sums.total.required)))
    return Verdict(needed, _("Add what you have learned, and see at once whether it is enough."))


def verdict_of_cycle(answer: Answer, *, has_activities: bool) -> Verdict:
    if answer["outcome"] == "refused":
        return _refused(answer)
    sums, years = sums_of(answer), years_told(answer["years"])
    if has_activities:
        return _judged(sums, years)
    needed = format_html(_("In {year} you need {hours}."), year=years, hours=_large(hours_of(sums.total.required)))
    return Verdict(needed, _("Add what you have learned in these years."))


def _judged(sums: Sums, year: str) -> Verdict:
    in_all = _("%(counted)s counted, %(required)s required.") % {
        "counted": hours_of(sums.total.counted),
        "required": hours_of(sums.total.required),
    }
    missing = _large(hours_of(sums.missing))
    lines = [each for each in sums.short if each.line != "total"]
    if not sums.short:
        return Verdict(format_html(_("{year}: {enough}."), year=year, enough=_large(_("enough"))), in_all, "counts")
    if len(lines) == 1:
        words = _("{year}: {hours} still missing ({line}).")
        return Verdict(format_html(words, year=year, hours=missing, line=lines[0].name), in_all, "attention")
    return Verdict(format_html(_("{year}: {hours} still missing."), year=year, hours=missing), in_all, "attention")


def _refused(answer: Answer) -> Verdict:
    more = ""
    if "possible_from" in answer:
        more = _("It becomes possible on %(day)s.") % {"day": date_text(answer["possible_from"])}
    return Verdict(_sentence(words_of(answer, "reason")), more, "void")


def _sentence(words: str) -> str:
    """What the engine says in half a sentence, as a whole one."""
    return _("%(words)s.") % {"words": words}


def _large(words: str) -> str:
    return format_html("<strong>{}</strong>", words)


def hours_of(hours: Decimal | None) -> str:
    amount = hours or Decimal(0)
    plural_by = 1 if amount == 1 else 2
    return npgettext("credit hours", "%(number)s hour", "%(number)s hours", plural_by) % {"number": number_text(amount)}


def years_told(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def verdict_of_route(answer: Answer) -> Verdict:
    if answer.get("outcome") == "refused":
        return _refused(answer)
    steps = steps_of(answer)
    if len(steps) == 1:
        return Verdict(format_html(_("One step decides: {by}."), by=_large(steps[0].by)))
    count = ngettext("%(count)d step", "%(count)d steps", len(steps)) % {"count": len(steps)}
    return Verdict(format_html(_("{steps}, the last by: {by}."), steps=_large(count), by=steps[-1].by))


# How what was handed in on a certain day is taken.
OUTCOMES = {
    "accepted": (gettext_lazy("Handed in that day, it is in time."), "counts"),
    "accepted_with_notice": (gettext_lazy("Handed in that day, it is still taken, with a notice."), "attention"),
    "late": (gettext_lazy("Handed in that day, it is late."), "attention"),
    "refused": (gettext_lazy("On that day it is not taken."), "void"),
}


def verdict_of_deadline(answer: Answer) -> Verdict:
    if "reason" in answer:
        return _refused(answer)
    words, tone = OUTCOMES.get(answer.get("outcome", ""), ("", ""))
    if "days" in answer:
        days = ngettext("%(count)d day", "%(count)d days", len(answer["days"])) % {"count": len(answer["days"])}
        return Verdict(format_html(_("{days} in this month."), days=_large(days)))
    if "due" not in answer:
        return Verdict(str(words), tone=tone)
    more = str(words)
    if "study_year" in answer:
        more += _(" The study year %(year)d is judged.") % {"year": answer["study_year"]}
    return Verdict(format_html(_("The last day is {day}."), day=_large(date_text(answer["due"]))), more.strip(), tone)


def verdict_of_number(answer: Answer) -> Verdict:
    if answer.get("outcome") == "refused":
        return _refused(answer)
    if "number" in answer:
        return Verdict(format_html(_("The number is {number}."), number=_large(answer["number"])))
    return Verdict(
        format_html(
            _("Certificate {sequence} of {year}."),
            sequence=_large(number_text(answer["sequence"])),
            year=answer["study_year"],
        )
    )


def verdict_of_sample(answer: Answer) -> Verdict:
    people = ngettext("%(count)d person", "%(count)d people", answer["sample"]) % {"count": answer["sample"]}
    return Verdict(format_html(_("Spot-check at least {people}."), people=_large(people)))


def parts_of_number(answer: Answer) -> list[tuple[Any, str]]:
    """Whose it is and which, from left to right."""
    places = [
        (_("Province"), answer.get("province")),
        (_("City"), answer.get("city")),
        (pgettext("division", "District or county"), answer.get("county")),
    ]
    told_places = [(name, _place(code)) for name, code in places if code]
    return [
        *told_places,
        (_("Study year"), str(answer["study_year"])),
        (_("Sequence"), number_text(answer["sequence"])),
    ]


def _place(code: str) -> str:
    name = place_name(code)
    return code if name == code else f"{name} ({code})"


# Steps, dates, numbers


@dataclass(frozen=True)
class Step:
    by: Any
    act: Any
    due: date | None
    citation: str
    url: str


def steps_of(answer: Answer) -> list[Step]:
    return [
        Step(
            vocabulary.BODIES[step["by"]],
            labels.ACTS[step["act"]],
            step.get("due"),
            cited(step["cite"]) if "cite" in step else "",
            rule_url(step["rule"], answer["ruleset"]) if "rule" in step else "",
        )
        for step in answer["steps"]
    ]


# Side by side


@dataclass(frozen=True)
class Row:
    label: Any
    cells: list[str]
    of_chosen: str
    """What the day that was typed comes to."""

    @property
    def marked_cells(self) -> list[tuple[str, bool]]:
        """Each with whether it differs from the day that was typed."""
        return [(cell, cell != self.of_chosen) for cell in self.cells]


@dataclass(frozen=True)
class Table:
    heads: list[tuple[date, str]]
    """Each day, with what is particular about it."""
    rows: list[Row]
    title: str


def comparison_of(comparisons: Sequence[Comparison], turning_days: Sequence[date]) -> Table | None:
    """`turning_days`: the last day before the years change, and the first one after."""
    if not comparisons:
        return None
    answers = [each.reply.answer for each in comparisons]
    chosen = next(place for place, each in enumerate(comparisons) if each.is_chosen)
    lines = [line for line in labels.LINES if any(line in answer.get("required", {}) for answer in answers)]
    told_rows = [
        (_("Result"), [_outcome(answer) for answer in answers]),
        (_("Years"), [_years(answer) for answer in answers]),
        *((labels.LINES[line], [_counted(answer, line) for answer in answers]) for line in lines),
    ]
    rows = [Row(label, cells, cells[chosen]) for label, cells in told_rows]
    last, first = map(date_text, turning_days)
    title = _("Apply on %(last)s or on %(first)s?") % {"last": last, "first": first}
    return Table([(each.on, _particular(each)) for each in comparisons], rows, title)


def _particular(comparison: Comparison) -> str:
    if comparison.is_chosen:
        return _("as typed")
    return _("today") if comparison.is_today else ""


def _outcome(answer: Answer) -> str:
    if "error" in answer:
        return problems.told(answer["error"].partition(": ")[2])
    if answer["outcome"] == "refused":
        return words_of(answer, "reason")
    if answer["outcome"] == "pass":
        return _("Enough")
    return _("%(hours)s missing") % {"hours": hours_of(sums_of(answer).missing)}


def _years(answer: Answer) -> str:
    return years_told(answer["years"]) if "years" in answer else "–"


def _counted(answer: Answer, line: str) -> str:
    if line not in answer.get("required", {}):
        return "–"
    return f"{number_text(answer['counted'][line])} / {number_text(answer['required'][line])}"
