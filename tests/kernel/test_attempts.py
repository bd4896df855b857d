"""Attempts are counted by small windows and weighed over the last whole time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.kernel.attempts import Limit, Window, count, limit_of, seconds_to_wait, wait
from milepost.kernel.statements import Number, statement
from milepost.kernel.work import App, Nobody

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROWS = statement(
    "tests.attempts",
    Number,
    "SELECT count(*) FROM attempts WHERE key >= :first AND key < :beyond",
    scope="machinery",
)
TRIES = st.lists(st.integers(0, 200_000), min_size=1, max_size=60)


@pytest.fixture
def tries(app: App) -> "Tries":
    return Tries(app, Limit(f"test-{uuid4().hex}", 3, 60))


class Tries:
    """Attempts under a limit of this test's own, so many seconds after noon."""

    def __init__(self, app: App, limit: Limit) -> None:
        self._app = app
        self.limit = limit

    def _at(self, seconds: float) -> App:
        def clock() -> datetime:
            return NOON + timedelta(seconds=seconds)

        return replace(self._app, clock=clock)

    def count(self, seconds: float, subject: str = "ann") -> int:
        return self._at(seconds).write_now(Nobody(), lambda work: count(work, self.limit, subject))

    def wait(self, seconds: float, subject: str = "ann") -> int:
        return self._at(seconds).read_now(Nobody(), lambda reading: wait(reading, self.limit, subject))

    def rows(self) -> int:
        first, beyond = f"{self.limit.purpose}:", f"{self.limit.purpose};"
        (found,) = self._at(0).read_now(
            Nobody(), lambda reading: reading.all(ROWS, first=first, beyond=beyond)
        )
        return found.number


def test_so_many_are_let_pass_and_one_more_must_wait(tries: Tries) -> None:
    assert [tries.count(second) for second in (0, 1, 2)] == [0, 0, 0]
    assert tries.wait(3) > 0
    assert tries.count(3) > 0


def test_after_the_wait_there_is_room_and_not_a_second_before(tries: Tries) -> None:
    for second in (0, 1, 30):
        tries.count(second)
    waiting = tries.wait(40)
    assert tries.wait(40 + waiting) == 0
    assert tries.wait(40 + waiting - 1) == 1


def test_each_subject_and_each_purpose_is_counted_for_itself(app: App, tries: Tries) -> None:
    for second in range(3):
        tries.count(second)
    assert tries.wait(5) > 0
    assert tries.wait(5, "bob") == 0
    assert Tries(app, Limit(f"other-{uuid4().hex}", 3, 60)).wait(5) == 0


def test_none_slips_through_when_many_come_at_once(tries: Tries) -> None:
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda _: tries.count(10), range(20)))
    assert waits.count(0) == 3


def test_windows_that_are_past_are_pruned_for_all_subjects(tries: Tries) -> None:
    for subject in ("ann", "bob", "charlie"):
        tries.count(0, subject)
        tries.count(30, subject)
    assert tries.rows() == 6
    tries.count(67)
    assert tries.rows() == 4
    tries.count(300)
    assert tries.rows() == 1


def test_without_a_limit_nothing_is_counted(app: App) -> None:
    assert limit_of("sign-in", "off") is None
    assert limit_of("sign-in", "5/hour") == Limit("sign-in", 5, 3600)
    assert app.read_now(Nobody(), lambda reading: wait(reading, None, "ann")) == 0
    assert app.write_now(Nobody(), lambda work: count(work, None, "ann")) == 0


@given(tries=TRIES, most=st.integers(1, 5), seconds=st.sampled_from([1, 60, 3600]))
def test_no_more_than_the_limit_pass_in_any_time_of_that_length(
    tries: list[int], most: int, seconds: int
) -> None:
    limit = Limit("test", most, seconds)
    size = timedelta(seconds=seconds) / 10
    passed: list[datetime] = []
    windows: dict[datetime, int] = {}
    for thousandths in sorted(tries):
        now = NOON + timedelta(seconds=seconds) * thousandths / 10_000
        if seconds_to_wait([Window(*each) for each in windows.items()], limit, now, more=1) == 0:
            passed.append(now)
            started = NOON + size * ((now - NOON) // size)
            windows[started] = windows.get(started, 0) + 1
    # An attempt is weighed as if it were spread over its small window, so nine tenths of a time hold.
    held = timedelta(seconds=seconds) * 0.9
    for place, first in enumerate(passed):
        assert sum(1 for each in passed[place:] if each - first < held) <= most


@given(tries=TRIES, most=st.integers(1, 5))
def test_the_wait_that_is_told_is_long_enough(tries: list[int], most: int) -> None:
    limit = Limit("test", most, 60)
    windows = [Window(NOON + timedelta(seconds=each % 60), 1) for each in tries]
    now = NOON + timedelta(seconds=60)
    waiting = seconds_to_wait(windows, limit, now, more=1)
    assert 0 <= waiting <= 2 * limit.seconds
    assert seconds_to_wait(windows, limit, now + timedelta(seconds=waiting), more=1) == 0
