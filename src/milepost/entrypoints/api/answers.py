"""What an endpoint answers: a status, content for JSON, and the headers that belong to it."""

from typing import NamedTuple

import msgspec
from starlette.responses import Response

from milepost.kernel.repeats import Answer

_ENCODER = msgspec.json.Encoder()
_JSON = (b"content-type", b"application/json")
_NOT_STORED = (b"cache-control", b"no-store")


class Reply(NamedTuple):
    """An answer before it is encoded: views as dicts, ids, dates and aware instants as they are."""

    status: int
    content: object = None
    location: str | None = None
    version: int | None = None


def ok(content: object, version: int | None = None) -> Reply:
    """200 with content; `version` becomes the ETag of what a person edits."""
    return Reply(200, content, None, version)


def created(content: object, location: str, version: int | None = None) -> Reply:
    """201 with what was made, and where it is."""
    return Reply(201, content, location, version)


def accepted(content: object, location: str | None = None) -> Reply:
    """202: will be done."""
    return Reply(202, content, location)


def done() -> Reply:
    """204: done, nothing to say."""
    return Reply(204)


def encoded(reply: Reply) -> Answer:
    """The answer in bytes."""
    body = b"" if reply.status == 204 else _ENCODER.encode(reply.content)
    etag = None if reply.version is None else f'"{reply.version}"'
    return Answer(reply.status, body, reply.location, etag)


class Sent(Response):
    """An encoded answer on its way, with as little work as it takes."""

    def __init__(self, answer: Answer) -> None:
        self.status_code = answer.status
        self.background = None
        self.body = answer.body
        headers = [_NOT_STORED]
        if answer.status != 204:
            headers += (_JSON, (b"content-length", b"%d" % len(answer.body)))
        if answer.location is not None:
            headers.append((b"location", answer.location.encode("ascii")))
        if answer.etag is not None:
            headers.append((b"etag", answer.etag.encode("ascii")))
        self.raw_headers = headers
