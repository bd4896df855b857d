"""Doctor on damage of every kind: each is named, and mended from its causes where it can be."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from milepost.goals import queries
from milepost.goals.actions import create_goal, log_progress, move_on
from milepost.goals.rows import StayRow
from milepost.goals.schemas import NewEntry, NewGoal
from milepost.kernel.work import Work
from milepost.practice.actions import create_session
from milepost.practice.schemas import NewSession
from tests.cli.conftest import Change, Terminal, as_json

ANN = "ann@example.com"


def _lives(work: Work) -> None:
    counter = create_goal(work, NewGoal(title="Read", goal_type="continuous_counter", unit="pages")).id
    for entry in ({"value": "3", "entry_date": "2026-02-01"}, {"kind": "reset", "entry_date": "2026-01-01"}):
        log_progress(work, counter, NewEntry.model_validate(entry))
    target = {"title": "Save", "goal_type": "target_based", "unit": "euro", "target_value": "5"}
    saved = create_goal(work, NewGoal.model_validate(target | {"deadline": "2199-01-01"}))
    log_progress(work, saved.id, NewEntry.model_validate({"value": "5"}))
    short = create_goal(work, NewGoal(title="Short", goal_type="milestone", level="short_term"))
    session = create_session(work, NewSession(goal_ids=[short.id])).session.row.id
    below = NewGoal(title="Bar", goal_type="milestone", level="immediate", practice_session_id=session)
    for verb in ("pause", "resume", "complete"):
        move_on(work, create_goal(work, below.model_copy(update={"title": verb})).id, "pause")
    move_on(work, create_goal(work, below).id, "archive")


@pytest.fixture
def lived_in(terminal: Terminal) -> Terminal:
    """Ann's instance, with a bit of everything."""
    terminal.adds(ANN)
    terminal.works(ANN, _lives)
    assert terminal("doctor").out == "Nothing is wrong.\n"
    return terminal


def _stays_of_read(work: Work) -> list[StayRow]:
    (read,) = [goal for goal in queries.open_goals(work) if goal.title == "Read"]
    return queries.stays(work, read.id)


MENDED = {
    "current_value": "UPDATE goals SET current_value = 777 WHERE title = 'Read'",
    "stays": "DELETE FROM goal_status_intervals WHERE ended_at IS NULL AND status = 'archived'",
    "text keys": "UPDATE goals SET title_key = 'another' WHERE title = 'Short'",
    "directory": "DELETE FROM directory WHERE key = 'email:ann@example.com'",
}


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        *MENDED.items(),
        ("stays", "UPDATE goal_status_intervals SET status = 'paused' WHERE ended_at IS NULL"),
        ("text keys", "UPDATE goals SET description_key = 'another' WHERE title = 'Bar'"),
        ("directory", "UPDATE users SET email_key = 'bob@example.com'"),
        ("directory", "INSERT INTO directory (key, user_id) SELECT 'session:00', id FROM users"),
    ],
)
def test_damage_is_named_and_mended(
    lived_in: Terminal, past_the_product: Change, check: str, damage: str
) -> None:
    past_the_product(damage)
    said = lived_in("doctor")
    assert said.code == 1 and {line.partition(":")[0] for line in said.out.splitlines()[:-1]} == {check}
    mended = lived_in("doctor", "--fix")
    assert mended.code == 0 and mended.out.count("Mended.") == said.out.count(": expected ")
    assert lived_in("doctor").out == "Nothing is wrong.\n"


def test_four_kinds_of_damage_at_once_are_named_and_mended(
    lived_in: Terminal, past_the_product: Change
) -> None:
    for damage in MENDED.values():
        past_the_product(damage)
    found = as_json(lived_in("doctor", "--json"))["findings"]
    assert {each["check"] for each in found} == set(MENDED) and not any(each["mended"] for each in found)
    assert all(each["expected"] != each["found"] and each["place"] for each in found)
    assert lived_in("doctor", "--fix").code == 0
    assert as_json(lived_in("doctor", "--json")) == {"findings": []}
    assert lived_in("log", "read", "--user", ANN).out == "Read: 4.00 pages\n"


def test_a_goal_that_has_reached_its_target_is_completed(
    lived_in: Terminal, past_the_product: Change
) -> None:
    opened = "status = 'active', completion_source = NULL, completed_at = NULL"
    past_the_product(f"UPDATE goals SET {opened} WHERE title = 'Save'")
    stay = "ended_at IS NULL AND status = 'completed'"
    past_the_product(f"UPDATE goal_status_intervals SET status = 'active' WHERE {stay}")
    said = lived_in("doctor")
    assert said.out.startswith("completion: goals ") and "has reached the target" in said.out
    assert lived_in("doctor", "--fix").code == 0
    assert lived_in("doctor").out == "Nothing is wrong.\n"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE goals SET target_value = 900 WHERE title = 'Save'", "completion: goals "),
        ("UPDATE goals SET level = 'ultimate' WHERE title = 'Bar'", "places: goals "),
        ("UPDATE goals SET level = 'mid_term' WHERE title = 'Short'", "places: practice_sessions "),
        (
            "UPDATE goals SET parent_goal_id = (SELECT g.id FROM goals g WHERE g.title = 'Read'),"
            " practice_session_id = NULL WHERE title = 'Bar';"
            " UPDATE goals SET parent_goal_id = (SELECT g.id FROM goals g WHERE g.title = 'Bar')"
            " WHERE title = 'Read'",
            "no circle above it",
        ),
        ("UPDATE goal_status_intervals SET ended_at = started_at, started_on = '2199-01-01',"
         " ended_on = '2000-01-01' WHERE ended_at IS NOT NULL", "an end after its beginning"),
    ],
)  # fmt: skip
def test_what_a_person_must_decide_is_named_and_left(
    lived_in: Terminal, past_the_product: Change, damage: str, told: str
) -> None:
    for each in damage.split(";"):
        past_the_product(each)
    for command in (["doctor"], ["doctor", "--fix"]):
        said = lived_in(*command)
        assert said.code == 1 and told in said.out and "Mended." not in said.out


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_rows_left_behind_while_no_key_was_looked_at_are_counted(
    lived_in: Terminal, past_the_product: Change
) -> None:
    past_the_product("SET session_replication_role = replica; DELETE FROM goals WHERE title = 'Read'")
    said = lived_in("doctor")
    assert said.code == 1 and "foreign keys: progress_entries: " in said.out
    assert "2 that point nowhere" in said.out


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_a_mended_stay_begins_on_its_owners_date(
    lived_in: Terminal, past_the_product: Change, zone: str
) -> None:
    past_the_product(f"UPDATE users SET timezone = '{zone}', day_start = '11:30'")
    past_the_product("DELETE FROM goal_status_intervals WHERE status = 'active' AND ended_at IS NULL")
    assert lived_in("doctor", "--fix").code == 0
    (stay,) = lived_in.works(ANN, _stays_of_read)
    wall = stay.started_at.astimezone(ZoneInfo(zone)) - timedelta(hours=11, minutes=30)
    assert stay.started_on == wall.date()
