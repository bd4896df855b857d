"""Log lines are JSON, one a line, with what went wrong in them."""

import json
import logging
from collections.abc import Iterator
from io import BytesIO
from uuid import UUID

import pytest
import structlog

from milepost.entrypoints import logs


@pytest.fixture(autouse=True)
def written() -> Iterator[BytesIO]:
    """What is written while the log is configured as a server does it."""
    kept = structlog.get_config()
    to = BytesIO()
    logs.configure(to)
    yield to
    structlog.configure(**kept)


def test_a_line_is_one_json_object_with_its_level_and_instant(written: BytesIO) -> None:
    structlog.get_logger().warning("said", route="/x", status=200, of=UUID(int=1), what=object)
    (line,) = written.getvalue().splitlines()
    told = json.loads(line)
    assert told.pop("timestamp").endswith("Z")
    assert told == {
        "event": "said",
        "level": "warning",
        "route": "/x",
        "status": 200,
        "of": str(UUID(int=1)),
        "what": "<class 'object'>",
    }


def test_what_went_wrong_is_told_with_its_place_on_the_same_line(written: BytesIO) -> None:
    try:
        raise RuntimeError("went\nwrong")
    except RuntimeError as error:
        structlog.get_logger().error("broken", exc_info=error)
    (line,) = written.getvalue().splitlines()
    assert "RuntimeError: went\nwrong" in json.loads(line)["exception"]


def test_what_a_library_warns_of_is_a_line_too(written: BytesIO) -> None:
    library = logging.Logger("library")
    library.addHandler(logs._OfLibraries())
    library.warning("gone:\n\tthe %s", "connection")
    try:
        raise RuntimeError("inside")
    except RuntimeError:
        library.exception("broken")
    first, second = (json.loads(line) for line in written.getvalue().splitlines())
    assert (first["event"], first["level"], first["logger"]) == ("gone: the connection", "warning", "library")
    assert (second["event"], second["level"]) == ("broken", "error")
    assert "RuntimeError: inside" in second["exception"]


def test_what_is_only_for_developers_is_left_out(written: BytesIO) -> None:
    structlog.get_logger().debug("detail")
    assert written.getvalue() == b""
