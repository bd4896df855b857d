"""Forms as browsers send them: read strictly, typed by the schemas, and given back with what is wrong."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from milepost.entrypoints.api.body import NOT_TEXT
from milepost.entrypoints.web.sentences import sentence, sentence_of
from milepost.entrypoints.web.views import Form
from milepost.kernel.errors import Failure, Malformed, TooLarge, UnsupportedMedia
from milepost.kernel.text import is_clean

LIMIT = 64 * 1024
"""The most bytes that a form takes."""
FIELDS = 50
"""The most fields that a form takes."""
WHOLE = ""
"""The name under which stands what is wrong with the whole form."""

_MEDIA_TYPE = "application/x-www-form-urlencoded"
_SECRET = ("password", "current", "new", "token", "csrf_token")


async def sent(request: Request) -> dict[str, str]:
    """The fields of the form that a request brings, white space around them trimmed but for secrets.

    Raises:
        UnsupportedMedia: if it is no form in UTF-8.
        TooLarge: if it has more than 64 KiB.
        Malformed: if it cannot be read, or has a field twice.
        ClientDisconnect: if it ends halfway.
    """
    kind, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    charset = parameters.strip().partition("charset=")[2].strip('"') or "utf-8"
    if kind.strip() != _MEDIA_TYPE or charset not in ("utf-8", "utf8"):
        raise UnsupportedMedia("A page sends its forms in UTF-8, as application/x-www-form-urlencoded.")
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > LIMIT:
            raise TooLarge(f"A form has at most {LIMIT:,} bytes.")
    return _fields(raw)


def _fields(raw: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError as unreadable:  # UnicodeDecodeError is one
        raise Malformed("The form cannot be read.") from unreadable
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("A field must not be given twice.")
    for name, value in pairs:
        if not is_clean(name + value):
            raise Malformed(f"A field {NOT_TEXT}.")
        if name not in _SECRET:
            found[name] = value.strip()
    return found


def filled(fields: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Those of these fields that were not left empty."""
    return {name: fields[name] for name in names if fields.get(name)}


def refused(fields: Mapping[str, str], failure: Failure, places: Mapping[str, str]) -> Form:
    """A form as it was typed, with what is wrong with it at its fields.

    `places` leads from what a failure names, a member of the input or a code, to the field where that
    is said; what has no place is wrong with the whole.
    """
    told = {name: value for name, value in fields.items() if name not in _SECRET}
    if not failure.errors or failure.code in places:
        field = places.get(failure.code, WHOLE)
        return Form(told, {field: sentence_of(failure.code, failure.detail)})
    wrong: dict[str, str] = {}
    for fault in failure.errors:
        wrong.setdefault(places.get(fault.pointer.lstrip("/"), WHOLE), sentence(fault.detail))
    return Form(told, wrong)


def said(failure: Failure) -> str:
    """What is wrong, in one sentence, where no field of a form can say it."""
    return sentence_of(failure.code, failure.errors[0].detail if failure.errors else failure.detail)


def whole(text: str) -> object:
    """A whole number as it was typed, None where nothing was; what is none stays text, to be refused."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else text or None


def version(fields: Mapping[str, str]) -> int | None:
    """The version of a row that a form was made of; None if it does not say."""
    given = whole(fields.get("version", ""))
    return given if isinstance(given, int) else None


def same(*names: str) -> dict[str, str]:
    """Places for what is named in a form as it is in the API."""
    return {name: name for name in names}
