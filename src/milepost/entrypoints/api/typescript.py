"""TypeScript types that match the OpenAPI document: its schemas, and `paths` by address and method."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_METHODS = ("get", "put", "post", "patch", "delete")
_PLACES = ("path", "query", "header")
_SCALARS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
_REF = "#/components/schemas/"


def typescript(document: Schema) -> str:
    """The types of a document, as one module; the same for the same document.

    A schema is a type of its own name. `paths` leads by address, method, and `parameters`, `requestBody` or
    `responses` and status to media types and what they carry.

    Raises:
        KeyError: if the document refers to a schema that it has not.
    """
    schemas: Schema = document.get("components", {}).get("schemas", {})
    lines = [f"/** {document['info']['title']} {document['info']['version']} */", ""]
    for name, schema in sorted(schemas.items()):
        lines += [*_comment(schema), f"export type {name_of(name)} = {_type(schema, schemas)};", ""]
    lines.append("export interface paths {")
    for path, methods in sorted(document["paths"].items()):
        lines.append(f"  {json.dumps(path)}: {{")
        for method in (each for each in _METHODS if each in methods):
            lines += _operation(method, methods[method], schemas)
        lines.append("  };")
    return "\n".join([*lines, "}", ""])


def name_of(schema: str) -> str:
    """The name of a schema as a type's, without what no identifier may have.

    >>> name_of("Page_GoalView_"), name_of("Page[GoalView]"), name_of("2FA")
    ('Page_GoalView_', 'Page_GoalView_', '_2FA')
    """
    return re.sub(r"^(?=\d)|[^A-Za-z0-9_$]", "_", schema)


def _operation(method: str, operation: Schema, schemas: Schema) -> Iterator[str]:
    yield f"    {method}: {{"
    yield "      parameters: {"
    for place in _PLACES:
        given = [each for each in operation.get("parameters", ()) if each["in"] == place]
        yield f"        {_parameters(place, given, schemas)};"
    yield "      };"
    body = operation.get("requestBody")
    if body is None:
        yield "      requestBody?: never;"
    else:
        mark = "" if body.get("required") else "?"
        yield f"      requestBody{mark}: {{ content: {_content(body['content'], schemas)} }};"
    yield "      responses: {"
    for code, answer in sorted(operation["responses"].items()):
        content = answer.get("content")
        told = "content?: never" if content is None else f"content: {_content(content, schemas)}"
        yield f"        {code if code.isdecimal() else _key(code, True)}: {{ {told} }};"
    yield "      };"
    yield "    };"


def _parameters(place: str, given: list[Schema], schemas: Schema) -> str:
    """What a request has in one place; `never` where it has nothing there."""
    if not given:
        return f"{place}?: never"
    fields = [(each["name"], each.get("required", False), _type(each["schema"], schemas)) for each in given]
    told = "; ".join(f"{_key(name, needed)}: {kind}" for name, needed, kind in fields)
    mark = "" if any(needed for _, needed, _ in fields) else "?"
    return f"{place}{mark}: {{ {told} }}"


def _content(content: Schema, schemas: Schema) -> str:
    told = ((kind, _type(each["schema"], schemas)) for kind, each in content.items())
    kinds = "; ".join(f"{json.dumps(kind)}: {carried}" for kind, carried in told)
    return f"{{ {kinds} }}"


def _type(schema: Schema, schemas: Schema) -> str:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REF)
        schemas[name]
        return name_of(name)
    for word, mark in (("anyOf", " | "), ("oneOf", " | "), ("allOf", " & ")):
        if word in schema:
            return mark.join(dict.fromkeys(_bracketed(each, schemas) for each in schema[word]))
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(each) for each in schema["enum"])
    return _of_kind(schema, schemas)


def _bracketed(schema: Schema, schemas: Schema) -> str:
    told = _type(schema, schemas)
    return f"({told})" if " | " in told or " & " in told else told


def _of_kind(schema: Schema, schemas: Schema) -> str:
    kind = schema.get("type", "object" if "properties" in schema else None)
    if isinstance(kind, list):
        return " | ".join(_of_kind({**schema, "type": each}, schemas) for each in kind)
    if kind == "array" and "prefixItems" in schema:
        return f"[{', '.join(_type(each, schemas) for each in schema['prefixItems'])}]"
    if kind == "array":
        return f"{_bracketed(schema.get('items', {}), schemas)}[]"
    if kind == "object":
        return _object(schema, schemas)
    if kind == "string" and schema.get("format") == "binary":
        return "Blob"
    return _SCALARS.get(kind or "", "unknown")


def _object(schema: Schema, schemas: Schema) -> str:
    needed = set(schema.get("required", ()))
    fields = [
        f"{_key(name, name in needed)}: {_type(each, schemas)}"
        for name, each in schema.get("properties", {}).items()
    ]
    more = schema.get("additionalProperties")
    if fields:
        # A field need not be of the kind of what else may come, so that is left unknown beside fields.
        rest = "" if more is None or more is False else " & Record<string, unknown>"
        return f"{{ {'; '.join(fields)} }}{rest}"
    if more is False or schema.get("maxProperties") == 0:
        return "Record<string, never>"
    return f"Record<string, {_type(more, schemas) if isinstance(more, dict) else 'unknown'}>"


def _key(name: str, needed: bool) -> str:
    told = name if _IDENTIFIER.fullmatch(name) else json.dumps(name)
    return told if needed else f"{told}?"


def _comment(schema: Schema) -> Iterator[str]:
    told = " ".join(str(schema.get("description", "")).split()).replace("*/", "* /")
    if told:
        yield f"/** {told} */"
