"""The session's cookie and the token that goes with it."""

import hmac
from hashlib import sha256

from starlette.responses import Response

from milepost.entrypoints.api.session_cookie import (
    csrf_holds,
    csrf_token,
    drop_session,
    keep_session,
    session_in,
)

SECRET = "mps_" + "a" * 43


def test_the_token_is_made_of_the_session_and_gives_it_not_away() -> None:
    assert csrf_token(SECRET) == hmac.new(SECRET.encode(), b"csrf", sha256).hexdigest()
    assert SECRET not in csrf_token(SECRET)


def test_only_the_sessions_own_token_holds() -> None:
    assert csrf_holds(SECRET, csrf_token(SECRET))
    for wrong in ("", "é", "\ud800", csrf_token(SECRET)[:-1], csrf_token(SECRET + "b")):
        assert not csrf_holds(SECRET, wrong)


def test_the_cookie_is_kept_from_scripts_and_other_sites() -> None:
    for secure in (True, False):
        answer = Response()
        keep_session(answer, SECRET, 60, secure)
        parts = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")}
        assert {"httponly", "samesite=lax", "path=/", "max-age=60"} <= parts
        assert f"milepost_session={SECRET}".lower() in parts
        assert ("secure" in parts) == secure


def test_the_cookie_is_taken_away_under_the_same_conditions() -> None:
    answer = Response()
    drop_session(answer, secure=True)
    told = answer.headers["set-cookie"].lower()
    assert "max-age=0" in told and "secure" in told and "path=/" in told


def test_the_session_is_found_among_other_cookies() -> None:
    assert session_in(f"a=b; milepost_session={SECRET}; c") == SECRET
    assert session_in("a=b") is None
    assert session_in("xmilepost_session=1") is None
    assert session_in("milepost_session=") is None
