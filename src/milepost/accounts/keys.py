"""The keys people come with: secrets shown once, kept only as hashes.

A secret has 256 random bits, so a plain hash of it gives nothing away.
"""

import re
import secrets
import threading
from hashlib import sha256
from typing import Literal
from uuid import UUID

from milepost.kernel.work import Presented

Kind = Literal["session", "token", "reset"]

_PREFIXES: dict[Kind, str] = {"session": "mps_", "token": "mpt_", "reset": "mpr_"}
_SECRET = re.compile(r"(mp[str]_)[A-Za-z0-9_-]{43}", re.ASCII)
_KINDS: dict[str, Kind] = {prefix: kind for kind, prefix in _PREFIXES.items()}


def new_secret(kind: Kind) -> str:
    """A new secret, which says by its beginning what it is for."""
    return _PREFIXES[kind] + secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is kept of a secret."""
    return sha256(secret.encode()).digest()


def directory_key(kind: str, kept: bytes) -> str:
    """The key under which the directory knows the owner of a secret."""
    return f"{kind}:{kept.hex()}"


def directory_email(key: str) -> str:
    """The key under which the directory knows the owner of an e-mail address."""
    return f"email:{key}"


def presented(secret: str) -> Presented | None:
    """The credential that a session's secret or an API token is, or None if it cannot be one."""
    found = _SECRET.fullmatch(secret)
    kind = _KINDS[found[1]] if found else "reset"
    return None if kind == "reset" else Presented(directory_key(kind, digest(secret)))


def opened(credential: Presented) -> tuple[str, bytes]:
    """The kind of a credential and what is kept of its secret."""
    kind, _, kept = credential.key.partition(":")
    return kind, bytes.fromhex(kept)


class Owners:
    """Whose a key is, for the keys that came last. A key never changes hands, so nothing goes stale."""

    def __init__(self, most: int) -> None:
        self._owners: dict[str, UUID] = {}
        self._most = most
        self._lock = threading.Lock()

    def of(self, key: str) -> UUID | None:
        """The owner, if the key is remembered."""
        return self._owners.get(key)

    def remember(self, key: str, owner: UUID) -> None:
        """Keep one more, and forget the one kept longest where there are too many."""
        with self._lock:
            self._owners[key] = owner
            if len(self._owners) > self._most:
                del self._owners[next(iter(self._owners))]
