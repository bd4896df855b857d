"""Log lines: one JSON object a line, to standard error."""

import logging
import sys
from typing import Any, BinaryIO

import msgspec
import structlog

_ENCODER = msgspec.json.Encoder(enc_hook=repr)


def _encoded(line: dict[str, Any], **_settings: object) -> bytes:
    return _ENCODER.encode(line)


class _OfLibraries(logging.Handler):
    """Hands on what a library logs."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write it as a line of ours; a text of several lines becomes one."""
        said = " ".join(record.getMessage().split())
        structlog.get_logger().log(record.levelno, said, logger=record.name, exc_info=record.exc_info)


def take_in_libraries() -> None:
    """Write what libraries warn of into the same log."""
    logging.basicConfig(level=logging.WARNING, handlers=[_OfLibraries()])


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
