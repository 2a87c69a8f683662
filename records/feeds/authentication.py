"""A feed shows its token in the head of every call. There is no session, and so no CSRF token to bring."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from audit.actors import Actor
from records.feeds.tokens import FeedEnded, feed_with
from records.models import FeedSource
from ui.api import CodedError, MinuteThrottle
from ui.errors import request_id

NO_TOKEN = (401, "token_missing", _("Send the token of the feed: “Authorization: Bearer xsf_…”."))
UNKNOWN_TOKEN = (401, "token_unknown", _("No feed has this token. It may have been renewed: ask the bureau."))
ENDED = (401, "feed_ended", _("This feed is not open today. Ask the bureau."))
OTHER_KIND = (403, "other_kind", _("The token belongs to a feed of another kind. Send to the address of that kind."))


class TokenRefused(CodedError, AuthenticationFailed):
    """With the head that says which kind of proof is wanted."""


class FeedToken(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[AnonymousUser, FeedSource]:
        scheme, _blank, token = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise TokenRefused(*NO_TOKEN)
        try:
            feed = feed_with(token.strip())
        except FeedEnded:
            raise TokenRefused(*ENDED) from None
        if feed is None:
            raise TokenRefused(*UNKNOWN_TOKEN)
        return AnonymousUser(), feed

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="feeds"'


class ShowsToken(BasePermission):
    """Whoever shows none is turned away before this asks; it says to the description that one is needed."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.auth, FeedSource)


class FeedTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "records.feeds.authentication.FeedToken"
    name = "feedToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "The token of one feed. A bureau opens the feed and shows the token once.",
        }


class FeedThrottle(MinuteThrottle):
    """Counts the calls of each feed. A call carries up to ten thousand rows: few are needed."""

    kind = "feed calls"

    def most(self) -> int:
        return int(settings.FEED_CALLS_PER_MINUTE)

    def whose(self, request: Request) -> str:
        return str(cast(FeedSource, request.auth).pk)


def actor_of_feed(feed: FeedSource) -> Actor:
    """No person acts: the feed does, for the body that approved it."""
    approver = Actor(
        user_id=None,
        label=feed.name,
        hat="feed",
        organization_id=feed.organization_id,
        organization_label=feed.organization.name,
    )
    return replace(approver, request_id=request_id())
