"""How a route reads a request, and how it points at what is wrong."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.api.conftest import Person
from tests.api.scratch import GOALS, PLACE, goal, path_of, pointers, problem, raw


@pytest.mark.parametrize("kind", ["text/plain", "application/json; charset=latin-1", "application/xml", ""])
def test_a_body_that_is_not_said_to_be_json_is_415(caller: TestClient, alice: Person, kind: str) -> None:
    headers = {**alice.bearer, **({"Content-Type": kind} if kind else {})}
    problem(caller.post(GOALS, content=b"{}", headers=headers), 415, "request.media-type")


def test_a_body_that_is_compressed_is_415(caller: TestClient, alice: Person) -> None:
    for encoding, status in (("gzip", 415), ("identity", 201)):
        headers = {**alice.bearer, "Content-Encoding": encoding}
        assert caller.post(GOALS, json=goal(), headers=headers).status_code == status


def test_json_may_name_its_only_encoding(caller: TestClient, alice: Person) -> None:
    headers = {**alice.bearer, "Content-Type": 'Application/JSON; charset="UTF-8"'}
    body = b'{"title": "R", "goal_type": "continuous_counter", "unit": "p"}'
    assert caller.post(GOALS, content=body, headers=headers).status_code == 201


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_the_limit_is_413_whether_its_length_is_told_or_not(
    caller: TestClient, alice: Person, chunked: bool
) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(17):
            yield b" " * 65_536

    content = chunks() if chunked else b" " * (1024 * 1024 + 1)
    headers = {**alice.bearer, "Content-Type": "application/json"}
    problem(caller.post(GOALS, content=content, headers=headers), 413, "request.too-large")


def test_a_body_in_pieces_within_the_limit_is_read_whole(caller: TestClient, alice: Person) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"title": "Pie'
        yield b'ces", "goal_type": "continuous_counter", '
        yield b'"unit": "p"}'

    headers = {**alice.bearer, "Content-Type": "application/json"}
    assert caller.post(GOALS, content=chunks(), headers=headers).status_code == 201


@pytest.mark.parametrize("length", ["-1", "x", "9" * 30, "²"])
def test_a_length_that_is_none_is_refused(caller: TestClient, length: str) -> None:
    headers = raw({"Content-Type": "application/json", "Content-Length": length})
    answer = caller.post(f"{PLACE}/guest", content=b"{}", headers=headers)
    problem(answer, 413, "request.too-large")


@pytest.mark.parametrize("body", [b"", b"{", b'\xff{"a": 1}', b'{"title": "R",}'])
def test_a_body_that_is_not_json_is_400_with_its_line_and_column(
    caller: TestClient, alice: Person, body: bytes
) -> None:
    headers = {**alice.bearer, "Content-Type": "application/json"}
    told = problem(caller.post(GOALS, content=body, headers=headers), 400, "request.malformed")
    assert "errors" not in told
    assert told["detail"].startswith("Line 1, column ")


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (b"null", [""]),
        (b"[]", [""]),
        (b'"text"', [""]),
        (b"{}", ["/title", "/goal_type"]),
        (b'{"title": "a", "title": "b"}', ["/title"]),
        (b'{"title": "\\u0000"}', ["/title"]),
        (b'{"title": "\\ud800"}', ["/title"]),
        (b'{"title": NaN}', ["/title"]),
        (b'{"title": 1e999}', ["/title"]),
        (b'{"a":' * 32 + b"{}" + b"}" * 32, ["/a" * 32]),
    ],
)
def test_a_body_that_is_wrong_is_422_with_places(
    caller: TestClient, alice: Person, body: bytes, places: list[str]
) -> None:
    headers = {**alice.bearer, "Content-Type": "application/json"}
    assert (
        pointers(problem(caller.post(GOALS, content=body, headers=headers), 422, "request.invalid")) == places
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 256),
        ("title", 5),
        ("title", None),
        ("unit", ["pages"]),
        ("priority", "1"),
        ("priority", 1.5),
        ("priority", True),
        ("priority", 10**9),
        ("start_value", "1.234"),
        ("start_value", True),
        ("start_value", 1e9),
        ("start_date", 0),
        ("start_date", "2027-02-30"),
        ("goal_type", "dream"),
        ("colour", "red"),
    ],
)
def test_a_field_that_is_wrong_is_422_at_its_place(
    caller: TestClient, alice: Person, field: str, value: object
) -> None:
    answer = caller.post(GOALS, json={**goal(), field: value}, headers=alice.bearer)
    told = problem(answer, 422, "request.invalid")
    assert pointers(told) == [f"/{field}"]
    assert "input" not in answer.text.lower().replace("the input is not valid", "")


@checked(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
def test_whatever_is_sent_the_answer_is_a_problem_and_never_500(
    caller: TestClient, alice: Person, body: bytes
) -> None:
    headers = {**alice.bearer, "Content-Type": "application/json"}
    answer = caller.post(GOALS, content=body, headers=headers)
    assert answer.status_code in (400, 422), answer.text


def test_a_verb_takes_no_body_or_an_empty_object(caller: TestClient, alice: Person) -> None:
    place, json = f"{PLACE}/verb", {**alice.bearer, "Content-Type": "application/json"}
    assert caller.post(place, headers=alice.bearer).status_code == 200
    assert caller.post(place, content=b"{}", headers=json).status_code == 200
    told = problem(caller.post(place, content=b'{"a": 1}', headers=json), 422, "request.invalid")
    assert pointers(told) == ["/a"]
    assert pointers(problem(caller.post(place, content=b"[]", headers=json), 422, "request.invalid")) == [""]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("colour=red", "/colour"),
        ("limit=1&limit=2", "/limit"),
        ("limit=0", "/limit"),
        ("limit=x", "/limit"),
        ("limit=", "/limit"),
        ("status=dreaming", "/status/0"),
        ("status=active,", "/status/1"),
        ("status=%00", "/status"),
        ("status=%ff", ""),
    ],
)
def test_a_query_that_is_wrong_is_422_at_its_place(
    caller: TestClient, alice: Person, query: str, place: str
) -> None:
    told = problem(caller.get(f"{GOALS}?{query}", headers=alice.bearer), 422, "request.invalid")
    assert pointers(told) == [place]


def test_several_values_of_a_filter_come_by_comma(caller: TestClient, alice: Person) -> None:
    answer = caller.get(f"{GOALS}?status=active,paused&limit=7", headers=alice.bearer)
    assert answer.json() == {"count": 0, "status": ["active", "paused"], "limit": 7}
    assert caller.get(GOALS, headers=alice.bearer).json() == {"count": 0, "status": None, "limit": 50}


@pytest.mark.parametrize(
    "goal_id",
    ["x", "%00", "0" * 32, "{x}", "%ED%A0%80", "..%2F", "%0a" + "0189d8a2-0000-7000-8000-000000000000"],
)
def test_an_id_in_the_path_that_is_none_is_422_at_its_place(
    caller: TestClient, alice: Person, goal_id: str
) -> None:
    answer = caller.get(path_of(goal_id), headers=alice.bearer)
    if "%2F" in goal_id:
        problem(answer, 404, "request.no-such-place")
    else:
        assert pointers(problem(answer, 422, "request.invalid")) == ["/goal_id"]


def test_a_null_character_in_the_path_is_refused_for_guests_too(caller: TestClient) -> None:
    assert pointers(problem(caller.get(f"{PLACE}/names/a%00b"), 422, "request.invalid")) == ["/name"]
    assert caller.get(f"{PLACE}/names/%C3%A9").json() == {"name": "é"}


@pytest.mark.parametrize(
    "accept", ["*/*", "application/*;q=0.1", "text/html, application/json;q=0.5", "", "a/b,*/*"]
)
def test_a_client_that_takes_json_is_served(caller: TestClient, alice: Person, accept: str) -> None:
    assert caller.get(GOALS, headers={**alice.bearer, "Accept": accept}).status_code == 200


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/*, text/*;q=0.5"])
def test_a_client_that_takes_no_json_is_406(caller: TestClient, alice: Person, accept: str) -> None:
    problem(caller.get(GOALS, headers={**alice.bearer, "Accept": accept}), 406, "request.not-acceptable")
