"""A form with a file, read as it comes: the file goes to disk, and is never held in memory whole."""

from collections.abc import AsyncGenerator, Iterator
from hashlib import sha256
from typing import IO, Any, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from milepost.entrypoints.api.body import NOT_TEXT
from milepost.kernel.errors import Fault, Malformed, TooLarge, UnsupportedMedia
from milepost.kernel.faults import below, invalid
from milepost.kernel.text import is_clean

MEBIBYTE = 1024 * 1024
LIMIT = 256 * MEBIBYTE
"""The most bytes that a form with a file has."""
FILE = "file"
_FIELDS, _LONGEST = 20, 4096
_KIND = "multipart/form-data"


class Upload(NamedTuple):
    """A file, its digest, and the fields that came with it."""

    file: IO[bytes]
    digest: bytes
    fields: dict[str, str]


async def uploaded(headers: Headers, receive: Receive) -> Upload:
    """Read a form that brings a file.

    Raises:
        UnsupportedMedia: if it is no form with files.
        TooLarge: if it has more than 256 MiB.
        Malformed: if it cannot be read.
        Invalid: if there is no file, a field is there twice, or holds what no text may hold.
        ClientDisconnect: if it ends halfway.
    """
    if headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise UnsupportedMedia(f"Send the file in a form, as {_KIND}.")
    try:
        parser = MultiPartParser(
            headers, _counted(receive), max_files=1, max_fields=_FIELDS, max_part_size=_LONGEST
        )
        form = await parser.parse()
    except MultiPartException as unreadable:
        raise Malformed(f"The form cannot be read: {unreadable.message}") from unreadable
    found = dict(form.multi_items())
    file = found.pop(FILE, None)
    faults = list(_faults(form.multi_items()))
    if faults:
        await form.close()
        raise invalid(faults)
    assert isinstance(file, UploadFile)
    fields = {name: value for name, value in found.items() if isinstance(value, str)}
    return Upload(file.file, await run_in_threadpool(_digest, file.file), fields)


def _faults(items: list[tuple[str, Any]]) -> Iterator[Fault]:
    names = [name for name, _ in items]
    for name, value in items:
        if not is_clean(name):
            yield Fault("", "the name of a field " + NOT_TEXT)
        elif isinstance(value, UploadFile) != (name == FILE):
            yield Fault(below("", name), "must be a file" if name == FILE else "must not be a file")
        elif isinstance(value, str) and not is_clean(value):
            yield Fault(below("", name), NOT_TEXT)
        elif names.count(name) > 1:
            yield Fault(below("", name), "must not be given twice")
    if FILE not in names:
        yield Fault(below("", FILE), "is required")


async def _counted(receive: Receive) -> AsyncGenerator[bytes, None]:
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part = message.get("body", b"")
        size += len(part)
        if size > LIMIT:
            raise TooLarge(f"A form with a file has at most {LIMIT:,} bytes here.")
        yield part
        more = message.get("more_body", False)


def _digest(file: IO[bytes]) -> bytes:
    file.seek(0)
    digest = sha256()
    while piece := file.read(MEBIBYTE):
        digest.update(piece)
    file.seek(0)
    return digest.digest()
