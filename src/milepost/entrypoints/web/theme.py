"""The cookie that keeps whether a browser shows the pages light, dark, or as the device does."""

from typing import Literal

from starlette.requests import cookie_parser
from starlette.responses import Response

from milepost.entrypoints.web.views import Theme

NAME = "milepost_theme"
YEAR = 365 * 24 * 3600
_THEMES: dict[str, Theme] = {"system": "system", "light": "light", "dark": "dark"}
_LAX: Literal["lax"] = "lax"


def theme(word: str) -> Theme | None:
    """The theme of this name, if there is one."""
    return _THEMES.get(word)


def theme_in(cookies: str) -> Theme:
    """The theme in a Cookie header; as the device does where there is none."""
    if NAME not in cookies:
        return "system"
    return theme(cookie_parser(cookies).get(NAME, "")) or "system"


def keep_theme(response: Response, chosen: Theme, secure: bool) -> None:
    """Set the cookie for a year; `secure` where the request came by https.

    The page's script writes it too, so that a choice holds on the next page whether or not this answer
    has come by then (`frontend/src/settings.ts`); so it is open to scripts, which no key is.
    """
    response.set_cookie(NAME, chosen, YEAR, path="/", secure=secure, samesite=_LAX)
