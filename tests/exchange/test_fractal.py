"""A fractal file, fault by fault: what comes in, what is put right and told, what is refused."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from milepost.exchange.report import is_all_refused
from milepost.goals.history import history
from tests.exchange.fractal_files import deep
from tests.exchange.homes import MADE, Home, node, told
from tests.exchange.importing import bring, written
from tests.goals.planting import plant


def test_a_tree_comes_in_as_milestones_with_levels_dates_and_order(home: Home) -> None:
    first = node("First", "LongTermGoal", deadline="2025-06-30", description="By ear")
    report = home.bring(node("Play", "UltimateGoal", first, node("Second", "LongTermGoal", completed=True)))
    assert report["created"] == {"goals": 3} and report["written"]
    assert report["repaired"] == report["refused"] == []
    found = home.goals()
    play, first_goal, second = found["Play"], found["First"], found["Second"]
    assert {each.goal_type for each in found.values()} == {"milestone"}
    assert [play.level, first_goal.level] == ["ultimate", "long_term"]
    assert (first_goal.parent_goal_id, first_goal.sort_order, second.sort_order) == (play.id, 0, 1)
    # A naive time is on a clock in Berlin, an hour before UTC's in winter.
    assert play.created_at == datetime(2025, 12, 21, 16, 49, 24, 383752, UTC)
    assert (play.start_date, first_goal.start_date) == (date(2025, 12, 21), date(2025, 6, 30))
    assert (first_goal.deadline, first_goal.description) == (date(2025, 6, 30), "By ear")
    assert (second.status, second.completion_source, second.completed_at) == ("completed", "import", None)
    stays = home.app.read_now(home.who, lambda reading: history(reading, second.id))
    assert [(each.status, each.ended_at) for each in stays.stays] == [("completed", None)]
    assert stays.active_days == 0


def test_the_older_flat_form_and_any_spelling_are_understood(home: Home) -> None:
    flat = {"NAME": "Flat", "Id": "f", "Type": "ULTIMATE_GOAL", "createdAt": "2024-01-01T00:00:00Z"}
    child = {"name": "Camel", "id": "c", "attributes": {"Type": "longTermGoal", "CREATED_AT": MADE}}
    report = home.bring(flat | {"Children": [child]})
    assert report["repaired"] == [] and report["created"] == {"goals": 2}
    assert home.goals()["Flat"].created_at == datetime(2024, 1, 1, tzinfo=UTC)
    assert home.goals()["Camel"].parent_goal_id == home.goals()["Flat"].id


def test_a_session_under_two_parents_is_one_with_all_its_parents(home: Home) -> None:
    bar = node("Bar 12", "ImmediateGoal")
    one = node("Scales", "PracticeSession", bar, parent_ids=["S1", "S3"], created_at="2025-01-02T00:00:00Z")
    other = node("Scales", "PracticeSession", bar, completed=True, created_at="2025-01-01T00:00:00Z")
    report = home.bring(
        node("S1", "ShortTermGoal", one), node("S2", "ShortTermGoal", other), node("S3", "ShortTermGoal")
    )
    assert report["created"] == {"goals": 4, "practice_sessions": 1, "links": 3}
    assert report["merged"] == {"practice_sessions": 1, "goals": 1}
    assert told(report) == [("/1/children/0", "copy", "completed, created_at", "as at /0/children/0")]
    session = home.sessions()["Scales"]
    assert home.parents("Scales") == {"S1", "S2", "S3"}
    assert session.row.completed and session.row.created_at == datetime(2025, 1, 1, tzinfo=UTC)
    assert home.goals()["Bar 12"].practice_session_id == session.row.id


def test_a_parent_that_may_not_carry_sessions_is_left_out_and_without_any_it_is_on_the_shelf(
    home: Home,
) -> None:
    session = node("Scales", "PracticeSession", node("Bar", "ImmediateGoal"), parent_ids=["nowhere", "U"])
    report = home.bring(node("U", "UltimateGoal", session))
    assert told(report) == [
        ("/0/children/0", "parent_ids", "nowhere", None),
        ("/0/children/0", "parent", "U", None),
    ]
    assert home.parents("Scales") == set() and report["created"] == {"goals": 2, "practice_sessions": 1}


@pytest.mark.parametrize(
    ("upper", "lower", "level"),
    [
        ("UltimateGoal", "ShortTermGoal", "short_term"),
        ("LongTermGoal", "LongTermGoal", None),
        ("ShortTermGoal", "MidTermGoal", None),
        ("Odd", "UltimateGoal", "ultimate"),
    ],
)
def test_a_level_is_kept_where_it_is_deeper_and_else_dropped(
    home: Home, upper: str, lower: str, level: str | None
) -> None:
    report = home.bring(node("Upper", upper, node("Lower", lower)))
    assert home.goals()["Lower"].level == level
    dropped = [each for each in told(report) if each[1] == "level"]
    assert [each[0] for each in dropped] == ([] if level else ["/0/children/0"])


REPAIRS: list[tuple[dict[str, Any], tuple[str, Any, Any], dict[str, Any]]] = [
    ({"type": "Dream"}, ("type", "Dream", None), {"level": None}),
    ({"completed": "yes"}, ("completed", "yes", False), {"status": "active"}),
    ({"deadline": "2023-02-29"}, ("deadline", "2023-02-29", None), {"deadline": None}),
    ({"deadline": 5}, ("deadline", 5, None), {"deadline": None}),
]


@pytest.mark.parametrize(("fields", "repair", "became"), REPAIRS)
def test_what_is_put_right_is_told_with_what_it_was(
    home: Home, fields: dict[str, Any], repair: tuple[str, Any, Any], became: dict[str, Any]
) -> None:
    report = home.bring(node("Odd", **fields))
    assert told(report) == [("/0", *repair)]
    assert {name: getattr(home.goals()["Odd"], name) for name in became} == became


def test_without_an_id_the_path_stands_for_it_and_again_creates_nothing(home: Home) -> None:
    child = {"name": "Child", "type": "LongTermGoal", "created_at": MADE}
    root = {"name": "Root", "id": None, "type": "UltimateGoal", "created_at": MADE, "children": [child]}
    assert told(home.bring(root)) == [
        ("/0", "id", None, "/0"),
        ("/0/children/0", "id", None, "/0/children/0"),
    ]
    assert home.bring(root)["created"] == {}
    assert home.goals()["Child"].parent_goal_id == home.goals()["Root"].id


@pytest.mark.parametrize("created", [None, "soon", 17, "0001-01-01T00:00:00"])
def test_without_a_readable_instant_it_is_that_of_the_import(home: Home, created: Any) -> None:
    report = home.bring(node("Odd", created_at=created))
    (repair,) = report["repaired"]
    assert (repair["what"], repair["was"]) == ("created_at", created)
    assert home.goals()["Odd"].created_at.isoformat() == repair["now"]


def test_names_empty_and_long(home: Home) -> None:
    long = node("long", description="Because.") | {"name": "x" * 256}
    report = home.bring(node("a") | {"name": " "}, long, node("c") | {"name": "y" * 255})
    assert [each[:2] for each in told(report)] == [("/0", "name"), ("/1", "name")]
    found = home.goals()
    assert "Untitled" in found and "y" * 255 in found
    assert found["x" * 255].description == "x" * 256 + "\n\nBecause."


def test_the_same_id_with_other_content_is_the_first_in_the_file(home: Home) -> None:
    report = home.bring(node("A"), node("B", "UltimateGoal", node("A", "LongTermGoal") | {"name": "Other"}))
    assert told(report) == [("/1/children/0", "copy", "name, level, parent", "as at /0")]
    assert report["merged"] == {"goals": 1} and set(home.goals()) == {"A", "B"}


def test_open_roots_of_one_title_get_numbers_also_beside_those_that_are_here(home: Home) -> None:
    plant(home.app, home.who, "Run")
    done = node("5", completed=True) | {"name": "Run"}
    report = home.bring(
        *(node(str(n)) | {"name": name} for n, name in enumerate(("run", "RUN", "Swim"))), done
    )
    assert [each[2:] for each in told(report)] == [("run", "run (2)"), ("RUN", "RUN (3)")]
    assert {"Run", "run (2)", "RUN (3)", "Swim"} <= set(home.goals())


def test_refused_are_a_long_description_and_an_id_of_both_and_their_children_move_up(home: Home) -> None:
    long = node("Long", "LongTermGoal", node("Kept", "MidTermGoal"), description="d" * 5001)
    both = [node("Both", "ShortTermGoal", node("Under", "ImmediateGoal")), node("Both", "PracticeSession")]
    report = home.bring(node("Root", "UltimateGoal", long, *both))
    assert [each["path"] for each in report["refused"]] == ["/0/children/0", "/0/children/1", "/0/children/2"]
    found = home.goals()
    assert set(found) == {"Root", "Kept", "Under"} and not home.sessions()
    assert found["Kept"].parent_goal_id == found["Under"].parent_goal_id == found["Root"].id


def test_a_file_of_which_every_row_is_refused_says_so(home: Home) -> None:
    outcome = bring(home.app, home.who, "fractal", written(home.folder, [node("x", description="d" * 5001)]))
    assert is_all_refused(outcome.report) and outcome.status == "done" and not outcome.report["written"]
    assert not is_all_refused(bring(home.app, home.who, "fractal", written(home.folder, [])).report)


@pytest.mark.parametrize("levels", [65, 200, 10_000, 100_000])
def test_a_tree_of_more_than_64_levels_is_refused_whole(home: Home, levels: int) -> None:
    assert home.send(deep(levels)) == {
        "written": False,
        "error": {"detail": "The tree is more than 64 levels deep.", "line": None, "column": None},
    }
    assert home.goals() == {}


def test_a_tree_of_64_levels_comes_in_and_one_more_under_it_is_refused_whole(home: Home) -> None:
    assert home.send(deep(64))["created"] == {"goals": 64}
    assert "error" in home.send(deep(65))


def test_a_session_counts_as_a_level(home: Home) -> None:
    session = node("S", "PracticeSession", node("Below", "ImmediateGoal"))
    chain = node("L63", "ShortTermGoal", session)
    for level in range(62, 0, -1):
        chain = node(f"L{level}", "None", chain)
    assert "error" in home.bring(chain)


@pytest.mark.parametrize("document", [5, "x", None, {}, {"format": "milepost", "tables": {}}])
def test_what_is_no_list_of_goals_is_refused_whole(home: Home, document: Any) -> None:
    assert home.send(document)["error"]["line"] == 1 and home.goals() == {}


def test_what_is_no_goal_is_refused(home: Home) -> None:
    report = home.send([5, None, "x", [], {}, {"mood": "good"}, {"Name": "A", "created_at": MADE}])
    assert [each["path"] for each in report["refused"]] == [f"/{place}" for place in range(6)]
    assert set(home.goals()) == {"A"}
