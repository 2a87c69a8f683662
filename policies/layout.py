"""The shape of a book: every key that may stand in `books/*.toml`, and what its value must look like."""

from __future__ import annotations

from policies.records import CATEGORIES, FACTS, SOURCES
from policies.shapes import (
    Shape,
    amount,
    citation,
    cited,
    day,
    flag,
    list_of,
    map_of,
    one_of,
    table,
    text,
    text_or_flag,
    whole,
)
from policies.source import Source, Where

LINES = ("total", "public", "specialty", "mandatory", "elective")
TITLE_LEVELS = ("senior", "intermediate", "junior", "none")
INDUSTRIES = ("accounting", "education", "health")
PROCEDURES = ("record", "cycle", "annual_review", "class_plan")
DEADLINES = (
    *("class_results", "class_plan", "training_window", "summary"),
    *("cycle_application", "annual_form", "annual_review", "verification_days"),
)
REFUSALS = (
    *("unrecognized", "recognized_late", "unrelated", "failed", "off_catalogue", "unproven", "nameless"),
    *("unapproved_platform", "ruleless"),
)
# The defaults that can be switched, with the values that the code knows.
CHOICES = {
    "A-01": ("county_and_year", "county"),
    "A-06": ("hard", "soft"),
    "A-09": ("excluded", "included"),
    "A-19": ("notice", "refused"),
    "A-23": ("left_out", "required"),
    "A-27": ("once", "each_year"),
    "A-48": ("single_year", "appointment_cycle"),
}
METHODS = ("planned", "proven", "fixed", "multiplied", "days", "characters", "range", "grades", "proposed")
BODIES = ("employer", "industry", "bureau", "reviewer", "city", "system")
ACTS = (
    *("first_check", "recognition", "recheck", "first_verification", "pre_reverification"),
    *("reverification", "review", "filing"),
)
OUTCOMES = ("accepted_with_notice", "late", "refused")

bilingual = table({"zh": text, "en": text})
one_line = one_of(*LINES)
CITED: dict[str, Shape] = {"rule": text, "cite": citation, "quote": text}
YEARS: dict[str, Shape] = {"first_year": whole, "last_year": whole}
MONTH_DAY: dict[str, Shape] = {"month": whole, "day": whole}

