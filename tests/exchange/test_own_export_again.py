"""A later export into a record that holds an earlier one: what is new comes in, what is here stays right."""

from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from milepost.goals.actions import log_progress, move_goal, move_on
from milepost.goals.schemas import NewEntry, NewPlace
from milepost.kernel.work import App, Known
from milepost.practice.actions import change_session, create_session
from milepost.practice.schemas import NewSession, SessionChange
from tests.cast import Cast
from tests.exchange.test_own_export import Movers
from tests.goals.planting import plant
from tests.goals.test_logging import log

COUNT = {"goal_type": "continuous_counter", "unit": "km"}


def goals(movers: Movers, who: Known) -> dict[str, Any]:
    """Somebody's goals by title."""
    return {each["title"]: each for each in movers.export(who)["tables"]["goals"]}


def ident(movers: Movers, who: Known, title: str) -> UUID:
    return UUID(goals(movers, who)[title]["id"])


def carried(movers: Movers) -> dict[str, Any]:
    """Alice's record into Charlie's."""
    return movers.bring(movers.charlie, movers.export(movers.alice))


@pytest.fixture
def movers(app: App, cast: Cast, tmp_path: Path) -> Movers:
    return Movers(app, cast, tmp_path)


def test_later_entries_are_counted_after_those_that_are_here(movers: Movers) -> None:
    run = plant(movers.app, movers.alice, "Run", **COUNT).id
    log(movers.app, movers.alice, run, value="5", entry_date="2026-01-05")
    carried(movers)
    log(movers.app, movers.charlie, ident(movers, movers.charlie, "Run"), value="1", entry_date="2026-01-06")
    log(movers.app, movers.alice, run, value="2", entry_date="2026-01-06")
    log(movers.app, movers.alice, run, kind="set", value="3", entry_date="2026-01-04")
    report = carried(movers)
    assert report["created"] == {"entries": 2} and report["refused"] == []
    found = goals(movers, movers.charlie)["Run"]
    # 3 on the 4th, then 5, then 1 and 2.
    assert (found["current_value"], found["last_seq"], found["newest_entry_date"]) == (
        "11.00",
        4,
        "2026-01-06",
    )
    assert carried(movers)["created"] == {}


def test_a_target_that_later_entries_reach_completes_the_goal(movers: Movers) -> None:
    target = {"goal_type": "target_based", "unit": "km", "target_value": "5", "deadline": "2199-01-01"}
    run = plant(movers.app, movers.alice, "Run", **target).id
    carried(movers)
    log(movers.app, movers.alice, run, value="5")
    carried(movers)
    assert goals(movers, movers.charlie)["Run"]["status"] == "completed"


def test_later_entries_of_a_goal_that_is_archived_here_are_refused(movers: Movers) -> None:
    run = plant(movers.app, movers.alice, "Run", **COUNT).id
    carried(movers)
    here = ident(movers, movers.charlie, "Run")
    movers.app.write_now(movers.charlie, lambda work: move_on(work, here, "archive"))
    log(movers.app, movers.alice, run, value="5")
    report = carried(movers)
    assert [each["why"] for each in report["refused"]] == ["is an entry of a goal that is archived here"]
    assert not report["written"]


def test_what_became_of_a_goal_elsewhere_changes_nothing_here(movers: Movers) -> None:
    run = plant(movers.app, movers.alice, "Run", **COUNT).id
    carried(movers)
    for verb in ("pause", "resume", "complete"):
        movers.app.write_now(movers.alice, partial(move_on, goal_id=run, verb=verb))
    plant(movers.app, movers.alice, "Walk", **COUNT)
    report = carried(movers)
    assert report["created"] == {"goals": 1} and report["unchanged"] == {"goals": 1}
    assert goals(movers, movers.charlie)["Run"]["status"] == "active"


def test_what_is_new_is_held_to_the_rules_where_things_stand_now(movers: Movers) -> None:
    upper = plant(movers.app, movers.alice, "Upper", level="long_term").id
    short = plant(movers.app, movers.alice, "Short", level="short_term").id
    carried(movers)
    # Here the long-term goal has lost its place above; there a child of it comes in.
    here = ident(movers, movers.charlie, "Upper")
    other = plant(movers.app, movers.charlie, "Other", level="mid_term").id
    assert other != here
    made = movers.app.write_now(movers.alice, lambda work: create_session(work, NewSession(goal_ids=[short])))
    plant(movers.app, movers.alice, "Below", level="immediate", practice_session_id=str(made.session.row.id))
    plant(movers.app, movers.alice, "Mid", level="mid_term", parent_goal_id=str(upper))
    report = carried(movers)
    assert report["created"] == {"goals": 2, "practice_sessions": 1} and report["repaired"] == []
    found = goals(movers, movers.charlie)
    assert found["Mid"]["parent_goal_id"] == str(here)
    assert found["Below"]["level"] == "immediate"


def test_a_new_link_that_would_close_a_circle_here_is_left_out(movers: Movers) -> None:
    one = plant(movers.app, movers.alice, "One").id
    two = plant(movers.app, movers.alice, "Two").id
    made = movers.app.write_now(movers.alice, lambda work: create_session(work, NewSession(goal_ids=[one])))
    carried(movers)
    session = UUID(movers.export(movers.charlie)["tables"]["practice_sessions"][0]["id"])
    # Here the second goal goes under the session; there the session comes under the second goal.
    here = ident(movers, movers.charlie, "Two")
    place = NewPlace.model_validate({"practice_session_id": str(session)})
    movers.app.write_now(movers.charlie, lambda work: move_goal(work, here, place))
    both = SessionChange.model_validate({"goal_ids": [str(one), str(two)]})
    movers.app.write_now(movers.alice, lambda work: change_session(work, made.session.row.id, both))
    report = carried(movers)
    assert [each["what"] for each in report["repaired"]] == ["parent"] and not report["written"]
    assert len(movers.export(movers.charlie)["tables"]["practice_session_goals"]) == 1


def test_a_link_that_was_made_here_too_is_not_made_twice(movers: Movers) -> None:
    one, two = (plant(movers.app, movers.alice, title).id for title in ("One", "Two"))
    made = movers.app.write_now(movers.alice, lambda work: create_session(work, NewSession(goal_ids=[one])))
    carried(movers)
    tables = movers.export(movers.charlie)["tables"]
    session = UUID(tables["practice_sessions"][0]["id"])
    ours = SessionChange.model_validate({"goal_ids": [each["id"] for each in tables["goals"]]})
    movers.app.write_now(movers.charlie, lambda work: change_session(work, session, ours))
    both = SessionChange.model_validate({"goal_ids": [str(one), str(two)]})
    movers.app.write_now(movers.alice, lambda work: change_session(work, made.session.row.id, both))
    report = carried(movers)
    assert (report["refused"], report["repaired"], report["written"]) == ([], [], False)
    assert len(movers.export(movers.charlie)["tables"]["practice_session_goals"]) == 2


def test_a_record_can_be_carried_over_again_and_again(movers: Movers) -> None:
    run = plant(movers.app, movers.alice, "Run", **COUNT).id
    for number in range(3):
        entry = NewEntry.model_validate({"value": str(number + 1)})
        movers.app.write_now(movers.alice, partial(log_progress, goal_id=run, new=entry))
        carried(movers)
    assert goals(movers, movers.charlie)["Run"]["current_value"] == "6.00"
