"""The secret by which a feed is known. It is shown once; what is kept finds it again and does not give it away."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.utils import timezone

from records.models import FeedSource

PREFIX = "xsf_"
"""So that a token that was left lying about is recognized as one, by people and by scanners."""


class FeedEnded(Exception):
    """The feed is not open today."""


def new_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """256 random bits are found by nobody's trying, so that a plain hash hides them well."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def feed_with(token: str) -> FeedSource | None:
    """Raises FeedEnded."""
    wanted = hash_of(token)
    feed = FeedSource.objects.filter(token_hash=wanted).select_related("organization").first()
    # The database has compared hashes; how long that takes says nothing about a token. This says that they are equal.
    if feed is None or not hmac.compare_digest(feed.token_hash, wanted):
        return None
    if not feed.is_open_on(timezone.localdate()):
        raise FeedEnded
    return feed
