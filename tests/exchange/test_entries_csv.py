"""A spreadsheet into one goal, row by row, by hand."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from milepost.goals import queries
from milepost.goals.actions import delete_entry, move_on
from milepost.goals.rows import EntryRow, GoalRow
from milepost.kernel.work import App, Known
from tests.cast import Cast
from tests.exchange.importing import bring, once, written
from tests.goals.planting import plant
from tests.goals.test_logging import log


class Sheets:
    """A goal of Alice's into which sheets go."""

    def __init__(self, app: App, who: Known, folder: Path) -> None:
        self.app, self.who, self.folder = app, who, folder
        self.goal_id = plant(app, who, "Run", goal_type="continuous_counter", unit="km").id

    def send(self, text: str | bytes, **more: Any) -> dict[str, Any]:
        raw = text if isinstance(text, bytes) else text.encode()
        path = written(self.folder, raw)
        return bring(self.app, self.who, "entries-csv", path, goal_id=self.goal_id, **more).report

    def goal(self) -> GoalRow:
        return self.app.read_now(self.who, lambda reading: queries.goal(reading, self.goal_id))

    def entries(self) -> list[EntryRow]:
        """Oldest first."""
        found = self.app.read_now(self.who, lambda reading: queries.entries(reading, self.goal_id, 100))
        return list(reversed(found))


@pytest.fixture
def sheets(app: App, cast: Cast, tmp_path: Path) -> Sheets:
    return Sheets(app, cast.alice, tmp_path)


def test_rows_become_entries_and_the_goal_has_their_value(sheets: Sheets) -> None:
    text = 'date,value,kind,note\n2026-01-02,5.25,set,"a, ""b"""\n2026-01-01,2,,\n'
    text += "2026-01-03,,,\n2026-01-04,,RESET\n"
    report = sheets.send(text + "2026-01-05,0.5\n")
    assert report["created"] == {"entries": 5} and report["refused"] == []
    told = [(each.entry_date.day, each.kind, each.value, each.note) for each in sheets.entries()]
    assert told == [
        (1, "delta", 200, None),
        (2, "set", 525, 'a, "b"'),
        (3, "delta", 100, None),
        (4, "reset", None, None),
        (5, "delta", 50, None),
    ]
    assert [each.seq for each in sheets.entries()] == [2, 1, 3, 4, 5]
    assert {each.source for each in sheets.entries()} == {"import"}
    goal = sheets.goal()
    assert (goal.current_value, goal.last_seq, goal.newest_entry_date) == (50, 5, date(2026, 1, 5))


@pytest.mark.parametrize(
    "text",
    [
        "date;value\n2026-01-01;1,5\n",
        "2026-01-01\t1.5\n",
        "\ufeffentryDate,Value\r\n2026-01-01, 1.50 \r\n",
        "note,value,date\nx,1.5,2026-01-01",
    ],
)
def test_other_separators_headers_and_ends_of_lines_are_understood(sheets: Sheets, text: str) -> None:
    assert sheets.send(text)["created"] == {"entries": 1}
    assert sheets.goal().current_value == 150


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2026-02-30,1", "its date must be one such as 2027-01-31"),
        ("20260101,1", "its date must be one such as 2027-01-31"),
        ("9999-01-01,1", "its date is in the future"),
        ("2026-01-01,1.234", "its value must be a number with at most eight digits and two decimal places"),
        ("2026-01-01,1e3", "its value must be a number with at most eight digits and two decimal places"),
        ("2026-01-01,0", "its value must not be 0"),
        ("2026-01-01,,set", "it has no value"),
        ("2026-01-01,1,reset", "a reset takes no value"),
        ("2026-01-01,1,add", "'add' is no kind; there are delta, set and reset"),
        ("2026-01-01,1,,a,b", "it has more cells than there are columns"),
        ("2026-01-01,1,," + "n" * 501, "its note has more than 500 characters"),
        ("2026-01-01,1,,a\0b", "its note holds a null character"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line_and_the_others_come_in(
    sheets: Sheets, row: str, why: str
) -> None:
    report = sheets.send(f"date,value,kind,note\n2026-01-01,1\n\n{row}\n2026-01-01,1\n")
    assert report["refused"] == [{"path": "line 4", "why": why}]
    assert report["created"] == {"entries": 2} and sheets.goal().current_value == 200


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("a,b\n1,2\n", 1, 1),
        ('date,value,note\n2026-01-01,1,"x', 2, 16),
        ('date,value,note\n2026-01-01,1,"x\ny\n', 4, 1),
        ('date,value,note\n2026-01-01,1,"x"y\n', 2, 17),
        ("date,value,note\n2026-01-01,1,é\n".encode("latin-1"), 2, 14),
        ("date,värde\n".encode("latin-1"), 1, 7),
    ],
)
def test_a_broken_file_is_refused_whole_with_its_place(
    sheets: Sheets, text: str | bytes, line: int, column: int
) -> None:
    sheets.send("2026-01-01,1\n")
    error = sheets.send(text)["error"]
    assert (error["line"], error["column"]) == (line, column)
    assert sheets.goal().current_value == 100


