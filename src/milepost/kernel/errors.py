"""The kinds of failure: a domain subclasses one with a stable code, an entrance translates it once.

The first line of a failure's docstring is its public title; `detail` is the sentence of the instance.
"""

from typing import ClassVar, NamedTuple


class Fault(NamedTuple):
    """One thing wrong in the input: a JSON pointer (empty for the whole) and a sentence."""

    pointer: str
    detail: str


class Failure(Exception):
    """Something went wrong that the person can be told."""

    code: ClassVar[str]

    def __init__(self, detail: str = "", errors: tuple[Fault, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail or self.title()
        self.errors = errors

    @classmethod
    def title(cls) -> str:
        """The public title of this failure."""
        return (cls.__doc__ or cls.__name__).strip().splitlines()[0].rstrip(".")


class Malformed(Failure):
    """The request cannot be read."""

    code = "request.malformed"


class SignedOut(Failure):
    """Not signed in."""

    code = "auth.signed-out"


class Forbidden(Failure):
    """Not allowed."""

    code = "request.forbidden"


class NotFound(Failure):
    """No such thing."""

    code = "request.not-found"


class Conflict(Failure):
    """The state does not allow this."""

    code = "request.conflict"


class Stale(Failure):
    """Changed since it was read."""

    code = "request.stale"


class TooLarge(Failure):
    """Too large."""

    code = "request.too-large"


class UnsupportedMedia(Failure):
    """Not a media type that is understood here."""

    code = "request.media-type"


class Invalid(Failure):
    """The input is not valid."""

    code = "request.invalid"

    @classmethod
    def at(cls, pointer: str, detail: str) -> "Invalid":
        """A failure that points at one place of the input."""
        return cls(detail, (Fault(pointer, detail),))

    def under(self, pointer: str) -> "Invalid":
        """The same failure of something that stands at a place in a larger input."""
        return type(self)(
            self.detail, tuple(Fault(pointer + each.pointer, each.detail) for each in self.errors)
        )


class TooMany(Failure):
    """Too many attempts."""

    code = "request.too-many"

    def __init__(self, detail: str = "", retry_after: int = 1) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(Failure):
    """Not available just now."""

    code = "request.unavailable"
