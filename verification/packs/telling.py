"""What stands behind each year and each part, in words: on the page, and on the first sheet of the pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from records.year.telling import lines_told
from rules.calculator.telling import hours_of, sums_of, years_told
from rules.labels import LINES as LINE_NAMES
from ui.formatting import date_text, local
from ui.parts import Reason
from verification.enums import Way
from verification.packs import building, rules
from verification.packs.building import Pack, PackYear
from verification.ways import ways

BADGES: dict[str, tuple[str, Any]] = {
    building.CERTIFIED: ("counted", pgettext_lazy("state of a year in a pack", "Certificate")),
    building.VERIFIED: ("counted", pgettext_lazy("state of a year in a pack", "Verified")),
    building.VOIDED: ("void", pgettext_lazy("state of a year in a pack", "Void")),
    building.MET: ("waiting", pgettext_lazy("state of a year in a pack", "Not verified yet")),
    building.SHORT: ("warned", pgettext_lazy("state of a year in a pack", "Short")),
    building.UNRULED: ("excluded", pgettext_lazy("state of a year in a pack", "Without rules")),
}
PART_NAMES = {
    rules.CERTIFICATE: gettext_lazy("Certificates, or what was verified"),
    rules.PUBLIC: gettext_lazy("Proofs of public subjects"),
    rules.FORM: gettext_lazy("Summary form"),
    rules.PROOFS: pgettext_lazy("part of a pack", "Proofs"),
}


def part_name(pack: Pack, part: str) -> Any:
    if part == rules.FORM and pack.form == rules.REGISTRATION:
        return pgettext_lazy("the form of Xuzhou", "Registration form")
    return PART_NAMES[part]


@dataclass(frozen=True)
class ToldYear:
    year: int
    state: str
    badge: str
    label: Any
    words: str
    link: str = ""
    link_words: str = ""
    reason: Reason | None = None


@dataclass(frozen=True)
class ToldPart:
    name: Any
    words: str
    is_there: bool


def headline_of(pack: Pack) -> str:
    if not pack.asked.years:
        return _("No year can be asked for")
    years, missing = years_told(pack.asked.years), [year.year for year in pack.missing]
    if not missing and not pack.without_certificate:
        without = sum(not record.proofs for record in pack.records)
        if not without:
            return _("%(years)s: everything is there") % {"years": years}
        words = ngettext(
            "%(years)s: certified; %(count)d record has no file",
            "%(years)s: certified; %(count)d records have no file",
            without,
        )
        return words % {"years": years, "count": without}
    if not missing:
        return _("%(years)s: verified, the certificate is still to come") % {"years": years}
    return _("%(years)s asked for; not proven yet: %(missing)s") % {
        "years": years,
        "missing": pgettext("between names", ", ").join(map(str, missing)),
    }


def told_year(year: PackYear, *, is_own: bool) -> ToldYear:
    badge, label = BADGES[year.state]
    words, reason, makes_up = _words_of(year), None, year.may_make_up
    if year.makeup is not None and year.makeup.refusal is not None:
        words = f"{words} {year.makeup.refusal.words}"
        reason = year.makeup.refusal.reason
    elif makes_up and year.makeup is not None and year.makeup.due is not None:
        words += " " + _("It may be made up until %(day)s.") % {"day": date_text(year.makeup.due)}
    if year.is_proven:
        return ToldYear(year.year, year.state, badge, label, words)
    link, link_words = _link(year, makes_up=makes_up, is_own=is_own)
    return ToldYear(year.year, year.state, badge, label, words, link, link_words, reason)


def _words_of(year: PackYear) -> str:
    verification = year.verification
    if year.state == building.CERTIFIED:
        return _("The certificate is in the pack as it was issued.")
    if verification is not None and year.state == building.VERIFIED:
        day = date_text(local(verification.verified_at))
        return _("Verified on %(day)s. No certificate was handed over: the sheet of the verification stands here.") % {
            "day": day
        }
    if verification is not None and year.state == building.VOIDED:
        return _("The verification stands no longer since %(day)s: %(reason)s") % {
            "day": date_text(local(verification.void.voided_at)),
            "reason": verification.void.reason,
        }
    if year.state == building.UNRULED:
        return _("Under no rule set that is known here; bring what was given to you then.")
    if year.state == building.MET:
        return _("Every line is met.") + " " + _then(year)
    return _shortfall(year)


def _shortfall(year: PackYear) -> str:
    if year.pack.asked.cycle is not None:
        sums = sums_of(dict(year.pack.asked.cycle))
        lines = pgettext("between names", ", ").join(
            _("%(line)s %(hours)s") % {"line": LINE_NAMES[each.line], "hours": hours_of(each.short)}
            for each in sums.short
        )
        return _("The cycle as a whole is short: %(lines)s.") % {"lines": lines}
    lines, told = lines_told(year.shown), _("%(hours)s are missing.") % {"hours": hours_of(year.shown.missing)}
    if lines:
        told = _("%(hours)s are missing: %(lines)s.") % {"hours": hours_of(year.shown.missing), "lines": lines}
    if year.shown.waiting_hours:
        told += " " + _("%(hours)s are under review.") % {"hours": hours_of(year.shown.waiting_hours)}
    if not year.is_past:
        told += " " + _("Hours may be added until the end of the year.")
    return told


def _then(year: PackYear) -> str:
    """What is still to come where every line is met."""
    if year.pack.is_cycle:
        return _("The cycle has to be applied for and verified.")
    way = ways().get(year.shown.standing.ruleset)
    if way is None:
        return ""
    if way.way == Way.REVIEW:
        return _("It has to be reviewed by the review body.")
    if way.way == Way.DAYS:
        return _("The employer has it verified on a verification day.")
    if year.is_past:
        return _("The bureau has not verified it yet.")
    return _("It passes by itself at the end of the year.")


def _link(year: PackYear, *, makes_up: bool, is_own: bool) -> tuple[str, str]:
    person = year.pack.professional.pk
    if makes_up:
        address = reverse("makeups:start") if is_own else reverse("makeups:person", args=[person])
        return address, _("Make-up study")
    if year.year > year.pack.today.year or year.state == building.UNRULED:
        return "", ""
    own, theirs = ("my_year:year", [year.year]), ("staff_year:year", [person, year.year])
    name, arguments = own if is_own else theirs
    address = reverse(name, args=arguments)
    return address, _("The year %(year)s") % {"year": year.year}


def told_parts(pack: Pack) -> Sequence[ToldPart]:
    """In the order in which they stand in the pack."""
    return [_told_part(pack, part) for part in pack.parts]


def _told_part(pack: Pack, part: str) -> ToldPart:
    name = part_name(pack, part)
    if part == rules.CERTIFICATE:
        there = [str(year.year) for year in pack.years if year.is_proven]
        words = pgettext("between names", ", ").join(there) if there else _("None of the years is proven yet.")
        if pack.without_certificate:
            words += " · " + _("the sheet of the verification in place of a certificate")
        return ToldPart(name, words, len(there) == len(pack.years))
    if part == rules.FORM and pack.form == rules.ANNEX_2:
        count = len(pack.years)
        words = ngettext("%(count)d sheet, one for each year", "%(count)d sheets, one for each year", count)
        return ToldPart(name, words % {"count": count}, bool(pack.records))
    if part == rules.FORM:
        count = len(pack.records)
        words = ngettext("%(count)d record, by year and category", "%(count)d records, by year and category", count)
        return ToldPart(name, words % {"count": count}, bool(count))
    return _told_proofs(pack, part)


def _told_proofs(pack: Pack, part: str) -> ToldPart:
    records = pack.records_in(part)
    proofs = [proof for record in records for proof in record.proofs]
    loose = [proof for proof in proofs if not proof.may_merge]
    words = ngettext("%(count)d file", "%(count)d files", len(proofs)) % {"count": len(proofs)}
    without = sum(not record.proofs for record in records)
    if loose:
        kinds = pgettext("between names", ", ").join(sorted({each.evidence.get_file_type_display() for each in loose}))
        words += " · " + ngettext(
            "%(count)d of them cannot be printed here (%(kinds)s) and is in the ZIP as it is",
            "%(count)d of them cannot be printed here (%(kinds)s) and are in the ZIP as they are",
            len(loose),
        ) % {"count": len(loose), "kinds": kinds}
    if without:
        words += " · " + ngettext("%(count)d record has no file", "%(count)d records have no file", without) % {
            "count": without
        }
    return ToldPart(PART_NAMES[part], words, bool(proofs))
