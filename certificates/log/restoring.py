"""A restored database may be older than what was published, and would give numbers a second time. So issuing is locked
while it does not know the last root that is kept outside, until the operator has looked at it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import record
from certificates.issuing.gate import pass_alone
from certificates.log.roots import kept, kept_outside, last_kept
from certificates.log.sequencing import tree_size
from certificates.models import LAST_SEQUENCE, LogRoot, Restoration, Series
from certificates.models.log import is_signed
from ui.errors import Conflict

SeriesKey = tuple[str, int]

AGREES = """
    SELECT EXISTS (SELECT FROM certificates_logroot WHERE date = %(date)s AND root_hash = %(hash)s)
            OR EXISTS (SELECT FROM certificates_restoration WHERE lost @> %(lost)s::jsonb),
        NOT EXISTS (
            SELECT FROM unnest(%(codes)s::text[], %(years)s::int[], %(lasts)s::int[]) AS published(code, year, last)
            LEFT JOIN certificates_series AS series ON series.issuer_code = code AND series.study_year = year
            WHERE coalesce(series.last, 0) < published.last
        )
"""


def refuse_while_behind() -> None:
    date = locked_since()
    if date:
        raise Conflict(
            _(
                "Issuing is locked: the database is older than the root of the certificate log of %(date)s, as after a"
                " restore. The operator checks it and runs manage.py release_issuing; nothing is lost by waiting."
            )
            % {"date": date}
        )


def locked_since() -> datetime.date | None:
    """The day of the last root outside, if the database does not know it or counts less far: issuing is locked. One
    small query; the file is read when it has changed."""
    root = _last_outside()
    if root is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(AGREES, root.parameters)
        knows_root, counts_further = cursor.fetchone()
    return None if knows_root and counts_further else datetime.date.fromisoformat(root.date)


@dataclass(frozen=True)
class OutsideRoot:
    date: str
    parameters: dict[str, Any]


def _last_outside() -> OutsideRoot | None:
    path = kept_outside()
    try:
        now = path.stat()
    except FileNotFoundError:
        return None
    return _read(path, now.st_mtime_ns, now.st_size, now.st_ino)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int, _number: int) -> OutsideRoot | None:
    root = last_kept(path)
    if root is None:
        return None
    counters = _flat(root["counters"])
    parameters = {
        "date": root["date"],
        "hash": bytes.fromhex(root["root"]),
        "lost": f'[{{"date": "{root["date"]}", "root": "{root["root"]}"}}]',
        "codes": [code for code, _year in counters],
        "years": [year for _code, year in counters],
        "lasts": list(counters.values()),
    }
    return OutsideRoot(root["date"], parameters)


# Releasing


class CannotRelease(Exception):
    """Said to the operator, in English as all commands."""


@dataclass
class Lag:
    """By how much the database is behind what is kept outside."""

    lost: list[dict[str, Any]] = field(default_factory=list)
    published: dict[SeriesKey, int] = field(default_factory=dict)
    behind: dict[SeriesKey, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.lost or self.behind)


def lag() -> Lag:
    """Read from all that is kept outside. Raises CannotRelease where that is no root of ours."""
    found = Lag()
    known = {(root.date.isoformat(), bytes(root.root_hash).hex()) for root in LogRoot.objects.all()}
    known |= {(root["date"], root["root"]) for each in Restoration.objects.all() for root in each.lost}
    for root in kept(kept_outside()):
        said = {name: value for name, value in root.items() if name != "signature"}
        if not is_signed(said, str(root.get("key")), bytes.fromhex(str(root.get("signature")))):
            raise CannotRelease(
                f"The root of {root['date']} in {kept_outside()} is not signed with a key of this system. Put the file"
                " right from a copy, or the former key into CERTIFICATE_KEY_FALLBACKS."
            )
        if (root["date"], root["root"]) not in known:
            found.lost.append(root)
        for key, last in _flat(root["counters"]).items():
            found.published[key] = max(last, found.published.get(key, 0))
    lasts = {(row.issuer_code, row.study_year): row.last for row in Series.objects.all()}
    found.behind = {key: last for key, last in found.published.items() if lasts.get(key, 0) < last}
    return found


@transaction.atomic
def release_issuing(
    *, ahead: int, reason: str, actor: Actor, reached: Mapping[SeriesKey, int] | None = None
) -> Restoration:
    """Issuing goes on from the numbers that were published, and `ahead` of them, for those that were given after the
    last root; of single series from the number that they are known to have `reached`.

    Side effects, in order: counters; the restoration; audit.
    """
    pass_alone()
    behind = lag()
    if not behind:
        raise CannotRelease("Issuing is not locked: the database knows every root that is kept outside.")
    targets = {key: min(last + ahead, LAST_SEQUENCE) for key, last in behind.published.items()}
    for key, last in (reached or {}).items():
        targets[key] = max(last, targets.get(key, 0))
    skipped: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for (code, year), target in sorted(targets.items()):
        series, _is_new = Series.objects.get_or_create(issuer_code=code, study_year=year)
        if series.last < target:
            skipped[code][str(year)] = [series.last + 1, target]
            Series.objects.filter(pk=series.pk).update(last=target)
    restoration = Restoration(
        lost=behind.lost, size=tree_size(), skipped=dict(skipped), reason=reason[:300], date=timezone.localdate()
    ).sign()
    restoration.save()
    told = {"lost": [root["date"] for root in behind.lost], "skipped": restoration.skipped}
    record("certificate.issuing_released", restoration, actor=actor, after=told, reason=reason)
    return restoration


def _flat(counters: dict[str, dict[str, int]]) -> dict[SeriesKey, int]:
    return {(code, int(year)): last for code, years in counters.items() for year, last in years.items()}
