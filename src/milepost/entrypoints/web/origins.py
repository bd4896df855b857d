"""Where a browser comes from, and where it may be sent: our own pages, nowhere else."""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from milepost.entrypoints.api.errors import CsrfMissing

HOME = "/today"
_LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*", re.ASCII)


def require_own_page(headers: Headers, public_url: str) -> None:
    """Let a form pass that one of our own pages sends, by what the browser itself says.

    Browsers say it of every form by Sec-Fetch-Site, or by Origin where they have no secure connection; what
    says neither is no browser, so nobody can be led to send it. The host is that of the request, or of
    the instance's public address.

    Raises:
        CsrfMissing: if it comes from anywhere else.
    """
    site = headers.get("sec-fetch-site", "same-origin")
    origin = headers.get("origin")
    hosts = {headers.get("host", ""), urlsplit(public_url).netloc} - {""}
    if site not in ("same-origin", "none") or (origin is not None and not _is_of(origin, hosts)):
        raise CsrfMissing()


def local(address: str) -> str:
    """A place on this server to go to; home, where the address is anything else.

    >>> local("/goals?entries=all"), local("//evil.example/"), local("/\\\\evil.example"), local("https://x.y")
    ('/goals?entries=all', '/today', '/today', '/today')
    """
    return address if _LOCAL.fullmatch(address) else HOME


def _is_of(origin: str, hosts: set[str]) -> bool:
    try:
        return urlsplit(origin).netloc in hosts
    except ValueError:
        return False
