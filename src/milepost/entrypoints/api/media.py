"""Media types: what a client sends, and what it takes."""

from milepost.entrypoints.api.errors import NotAcceptable
from milepost.kernel.errors import UnsupportedMedia

JSON = "application/json"
_TAKES_JSON = (JSON, "application/*", "*/*")


def require_json(content_type: bytes | None, encoding: bytes | None = None) -> None:
    """Let a body pass that says it is JSON in UTF-8, and is not compressed.

    Raises:
        UnsupportedMedia: if it says anything else, or nothing.
    """
    if encoding is not None and encoding.strip().lower() != b"identity":
        raise UnsupportedMedia("Send the body as it is, without Content-Encoding.")
    if content_type == b"application/json":
        return
    kind, *parameters = _parts((content_type or b"").decode("latin-1"))
    charset = dict(_pair(each) for each in parameters).get("charset", "utf-8")
    if kind != JSON or charset not in ("utf-8", "utf8"):
        raise UnsupportedMedia("Send JSON in UTF-8, with the header Content-Type: application/json.")


def require_taking_json(accept: bytes | None) -> None:
    """Let a client pass that takes JSON for an answer.

    Raises:
        NotAcceptable: if it asks for other media types alone.
    """
    if accept is None or accept in (b"*/*", b"application/json", b""):
        return
    if not any(_takes_json(each) for each in accept.decode("latin-1").split(",")):
        raise NotAcceptable()


def _takes_json(media_range: str) -> bool:
    kind, *parameters = _parts(media_range)
    quality = dict(_pair(each) for each in parameters).get("q", "1")
    return kind in _TAKES_JSON and quality.strip("0.") != ""


def _parts(text: str) -> list[str]:
    return [part.strip().lower() for part in text.split(";")]


def _pair(parameter: str) -> tuple[str, str]:
    name, _, value = parameter.partition("=")
    return name.strip(), value.strip().strip('"')
