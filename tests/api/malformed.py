"""What no route takes: bodies, values and texts that are wrong wherever they come."""

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args
from uuid import UUID

from pydantic import BaseModel

from milepost.entrypoints.api.route import Route
from milepost.entrypoints.api.routers import ROUTERS
from milepost.entrypoints.api.rules import SAFE

JSON = "application/json"
ROUTES = [route for router in ROUTERS for route in router.routes]
WRITING = [route for route in ROUTES if route.method not in SAFE and route.rules.upload is None]
ENTERED = [route for route in ROUTES if route.rules.signed_in]


class Wrong(NamedTuple):
    """A body that no route takes: its name, its bytes, and what is answered."""

    name: str
    body: bytes
    status: int
    pointer: str | None = None
    media_type: str | None = JSON


# Each is read before it is typed, so the answer is the same on every route.
BODIES = [
    Wrong("truncated", b'{"title": "x', 400),
    Wrong("only a brace", b"{", 400),
    Wrong("two values", b"{} {}", 400),
    Wrong("a comma too many", b'{"a": 1,}', 400),
    Wrong("single quotes", b"{'a': 1}", 400),
    Wrong("a comment", b'{} // "a"', 400),
    Wrong("raw null byte", b'{"a": "\x00"}', 400),
    Wrong("null byte between", b"{\x00}", 400),
    Wrong("invalid UTF-8", b'{"a": "\xff\xfe"}', 400),
    Wrong("overlong UTF-8", b'{"a": "\xc0\x80"}', 400),
    Wrong("raw surrogate", b'{"a": "\xed\xa0\x80"}', 400),
    Wrong("byte order mark", b"\xef\xbb\xbf{}", 400),
    Wrong("UTF-16", '{"a": 1}'.encode("utf-16"), 400),
    Wrong("compressed", b"\x1f\x8b\x08\x00", 400),
    Wrong("doubled key", b'{"a": 1, "a": 1}', 422, "/a"),
    Wrong("doubled key below", b'{"b": [{"a": 1, "a": 1}]}', 422, "/b/0/a"),
    Wrong("NaN", b'{"a": NaN}', 422, "/a"),
    Wrong("Infinity", b'{"a": Infinity}', 422, "/a"),
    Wrong("-Infinity", b'{"a": [-Infinity]}', 422, "/a/0"),
    Wrong("1e401", b'{"a": 1e401}', 422, "/a"),
    Wrong("ten thousand digits", b'{"a": ' + b"9" * 10_000 + b"}", 422, "/a"),
    Wrong("an exponent without end", b'{"a": 1e' + b"9" * 10_000 + b"}", 422, "/a"),
    Wrong("escaped null", rb'{"a": "x\u0000"}', 422, "/a"),
    Wrong("escaped surrogate", rb'{"a": "\ud800"}', 422, "/a"),
    Wrong("surrogates in the wrong order", rb'{"a": "\udc00\ud800"}', 422, "/a"),
    Wrong("null in a key", rb'{"\u0000": 1}', 422, ""),
    Wrong("surrogate in a key", rb'{"\udfff": 1}', 422, ""),
    Wrong("33 levels", b'{"a":' * 32 + b"{}" + b"}" * 32, 422, "/a" * 32),
    Wrong("33 lists", b"[" * 33 + b"]" * 33, 422, "/0" * 32),
    Wrong("100,000 levels", b"[" * 100_000 + b"]" * 100_000, 422, ""),
    Wrong("100,000 levels, truncated", b'{"a":' * 100_000, 422, ""),
    Wrong("null", b"null", 422, ""),
    Wrong("a number", b"5", 422, ""),
    Wrong("a decimal", b"1.5", 422, ""),
    Wrong("a text", b'"{}"', 422, ""),
    Wrong("a list", b"[]", 422, ""),
    Wrong("a list of objects", b"[{}]", 422, ""),
    Wrong("a thousand unknown fields", b"{" + b",".join(b'"x%d":1' % n for n in range(1000)) + b"}", 422),
    Wrong("a key of 10,000 letters", b'{"' + b"x" * 10_000 + b'": 1}', 422),
    Wrong("no media type", b"{}", 415, media_type=None),
    Wrong("text", b"{}", 415, media_type="text/plain"),
    Wrong("a form", b"a=1", 415, media_type="application/x-www-form-urlencoded"),
    Wrong("parts", b"--x--", 415, media_type="multipart/form-data; boundary=x"),
    Wrong("another charset", b"{}", 415, media_type="application/json; charset=latin-1"),
    Wrong("nearly JSON", b"{}", 415, media_type="application/jsonx"),
    Wrong("a mebibyte and one", b'"' + b"x" * (1024 * 1024 - 1) + b'"', 413),
]

# No field takes one of these.
NEVER = [
    b"[1.5]",
    b'{"a": 1}',
    b"[[]]",
    b"NaN",
    b"-Infinity",
    b"1e400",
    b"9" * 5000,
    rb'"\u0000"',
    rb'"a\ud83d"',
    b'"' + b"x" * 100_000 + b'"',
]
# Some fields take one of these, most do not; none may break.
SELDOM = [
    b"null",
    b"true",
    b"0",
    b"-1",
    b"1.5",
    b"1e300",
    b"1e-300",
    b"123456789.999",
    b"9223372036854775807",
    b"-9223372036854775808",
    b'""',
    b'" "',
    b'"null"',
    b'"NaN"',
    b'"Infinity"',
    b'"-0"',
    b'"1e5"',
    b'"0x10"',
    b'"1_000"',
    '"\u0661\u0662"'.encode(),
    b'"99999999.999"',
    b'"0000-00-00"',
    b'"0001-01-01"',
    b'"9999-12-31"',
    b'"2026-02-30"',
    b'"2026-11-21T00:00:00Z"',
    b'"0001-01-01T00:00:00+14:00"',
    b'"9999-12-31T23:59:59-14:00"',
    b'"00000000-0000-0000-0000-000000000000"',
    b"[]",
    b"{}",
    b'["read", "read"]',
    b'"../../etc/passwd"',
    b'"http://[::1"',
    b'"http://x:99999999/"',
    b'"a@b"',
    b'"\\ud83d\\ude00"',
    '"\u202eabc"'.encode(),
]

# In a path or a query, percent-encoded.
TEXTS = [
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF",
    "%C0%80",
    "%",
    "%zz",
    "%F0%9F%98%80",
    "%2e%2e",
    "x" * 5000,
    "%22",
    "0",
]


def fields(route: Route) -> Iterator[str]:
    """The names of what a route's body may hold."""
    for body in route.dependant.body_params:
        kind = body.field_info.annotation
        for model in get_args(kind) or (kind,):
            assert issubclass(model, BaseModel)
            yield from model.model_fields


def place(route: Route, *texts: str) -> str:
    """The path of a route with these texts for its parameters, or else with an id that nobody knows."""
    names = [field.alias for field in route.dependant.path_params]
    filled = dict(zip(names, [*texts, *[str(UUID(int=7))] * len(names)], strict=False))
    return route.path.format(**filled)


def describe(case: Any) -> str | None:
    """How a case is called in a test's name."""
    if isinstance(case, Wrong):
        return case.name.replace(" ", "_")
    return f"{case.method}-{case.path}" if isinstance(case, Route) else None
