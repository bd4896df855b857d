"""The document and the page that shows it: `/api/v1/openapi.json`, `/api/docs`, `/problems/CODE`."""

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route as Address

from milepost.entrypoints.api.codes import failures, meaning
from milepost.entrypoints.api.document import document
from milepost.entrypoints.api.errors import NoSuchPlace
from milepost.entrypoints.api.problems import PAGE, TEMPLATE, problem, status
from milepost.entrypoints.api.route import BASE, Router

HERE = Path(__file__).parent
BUILT = HERE / "openapi.json"
"""The document as it was built beforehand, because building takes its time."""
_REFERENCE = "#/components/schemas/"
Part = tuple[str, str | None]
"""Some text, and the schema that it leads to."""


def addresses(routers: Sequence[Router]) -> list[Address]:
    """The addresses of the document and of its page."""

    @cache
    def text() -> bytes:
        return _built(routers) or json.dumps(document(routers), ensure_ascii=False).encode()

    @cache
    def page() -> str:
        return _rendered(msgspec.json.decode(text()))

    async def as_json(request: Request) -> Response:
        request.scope[TEMPLATE] = f"{BASE}/openapi.json"
        return Response(await run_in_threadpool(text), media_type="application/json")

    async def as_page(request: Request) -> Response:
        request.scope[TEMPLATE] = "/api/docs"
        return HTMLResponse(await run_in_threadpool(page))

    async def style(request: Request) -> Response:
        request.scope[TEMPLATE] = "/api/docs.css"
        return FileResponse(HERE / "docs.css", media_type="text/css")

    async def about(request: Request) -> Response:
        request.scope[TEMPLATE] = f"{PAGE}{{code}}"
        code = request.path_params["code"]
        if code not in {each.code for each in failures()}:
            return problem(NoSuchPlace(), request.scope)
        return RedirectResponse(f"/api/docs#{code}", 303)

    return [
        Address(f"{BASE}/openapi.json", as_json),
        Address("/api/docs", as_page),
        Address("/api/docs.css", style),
        Address(f"{PAGE}{{code}}", about),
    ]


def _built(routers: Sequence[Router]) -> bytes | None:
    """The document that was built beforehand, if it is of these routes."""
    if not BUILT.exists():
        return None
    raw = BUILT.read_bytes()
    told = {
        (path, method)
        for path, operations in msgspec.json.decode(raw)["paths"].items()
        for method in operations
    }
    routes = {(route.path_format, route.method.lower()) for router in routers for route in router.routes}
    return raw if told == routes else None


def _rendered(told: dict[str, Any]) -> str:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shape": shape, "worded": _worded}
    groups = defaultdict(list)
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            groups[operation["tags"][0]].append({**operation, "method": method.upper(), "path": path})
    errors = [(each.code, status(each), meaning(each)) for each in failures()]
    return environment.get_template("docs.html").render(told=told, groups=groups, errors=errors)


def _worded(text: str) -> Markup:
    """Text with what stands between backticks as code."""
    parts = [escape(part) for part in text.split("`")]
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )


def shape(schema: dict[str, Any]) -> list[Part]:
    """A schema in a few words, with the names of others in it.

    >>> shape({"anyOf": [{"type": "array", "items": {"$ref": "#/components/schemas/G"}}, {"type": "null"}]})
    [('list of ', None), ('G', 'G'), (' or ', None), ('null', None)]
    """
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REFERENCE)
        return [(name, name)]
    if "anyOf" in schema:
        parts: list[Part] = []
        for choice in schema["anyOf"]:
            parts += [*([(" or ", None)] if parts else []), *shape(choice)]
        return parts
    if schema.get("type") == "array":
        return [("list of ", None), *shape(schema.get("items", {}))]
    if "enum" in schema:
        return [(" | ".join(str(word) for word in schema["enum"]), None)]
    kind = schema.get("format") or schema.get("const") or schema.get("type") or "anything"
    bounds = [f"{name} {schema[name]}" for name in _BOUNDS if name in schema]
    return [(", ".join([str(kind), *bounds]), None)]


_BOUNDS = ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "pattern")
