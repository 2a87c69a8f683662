"""Structured logs, one JSON object a line, in which no ID or phone number can stand."""

from __future__ import annotations

import re
from typing import Any, cast

import structlog

# A resident ID has 18 characters (the old form 15); a mobile number has 11. Only a digit beside it makes such a
# number part of something longer: it may be glued to a word, and in an address to the code of a letter (%A0).
_START = r"(?:(?<!\d)|(?<=%[0-9A-Fa-f]{2}))"
_IDENTITY = re.compile(_START + r"(\d{4})(\d{13}|\d{10})([0-9Xx])(?!\d)")
_PHONE = re.compile(_START + r"(1[3-9]\d)\d{4}(\d{4})(?!\d)")


def mask_numbers(text: str) -> str:
    text = _IDENTITY.sub(lambda found: found[1] + "*" * len(found[2]) + found[3], text)
    return _PHONE.sub(r"\1****\2", text)


def masked(value: Any) -> Any:
    """The value as it may stand in a log, whether the number came by message, key, traceback or inside an object."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if (text := mask_numbers(str(value))) == str(value) else text
    if isinstance(value, dict):
        return {mask_numbers(str(key)): masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked(item) for item in value]
    return mask_numbers(value if isinstance(value, str) else repr(value))


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
