"""Every kind of failure has its status and headers; what is of no kind is our own fault."""

import json
from typing import Any

import pytest
from starlette.responses import Response
from structlog.typing import EventDict

from milepost.entrypoints.api.errors import Broken
from milepost.entrypoints.api.problems import STATUS, broken, problem
from milepost.kernel.errors import Failure, Fault, Invalid, NotFound, SignedOut, TooMany, Unavailable

SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "GET",
    "path": "/api/v1/göals/\0\ud800",
    "milepost.request_id": "7",
}


def told_by(answer: Response) -> Any:
    return json.loads(bytes(answer.body))


class Unkind(Failure):
    """Of no kind."""

    code = "scratch.unkind"


class NoSuchThing(NotFound):
    """No such thing.

    Nobody knows why.
    """

    code = "scratch.no-such-thing"


@pytest.mark.parametrize(
    ("kind", "status"), STATUS.items(), ids=lambda each: getattr(each, "__name__", str(each))
)
def test_each_kind_has_its_status(kind: type[Failure], status: int) -> None:
    answer = problem(kind("Because."), SCOPE)
    told = told_by(answer)
    assert answer.status_code == told["status"] == status
    assert (told["code"], told["title"], told["detail"]) == (kind.code, kind.title(), "Because.")
    assert answer.headers["cache-control"] == "no-store"


def test_a_failure_is_told_by_its_own_code_and_the_first_line_of_its_docstring() -> None:
    assert told_by(problem(NoSuchThing(), SCOPE)) == {
        "type": "/problems/scratch.no-such-thing",
        "title": "No such thing",
        "status": 404,
        "detail": "No such thing",
        "instance": "/api/v1/g%C3%B6als/%00%3F",
        "code": "scratch.no-such-thing",
    }


def test_faults_are_told_as_pointers_and_sentences() -> None:
    told = told_by(problem(Invalid("", (Fault("/a", "is required"), Fault("", "é"))), SCOPE))
    assert told["errors"] == [{"pointer": "/a", "detail": "is required"}, {"pointer": "", "detail": "é"}]


def test_who_must_wait_is_told_how_long() -> None:
    assert problem(TooMany("", retry_after=42), SCOPE).headers["retry-after"] == "42"
    assert problem(Unavailable(), SCOPE).headers["retry-after"] == "1"


def test_who_must_sign_in_is_told_how() -> None:
    assert problem(SignedOut(), SCOPE).headers["www-authenticate"] == "Bearer"


def test_a_failure_of_no_kind_and_any_other_exception_are_our_own_fault(logs: list[EventDict]) -> None:
    for error in (Unkind("the inside"), RuntimeError("the inside")):
        answer = problem(error, SCOPE) if isinstance(error, Failure) else broken(error, SCOPE)
        assert (answer.status_code, told_by(answer)["code"]) == (500, Broken.code)
        assert b"inside" not in bytes(answer.body)
        assert (logs[-1]["log_level"], logs[-1]["exc_info"], logs[-1]["request_id"]) == ("error", error, "7")
