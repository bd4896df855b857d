"""The one reader of what clients send: JSON bodies and queries that every reader would read alike."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from json import JSONDecodeError, JSONDecoder
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from milepost.kernel.errors import Fault, Invalid, Malformed
from milepost.kernel.faults import below, invalid
from milepost.kernel.text import is_clean

Json: TypeAlias = "bool | int | Decimal | str | list[Json] | dict[str, Json] | None"

DEPTH = 32
"""How deep lists and objects may stand in one another."""
LARGEST = 2**63
PARAMETERS = 100

_SAFE_DIGITS = 18
_DECIMAL_LENGTH = 40
_DECIMAL_EXPONENT = 400
_UNCLEAN_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")

NOT_TEXT = "must not hold a null character or half of a surrogate pair"


class _LookClosely(Exception):
    """The quick reading met something that may be wrong."""


class _Refused:
    """Stands for a value that is not taken, until its place is known."""

    def __init__(self, why: str) -> None:
        self.why = why


class _Pairs(list[tuple[str, Any]]):
    """An object with its keys as they were written."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _LookClosely
    return found


def _whole(text: str) -> int:
    if len(text) > _SAFE_DIGITS:
        raise _LookClosely
    return int(text)


def _decimal(text: str) -> Decimal:
    if len(text) > _DECIMAL_LENGTH:
        raise _LookClosely
    try:
        number = Decimal(text)
    except InvalidOperation as beyond:
        raise _LookClosely from beyond
    if abs(number.adjusted()) > _DECIMAL_EXPONENT:
        raise _LookClosely
    return number


def _constant(_name: str) -> Any:
    raise _LookClosely


def _marked(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def number(text: str) -> Any:
        try:
            return read(text)
        except _LookClosely:
            if len(text) <= len(str(LARGEST)) + 1 and read is _whole and -LARGEST <= int(text) < LARGEST:
                return int(text)
            return _Refused("is too large a number, or one with too many digits")

    return number


_QUICK = JSONDecoder(
    object_pairs_hook=_object, parse_int=_whole, parse_float=_decimal, parse_constant=_constant
)
_CLOSE = JSONDecoder(
    object_pairs_hook=_Pairs,
    parse_int=_marked(_whole),
    parse_float=_marked(_decimal),
    parse_constant=lambda name: _Refused(f"must not be {name}"),
)


def read_json(raw: bytes) -> Json:
    """Read a body: UTF-8, whole numbers as int (64 bits), others as `Decimal` with every digit sent.

    Raises:
        Malformed: if it is not JSON; the sentence names line and column.
        Invalid: if it is JSON, but with doubled keys, NaN or Infinity, numbers too large, U+0000 or lone
            surrogates, or more than 32 levels; the faults point at the places.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError as broken:
        raise Malformed(_at_byte(raw, broken.start)) from broken
    try:
        value: Json = _QUICK.decode(text)
        if "\\u" in text and _UNCLEAN_ESCAPE.search(text):
            return _looked_at(text)
        if text.count("[") + text.count("{") > DEPTH and _is_deeper(value, DEPTH):
            return _looked_at(text)
    except _LookClosely:
        return _looked_at(text)
    except JSONDecodeError as broken:
        raise Malformed(_sentence(broken)) from broken
    except RecursionError as deep:
        raise Invalid.at("", f"must not be nested deeper than {DEPTH} levels") from deep
    return value


def read_query(raw: bytes) -> list[tuple[str, str]]:
    """Read a query: names and values in their order, percent-decoded as UTF-8.

    Raises:
        Invalid: if it is not UTF-8, holds U+0000, or has more than 100 parameters.
    """
    if not raw:
        return []
    try:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=PARAMETERS)
    except UnicodeDecodeError as broken:
        raise Invalid.at("", "the query must be UTF-8") from broken
    except ValueError as many:
        raise Invalid.at("", f"the query must not have more than {PARAMETERS} parameters") from many
    for name, value in pairs:
        if not is_clean(name):
            raise Invalid.at("", "the name of a parameter " + NOT_TEXT)
        if not is_clean(value):
            raise Invalid.at(below("", name), NOT_TEXT)
    return pairs


def _is_deeper(value: Json, levels: int) -> bool:
    if isinstance(value, dict):
        return levels == 0 or any(_is_deeper(each, levels - 1) for each in value.values())
    if isinstance(value, list):
        return levels == 0 or any(_is_deeper(each, levels - 1) for each in value)
    return False


def _looked_at(text: str) -> Json:
    faults: list[Fault] = []
    try:
        value = _plain(_CLOSE.decode(text), "", 1, faults)
    except JSONDecodeError as broken:
        raise Malformed(_sentence(broken)) from broken
    except RecursionError as deep:
        raise Invalid.at("", f"must not be nested deeper than {DEPTH} levels") from deep
    if faults:
        raise invalid(faults)
    return value


def _plain(value: Any, pointer: str, depth: int, faults: list[Fault]) -> Json:
    """The value with its marks taken out, each of them noted as a fault."""
    if isinstance(value, _Refused):
        faults.append(Fault(pointer, value.why))
        return None
    if isinstance(value, str) and not is_clean(value):
        faults.append(Fault(pointer, NOT_TEXT))
    if not isinstance(value, list):
        scalar: Json = value
        return scalar
    if depth > DEPTH:
        faults.append(Fault(pointer, f"must not be nested deeper than {DEPTH} levels"))
        return None
    if isinstance(value, _Pairs):
        return _plain_object(value, pointer, depth, faults)
    return [_plain(each, below(pointer, place), depth + 1, faults) for place, each in enumerate(value)]


def _plain_object(pairs: _Pairs, pointer: str, depth: int, faults: list[Fault]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, each in pairs:
        if not is_clean(key):
            faults.append(Fault(pointer, "a key " + NOT_TEXT))
            continue
        if key in found:
            faults.append(Fault(below(pointer, key), "must not be given twice"))
        found[key] = _plain(each, below(pointer, key), depth + 1, faults)
    return found


def _sentence(broken: JSONDecodeError) -> str:
    return f"Line {broken.lineno}, column {broken.colno}: {broken.msg[:1].lower()}{broken.msg[1:]}."


def _at_byte(raw: bytes, place: int) -> str:
    lines = raw[:place].decode().split("\n")
    return f"Line {len(lines)}, column {len(lines[-1]) + 1}: not UTF-8."
