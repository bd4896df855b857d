"""Reading a CSV file row by row: whatever its separator, with or without a header, never whole in memory."""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import IO, NamedTuple

from milepost.exchange.report import Broken, Report

NAMES = {
    "date": "date",
    "entry_date": "date",
    "entrydate": "date",
    "value": "value",
    "kind": "kind",
    "note": "note",
}
"""The columns, in any spelling."""
IN_ORDER = ("date", "value", "kind", "note")
"""What the columns are without a header."""
SEPARATORS = ",;\t"
NOWHERE = 2**31
_PIECE = 1 << 16
_NOT_TEXT = "This is not UTF-8."


class Line(NamedTuple):
    """A row: the line on which it ends, and its cells by column; those that are not there are empty."""

    number: int
    date: str
    value: str
    kind: str
    note: str
    is_too_long: bool


class Sheet:
    """A CSV file, read anew for each pass."""

    def __init__(self, file: IO[bytes]) -> None:
        """Look at the first line.

        Raises:
            Broken: if it names no date and value, or is no text.
        """
        self._file = file
        try:
            with self._text() as text:
                first = text.readline()
        except UnicodeDecodeError as broken:
            raise Broken(_NOT_TEXT, *_not_text(file)) from broken
        self.separator = max(SEPARATORS, key=first.count)
        cells = next(csv.reader([first], delimiter=self.separator), [])
        self._has_header = not (cells and _is_date(cells[0]))
        self._columns: list[str | None] = list(IN_ORDER)
        self.unknown: list[str] = []
        """Columns that are not read."""
        if self._has_header:
            self._columns = [NAMES.get(cell.strip().lower()) for cell in cells]
            named = zip(cells, self._columns, strict=True)
            self.unknown = [cell for cell, column in named if column is None and cell.strip()]
            if not {"date", "value"} <= set(self._columns):
                raise Broken("The first line must name the columns date and value.", 1, 1)

    def tell(self, report: Report) -> None:
        """Note which columns are not read."""
        for each in self.unknown:
            report.repair("line 1", "column", each, None)

    def dates(self) -> Iterator[str]:
        """The cell of the date in each row, in file order.

        Raises:
            Broken: with the first place that cannot be read.
        """
        place = self._places[0]
        for _number, cells in self._rows():
            yield _cell(cells, place)

    def lines(self) -> Iterator[Line]:
        """Every row that is not empty, in file order.

        Raises:
            Broken: with the first place that cannot be read.
        """
        date_at, value_at, kind_at, note_at = self._places
        width = len(self._columns)
        for number, cells in self._rows():
            yield Line(
                number,
                _cell(cells, date_at),
                _cell(cells, value_at),
                _cell(cells, kind_at),
                _cell(cells, note_at),
                len(cells) > width and any(map(str.strip, cells[width:])),
            )

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        with self._text() as text:
            feed = _Feed(text)
            reader = csv.reader(feed, delimiter=self.separator, strict=True)
            try:
                for number, cells in enumerate(reader):
                    if cells and not (number == 0 and self._has_header):
                        yield reader.line_num, cells
                    feed.record.clear()
            except csv.Error as broken:
                raise _broken(broken, reader.line_num, feed.record, self.separator) from broken
            except UnicodeDecodeError as broken:
                raise Broken(_NOT_TEXT, *_not_text(self._file)) from broken

    @property
    def _places(self) -> list[int]:
        """Where the four columns stand; NOWHERE for one that is not there."""
        return [self._columns.index(each) if each in self._columns else NOWHERE for each in IN_ORDER]

    @contextmanager
    def _text(self) -> Iterator[IO[str]]:
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, "utf-8-sig", newline="")
        try:
            yield text
        finally:
            # Else the file would be closed with it.
            text.detach()


class _Feed:
    """Lines on their way, of which those of the record under way are kept."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self.record: list[str] = []

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = next(self._text)
        self.record.append(line)
        return line


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _is_date(cell: str) -> bool:
    try:
        date.fromisoformat(cell.strip())
    except ValueError:
        return False
    return True


def _broken(error: csv.Error, line: int, record: list[str], separator: str) -> Broken:
    """Where a row cannot be read: where its text ends too soon, or after a quotation mark that closes."""
    last = record[-1] if record else ""
    if "unexpected end" in str(error):
        ends = last.endswith(("\n", "\r"))
        return Broken("A quotation mark is never closed.", line + ends, 1 if ends else len(last) + 1)
    if "field larger" in str(error):
        return Broken("A cell is too long; is a quotation mark never closed?", line, 1)
    return Broken("A quotation mark stands where none can.", line, _after_quotes(record, separator) + 1)


def _after_quotes(record: list[str], separator: str) -> int:
    """The place in the last line of what follows a closing quotation mark and must not."""
    quoted = began = False
    for line in record:
        place = 0
        began = quoted
        while place < len(line):
            mark = line[place]
            if quoted and mark == '"' and line[place + 1 : place + 2] == '"':
                place += 1
            elif quoted and mark == '"':
                quoted = False
                if line[place + 1 : place + 2] not in ("", separator, "\r", "\n"):
                    return place + 1
                began = False
            elif not quoted and mark == '"' and not began:
                quoted = True
            began = mark != separator
            place += 1
    return 0


def _not_text(file: IO[bytes]) -> tuple[int, int]:
    """Line and column of the first byte that is no text."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    line, column = 1, 1
    while piece := file.read(_PIECE):
        for at in range(len(piece)):
            try:
                text = decoder.decode(piece[at : at + 1])
            except UnicodeDecodeError:
                return line, column
            for mark in text:
                line, column = (line + 1, 1) if mark == "\n" else (line, column + 1)
    return line, column
