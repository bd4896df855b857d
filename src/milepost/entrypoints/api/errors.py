"""Failures of requests themselves, before they reach the product."""

from milepost.kernel.errors import Failure, Forbidden, Malformed, NotFound


class CsrfMissing(Forbidden):
    """The request does not show that it was made by our own pages.

    A change that comes with the session's cookie needs the header X-CSRF-Token, whose value stands in
    the page.
    """

    code = "auth.csrf"


class KeyNotTaken(Malformed):
    """An Idempotency-Key is not taken here."""

    code = "request.key-not-taken"


class KeyMalformed(Malformed):
    """An Idempotency-Key has 1 to 255 printable ASCII characters."""

    code = "request.key-malformed"


class IfMatchMalformed(Malformed):
    """If-Match takes one entity tag, or a star."""

    code = "request.if-match-malformed"


class NoSuchPlace(NotFound):
    """There is nothing at this address."""

    code = "request.no-such-place"


class NotAllowedMethod(Failure):
    """This cannot be done here."""

    code = "request.method"


class NotAcceptable(Failure):
    """Only JSON is answered here."""

    code = "request.not-acceptable"


class Broken(Failure):
    """Something went wrong on our side."""

    code = "request.failed"
