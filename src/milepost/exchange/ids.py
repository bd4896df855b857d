"""The map from a file's ids to ours: what came once does not come again, be it deleted here since or not."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple, TypeVar
from uuid import UUID

from milepost.exchange.models import import_ids
from milepost.kernel.filling import Filling
from milepost.kernel.statements import Number, change, statement
from milepost.kernel.work import Reading

T = TypeVar("T")
PIECE = 2_000
"""How many ids are asked for, or rows written, at a time."""


class _Known(NamedTuple):
    id: UUID
    row_id: UUID


FILL = Filling(import_ids)

_ANY = statement("imports.any_ids", Number, "SELECT 1 FROM import_ids WHERE user_id = :owner LIMIT 1")
_KNOWN = statement(
    "imports.known_ids",
    _Known,
    """WITH wanted(id) AS {each:ids}
    SELECT m.id, m.row_id FROM wanted w CROSS JOIN import_ids m
    WHERE m.user_id = :owner AND m.id = w.id""",
)
CLEAR = change(
    "imports.clear_ids",
    """DELETE FROM import_ids WHERE user_id = :owner AND id IN
    (SELECT m.id FROM imports i CROSS JOIN import_ids m
    WHERE i.user_id = :owner AND m.user_id = :owner AND m.import_id = i.id
    AND (i.status <> 'done' OR i.dry_run) LIMIT :limit)""",
)
"""Forgets what imports brought of which nothing was written: that were dry runs, refused, or cut off."""


def mapped(form: str, kind: str, key: str) -> UUID:
    """Under which id the map has a row of a file: a digest of its format, kind and id there."""
    return UUID(bytes=blake2b(f"{form}\0{kind}\0{key}".encode(), digest_size=16).digest())


def near(digest: UUID, place: int) -> UUID:
    """The digest with a number of 32 bits in front, by which rows that come together lie together.

    A large table takes them several times as fast; the 96 bits behind still tell them apart.
    """
    return UUID(int=digest.int & (2**96 - 1) | place << 96)


def has_any(reading: Reading) -> bool:
    """Whether anything was ever imported into this record."""
    return reading.first(_ANY) is not None


def known(reading: Reading, digests: Sequence[UUID]) -> dict[UUID, UUID]:
    """The ids here of those that came before, by their digest."""
    found: dict[UUID, UUID] = {}
    for piece in pieces(digests):
        found |= {row.id: row.row_id for row in reading.all(_KNOWN, ids=piece)}
    return found


def pieces(items: Iterable[T], size: int = PIECE) -> Iterator[list[T]]:
    """The items in their order, so many at a time."""
    rest = iter(items)
    while piece := list(islice(rest, size)):
        yield piece
