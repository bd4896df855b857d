"""How goals stand today: headings, what today gained them, the kind to begin with, when they were reached."""

from datetime import date, timedelta
from typing import Any
from typing import cast as cast_to
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from milepost.goals import standings
from milepost.goals.actions import create_goal, log_progress, move_on
from milepost.goals.rules.entries import Entry, folded, gained_on
from milepost.goals.rules.measure import Measure
from milepost.goals.rules.standing import standing
from milepost.goals.schemas import NewEntry, NewGoal
from milepost.kernel.work import App, Reading, Work
from tests.cast import Cast

FIRST = date(2026, 11, 1)
DAY = timedelta(1)
amounts = st.integers(-500_00, 500_00).filter(bool)
kinds = st.sampled_from(["delta", "delta", "delta", "set", "reset"])


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    drawn = draw(st.lists(st.tuples(kinds, amounts, st.integers(0, 6)), max_size=20))
    return [
        Entry(kind, None if kind == "reset" else value, FIRST + day * DAY, seq)
        for seq, (kind, value, day) in enumerate(drawn)
    ]


@given(histories(), st.integers(-100_00, 100_00), st.integers(0, 6))
def test_what_a_day_gained_is_the_difference_between_its_evening_and_the_evening_before(
    entries: list[Entry], start: int, number: int
) -> None:
    day = FIRST + number * DAY
    evening = folded([each for each in entries if each.entry_date <= day], start)
    before = folded([each for each in entries if each.entry_date < day], start)
    found = gained_on(entries, start, day)
    assert found == (evening - before if any(each.entry_date == day for each in entries) else None)


def test_a_goal_stands_under_the_first_heading_that_fits() -> None:
    behind = Measure(on_track=False, days_remaining=3)
    assert standing("active", Measure(overdue_by=1, on_track=False, days_remaining=-1)) == "late"
    assert standing("active", behind) == "behind"
    assert standing("active", Measure(on_track=True, days_remaining=7)) == "soon"
    assert standing("active", Measure(on_track=True, days_remaining=8)) == "on"
    assert standing("active", Measure(days_remaining=0)) == "soon"
    assert standing("active", Measure()) == "open"
    others = {"paused": "paused", "archived": "archived", "completed": "reached"}
    assert {status: standing(status, behind) for status in others} == others


def _target(work: Work, title: str, days: int = 100, **more: object) -> UUID:
    given = {"unit": "km", "target_value": 100, "deadline": work.today + days * DAY, **more}
    return create_goal(work, NewGoal(title=title, goal_type="target_based", **given)).id  # type: ignore[arg-type]


def _log(work: Work, goal_id: UUID, value: int | None, days_ago: int = 0, kind: str = "delta") -> None:
    new = {"kind": kind, "entry_date": work.today - days_ago * DAY}
    if value is not None:
        new["value"] = value
    log_progress(work, goal_id, NewEntry.model_validate(new))


def test_active_goals_show_what_today_gained_them_and_the_kind_last_used(app: App, cast: Cast) -> None:
    def logged(work: Work) -> None:
        added, set_, first, old, quiet = (
            _target(work, title) for title in ("Added", "Set", "First set", "Old", "Quiet")
        )
        for value, days_ago in ((5, 3), (2, 0), (1, 0)):
            _log(work, added, value, days_ago)
        _log(work, set_, 50, 9, "set")
        _log(work, set_, 3, 8)
        _log(work, set_, 51, 0, "set")
        _log(work, set_, 4)
        _log(work, first, 7, 1)
        _log(work, first, 10, 0, "set")
        _log(work, old, 9, 1, "set")
        _log(work, old, None, 1, "reset")
        assert quiet

    app.write_now(cast.alice, logged)
    app.write_now(cast.charlie, logged)
    found = {each.goal.title: (each.gained, each.kind) for each in app.read_now(cast.alice, standings.active)}
    assert found == {
        "Added": (3_00, "delta"),
        "Set": (2_00, "delta"),
        "First set": (3_00, "set"),
        "Old": (None, "set"),
        "Quiet": (None, "delta"),
    }


def test_all_goals_are_found_with_the_day_they_were_completed(app: App, cast: Cast) -> None:
    def done(work: Work) -> date:
        reached, by_hand = _target(work, "Reached"), _target(work, "By hand")
        _log(work, reached, 60, 9)
        _log(work, reached, 60, 5)
        _log(work, reached, 60, 1)
        move_on(work, by_hand, "complete")
        move_on(work, _target(work, "Put away"), "archive")
        _target(work, "Open")
        return work.today

    today = app.write_now(cast.alice, done)
    every = app.read_now(cast.alice, standings.every)
    assert {each.goal.title: (each.standing, each.completed_on) for each in every} == {
        "Reached": ("reached", today - 5 * DAY),
        "By hand": ("reached", today),
        "Put away": ("archived", None),
        "Open": ("on", None),
    }


class Counting:
    """A reading that counts what it is asked."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.count = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.reading, name)

    def all(self, *asked: Any, **values: Any) -> Any:
        self.count += 1
        return self.reading.all(*asked, **values)


def test_as_many_statements_are_read_for_many_goals_as_for_one(app: App, cast: Cast) -> None:
    def asked(work: Work, goals: int) -> int:
        for number in range(goals):
            _log(work, _target(work, f"Goal {number}"), 1)
        counting = Counting(work)
        standings.active(cast_to(Reading, counting))
        standings.every(cast_to(Reading, counting))
        return counting.count

    one = app.write_now(cast.alice, lambda work: asked(work, 1))
    assert app.write_now(cast.bob, lambda work: asked(work, 12)) == one <= 6
