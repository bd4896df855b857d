"""The OpenAPI document: every route with every status it can answer, and every code behind each status."""

import re
from collections import defaultdict
from collections.abc import Sequence
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from milepost.entrypoints.api import session_cookie
from milepost.entrypoints.api.problems import MEDIA_TYPE, status
from milepost.entrypoints.api.route import Route, Router
from milepost.entrypoints.api.routers import ROUTERS
from milepost.entrypoints.api.rules import SAFE
from milepost.kernel.errors import Failure

_INTRODUCTION = (
    "Amounts are decimal text, dates `YYYY-MM-DD`, instants RFC 3339 with a zone, ids UUIDs. Failures are "
    "`application/problem+json` with a stable `code`. GET answers HEAD too."
)
_PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance", "code"],
    "properties": {
        "type": {"type": "string", "description": "`/problems/` and the code."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": "The path that was asked."},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "RFC 6901, into the body or the parameters.",
                    },
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_SECURITY = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An API token, or a session's token."},
    "session": {"type": "apiKey", "in": "cookie", "name": session_cookie.NAME},
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": session_cookie.HEADER,
        "description": "With the cookie, on every change: the value that stands in the page.",
    },
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again with the same body within 30 days, the first answer is given again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag that was read; if it has changed since, nothing is written.",
    "schema": {"type": "string", "pattern": '^("[0-9]{1,18}"|\\*)$'},
}
_OWNER = {
    "name": "owner_id",
    "in": "query",
    "required": False,
    "description": "Whose record; one's own where it is left out.",
    "schema": {"type": "string", "format": "uuid"},
}
_HEADERS = {
    401: {"WWW-Authenticate": "`Bearer`."},
    429: {"Retry-After": "Seconds to wait."},
    503: {"Retry-After": "Seconds to wait."},
}
_EMPTY_BODY = {
    "required": False,
    "content": {"application/json": {"schema": {"type": "object", "maxProperties": 0}}},
}
_TEXT = {"type": "string"}


def document(routers: Sequence[Router] = ROUTERS) -> dict[str, Any]:
    """The document of these routes."""
    routes = [route for router in routers for route in router.routes]
    whole: dict[str, Any] = get_openapi(
        title="Milepost",
        version=version("milepost"),
        description=_INTRODUCTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        routes=routes,
    )
    for route in routes:
        _complete(whole["paths"][route.path_format][route.method.lower()], route)
    components = whole.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for fastapis_own in ("HTTPValidationError", "ValidationError"):
        schemas.pop(fastapis_own, None)
    schemas["Problem"] = _PROBLEM
    components["schemas"] = dict(sorted(schemas.items()))
    components["securitySchemes"] = _SECURITY
    return whole


def _complete(operation: dict[str, Any], route: Route) -> None:
    """What FastAPI cannot know of a route."""
    rules, safe = route.rules, route.method in SAFE
    _in_words(operation, route.description)
    cookie: dict[str, list[str]] = {"session": []} if safe else {"session": [], "csrf": []}
    operation["security"] = [{"bearer": []}, cookie] if rules.signed_in else []
    parameters = [_plain(each) for each in operation.pop("parameters", [])]
    for taken, parameter in (
        (rules.owner, _OWNER),
        (rules.takes_key(route.method), _KEY),
        (rules.versioned, _IF_MATCH),
    ):
        if taken:
            parameters.append(parameter)
    if parameters:
        operation["parameters"] = parameters
    if rules.upload is not None:
        operation["requestBody"] = _form(rules.upload)
    elif not safe and "requestBody" not in operation:
        operation["requestBody"] = _EMPTY_BODY
    operation["responses"] = _responses(operation["responses"], route)


def _form(fields: type[BaseModel]) -> dict[str, Any]:
    """The body of an upload: a file, and the fields beside it."""
    schema = fields.model_json_schema(ref_template="#/components/schemas/{model}")
    file = {"type": "string", "format": "binary"}
    properties = {name: _plain({"schema": each})["schema"] for name, each in schema["properties"].items()} | {
        "file": file
    }
    told = {
        "type": "object",
        "required": sorted([*schema.get("required", ()), "file"]),
        "properties": properties,
        "additionalProperties": False,
    }
    return {"required": True, "content": {"multipart/form-data": {"schema": told}}}


def _in_words(operation: dict[str, Any], description: str) -> None:
    """The first sentence says it short, the rest at length."""
    first, *rest = re.split(r"(?<=\.)\s+|;\s+|\n\n", description, maxsplit=1)
    operation["summary"] = first.rstrip(".")
    operation.pop("description", None)
    if rest:
        operation["description"] = f"{rest[0][:1].upper()}{rest[0][1:]}"


def _plain(parameter: dict[str, Any]) -> dict[str, Any]:
    """A parameter without null, which a query cannot say; lists come by comma."""
    schema = dict(parameter["schema"])
    choices = [each for each in schema.pop("anyOf", []) if each.get("type") != "null"]
    if len(choices) == 1:
        schema = {**choices[0], **schema}
    elif choices:
        schema["anyOf"] = choices
    told = {**parameter, "schema": schema}
    if "description" in schema:
        told["description"] = schema.pop("description")
    if schema.get("type") == "array":
        told |= {"style": "form", "explode": False}
    return told


def _responses(given: dict[str, Any], route: Route) -> dict[str, Any]:
    found = {
        code: _success(int(code), answer) for code, answer in given.items() if int(code) in route.statuses
    }
    by_status: dict[int, list[type[Failure]]] = defaultdict(list)
    for failure in route.failures:
        by_status[status(failure)].append(failure)
    for code, failures in by_status.items():
        found[str(code)] = _refusal(code, sorted(failures, key=lambda each: each.code))
    return dict(sorted(found.items()))


def _success(code: int, answer: dict[str, Any]) -> dict[str, Any]:
    told = {"description": HTTPStatus(code).phrase, **{k: v for k, v in answer.items() if k == "content"}}
    if code == HTTPStatus.CREATED:
        told["headers"] = {"Location": {"description": "Where it is.", "schema": _TEXT}}
    return told


def _refusal(code: int, failures: list[type[Failure]]) -> dict[str, Any]:
    codes = [each.code for each in failures]
    schema = {
        "allOf": [
            {"$ref": "#/components/schemas/Problem"},
            {"properties": {"code": {"enum": codes}, "status": {"const": code}}},
        ]
    }
    told: dict[str, Any] = {
        "description": " ".join(f"`{each.code}`: {each.title()}." for each in failures),
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
    if code in _HEADERS:
        told["headers"] = {
            name: {"description": about, "schema": _TEXT} for name, about in _HEADERS[code].items()
        }
    return told