def test_a_second_run_creates_nothing_and_equal_rows_are_counted(sheets: Sheets) -> None:
    text = "date,value\n2026-01-01,1\n2026-01-01,1\n2026-01-02,3\n"
    assert sheets.send(text)["created"] == {"entries": 3}
    again = sheets.send(text)
    assert (again["created"], again["unchanged"], again["written"]) == ({}, {"entries": 3}, False)
    assert sheets.send(text + "2026-01-01,1\n")["created"] == {"entries": 1}
    gone = sheets.entries()[0].id
    sheets.app.write_now(sheets.who, lambda work: delete_entry(work, sheets.goal_id, gone))
    last = sheets.send(text)
    assert (last["created"], last["unchanged"], last["deleted"]) == ({}, {"entries": 2}, {"entries": 1})
    assert sheets.goal().current_value == 500


def test_rows_that_are_older_than_what_is_there_land_where_they_belong(sheets: Sheets) -> None:
    log(sheets.app, sheets.who, sheets.goal_id, kind="set", value="10", entry_date="2026-01-05")
    sheets.send("2026-01-06,1\n2026-01-01,500\n")
    assert sheets.goal().current_value == 1100
    sheets.send("2026-01-05,2\n")
    assert sheets.goal().current_value == 1300


def test_a_target_that_is_reached_completes_the_goal(sheets: Sheets) -> None:
    far = (date.today() + timedelta(400)).isoformat()
    fields = {"goal_type": "target_based", "unit": "km", "target_value": "5", "deadline": far}
    sheets.goal_id = plant(sheets.app, sheets.who, "Five", **fields).id
    assert sheets.send("2026-01-01,5\n", dry_run=True)["created"] == {"entries": 1}
    assert sheets.goal().status == "active"
    sheets.send("2026-01-01,5\n")
    assert (sheets.goal().status, sheets.goal().completion_source) == ("completed", "measure")
    assert sheets.send("2026-01-01,\n")["refused"] == [{"path": "line 1", "why": "it has no value"}]


def test_a_goal_that_takes_no_entries_or_too_large_a_sum_is_refused_whole(sheets: Sheets) -> None:
    assert "too large" in sheets.send("2026-01-01,99999999.99\n2026-01-01,1\n")["error"]["detail"]
    assert sheets.goal().current_value == 0
    sheets.app.write_now(sheets.who, lambda work: move_on(work, sheets.goal_id, "archive"))
    assert "archived" in sheets.send("2026-01-01,1\n")["error"]["detail"]
    sheets.goal_id = plant(sheets.app, sheets.who, "A milestone").id
    assert "milestone" in sheets.send("2026-01-01,1\n")["error"]["detail"]


def test_an_entry_logged_while_rows_are_staged_is_counted_too(sheets: Sheets) -> None:
    def interfere() -> None:
        log(sheets.app, sheets.who, sheets.goal_id, value="7")

    sheets.send("2026-01-01,1\n", tell=once(interfere))
    assert sheets.goal().current_value == 800
    assert sorted(each.seq for each in sheets.entries()) == [1, 2]
