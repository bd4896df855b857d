"""Odd bytes on the wire of a real server: each is answered or hung up on, and the server goes on."""

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.instance import HOST, Instance, counter

SECONDS = 10.0
SILENCE = 2.0


@pytest.fixture(scope="module")
def alice(instance: Instance) -> Iterator[httpx2.Client]:
    with instance.sign_up() as caller:
        yield caller


@pytest.fixture
def head(alice: httpx2.Client) -> bytes:
    """The head of a request that logs an entry, without its end and without a length."""
    return (
        f"POST /api/v1/goals/{counter(alice)}/entries HTTP/1.1\r\nHost: {HOST}\r\n"
        f"Authorization: {alice.headers['authorization']}\r\n"
        "Content-Type: application/json\r\nConnection: close\r\n"
    ).encode()


def sent(instance: Instance, *parts: bytes) -> bytes:
    """What comes back for these bytes until the server hangs up, or has been silent for a while."""
    found = b""
    with socket.create_connection((HOST, instance.port), timeout=SECONDS) as wire:
        try:
            for part in parts:
                wire.sendall(part)
            wire.settimeout(SILENCE)
            while more := wire.recv(65536):
                found += more
        except (ConnectionResetError, BrokenPipeError, TimeoutError):
            pass
    return found


def statuses(answer: bytes) -> list[int]:
    """The statuses of the answers in these bytes."""
    return [int(each[:3]) for each in answer.split(b"HTTP/1.1 ")[1:]]


def problem_in(answer: bytes) -> Any:
    headers, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in headers.lower(), answer
    return json.loads(body)


def test_a_body_in_chunks_is_read_and_one_that_grows_too_large_is_413(
    instance: Instance, head: bytes
) -> None:
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n"
    good = sent(instance, chunked, b'8\r\n{"value"\r\n', b'5\r\n:"1"}\r\n', b"0\r\n\r\n")
    assert statuses(good) == [201]
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    many = sent(instance, chunked, chunk * 17)
    assert statuses(many)[:1] == [413]
    assert problem_in(many)["code"] == "request.too-large"


@pytest.mark.parametrize("length", [b"1048577", b"99999999999999999", b"2147483648"])
def test_a_length_that_is_too_large_is_refused_before_the_body_comes(
    instance: Instance, head: bytes, length: bytes
) -> None:
    began = time.monotonic()
    answer = sent(instance, head + b"Content-Length: " + length + b"\r\n\r\n")
    assert statuses(answer) == [413]
    assert time.monotonic() < began + SECONDS


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Length: -1\r\n\r\n{}",
        b"Content-Length: 1e3\r\n\r\n{}",
        b"Content-Length: 99999999999999999999999999\r\n\r\n{}",
        b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked, identity\r\n\r\n{}",
        b"X: \x00\r\nContent-Length: 2\r\n\r\n{}",
        b"X y: z\r\nContent-Length: 2\r\n\r\n{}",
        b" folded\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
def test_a_request_that_could_be_read_in_two_ways_is_not_carried_out(
    instance: Instance, alice: httpx2.Client, head: bytes, rest: bytes
) -> None:
    answer = sent(instance, head + rest)
    assert all(400 <= status < 500 for status in statuses(answer)), answer
    place = head.split(b" ")[1].decode().removeprefix("/api/v1")
    assert alice.get(place).json()["items"] == []


@pytest.mark.parametrize(
    "line",
    [
        b"GET /api/v1/goals/%00 HTTP/1.1",
        b"GET /api/v1/goals/%FF%FE HTTP/1.1",
        b"GET /api/v1/goals/\xff\xfe HTTP/1.1",
        b"GET /api/v1/goals/\xed\xa0\x80?x=\xed\xa0\x80 HTTP/1.1",
        b"GET /api/v1/goals?limit=%00 HTTP/1.1",
        b"GET /api/v1/goals?cursor=%ED%A0%80 HTTP/1.1",
        b"GET /api/v1/goals?limit=\x00 HTTP/1.1",
        b"GET /api/v1/../v1/goals HTTP/1.1",
        b"GET //api/v1/goals HTTP/1.1",
        b"GET /api/v1/goals/ HTTP/1.1",
        b"GET api/v1/goals HTTP/1.1",
        b"GET * HTTP/1.1",
        b"GET /api/v1/goals/" + b"x" * 60_000 + b" HTTP/1.1",
        b"GET /api/v1/goals/" + b"x" * 600_000 + b" HTTP/1.1",
        b"GET /api/v1/goals?" + b"x=1&" * 15_000 + b" HTTP/1.1",
        b"OPTIONS * HTTP/1.1",
        b"TRACE /api/v1/goals HTTP/1.1",
        b"BREW /api/v1/goals HTTP/1.1",
        b"get /api/v1/goals HTTP/1.1",
        b"GET /api/v1/goals HTTP/9.9",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00" * 100,
    ],
    ids=lambda line: line[:48].decode("ascii", "replace"),
)
def test_an_odd_request_line_is_refused(instance: Instance, alice: httpx2.Client, line: bytes) -> None:
    credential = b"Authorization: " + alice.headers["authorization"].encode()
    answer = sent(instance, line + b"\r\nHost: x\r\n" + credential + b"\r\nConnection: close\r\n\r\n")
    assert all(400 <= status < 500 for status in statuses(answer)), answer[:500]


@pytest.mark.parametrize(
    ("beginning", "more"),
    [
        (b"GET /", b"z" * 50_000),
        (b"GET / HTTP/1.1\r\n", b"X-Y: " + b"z" * 50_000 + b"\r\n"),
        (b"GET / HTTP/1.1\r\nX-Y: ", b"z" * 50_000),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Y: " + b"z" * 50_000 + b"\r\n"),
    ],
    ids=["address", "headers", "one header", "headers behind a body"],
)
def test_a_head_without_end_is_cut_off(instance: Instance, beginning: bytes, more: bytes) -> None:
    with socket.create_connection((HOST, instance.port), timeout=SECONDS) as wire:
        wire.sendall(beginning)
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            for _ in range(1000):
                wire.sendall(more)
    assert httpx2.get(f"{instance.url}/healthz").status_code == 200


def test_who_leaves_in_the_middle_of_a_body_has_written_nothing(
    instance: Instance, alice: httpx2.Client, head: bytes
) -> None:
    with socket.create_connection((HOST, instance.port), timeout=SECONDS) as wire:
        wire.sendall(head + b'Content-Length: 13\r\n\r\n{"value"')
    place = head.split(b" ")[1].decode().removeprefix("/api/v1")
    assert alice.get(place).json()["items"] == []


def test_requests_that_come_together_are_answered_in_their_order(instance: Instance, head: bytes) -> None:
    first = head.replace(b"Connection: close\r\n", b"") + b'Content-Length: 13\r\n\r\n{"value":"1"}'
    second = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert statuses(sent(instance, first + first + second)) == [201, 201, 200]


def test_a_question_for_the_head_alone_has_no_body(instance: Instance, alice: httpx2.Client) -> None:
    answer = alice.head("/goals")
    assert (answer.status_code, answer.content) == (200, b"")
    assert alice.head("/goals/x").status_code == 422


def test_the_server_is_still_there_and_nothing_broke_inside(instance: Instance) -> None:
    assert httpx2.get(f"{instance.url}/readyz").json() == {"status": "ready"}
    log = instance.log.read_text()
    assert "Traceback" not in log
    assert '"broken"' not in log
