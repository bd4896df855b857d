"""What a route takes, worked out once from its endpoint's signature, and how a request is read by it."""

import re
from typing import Any, Protocol, get_args, get_origin

from fastapi.dependencies.models import Dependant
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from milepost.entrypoints.api.body import NOT_TEXT, read_json, read_query
from milepost.entrypoints.api.call import Call, is_call
from milepost.entrypoints.api.errors import IfMatchMalformed, KeyMalformed, KeyNotTaken
from milepost.entrypoints.api.media import require_json, require_taking_json
from milepost.entrypoints.api.rules import SAFE, Rules
from milepost.kernel.errors import Fault, TooLarge
from milepost.kernel.faults import below, faults, invalid
from milepost.kernel.fields import RowId
from milepost.kernel.text import is_clean

OWNER = "owner_id"
_OWNER: TypeAdapter[Any] = TypeAdapter(RowId)
_KEY = re.compile(rb"[\x20-\x7e]{1,255}")
_ETAG = re.compile(rb'"([0-9]{1,18})"')
NO_VERSION = -1
"""Stands for an If-Match that no version can meet."""


class Field(Protocol):
    """What of a parameter, as FastAPI has worked it out, is used here."""

    name: str
    field_info: FieldInfo

    @property
    def alias(self) -> str:
        """Its name in the request."""

    def validate(self, value: Any) -> tuple[Any, list[dict[str, Any]]]:
        """The value typed, or what pydantic says is wrong."""

    def get_default(self) -> Any:
        """Its value where it is left out."""


class Plan:
    """How a request becomes the arguments of an endpoint."""

    def __init__(self, dependant: Dependant, method: str, rules: Rules) -> None:
        if dependant.header_params or dependant.cookie_params or len(dependant.body_params) > 1:
            raise TypeError(f"{dependant.call}: takes a call, path, query, and at most one body")
        if any(each.call is not is_call for each in dependant.dependencies):
            raise TypeError(f"{dependant.call}: the only dependency is the call")
        self._rules = rules
        self._method = method
        self._call = next((each.name for each in dependant.dependencies), None)
        self._path = tuple(dependant.path_params)
        self._query = {field.alias: field for field in dependant.query_params}
        self._lists = {name for name, field in self._query.items() if _is_list(field)}
        self._body = next(iter(dependant.body_params), None)

    async def arguments(self, call: Call, receive: Receive) -> dict[str, Any]:
        """Read the request.

        Raises:
            NotAcceptable, KeyNotTaken, KeyMalformed, IfMatchMalformed: if a header is wrong.
            TooLarge, UnsupportedMedia, Malformed: if the body cannot be read.
            Invalid: with a pointer for each fault in path, query or body.
        """
        headers = call.headers
        require_taking_json(headers.get(b"accept"))
        self._read_key(call, headers.get(b"idempotency-key"))
        if self._rules.versioned:
            call.expected = _version(headers.get(b"if-match"))
        values: dict[str, Any] = {} if self._call is None else {self._call: call}
        found: list[Fault] = []
        self._read_path(call.scope, values, found)
        self._read_query(call, values, found)
        if self._rules.upload is not None:
            call.receive = receive
        elif self._method not in SAFE:
            call.body = await _received(call, receive, self._rules.limit)
            self._read_body(call, values, found)
        if found:
            raise invalid(found)
        return values

    def _read_key(self, call: Call, key: bytes | None) -> None:
        if key is None:
            return
        if not self._rules.takes_key(self._method):
            raise KeyNotTaken()
        if not _KEY.fullmatch(key):
            raise KeyMalformed()
        call.key = key.decode("ascii")

    def _read_path(self, scope: Scope, values: dict[str, Any], found: list[Fault]) -> None:
        for field in self._path:
            text = scope["path_params"][field.alias]
            if is_clean(text):
                _set(values, field, text, found, (field.alias,))
            else:
                found.append(Fault(below("", field.alias), NOT_TEXT))

    def _read_query(self, call: Call, values: dict[str, Any], found: list[Fault]) -> None:
        given: dict[str, str] = {}
        for name, text in read_query(call.scope["query_string"]):
            if name in given:
                found.append(Fault(below("", name), "must not be given twice"))
            elif name not in self._query and not (name == OWNER and self._rules.owner):
                found.append(Fault(below("", name), "is not known here"))
            given[name] = text
        for name, field in self._query.items():
            if name in given:
                value = given[name].split(",") if name in self._lists else given[name]
                _set(values, field, value, found, (name,))
            elif field.field_info.is_required():
                found.append(Fault(below("", name), "is required"))
            else:
                values[field.name] = field.get_default()
        if self._rules.owner and OWNER in given:
            call.owner_id = _owner(given[OWNER], found)

    def _read_body(self, call: Call, values: dict[str, Any], found: list[Fault]) -> None:
        field, raw = self._body, call.body
        if not raw and (field is None or not field.field_info.is_required()):
            if field is not None:
                values[field.name] = field.get_default()
            return
        require_json(call.headers.get(b"content-type"), call.headers.get(b"content-encoding"))
        given = read_json(raw)
        if field is not None:
            _set(values, field, given, found)
        elif not isinstance(given, dict):
            found.append(Fault("", "must be an object"))
        else:
            found.extend(Fault(below("", key), "is not known here") for key in given)


def _set(
    values: dict[str, Any], field: Field, given: Any, found: list[Fault], at: tuple[str, ...] = ()
) -> None:
    value, errors = field.validate(given)
    if errors:
        inside = given
        for name in reversed(at):
            inside = {name: inside}
        found += faults([{**each, "loc": (*at, *each["loc"])} for each in errors], inside)
    else:
        values[field.name] = value


def _owner(text: str, found: list[Fault]) -> Any:
    try:
        return _OWNER.validate_python(text)
    except ValidationError:
        found.append(Fault(below("", OWNER), "must be a UUID"))
        return None


def _version(if_match: bytes | None) -> int | None:
    if if_match is None or if_match.strip() == b"*":
        return None
    if b"," in if_match:
        raise IfMatchMalformed()
    tag = _ETAG.fullmatch(if_match.strip())
    return int(tag[1]) if tag else NO_VERSION


def _is_list(field: Field) -> bool:
    kinds = (field.field_info.annotation, *get_args(field.field_info.annotation))
    return any(get_origin(kind) in (list, tuple, set, frozenset) for kind in kinds)


async def _received(call: Call, receive: Receive, limit: int) -> bytes:
    """The whole body, if it is within the limit, whether its length was announced or not."""
    announced = call.headers.get(b"content-length")
    if announced is not None and (len(announced) > 15 or not announced.isdigit() or int(announced) > limit):
        raise TooLarge(f"A body here has at most {limit:,} bytes.")
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            raise TooLarge(f"A body here has at most {limit:,} bytes.")
        more = message.get("more_body", False)
    return parts[0] if len(parts) == 1 else b"".join(parts)
