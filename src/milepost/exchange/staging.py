"""How the rows of an import come in: staged in pieces, then carried over in one transaction."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from milepost.exchange.ids import pieces
from milepost.exchange.models import staged
from milepost.exchange.owned import owned
from milepost.kernel.filling import Staging, staging_of
from milepost.kernel.schema import Flag, Hundredths, Whole, metadata
from milepost.kernel.work import Reading

Row = tuple[Any, ...]
MakeRow = Callable[..., Row]


@cache
def staging() -> dict[str, Staging]:
    """The way into each table of a record, those that others refer to first. Wings must be loaded."""
    return {name: staging_of(metadata.tables[name], beside) for name, beside in staged().items()}


@cache
def row_of(name: str) -> MakeRow:
    """Makes whole rows of a table from named values; what is not named has the table's default."""
    (row,) = [each.read.row for each in owned() if each.name == name]
    given = defaults(name)

    def made(**values: Any) -> Row:
        whole: Row = row(**(given | values))
        return whole

    return made


def there_of(reading: Reading, name: str, row_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these rows of a table are there."""
    there = staging()[name].there
    return {row.id for piece in pieces(row_ids) for row in reading.all(there, ids=piece)}


def defaults(name: str) -> dict[str, Any]:
    """What the columns of a table hold where nothing is said; those that must be said are not among them."""
    found: dict[str, Any] = {}
    for column in metadata.tables[name].columns:
        if column.server_default is not None:
            text = str(getattr(column.server_default, "arg", ""))
            found[column.name] = text == "true" if column.type is Flag else text
            if column.type in (Whole, Hundredths):
                found[column.name] = int(text)
        elif column.nullable:
            found[column.name] = None
    return found
