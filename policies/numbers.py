"""Certificate numbers, and how many decisions to spot-check."""

from __future__ import annotations

from typing import Any

from policies.books import Numbering, Sampling
from policies.faults import QuestionFault
from policies.shelf import Shelf
from policies.wording import because_of, refusal

Answer = dict[str, Any]

OF_PROVINCE, OF_CITY, OF_COUNTY = 2, 4, 6  # digits of a division code (GB/T 2260)


def answer_number(shelf: Shelf, question: Answer) -> Answer:
    """Compose a number from its parts, or take one apart."""
    numbering: Numbering = _first_with(shelf, question, "numbering")
    if "number" in question:
        return _parsed(numbering, question["number"])
    issuer, year, sequence = question["issuer"], question["study_year"], question["sequence"]
    refused = _refused(numbering, issuer, year, sequence)
    if refused is not None:
        return refused
    short_year = year % 10**numbering.year_digits
    return {"number": f"{issuer}{short_year:0{numbering.year_digits}}{sequence:0{numbering.sequence_digits}}"}


def answer_sample(shelf: Shelf, question: Answer) -> Answer:
    """The least number to spot-check: the share, rounded up."""
    sampling: Sampling = _first_with(shelf, question, "sampling")
    reviewed = question["reviewed"]
    sample = -(-reviewed * sampling.percent // 100)
    words = because_of(sampling, "sampled", percent=sampling.percent, reviewed=reviewed, sample=sample)
    return {"sample": sample, "because": [words]}


def _first_with(shelf: Shelf, question: Answer, part: str) -> Any:
    named = shelf.named(question)
    books = [named] if named else shelf.books.values()
    found = next((getattr(book, part) for book in books if getattr(book, part)), None)
    if found is None:
        raise QuestionFault("ruleset", f"says nothing about {question['ask']}")
    return found


def _parsed(numbering: Numbering, number: str) -> Answer:
    digits = OF_COUNTY + numbering.year_digits + numbering.sequence_digits
    if len(number) != digits or not (number.isascii() and number.isdigit()):
        return refusal(numbering, "number_digits", digits=digits)
    issuer, rest = number[:OF_COUNTY], number[OF_COUNTY:]
    century = numbering.first_year - numbering.first_year % 10**numbering.year_digits
    year, sequence = century + int(rest[: numbering.year_digits]), int(rest[numbering.year_digits :])
    return _refused(numbering, issuer, year, sequence) or {
        "issuer": issuer,
        "study_year": year,
        "sequence": sequence,
        **_levels(issuer),
    }


def _levels(issuer: str) -> Answer:
    """The province, the city and the county of a code, as far down as it goes."""
    levels = {"province": issuer[:OF_PROVINCE].ljust(OF_COUNTY, "0")}
    if issuer[OF_PROVINCE:OF_CITY] != "00":
        levels["city"] = issuer[:OF_CITY].ljust(OF_COUNTY, "0")
    if issuer[OF_CITY:] != "00":
        levels["county"] = issuer
    return levels


def _refused(numbering: Numbering, issuer: str, year: int, sequence: int) -> Answer | None:
    last = 10**numbering.sequence_digits - 1
    if not issuer.startswith(numbering.province):
        return refusal(numbering, "number_province", province=numbering.province)
    if not numbering.first_sequence <= sequence <= last:
        return refusal(numbering, "number_sequence", first=numbering.first_sequence, last=last)
    if not numbering.first_year <= year <= numbering.last_year:
        return refusal(numbering, "number_year", first=numbering.first_year, last=numbering.last_year)
    return None
