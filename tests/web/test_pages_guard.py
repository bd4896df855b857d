"""What holds for every page: who may come and send, what a browser may keep, what a failure tells."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp
from structlog.testing import capture_logs

from milepost.entrypoints.api.session_cookie import NAME, csrf_token
from milepost.entrypoints.web import pages, static, today
from milepost.entrypoints.web.app import PLACES
from milepost.kernel.work import Reading
from tests.web.browsing import Browser, Seen

OPEN = {"/", "/sign-up", "/sign-in", "/forgot", "/new-password"}
ROUTES = [
    (method, route.path) for places in PLACES for route in places.routes for method in route.methods or ()
]
SHOWN = sorted({path for method, path in ROUTES if method == "GET"})
UPLOADS = {path for places in PLACES for path in places.uploads}
SENT = sorted({path for method, path in ROUTES if method == "POST"})
CLOSED_FORMS = set(SENT) - OPEN


def some(path: str) -> str:
    """An address of this form, with ids that nobody has."""
    return "/".join(str(uuid4()) if part.startswith("{") else part for part in path.split("/"))


def taken(browser: Browser, paths: Iterable[str], fields: dict[str, str], refused: set[int]) -> list[str]:
    """The forms of these that are not refused so; a file goes with those that take one."""
    found = []
    for path in sorted(paths):
        files = {"file": b"[]"} if path in UPLOADS and fields else None
        status = browser.client.post(some(path), data=fields, files=files).status_code
        found += [f"{path}: {status}"] if status not in refused else []
    return found


def secret(browser: Browser) -> str:
    return browser.client.cookies[NAME]


def test_every_page_is_closed_to_who_is_signed_out(guest: Browser) -> None:
    for session in ("", "mps_" + "x" * 43):
        guest.client.cookies.set(NAME, session)
        let_in = [path for path in SHOWN if not guest.open(some(path)).place.startswith("/sign-in")]
        assert set(let_in) <= OPEN


def test_every_form_of_who_is_signed_out_is_refused(guest: Browser) -> None:
    gone = "mps_" + "x" * 43
    assert taken(guest, CLOSED_FORMS, {}, {401}) == []
    guest.client.cookies.set(NAME, gone)
    fields = {"csrf_token": csrf_token(gone), "theme": "dark"}
    # Who signs out is signed out already.
    assert taken(guest, CLOSED_FORMS - {"/sign-out"}, fields, {401}) == []
    guest.client.follow_redirects = False
    assert guest.client.post("/sign-out", data=fields).status_code == 303


def test_every_form_without_the_token_of_its_own_session_is_refused(alice: Browser, charlie: Browser) -> None:
    for token in ("", csrf_token(secret(charlie)), csrf_token(secret(alice))[:-1]):
        assert taken(alice, CLOSED_FORMS, {"csrf_token": token, "theme": "dark"}, {403}) == []
    answer = Seen(alice.client.post("/settings/theme", data={"csrf_token": "", "theme": "dark"}))
    assert "go back, load it again" in answer.text
    assert alice.open("/today").place == "/today"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
    ],
    ids=lambda headers: " ".join(headers.values()),
)
def test_every_form_from_elsewhere_is_refused(alice: Browser, headers: dict[str, str]) -> None:
    fields = {"csrf_token": csrf_token(secret(alice)), "email": "a@b.cd", "password": "x" * 8}
    alice.client.headers.update(headers)
    assert taken(alice, SENT, fields, {403}) == []


def test_a_form_of_our_own_pages_is_taken(guest: Browser) -> None:
    fields = {"email": f"{uuid4().hex}@example.org"}
    for headers in ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, {}):
        assert guest.client.post("/forgot", data=fields, headers=headers).status_code == 200


def test_no_page_is_kept_by_anybody(alice: Browser) -> None:
    for path in SHOWN:
        headers = alice.client.get(some(path)).headers
        kind = "application/zip" if path == "/export/csv" else "text/html; charset=utf-8"
        wanted = ("no-store", kind, "DENY")
        names = ("cache-control", "content-type", "x-frame-options")
        assert tuple(headers[name] for name in names) == wanted, path
        assert "default-src 'self'" in headers["content-security-policy"], path


def test_who_loads_a_refused_form_anew_is_led_to_where_it_stands(alice: Browser) -> None:
    goal = f"/goals/{uuid4()}"
    assert alice.open(f"{goal}/entries").place == goal
    assert alice.open("/settings/profile").place == "/settings"


def test_a_session_is_kept_on_by_coming_back(alice: Browser) -> None:
    kept = secret(alice)
    assert f"{NAME}={kept}; HttpOnly; Max-Age=2592000" in alice.client.get("/goals").headers["set-cookie"]


def test_built_files_are_kept_for_ever_and_nothing_else_is_served(guest: Browser) -> None:
    kinds = {"style.css": "text/css; charset=utf-8", "app.js": "text/javascript; charset=utf-8"}
    for name, kind in (kinds | {"icon.svg": "image/svg+xml"}).items():
        answer = guest.client.get(pages.built(name))
        assert answer.headers["content-type"] == kind
        assert answer.headers["cache-control"] == static.FOR_EVER
        assert answer.headers["content-encoding"] == "gzip"
        plain = guest.client.get(pages.built(name), headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.content == answer.content
    for place in (
        "/static",
        "/static/",
        "/static/built/",
        "/static/built/manifest.json",
        "/static/built/.stamp",
    ):
        assert guest.client.get(place).status_code == 404
    assert guest.client.get("/static/built/..%2f..%2fapp.py").status_code == 404


def test_what_is_not_there_says_so_in_the_look_of_the_pages(guest: Browser) -> None:
    lost = guest.open("/no/such/place")
    assert lost.status == 404
    assert "There is nothing here." in lost.text
    refused = guest.client.put("/today")
    assert (refused.status_code, set(refused.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})
    assert guest.client.head("/sign-in").status_code == 200


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"email=%ff", "application/x-www-form-urlencoded", 400),
        (b"email=\xff", "application/x-www-form-urlencoded", 400),
        (b"email=a%00b", "application/x-www-form-urlencoded", 400),
        (b"email=%ED%A0%80", "application/x-www-form-urlencoded", 400),
        (b"email=a&email=b", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"f%d=1" % n for n in range(60)), "application/x-www-form-urlencoded", 400),
        (b"email=" + b"a" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"{}", "application/json", 415),
        (b"email=a", "application/x-www-form-urlencoded; charset=utf-16", 415),
        (b"", "", 415),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_form_that_cannot_be_read_is_a_page_and_no_fault_of_ours(
    guest: Browser, body: bytes, kind: str, status: int
) -> None:
    answer = guest.client.post("/sign-in", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "query",
    ["done=%ff", "done=%00", "done=x", "done=0189d8a2-0000-7000-8000-000000000000", "after=%ff&title=%00"],
)
def test_an_odd_query_breaks_no_page(alice: Browser, query: str) -> None:
    for path in SHOWN:
        assert alice.open(f"{some(path)}?{query}").status in (200, 404)


def test_a_fault_of_ours_tells_nothing_of_the_inside_but_an_id_to_find_it_by(
    alice: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(reading: Reading) -> Any:
        raise RuntimeError(f"secret of {reading.owner}")

    monkeypatch.setattr(today, "today_page", broken)
    with capture_logs() as lines:
        answer = alice.open("/today")
    assert answer.status == 500
    assert "Something went wrong here." in answer.text
    assert "secret" not in answer.html
    (line,) = [line for line in lines if line["event"] == "broken"]
    assert str(line["request_id"]) in answer.text
    assert str(line["request_id"]) == answer.headers["x-request-id"]


def test_requests_are_noted_by_their_route_and_not_by_what_is_in_them(
    alice: Browser, served: ASGIApp
) -> None:
    with capture_logs() as lines, TestClient(served, cookies=alice.client.cookies) as client:
        client.get(f"/goals/{uuid4()}?done=hidden")
    assert [line["route"] for line in lines if line["event"] == "request"] == ["/goals/{goal_id:uuid}"]
    assert "hidden" not in str(lines)
