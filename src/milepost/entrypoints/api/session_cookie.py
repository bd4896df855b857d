"""The cookie of a session, and the token that shows a request was made by our own pages."""

import hmac
from hashlib import sha256
from typing import Literal

from starlette.requests import cookie_parser
from starlette.responses import Response

NAME = "milepost_session"
HEADER = "X-CSRF-Token"
_LAX: Literal["lax"] = "lax"


def csrf_token(secret: str) -> str:
    """The token that a page of this session sends back with every change: HMAC-SHA256 of "csrf"."""
    return hmac.new(secret.encode(), b"csrf", sha256).hexdigest()


def csrf_holds(secret: str, shown: str) -> bool:
    """Whether the shown token is this session's; takes the same time wherever they differ."""
    return hmac.compare_digest(csrf_token(secret).encode(), shown.encode(errors="replace"))


def session_in(cookies: str) -> str | None:
    """The session's secret in a Cookie header, if there is one."""
    if NAME not in cookies:
        return None
    return cookie_parser(cookies).get(NAME) or None


def keep_session(response: Response, secret: str, seconds: int, secure: bool) -> None:
    """Set the cookie for so many seconds; `secure` where the request came by https."""
    response.set_cookie(NAME, secret, seconds, path="/", secure=secure, httponly=True, samesite=_LAX)


def drop_session(response: Response, secure: bool) -> None:
    """Take the cookie away."""
    response.delete_cookie(NAME, path="/", secure=secure, httponly=True, samesite=_LAX)
