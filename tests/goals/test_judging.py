"""Completion by measure, its reversal, and the days a goal was active."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.goals.rules.lifecycle import Judgement, Stay, active_days, judged
from tests.goals.slow_model import days_active


def test_an_active_goal_completes_by_measure_when_its_target_is_reached() -> None:
    assert judged("active", None, held_open=False, reached=True) == Judgement(
        "completed", "measure", held_open=False, transition="complete"
    )


def test_an_active_goal_stays_active_short_of_its_target() -> None:
    assert judged("active", None, held_open=False, reached=False) == Judgement(
        "active", None, held_open=False
    )


def test_a_goal_completed_by_measure_is_active_again_short_of_its_target() -> None:
    assert judged("completed", "measure", held_open=False, reached=False) == Judgement(
        "active", None, held_open=False, transition="reopen"
    )


def test_a_goal_completed_by_measure_is_not_completed_twice() -> None:
    found = judged("completed", "measure", held_open=False, reached=True)
    assert found == Judgement("completed", "measure", held_open=False)


@pytest.mark.parametrize("source", ["manual", "review", "children", "import"])
@pytest.mark.parametrize("reached", [True, False])
def test_a_goal_completed_otherwise_stays_completed(source: str, *, reached: bool) -> None:
    assert judged("completed", source, held_open=False, reached=reached) == Judgement(
        "completed", source, held_open=False
    )


@pytest.mark.parametrize("reached", [True, False])
def test_a_paused_goal_waits_for_its_resumption(*, reached: bool) -> None:
    assert judged("paused", None, held_open=False, reached=reached) == Judgement(
        "paused", None, held_open=False
    )


@pytest.mark.parametrize("source", [None, "measure", "manual"])
def test_an_archived_goal_is_left_alone(source: str | None) -> None:
    for reached in (True, False):
        assert judged("archived", source, held_open=False, reached=reached).transition is None


def test_a_goal_reopened_by_hand_stays_open_until_it_has_been_short_of_its_target() -> None:
    held = judged("active", None, held_open=True, reached=True)
    assert held == Judgement("active", None, held_open=True)
    short = judged(held.status, held.completion_source, held.held_open, reached=False)
    assert short == Judgement("active", None, held_open=False)
    assert (
        judged(short.status, short.completion_source, short.held_open, reached=True).transition == "complete"
    )


def test_a_goal_held_open_is_released_by_a_fall_while_it_is_paused() -> None:
    assert judged("paused", None, held_open=True, reached=True) == Judgement("paused", None, held_open=True)
    assert judged("paused", None, held_open=True, reached=False) == Judgement("paused", None, held_open=False)


class Life:
    """A goal with the full record of what happened since it was last opened, which the rule does not keep."""

    def __init__(self) -> None:
        self.state = Judgement("active", None, held_open=False)
        self.reached = False
        self.opened_by_hand = False
        self.since_opened = [False]

    def meet(self, verb: str) -> None:
        if verb in ("up", "down"):
            self.reached = verb == "up"
        elif verb == "reopen" and self.state.status in ("completed", "archived"):
            self.state = Judgement("active", None, held_open=self.reached)
            self.opened_by_hand, self.since_opened = True, []
        elif verb == "complete" and self.state.status == "active":
            self.state = Judgement("completed", "manual", held_open=False)
        elif (verb, self.state.status) in (("pause", "active"), ("resume", "paused")):
            self.state = self.state._replace(status="paused" if verb == "pause" else "active")
        elif verb == "archive":
            self.state = self.state._replace(status="archived", held_open=False)
        self.since_opened.append(self.reached)

    def judge(self) -> None:
        state = self.state
        self.state = judged(state.status, state.completion_source, state.held_open, self.reached)
        if self.state.transition == "reopen":
            self.opened_by_hand, self.since_opened = False, []

    def expected_status(self) -> str:
        kept_open = self.opened_by_hand and all(self.since_opened)
        if self.state.status == "active" and self.reached and not kept_open:
            return "completed"
        if (
            self.state.status == "completed"
            and self.state.completion_source == "measure"
            and not self.reached
        ):
            return "active"
        return self.state.status


VERBS = st.sampled_from([*["up", "down"] * 4, "pause", "resume", "complete", "reopen", "archive"])


@given(st.lists(VERBS, max_size=30))
def test_a_whole_life_of_a_goal_is_judged_as_the_rule_says(verbs: list[str]) -> None:
    life = Life()
    for verb in verbs:
        life.meet(verb)
        expected = life.expected_status()
        life.judge()
        assert life.state.status == expected


def test_days_from_the_first_of_october_to_the_30th_of_december() -> None:
    stays = [
        Stay("active", date(2026, 10, 1), date(2026, 12, 30)),
        Stay("completed", date(2026, 12, 30), None),
    ]
    # 30 + 30 + 30.
    assert active_days(stays, date(2026, 10, 1), date(2026, 12, 30)) == 90


def test_a_pause_takes_its_days_and_one_within_a_day_takes_none() -> None:
    stays = [
        Stay("active", date(2026, 10, 1), date(2026, 10, 11)),
        Stay("paused", date(2026, 10, 11), date(2026, 10, 21)),
        Stay("active", date(2026, 10, 21), date(2026, 10, 25)),
        Stay("paused", date(2026, 10, 25), date(2026, 10, 25)),
        Stay("active", date(2026, 10, 25), None),
    ]
    # 30 − 10 − 0.
    assert active_days(stays, date(2026, 10, 1), date(2026, 10, 31)) == 20


def test_a_pause_that_still_lasts_takes_days_up_to_the_end() -> None:
    stays = [Stay("active", date(2026, 10, 1), date(2026, 10, 11)), Stay("paused", date(2026, 10, 11), None)]
    assert active_days(stays, date(2026, 10, 1), date(2026, 10, 31)) == 10


def test_a_completion_that_was_taken_back_takes_its_days() -> None:
    stays = [
        Stay("active", date(2026, 10, 1), date(2026, 10, 11)),
        Stay("completed", date(2026, 10, 11), date(2026, 10, 14)),
        Stay("active", date(2026, 10, 14), None),
    ]
    assert active_days(stays, date(2026, 10, 1), date(2026, 10, 31)) == 27


def test_what_came_after_a_back_dated_completion_takes_nothing() -> None:
    stays = [
        Stay("active", date(2026, 10, 1), date(2026, 10, 11)),
        Stay("paused", date(2026, 10, 11), date(2026, 10, 21)),
        Stay("active", date(2026, 10, 21), date(2026, 10, 22)),
        Stay("completed", date(2026, 10, 22), None),
    ]
    assert active_days(stays, date(2026, 10, 1), date(2026, 10, 13)) == 10
    assert active_days(stays, date(2026, 10, 1), date(2026, 10, 11)) == 10


def test_a_pause_before_the_start_date_takes_nothing() -> None:
    stays = [
        Stay("active", date(2026, 9, 1), date(2026, 9, 2)),
        Stay("paused", date(2026, 9, 2), date(2026, 10, 3)),
        Stay("active", date(2026, 10, 3), None),
    ]
    assert active_days(stays, date(2026, 10, 1), date(2026, 10, 31)) == 28


def test_active_days_are_never_below_zero() -> None:
    assert active_days([Stay("active", date(2026, 10, 1), None)], date(2026, 12, 1), date(2026, 10, 31)) == 0


FIRST = date(2026, 10, 1)


@given(
    st.lists(
        st.tuples(st.sampled_from(["active", "paused", "completed"]), st.integers(0, 6)),
        min_size=1,
        max_size=8,
    ),
    st.integers(-5, 30),
    st.integers(-5, 50),
)
def test_active_days_equal_a_count_of_the_nights(drawn: list[tuple[str, int]], start: int, end: int) -> None:
    stays, day = [], FIRST
    for number, (status, length) in enumerate(drawn):
        last = None if number == len(drawn) - 1 else day + timedelta(length)
        stays.append(Stay(status, day, last))
        day += timedelta(length)
    start_date, until = FIRST + timedelta(start), FIRST + timedelta(end)
    slow = days_active([(stay.status, stay.start_date, stay.end_date) for stay in stays], start_date, until)
    assert active_days(stays, start_date, until) == slow
