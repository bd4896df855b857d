"""What is said of a route beside its path and its endpoint."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

from pydantic import BaseModel

from milepost.entrypoints.api import errors
from milepost.kernel.database import Busy
from milepost.kernel.errors import Failure, Invalid, Malformed, SignedOut, Stale, TooLarge, UnsupportedMedia
from milepost.kernel.repeats import KeyReused
from milepost.kernel.work import NoSuchOwner, ScopeTooSmall
from milepost.kernel.writer import Stopped

MEBIBYTE = 1024 * 1024
SAFE = frozenset({"GET", "HEAD"})
"""Methods that change nothing."""

_ANY = (errors.KeyNotTaken, errors.NotAcceptable, Invalid, errors.Broken, Busy, Stopped)
_WITH_BODY = (Malformed, TooLarge, UnsupportedMedia)


class Options(TypedDict, total=False):
    """The words with which a route is declared; see `Rules` for what each is when it is left out."""

    answers: Any
    status: int
    also: Mapping[int, Any]
    fails: tuple[type[Failure], ...]
    signed_in: bool
    keyed: bool
    versioned: bool
    owner: bool
    limit: int
    hot: bool
    upload: type[BaseModel] | None


@dataclass(frozen=True, slots=True)
class Rules:
    """How a route is to be entered and what it answers."""

    answers: Any = None
    """The schema of its answer; it documents, and tests hold answers against it."""
    status: int = 200
    also: Mapping[int, Any] = field(default_factory=dict)
    """Other statuses of success, each with the schema of its answer."""
    fails: tuple[type[Failure], ...] = ()
    """What its action or query may raise, beside what any route may."""
    signed_in: bool = True
    """False: it is open to guests, and reads no credential at all."""
    keyed: bool = True
    """False: it takes no Idempotency-Key although it is a POST for who is signed in."""
    versioned: bool = False
    """It takes If-Match, and hands it on as the call's `expected`."""
    owner: bool = False
    """It takes `?owner_id=`, and opens that one's record."""
    limit: int = MEBIBYTE
    """How many bytes its body has at most."""
    hot: bool = False
    """It is asked so often that it is served in front of the framework's router."""
    upload: type[BaseModel] | None = None
    """It takes a form with a `file`, which its endpoint reads as it comes; these are the fields beside it."""

    def takes_key(self, method: str) -> bool:
        """Whether a request by this method may carry an Idempotency-Key."""
        return method == "POST" and self.keyed and self.signed_in

    def failures(self, method: str) -> tuple[type[Failure], ...]:
        """Everything that such a route may answer with, its own failures first."""
        found = [*self.fails, *_ANY]
        if method not in SAFE:
            found += _WITH_BODY
        if self.signed_in:
            found += (SignedOut, ScopeTooSmall)
        if self.signed_in and method not in SAFE:
            found.append(errors.CsrfMissing)
        if self.takes_key(method):
            found += (errors.KeyMalformed, KeyReused)
        if self.versioned:
            found += (errors.IfMatchMalformed, Stale)
        if self.owner:
            found.append(NoSuchOwner)
        return tuple(found)
