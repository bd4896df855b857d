"""An ASGI application that does nothing, to show what the client and the server's shell take."""

from typing import Any

_START = {
    "type": "http.response.start",
    "status": 201,
    "headers": [(b"content-type", b"application/json"), (b"content-length", b"2")],
}
_BODY = {"type": "http.response.body", "body": b"{}"}


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Read the body and answer 201 with an empty object."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    while (await receive()).get("more_body"):
        pass
    await send(_START)
    await send(_BODY)