COVERS = table(
    {"places": list_of(text), "first_year": whole, "cite": citation, "quote": text},
    {
        "last_year": whole,
        "industries": list_of(one_of(*INDUSTRIES)),
    },
)
REQUIRED = table(
    {**CITED, "line": one_line},
    {**YEARS, "hours": amount, "absent": flag, "title_levels": list_of(one_of(*TITLE_LEVELS))},
)
TAKES = table({**CITED, "category": one_of(*CATEGORIES), "as": one_of("specialty", "nothing")})
CONVERT = table(
    {**CITED, "activities": list_of(one_of(*FACTS)), "method": one_of(*METHODS)},
    {
        "only": map_of(list_of(text_or_flag)),
        "of": list_of(one_of(*CATEGORIES)),
        "counts_as": one_of("specialty"),
        "is_mandatory_free": flag,
        "unit": text,
        "by": text,
        "hours": cited(amount),
        "hours_by": map_of(cited(amount)),
        "minutes_per_hour": cited(whole),
        "characters": cited(whole),
        "top": map_of(cited(amount)),
        "floor": map_of(cited(amount)),
        "step": cited(amount),
        "share": map_of(cited(amount)),
        "share_rule": text,
        "most_years": cited(whole),
        "claim_years": cited(whole),
        "within_programme": flag,
        "most_ranks": cited(whole),
        "warn_above": cited(amount),
        "ranks_doubt": text,
        "doubt": text,
        "needs": list_of(one_of("payment_proof", "notes", "approved", "permitted")),
        "pool": text,
        "side": one_of("patent", "award", "acceptance"),
    },
)
POOL = table({**CITED, "name": text, "hours": amount})
REFUSE = table({**CITED, "reason": one_of(*REFUSALS)})
DOUBLES = table({**CITED, "kind": one_of("external_id", "degree", "event", "course", "project")})
MAKEUP = table(
    {**CITED, "category": one_of(*CATEGORIES), "years": list_of(whole), "opens_on": day, "closes_on": day},
    {"courses": list_of(text), "hours": amount, "is_mandatory": flag},
)
STEP = table({"by": one_of(*BODIES), "act": one_of(*ACTS)}, {**MONTH_DAY, **CITED, "choice": one_of(*CHOICES)})
ROUTE = table(
    {**CITED, "procedure": one_of(*PROCEDURES)},
    {
        **YEARS,
        "category": one_of(*CATEGORIES),
        "industries": list_of(one_of(*INDUSTRIES)),
        "applying_for": list_of(one_of(*TITLE_LEVELS)),
        "sources": list_of(one_of(*SOURCES)),
        "agency_for": list_of(one_of("public", "private")),
        "steps": list_of(STEP),
    },
)
DEADLINE = table(
    {**CITED, "what": one_of(*DEADLINES)},
    {
        **YEARS,
        "any_year": flag,
        "category": one_of(*CATEGORIES),
        "purpose": one_of("promotion", "appointment"),
        "due": table(MONTH_DAY),
        "opens": table(MONTH_DAY),
        "years_later": whole,
        "judges_years_before": whole,
        "workdays_after": whole,
        "days_before": whole,
        "opens_days_before": whole,
        "days": list_of(whole),
        "before": one_of("accepted_with_notice", "refused"),
        "after": one_of(*OUTCOMES),
    },
)
CYCLE = table(
    {**CITED, "kind": one_of("title", "appointment")},
    {
        **YEARS,
        "most_years": cited(whole),
        "last_day_for_year_before": table(MONTH_DAY),
        "hours": cited(amount),
        "floors": list_of(table({**CITED, **YEARS, "line": one_line, "hours": amount})),
    },
)
NUMBERING = table(
    {
        **CITED,
        "province": text,
        "first_year": whole,
        "last_year": whole,
        "year_digits": whole,
        "sequence_digits": whole,
        "first_sequence": whole,
    }
)
SAMPLING = table({**CITED, "percent": whole})
EXPIRES = table({**CITED, "on": day})


def choice(source: Source, where: Where, value: object) -> dict[str, object]:
    known = table(
        {"id": one_of(*CHOICES), "value": text, "alternatives": list_of(text), "about": bilingual, "reason": bilingual}
    )(source, where, value)
    one_of(*CHOICES[known["id"]])(source, (*where, "value"), known["value"])
    others = [name for name in CHOICES[known["id"]] if name != known["value"]]
    if known["alternatives"] != others:
        raise source.fault((*where, "alternatives"), f"must be {others}")
    return dict(known)


BOOK = table(
    {"id": text, "title": bilingual, "confirmed": flag, "covers": COVERS},
    {
        "extends": text,
        "note": bilingual,
        "expires": EXPIRES,
        "required": list_of(REQUIRED),
        "takes": list_of(TAKES),
        "convert": list_of(CONVERT),
        "pools": list_of(POOL),
        "refuse": list_of(REFUSE),
        "doubles": list_of(DOUBLES),
        "makeups": list_of(MAKEUP),
        "other_makeups": one_of("year_of_end", "nowhere"),
        "routes": list_of(ROUTE),
        "deadlines": list_of(DEADLINE),
        "choices": list_of(choice),
        "cycle": CYCLE,
        "numbering": NUMBERING,
        "sampling": SAMPLING,
    },
)
# What a book takes over from the one it extends, item by item: an item replaces those of the same key.
KEYED = {
    "required": "line",
    "takes": "category",
    "convert": "activities",
    "pools": "name",
    "refuse": "reason",
    "doubles": "kind",
    "routes": "procedure",
    "deadlines": "what",
    "choices": "id",
}
INHERITED = ("expires", "makeups", "other_makeups", "cycle", "numbering", "sampling")
