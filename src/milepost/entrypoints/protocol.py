"""HTTP as it comes in: what stands before a body has a limit, which the parser itself does not set."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 65_536
"""Bytes of request line and headers, or between two parts of a body; one reading more may slip in."""


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol, but who goes on and on without coming to a point is cut off."""

    _pointless = 0
    """Bytes since the last point: the end of a head, a part of a body, the end of a request."""

    def data_received(self, data: bytes) -> None:
        """Take in what came, unless it has been pointless for too long."""
        self._pointless += len(data)
        super().data_received(data)
        if self._pointless > LONGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._pointless = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body came."""
        self._pointless = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._pointless = 0
        super().on_message_complete()
