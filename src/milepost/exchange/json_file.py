"""Reading a JSON file from anywhere: where it breaks is told in line and column."""

import codecs
import re
from typing import IO, Any

import msgspec

from milepost.exchange.report import Broken

_BYTE = re.compile(r"\(byte ([0-9]+)\)")
_LONE = re.compile(rb"\\u[dD](?:[89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..\\u[dD])[c-fC-F]..)")
_DECODER = msgspec.json.Decoder()
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError)


class TooNested(Broken):
    """Brackets stand in one another deeper than in any file of ours: hundreds of them."""


def json_of(file: IO[bytes]) -> Any:
    """What a JSON file holds.

    Raises:
        Broken: with line and column of the first place that cannot be read: the first at which no more text
            could make it JSON, which in a file that was cut off is its end.
        TooNested: if the decoder's guard stops it, before it comes to harm.
    """
    file.seek(0)
    raw = file.read().removeprefix(codecs.BOM_UTF8)
    try:
        return _DECODER.decode(raw)
    except RecursionError as deep:
        raise TooNested("The file is nested too deep.") from deep
    except _UNREADABLE as failed:
        raise _broken(raw, failed) from failed


def _broken(raw: bytes, failed: Exception) -> Broken:
    at = _BYTE.search(str(failed))
    if at is not None and not _may_go_on(raw):
        byte = int(at[1])
        while not _may_go_on(raw[:byte]):
            byte -= 1
        sentence = str(failed).removeprefix("JSON is malformed: ").rpartition(" (")[0]
        return Broken(f"{sentence[:1].upper()}{sentence[1:]}.", *_place(raw, byte))
    if isinstance(failed, UnicodeDecodeError):
        return Broken("This is not UTF-8.", *_place(raw, len(_text(raw))))
    if isinstance(failed, msgspec.ValidationError):
        return Broken("A number is too large.", *_place(raw, _where_it_cannot_go_on(raw)))
    lone = _LONE.search(raw)
    if lone is not None:
        return Broken("Half of a surrogate pair.", *_place(raw, lone.start()))
    return Broken("The file ends before it is whole.", *_place(raw, len(_text(raw))))


def _may_go_on(raw: bytes) -> bool:
    """Whether more text could make this the whole of a file."""
    try:
        _DECODER.decode(raw)
    except _UNREADABLE as failed:
        told = str(failed)
        return "truncated" in told or told.endswith(f"invalid number (byte {len(raw)})")
    return True


def _where_it_cannot_go_on(raw: bytes) -> int:
    """The last byte of the shortest beginning of the file that no more text could make whole."""
    low, high = 0, len(raw)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if _may_go_on(raw[:middle]) else (low, middle)
    return max(0, low - 1)


def _text(raw: bytes) -> bytes:
    """As much of it as is UTF-8."""
    try:
        raw.decode()
    except UnicodeDecodeError as broken:
        return raw[: broken.start]
    return raw


def _place(raw: bytes, byte: int) -> tuple[int, int]:
    """Line and column of a byte, from 1, the column in code points."""
    before = raw[:byte]
    line = before.rpartition(b"\n")[2]
    return before.count(b"\n") + 1, len(line.decode()) + 1
