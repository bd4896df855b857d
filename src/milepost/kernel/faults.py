"""What is wrong with an input, place by place, in sentences for people."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from milepost.kernel.errors import Fault, Invalid

ModelT = TypeVar("ModelT", bound=BaseModel)

MOST = 50
"""How many faults one answer names at most."""
POINTER = 500
"""A pointer longer than this is cut to the object above, so that an answer stays small."""

_SENTENCES = {
    "missing": "is required",
    "extra_forbidden": "is not known here",
    "invalid_key": "must have text for keys",
    "string_type": "must be text",
    "string_pattern_mismatch": "is not of the form that is needed",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "is too large a number",
    "int_from_float": "must be a whole number",
    "finite_number": "must be a number",
    "decimal_type": "must be a number",
    "decimal_parsing": "must be a number",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "set_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "none_required": "must be null",
    "uuid_type": "must be a UUID",
    "uuid_parsing": "must be a UUID",
    "date_type": "must be a date such as 2027-01-31",
    "time_type": "must be a time such as 08:30",
    "datetime_type": "must be an instant with a zone such as 2027-01-31T08:00:00Z",
}
_WITH_CONTEXT: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "greater_than": lambda of: f"must be more than {of['gt']}",
    "greater_than_equal": lambda of: f"must be at least {of['ge']}",
    "less_than": lambda of: f"must be less than {of['lt']}",
    "less_than_equal": lambda of: f"must be at most {of['le']}",
    "string_too_short": lambda of: _least(of["min_length"], "characters"),
    "string_too_long": lambda of: f"must have at most {of['max_length']} characters",
    "too_short": lambda of: _least(of["min_length"], "items"),
    "too_long": lambda of: f"must have at most {of['max_length']} items",
    "literal_error": lambda of: f"must be {of['expected'].replace(chr(39), '')}",
    "enum": lambda of: f"must be {of['expected'].replace(chr(39), '')}",
    "value_error": lambda of: str(of["error"]),
    "decimal_max_places": lambda of: f"must have at most {of['decimal_places']} decimal places",
    "fault": lambda of: str(of["sentence"]),
}


def below(pointer: str, part: str | int) -> str:
    """The JSON pointer (RFC 6901) of a member of what a pointer points at.

    >>> below("/items", 3), below("", "a/b~c")
    ('/items/3', '/a~1b~0c')
    """
    longer = f"{pointer}/{str(part).replace('~', '~0').replace('/', '~1')}"
    return longer if len(longer) <= POINTER else pointer


def invalid(faults: Iterable[Fault]) -> Invalid:
    """The failure of an input with these faults; where there is one, its sentence is the detail."""
    first = tuple(faults)[:MOST]
    return Invalid(first[0].detail if len(first) == 1 else "", first)


def faults(errors: Iterable[Mapping[str, Any]], given: object) -> list[Fault]:
    """Pydantic's errors about a given value, as pointers into it and sentences.

    A check of a whole model that raises the error type `fault` names the field in its context.
    """
    return [
        Fault(_pointer(error, given), sentence(error)) for error, _ in zip(errors, range(MOST), strict=False)
    ]


def typed(model: type[ModelT], given: Mapping[str, object]) -> ModelT:
    """Fields as the words of the product.

    Raises:
        Invalid: with a pointer for each fault.
    """
    try:
        return model.model_validate(given)
    except ValidationError as wrong:
        raise invalid(faults(wrong.errors(include_url=False), given)) from wrong


def _pointer(error: Mapping[str, Any], given: object) -> str:
    """Where an error lies, without the names of union branches that pydantic mixes in."""
    pointer, here, path = "", given, error["loc"]
    for place, part in enumerate(path):
        if isinstance(here, Mapping) and (part in here or place == len(path) - 1):
            pointer, here = below(pointer, part), here.get(part)
        elif isinstance(here, list) and isinstance(part, int):
            pointer, here = below(pointer, part), here[part]
    if error["type"] == "fault":
        pointer = below(pointer, error["ctx"]["field"])
    return pointer


def sentence(error: Mapping[str, Any]) -> str:
    """What one of pydantic's errors says, for people."""
    kind = error["type"]
    if kind in _SENTENCES:
        return _SENTENCES[kind]
    if kind in _WITH_CONTEXT:
        return _WITH_CONTEXT[kind](error["ctx"])
    said = str(error["msg"]).replace("Input should ", "must ", 1)
    return said[:1].lower() + said[1:]


def _least(length: int, things: str) -> str:
    return "must not be empty" if length == 1 else f"must have at least {length} {things}"
