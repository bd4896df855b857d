"""Log lines: one JSON object a line, to standard error."""

import logging
import sys
from typing import Any, BinaryIO

import msgspec
import structlog

_ENCODER = msgspec.json.Encoder(enc_hook=repr)


def _encoded(line: dict[str, Any], **_settings: object) -> bytes:
    return _ENCODER.encode(line)


def configure(to: BinaryIO | None = None) -> None:
    """Write what is logged from here on to standard error, or to this file."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_encoded),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(to or sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )
