"""A fractal file brought in again, or into a record that has gone on: nothing twice, nothing undone."""

from milepost.goals import queries
from milepost.goals.actions import delete_goal, move_on
from milepost.practice.actions import change_session, delete_session
from milepost.practice.schemas import SessionChange
from tests.exchange.homes import Home, node, told


def test_a_dry_run_tells_the_same_and_writes_nothing(home: Home) -> None:
    tree = node("A", "UltimateGoal", node("B", "Odd"))
    told_first = home.bring(tree, dry_run=True)
    assert home.goals() == {}
    assert home.bring(tree) == told_first | {"dry_run": False, "written": True}


def test_a_second_run_creates_nothing_also_of_what_was_deleted_here_since(home: Home) -> None:
    session = node("Scales", "PracticeSession", node("Bar", "ImmediateGoal"), parent_ids=["T"])
    tree = node("A", "UltimateGoal", node("S", "ShortTermGoal", session), node("T", "ShortTermGoal"))
    home.bring(tree)
    again = home.bring(tree)
    assert (again["created"], again["written"]) == ({}, False)
    assert again["unchanged"] == {"goals": 4, "practice_sessions": 1}
    only_s = SessionChange.model_validate({"goal_ids": [str(home.goals()["S"].id)]})
    session_id, bar = home.sessions()["Scales"].row.id, home.goals()["Bar"].id
    home.app.write_now(home.who, lambda work: change_session(work, session_id, only_s))
    home.app.write_now(home.who, lambda work: delete_goal(work, bar))
    assert home.bring(tree)["created"] == {} and home.parents("Scales") == {"S"}
    home.app.write_now(home.who, lambda work: delete_session(work, session_id))
    last = home.bring(tree)
    assert last["created"] == {} and last["deleted"] == {"goals": 1, "practice_sessions": 1}
    assert not home.sessions() and set(home.goals()) == {"A", "S", "T"}


def test_a_second_run_leaves_what_is_here_and_adds_what_is_new(home: Home) -> None:
    home.bring(node("A", "UltimateGoal", node("S", "ShortTermGoal", node("P", "PracticeSession"))))
    a = home.goals()["A"]
    home.app.write_now(home.who, lambda work: move_on(work, a.id, "complete"))
    new = node("T", "ShortTermGoal", node("P", "PracticeSession", node("Bar", "ImmediateGoal")))
    report = home.bring(node("A", "UltimateGoal", new, node("B", "LongTermGoal"), completed=False))
    assert report["created"] == {"goals": 3, "links": 1}
    assert home.parents("P") == {"S", "T"}
    found = home.goals()
    assert found["A"].status == "completed" and found["B"].parent_goal_id == a.id
    assert [found[each].sort_order for each in ("S", "T", "B")] == [0, 1, 2]


def test_a_child_of_what_was_deleted_here_moves_up(home: Home) -> None:
    home.bring(node("A", "UltimateGoal", node("B", "LongTermGoal")))
    b = home.goals()["B"].id
    home.app.write_now(home.who, lambda work: delete_goal(work, b))
    home.bring(node("A", "UltimateGoal", node("B", "LongTermGoal", node("C", "MidTermGoal"))))
    found = home.goals()
    assert set(found) == {"A", "C"} and found["C"].parent_goal_id == found["A"].id


def test_a_link_that_closes_a_circle_is_left_out(home: Home) -> None:
    inner = node("Inner", "Odd")
    session = node("P", "PracticeSession", inner, parent_ids=["Inner"])
    report = home.bring(node("S", "ShortTermGoal", session))
    assert ("/0/children/0", "parent", "Inner", None) in told(report)
    assert home.parents("P") == {"S"}


def test_what_comes_in_can_be_worked_with(home: Home) -> None:
    home.bring(node("A", "UltimateGoal", node("B", "LongTermGoal", completed=True)))
    b = home.goals()["B"].id
    opened = home.app.write_now(home.who, lambda work: move_on(work, b, "reopen"))
    assert (opened.status, opened.completion_source) == ("active", None)
    assert home.app.read_now(home.who, lambda reading: queries.goal(reading, b)).version == 2
