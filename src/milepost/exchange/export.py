"""Everything that a person owns, as one JSON document or as a table of text for each kind of row."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from milepost.accounts.preferences import preferences, preferences_view
from milepost.accounts.queries import me
from milepost.accounts.rows import user_view
from milepost.exchange.owned import Owned, owned
from milepost.kernel.amounts import shown
from milepost.kernel.calendar import instant_shown
from milepost.kernel.work import Reading

FORMAT, VERSION = "milepost", 1
PAGE = 1_000
"""Rows that are held at a time."""
BEFORE_ALL = UUID(int=0)

_ENCODER = msgspec.json.Encoder()
_SHOWN: dict[type, Callable[[Any], object]] = {
    UUID: str,
    datetime: instant_shown,
    date: date.isoformat,
    bytes: bytes.hex,
}


def export_json(reading: Reading) -> Iterator[str]:
    """The parts of the document, in order: profile, preferences, and every row of every table.

    Ids, dates and instants are as the API shows them, amounts decimal text, fingerprints hex.
    """
    head = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": instant_shown(reading.now),
        "profile": user_view(me(reading)),
        "preferences": preferences_view(preferences(reading)),
    }
    yield _text(head)[:-1] + ',"tables":{'
    comma = ""
    for table in owned():
        yield f'{comma}"{table.name}":['
        comma = ""
        for row in rows(reading, table):
            yield comma + _text(row)
            comma = ","
        yield "]"
        comma = ","
    yield "}}"


def export_csv(reading: Reading, file: IO[bytes]) -> None:
    """Write an archive with one CSV file for each table, UTF-8, its columns named in the first line.

    What is null is an empty cell, as an empty text is.
    """
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for table in owned():
            with (
                archive.open(f"{table.name}.csv", "w") as raw,
                io.TextIOWrapper(raw, "utf-8", newline="") as text,
            ):
                writer = csv.DictWriter(text, table.read.row._fields)
                writer.writeheader()
                writer.writerows(rows(reading, table))


def rows(reading: Reading, table: Owned) -> Iterator[dict[str, object]]:
    """All rows that the owner has in a table, by id, as an export shows them."""
    after = BEFORE_ALL
    while page := reading.all(table.read, after=after, limit=PAGE):
        for row in page:
            yield {name: _shown(value, name in table.amounts) for name, value in row._asdict().items()}
        after = page[-1].id


def _shown(value: Any, is_amount: bool) -> object:
    if value is None:
        return None
    if is_amount:
        return shown(value)
    show = _SHOWN.get(type(value))
    return value if show is None else show(value)


def _text(value: object) -> str:
    return _ENCODER.encode(value).decode()
