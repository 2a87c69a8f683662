"""Reads over feeds and their calls."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from people.models import Division
from people.models.divisions import CODE_LENGTH
from records.feeds.refusals import SENTENCES, document_words
from records.models import FeedCall, FeedSource, FeedSourceQuerySet

CALLS_SHOWN = 20
COUNTED = ("taken", "unchanged", "corrected", "voided", "refused")


def with_counts(feeds: FeedSourceQuerySet) -> FeedSourceQuerySet:
    return feeds.select_related("organization", "site").annotate(
        rows_taken=Sum("calls__taken", default=0), rows_refused=Sum("calls__refused", default=0)
    )


def last_calls(feed: FeedSource) -> list[FeedCall]:
    return list(feed.calls.order_by("-pk")[:CALLS_SHOWN])


def counts_of(feed: FeedSource) -> dict[str, int]:
    return feed.calls.aggregate(**{name: Sum(name, default=0) for name in COUNTED})


def place_named(area: str) -> str:
    """`4401`: 广州市."""
    code = area.ljust(CODE_LENGTH, "0")
    name = Division.objects.filter(code=code, valid_to=None).values_list("name", flat=True).first()
    return name or code


def reasons_in(calls: list[FeedCall]) -> list[tuple[str, str, int]]:
    """Why rows were refused lately: code, sentence, how often; the most frequent first."""
    count: Counter[str] = Counter()
    for call in calls:
        count.update(call.refusals)
    return [(code, sentence_of(code), number) for code, number in count.most_common()]


def sentence_of(code: str) -> str:
    """With dots where a row would be told more."""
    words: Any = document_words(code) or SENTENCES.get(code)
    if words is None:
        return _("A reason that is no longer in use.")
    return str(words) % defaultdict(lambda: "…")
