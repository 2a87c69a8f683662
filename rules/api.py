"""`POST /api/v1/rules/ask/`: the third door to the rule books, with the JSON of `manage.py ask`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from policies import ask
from policies.command import from_json, to_json
from rules import openapi
from rules.calendar.queries import current_calendar
from rules.openapi import MOST_QUESTIONS
from ui.api import MinuteThrottle

MOST_BYTES = 4 * 1024 * 1024
# A question with some 25 records. A longer one counts as several: it takes as long to answer.
BYTES_OF_ONE_QUESTION = 4 * 1024


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("Send fewer questions at once.")
    default_code = "content_too_large"


class QuestionParser(BaseParser):
    """Numbers stay exact, as in the command."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        content = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise TooLarge
        try:
            asked = from_json(content.decode().strip())
        except ValueError as error:
            raise ParseError(f"This is no JSON: {error}.") from None
        if isinstance(asked, list) and len(asked) > MOST_QUESTIONS:
            raise TooLarge(_("At most %(count)d questions at once.") % {"count": MOST_QUESTIONS})
        return asked


class AnswerRenderer(BaseRenderer):
    """The very text that the command prints."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        # Half a character can be asked with, and is echoed as it came.
        return to_json(data).encode("utf-8", "backslashreplace")


class QuestionThrottle(MinuteThrottle):
    """Counts questions and not requests."""

    kind = "questions"

    def most(self) -> int:
        return int(settings.ASK_QUESTIONS_PER_MINUTE)

    def weight(self, request: Request) -> int:
        return _weight(request)


def _weight(request: Request) -> int:
    questions = len(request.data) if isinstance(request.data, list) else 1
    return max(1, questions, int(request.META.get("CONTENT_LENGTH") or 0) // BYTES_OF_ONE_QUESTION)


class AskView(APIView):
    """Knows nobody: without sign-in there is no session to abuse, and therefore no CSRF token to bring."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (QuestionParser,)
    renderer_classes = (AnswerRenderer,)
    throttle_classes = (QuestionThrottle,)
    metadata_class = None

    @extend_schema(
        operation_id="rules_ask",
        summary="Ask the rule books",
        description=openapi.ABOUT,
        request={"application/json": openapi.ASKED},
        responses=openapi.ANSWERED,
        examples=[*openapi.EXAMPLES, openapi.AN_ANSWER],
        tags=["rules"],
    )
    def post(self, request: Request) -> Response:
        calendar = current_calendar()
        if isinstance(request.data, list):
            return Response([ask(question, calendar=calendar) for question in request.data])
        answer = ask(request.data, calendar=calendar)
        if "error" in answer:
            return Response(answer | {"code": "bad_question"}, status=status.HTTP_400_BAD_REQUEST)
        return Response(answer)
