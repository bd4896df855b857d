"""Passwords as Argon2id hashes. Costs time and memory on purpose, so never call this on a writer."""

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LANES = 2
"""How many hashes are made at once; each takes 64 MiB while it is made."""

_hasher = PasswordHasher()
_lanes = threading.BoundedSemaphore(LANES)


def hashed(password: str) -> str:
    """The hash under which a password is kept."""
    with _lanes:
        return _hasher.hash(_composed(password))


def verified(kept: str | None, password: str) -> bool:
    """Whether this is the password; takes as long where there is none to compare with."""
    with _lanes:
        if not kept:
            _hasher.hash(_composed(password))
            return False
        try:
            return _hasher.verify(kept, _composed(password))
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def _composed(password: str) -> str:
    """The same password however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password)
