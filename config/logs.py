"""Structured logs, one JSON object a line, in which no ID or phone number can stand."""

from __future__ import annotations

import re
from typing import Any, cast

import structlog

from audit.masking import mask_numbers

# The secret parts of a one-time link (people.access_links), of a calendar (records.calendars), of a certificate
# (certificates.qr) and of a link to one. Whoever reads the log must not be able to use them.
_ONE_TIME = re.compile(
    r"(?<=/accounts/access/)[^/?\s]+|(?<=/accounts/way-back/to/)[^/?\s]+|(?<=/calendar/)[^/?\s]+(?=\.ics)"
    r"|(?<=/check/shared/)[^/?\s]+|(?<=/check/)[A-Za-z0-9_-]{22}(?=/)"
)


def masked(value: Any) -> Any:
    """The value as it may stand in a log, whether the number came by message, key, traceback or inside an object."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if (text := _masked_text(str(value))) == str(value) else text
    if isinstance(value, dict):
        return {_masked_text(str(key)): masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked(item) for item in value]
    return _masked_text(value if isinstance(value, str) else repr(value))


def _masked_text(text: str) -> str:
    return _ONE_TIME.sub("***", mask_numbers(text))


def mask_event(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return cast(structlog.typing.EventDict, masked(event))


SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]


def structured_logging(level: str) -> dict[str, Any]:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED_PROCESSORS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    mask_event,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
                "foreign_pre_chain": SHARED_PROCESSORS,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "propagate": False},
            # Every request has its `request_finished`; this one would say it a second time.
            "django.request": {"level": "CRITICAL"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "WARNING"},
        },
    }
