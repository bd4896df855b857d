"""The words of input: field types that take what the one reader of bodies gives, and nothing looser."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from milepost.kernel.amounts import amount

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
ItemT = TypeVar("ItemT")
AMOUNT_PATTERN = r"^-?[0-9]{1,8}(\.[0-9]{1,2})?$"


class Input(BaseModel):
    """A body: unknown fields are refused, and no type is taken for another."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _is_an_object(cls, given: Any) -> Any:
        """The framework takes any value for an object of its attributes: 1.5 where no field is required."""
        if not isinstance(given, dict | Input):
            raise PydanticCustomError("model_type", "must be an object")
        return given


class View(BaseModel):
    """An answer: every key is always there."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(View, Generic[ItemT]):
    """A part of a list, and how to ask for the next."""

    items: list[ItemT]
    next_cursor: str | None


def _amount(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError("must be a number with at most eight digits and two decimal places")
    return amount(value)


def _day(value: Any) -> date | None:
    if value is None or type(value) is date:
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("must be a date such as 2027-01-31")
    try:
        return date.fromisoformat(value)
    except ValueError as none:
        raise ValueError("there is no such date") from none


def _instant(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        pass
    raise ValueError("must be an instant with a zone such as 2027-01-31T08:00:00Z")


def _yes_or_no(value: Any) -> bool | None:
    if value in (None, "true", "false"):
        return None if value is None else value == "true"
    raise ValueError("must be true or false")


def _id(value: Any) -> UUID | None:
    if value is None or isinstance(value, UUID):
        return value
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError("must be a UUID")
    return UUID(value)


Amount = Annotated[
    int,
    BeforeValidator(_amount),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": AMOUNT_PATTERN},
                {"type": "number", "minimum": -99_999_999.99, "maximum": 99_999_999.99},
            ]
        }
    ),
]
"""An amount as text or number; hundredths inside."""
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Instant = Annotated[
    datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})
]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"type": "boolean"})]
"""A flag in a query: `true` or `false`, and no other word."""
RowId = Annotated[UUID, BeforeValidator(_id), WithJsonSchema({"type": "string", "format": "uuid"})]
AmountShown = Annotated[str, Field(pattern=AMOUNT_PATTERN)]
"""An amount or a percentage in an answer: text with two places."""
