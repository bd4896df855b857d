"""How pydantic's errors become pointers and sentences."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from milepost.kernel.errors import Fault
from milepost.kernel.faults import below, faults, invalid


class _Inner(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    count: int = Field(1, ge=0, le=9)


class _Outer(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    title: Annotated[str, StringConstraints(min_length=1, max_length=5)]
    kind: Literal["delta", "set"] = "delta"
    inners: list[_Inner] = Field([], max_length=2)
    either: int | list[int] | None = None
    on: bool = False

    @model_validator(mode="after")
    def _checked(self) -> "_Outer":
        if self.title == "no":
            raise PydanticCustomError(
                "fault", "{sentence}", {"field": "title", "sentence": "must not say no"}
            )
        if self.title == "never":
            raise ValueError("is never right")
        return self


def found(given: Any) -> list[Fault]:
    with pytest.raises(ValidationError) as refused:
        _Outer.model_validate(given)
    return faults(refused.value.errors(), given)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({}, ("/title", "is required")),
        ({"title": ""}, ("/title", "must not be empty")),
        ({"title": "longer"}, ("/title", "must have at most 5 characters")),
        ({"title": None}, ("/title", "must be text")),
        ({"title": "a", "x/y": 1}, ("/x~1y", "is not known here")),
        ({"title": "a", "kind": "add"}, ("/kind", "must be delta or set")),
        ({"title": "a", "inners": {}}, ("/inners", "must be a list")),
        ({"title": "a", "inners": [{}, {}, {}]}, ("/inners", "must have at most 2 items")),
        ({"title": "a", "inners": [{}, {"count": "1"}]}, ("/inners/1/count", "must be a whole number")),
        ({"title": "a", "inners": [{"count": 10}]}, ("/inners/0/count", "must be at most 9")),
        ({"title": "a", "inners": [{"count": -1}]}, ("/inners/0/count", "must be at least 0")),
        ({"title": "a", "inners": [4]}, ("/inners/0", "must be an object")),
        ({"title": "a", "on": 1}, ("/on", "must be true or false")),
        ({"title": "no"}, ("/title", "must not say no")),
        ({"title": "never"}, ("", "is never right")),
        ([], ("", "must be an object")),
    ],
)
def test_an_error_becomes_a_pointer_and_a_sentence(given: Any, fault: tuple[str, str]) -> None:
    assert found(given) == [Fault(*fault)]


def test_the_branches_of_a_union_leave_no_trace_in_the_pointer() -> None:
    assert {fault.pointer for fault in found({"title": "a", "either": "x"})} == {"/either"}
    assert {fault.pointer for fault in found({"title": "a", "either": ["x"]})} == {"/either", "/either/0"}


def test_an_error_of_another_kind_keeps_pydantics_words_without_its_manner() -> None:
    error = {"type": "time_delta_parsing", "loc": (), "msg": "Input should be a valid timedelta, too short"}
    assert faults([error], "") == [Fault("", "must be a valid timedelta, too short")]


def test_one_fault_is_the_detail_itself_and_many_are_counted_out() -> None:
    assert invalid([Fault("/a", "is required")]).detail == "is required"
    many = invalid(Fault(f"/{each}", "is required") for each in range(1000))
    assert (many.detail, len(many.errors)) == ("The input is not valid", 50)


def test_a_pointer_that_grows_too_long_stays_at_the_object_above() -> None:
    assert below("/a", "k" * 500) == "/a"
