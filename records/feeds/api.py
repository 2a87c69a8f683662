"""`POST /api/v1/feeds/…/`: up to ten thousand rows, an outcome for each. One address a kind, because each kind sends
something else."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from policies.command import from_json
from records.enums import FeedKind
from records.feeds.authentication import (
    ENDED,
    OTHER_KIND,
    FeedThrottle,
    FeedToken,
    ShowsToken,
    TokenRefused,
    actor_of_feed,
)
from records.feeds.kinds import MOST_ROWS
from records.feeds.openapi import described
from records.feeds.refusals import sentences_of
from records.feeds.taking import Outcome, Verdict, take_rows
from records.feeds.tokens import FeedEnded
from records.models import FeedSource
from ui.api import CodedError

TOO_LARGE = (413, "content_too_large", _("The body is larger than the limit. Send fewer rows a call."))
TOO_MANY = (413, "too_many_rows", _("More than %(most)s rows. Send them in several calls."))
NO_JSON = (400, "not_json", _("The body is no JSON in UTF-8."))
NO_CALL = (400, "bad_call", _("The body must be an object with the one field “rows”, a list. See the example."))


class CallParser(BaseParser):
    """Numbers stay exact. Nothing of a faulty body is said back: it may hold identity numbers."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        content = stream.read(settings.FEED_REQUEST_BYTES + 1)
        if len(content) > settings.FEED_REQUEST_BYTES:
            raise CodedError(*TOO_LARGE)
        try:
            sent = from_json(content.decode().strip())
        except ValueError:
            raise CodedError(*NO_JSON) from None
        if type(sent) is not dict or [*sent] != ["rows"] or type(sent["rows"]) is not list:
            raise CodedError(*NO_CALL)
        if len(sent["rows"]) > MOST_ROWS:
            status, code, words = TOO_MANY
            raise CodedError(status, code, str(words) % {"most": MOST_ROWS})
        return sent["rows"]


class FeedView(APIView):
    authentication_classes = (FeedToken,)
    permission_classes = (ShowsToken,)
    parser_classes = (CallParser,)
    throttle_classes = (FeedThrottle,)
    metadata_class = None
    http_method_names = ("post",)
    kind: FeedKind

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What an address does not take is said to everybody, before anybody is asked for a token."""
        if request.method != "POST":
            raise MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)
        if _feed(request).kind != self.kind:
            raise CodedError(*OTHER_KIND)

    def post(self, request: Request) -> Response:
        feed, rows = _feed(request), request.data
        if not isinstance(rows, list):  # an empty body comes past the parser
            raise CodedError(*NO_JSON)
        try:
            outcomes = take_rows(feed, rows, actor=actor_of_feed(feed))
        except FeedEnded:  # while it waited for another call
            raise TokenRefused(*ENDED) from None
        return Response(answer_of(outcomes))


def _feed(request: Request) -> FeedSource:
    return cast(FeedSource, request.auth)


def answer_of(outcomes: list[Outcome]) -> dict[str, Any]:
    refusals = [outcome.refusal for outcome in outcomes if outcome.refusal]
    sentences = iter(sentences_of(refusals))
    rows = [_told(outcome, next(sentences) if outcome.refusal else {}) for outcome in outcomes]
    count = {verdict.value: sum(outcome.verdict == verdict for outcome in outcomes) for verdict in Verdict}
    return {"received": len(outcomes), **count, "rows": rows}


def _told(outcome: Outcome, sentences: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"row": outcome.row, "external_id": outcome.external_id, "outcome": outcome.verdict.value}
    if outcome.record is not None:
        return told | {"state": str(outcome.record.state)}
    assert outcome.refusal is not None
    return told | {"code": outcome.refusal.code, "field": outcome.refusal.field, **sentences}


def view_of(kind: FeedKind) -> Any:
    """A class for each kind, so that each is described by itself."""
    named = type(f"{kind.name.title().replace('_', '')}FeedView", (FeedView,), {"kind": kind, "post": _post_of(kind)})
    return named.as_view()  # type: ignore[attr-defined]


def _post_of(kind: FeedKind) -> Any:
    def post(self: FeedView, request: Request) -> Response:
        return FeedView.post(self, request)

    return described(kind)(post)
