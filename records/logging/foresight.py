"""What a record would give, by which rule, with which proof, and who would decide: before anything is sent."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from approvals.chains import ChainStep, due_day
from approvals.matters import database_day
from people.models import Professional
from policies import ask
from policies.proofs import ProofRule, proof_rule_for
from records.ledger.judging import LINES, judge_person_year, year_question
from records.ledger.reading import read_records_of, recorded
from records.ledger.standing import Standing, career_of
from records.models import LearningRecord
from records.questions import Question, industry_known_to_rules
from records.services import chain_for, employer_of, require_may_be_made_up
from rules import labels
from rules.calculator import telling, vocabulary
from rules.calculator.needs import Setting
from rules.calculator.problems import fault_of
from rules.places import is_chinese
from ui.errors import Conflict
from ui.formatting import date_text
from ui.parts import Event, Reason

NEW = "new"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Fault:
    field: str
    problem: str


@dataclass(frozen=True)
class Line:
    """A line of the year that the record moves."""

    line: str
    before: Decimal
    after: Decimal

    @property
    def name(self) -> Any:
        return labels.LINES[self.line]


@dataclass(frozen=True)
class Proof:
    """What the rule set wants to see."""

    words: str
    citation: Reason
    names_the_person: bool


@dataclass(frozen=True)
class Route:
    """Who decides, in which order, until when; or why nobody may be asked."""

    steps: Sequence[ChainStep] = ()
    refusal: str = ""

    @property
    def events(self) -> list[Event]:
        told = [Event(_("You send it"), _("today"), "now")]
        begun_on = database_day()
        for step in self.steps:
            until = due_day(begun_on, term=step.term, latest_on=step.latest_on)
            begun_on = until or begun_on
            told.append(Event(step.act.label, _note_of(step, until), "later"))
        return told


def _note_of(step: ChainStep, until: datetime.date | None) -> str:
    body = str(step.organization or step.by.label)
    if until is None:
        return body
    day = date_text(until)
    return _("%(body)s, by %(day)s at the latest") % {"body": body, "day": day}


@dataclass
class Foresight:
    year: int
    standing: Standing
    given: telling.Given | None = None
    lines: list[Line] = field(default_factory=list)
    other_years: list[tuple[int, Decimal]] = field(default_factory=list)
    """Where a rule spreads the hours beyond the study year."""
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    proof: Proof | None = None
    route: Route = field(default_factory=Route)
    required: dict[str, Decimal] = field(default_factory=dict)

    @property
    def rulebook(self) -> telling.Rulebook | None:
        return telling.rulebook_of({"ruleset": self.standing.ruleset}) if self.standing.ruleset else None

    @property
    def hours(self) -> Decimal | None:
        """In all years together."""
        if self.given is None:
            return None
        return self.given.hours + sum((hours for _year, hours in self.other_years), ZERO)

    @property
    def plural(self) -> int:
        return 1 if self.hours == 1 else 2

    @property
    def citation(self) -> Reason | None:
        """That of the rule that gives the hours, or takes them."""
        return next(iter(self.given.reasons), None) if self.given else None

    @property
    def digest(self) -> str:
        """Nobody sends what was never shown: the page gives this back. Other hours, another year or other deciders
        are another answer."""
        steps = [(step.by, step.act, step.organization.pk if step.organization else 0) for step in self.route.steps]
        told = (self.year, self.standing.ruleset, self.hours, steps, self.route.refusal)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def setting_of(standing: Standing, year: int, *, makes_up: bool) -> Setting:
    """Under which rules a form asks about an activity of that year."""
    if not standing.place:
        return Setting(None)
    industry = industry_known_to_rules(standing.industry) or ""
    book = vocabulary.book_in_force(standing.place, year, industry, makes_up=makes_up)
    return Setting(book, tuple(vocabulary.makeups_around(standing.place)))


def standing_of(professional: Professional, year: int, *, makes_up: bool = False) -> Standing:
    return career_of(professional).standing_in(year, makes_up=makes_up)


def foresee(learning_record: LearningRecord, asked: Question) -> Foresight:
    """`asked` is the record as a question has it, complete or not; `learning_record` need not be saved."""
    professional, year = learning_record.professional, learning_record.study_year
    standing = standing_of(professional, year, makes_up=learning_record.makeup_for == year)
    foresight = Foresight(year, standing, proof=_proof(standing.ruleset, learning_record.activity))
    foresight.route = route_of_record(learning_record)
    if not _has_last_day(asked):
        foresight.faults = _faults(year, standing, asked)
        return foresight
    recognized = read_records_of([professional.pk]).get(professional.pk, [])
    others = [record for record in recognized if record.question["id"] != asked["id"]]
    career = career_of(professional)
    _standing, before = judge_person_year(career, year, others)
    _standing, after = judge_person_year(career, year, [*others, recorded(asked)])
    if not after.is_judged:
        return foresight
    if asked["id"] in after.unjudged:
        foresight.faults = _faults(year, standing, asked)
        return foresight
    _tell(foresight, before.answer, after.answer, asked)
    return foresight


def _has_last_day(asked: Question) -> bool:
    try:
        datetime.date.fromisoformat(asked.get("end", ""))
    except ValueError:
        return False
    return True


def _tell(foresight: Foresight, before: dict[str, Any], after: dict[str, Any], asked: Question) -> None:
    foresight.given = telling.given_by(after)[asked["id"]]
    foresight.required = after["required"]
    was = before.get("counted", {})
    foresight.lines = [
        Line(line, was.get(line, ZERO), after["counted"][line])
        for line in LINES
        if line != "total" and after["counted"][line] != was.get(line, ZERO)
    ]
    told = next(each for each in after["records"] if each["id"] == asked["id"])
    foresight.other_years = [
        (int(year), hours) for year, hours in told["by_year"].items() if int(year) != foresight.year
    ]
    foresight.quotes = _quotes(foresight.standing.ruleset, asked["activity"], told["because"])
    foresight.warnings = telling.warnings_of(after)


def _faults(year: int, standing: Standing, asked: Question) -> list[Fault]:
    """What the rule books have against this one."""
    answer = ask(year_question(year, standing, [asked]))
    if "error" not in answer:
        return []
    _position, name, problem = fault_of(answer["error"])
    return [Fault(name, problem)]


def _quotes(ruleset: str, activity: str, because: Sequence[dict[str, Any]]) -> list[str]:
    """The sentences that the reasons rest on, as the regulations have them."""
    if not ruleset:
        return []
    book = vocabulary.book_named(ruleset)
    cited = {(item["rule"], item["cite"]) for item in because}
    found = [
        str(rule.quote)
        for rule in book.conversions.get(activity, ())
        if (rule.rule, rule.cite) in cited and telling.is_confirmed(rule.cite)
    ]
    return list(dict.fromkeys(found))


def _proof(ruleset: str, activity: str) -> Proof | None:
    rule: ProofRule | None = proof_rule_for(ruleset, activity)
    if rule is None:
        return None
    citation = Reason(rule.quote, "", telling.cited(rule.cite), telling.rule_url(rule.rule, ruleset))
    return Proof(rule.words if is_chinese() else rule.words_en, citation, rule.names_the_person)


def route_of_record(learning_record: LearningRecord) -> Route:
    """Asked of the very function that will lay the chain."""
    try:
        if learning_record.ended_on:
            require_may_be_made_up(learning_record)
        employer = employer_of(learning_record.professional)
        return Route(chain_for(learning_record, employer, on=database_day()))
    except Conflict as refusal:
        return Route(refusal=str(refusal.message))
